#include <algorithm>
#include <array>
#include <set>

#include "knowledge/markdown.h"
#include "knowledge/street_answer.h"
#include "knowledge/town.h"

namespace amtslotse::knowledge {
namespace {

constexpr double kSure = 0.5;            // below, the citizen is asked
constexpr double kNoDoubt = 0.75;        // above, a close second does not matter
constexpr double kClose = 0.8;           // a second with this share of the first's confidence is close
constexpr double kNearEnough = 0.15;     // below, nothing fits
constexpr double kSwitchService = 0.55;  // to leave what the conversation is about
constexpr double kSureOfEntry = 0.65;
constexpr double kSureOfEntryInTopic = 0.75;  // while another service is talked about
constexpr std::size_t kMostCandidates = 4;

bool IsOfficeAct(const std::string& act) {
  static constexpr std::array kActs = {"opening_hours", "open_now", "address", "responsible_office",
                                       "contact"};
  return std::find(kActs.begin(), kActs.end(), act) != kActs.end();
}

const Hit* FirstOf(const std::vector<Hit>& hits, HitKind kind) {
  const auto found =
      std::find_if(hits.begin(), hits.end(), [kind](const Hit& hit) { return hit.kind == kind; });
  return found == hits.end() ? nullptr : &*found;
}

// The office depends on the place when different areas lead to different offices.
bool PlaceMatters(const Catalogue& catalogue, const ServiceId& service) {
  const ServiceHead* head = catalogue.FindHead(service);
  if (!head || head->location_independent) return false;
  std::set<std::pair<std::string, std::string>> places;
  std::set<std::string> offices;
  for (const ResponsibilityRule* rule : catalogue.RulesFor(service)) {
    if (rule->role == Role::kContact || !rule->area) continue;
    places.emplace(rule->area->value, rule->office.value);
    offices.insert(rule->office.value);
  }
  std::set<std::string> areas;
  for (const auto& [area, office] : places) areas.insert(area);
  return areas.size() > 1 && offices.size() > 1;
}

class Asking {
 public:
  Asking(const Town& town, const AskQuestion& question) : town_(town), question_(question) {
    acts_ = question.acts.empty() ? std::vector<std::string>{"overview"} : question.acts;
    if (acts_.size() > 4) acts_.resize(4);
  }

  absl::StatusOr<AskResult> Run() {
    if (question_.topic.empty() && question_.service) {
      if (TryEntry(Find(question_.text), kSureOfEntryInTopic)) return std::move(result_);
      return AboutService(*question_.service, 1, false);
    }
    const std::string& topic = question_.topic.empty() ? question_.text : question_.topic;
    const std::vector<Hit> hits = Find(topic);
    const std::vector<Hit> whole =
        question_.text.empty() || question_.text == topic ? hits : Find(question_.text);
    const double entry_limit = question_.service ? kSureOfEntryInTopic : kSureOfEntry;
    if (TryEntry(whole, entry_limit) || TryEntry(hits, entry_limit)) return std::move(result_);
    if (TryOffice(hits)) return std::move(result_);
    return ByTopic(hits);
  }

 private:
  std::vector<Hit> Find(const std::string& query) const {
    SearchOptions options;
    options.limit = 8;
    options.reasons = false;
    return town_.search->Find(query, options).hits;
  }

  // An entry answers when it fits the question better than any service does.
  bool TryEntry(const std::vector<Hit>& hits, double limit) {
    if (hits.empty() || hits[0].kind != HitKind::kEntry || hits[0].confidence < limit) return false;
    const Entry* entry = town_.FindEntry(hits[0].id);
    if (!entry || !IsInForce(*entry, question_.now)) return false;
    Answer answer = AnswerFromEntry(*entry);
    if (!entry->by_street.empty()) AnswerByStreet(*entry, answer);
    if (answer.act.empty()) answer.act = acts_[0];
    result_.outcome = AskResult::Outcome::kAnswered;
    result_.confidence = hits[0].confidence;
    if (entry->service) {
      if (const ServiceHead* head = town_.catalogue->FindHead(*entry->service)) result_.service = *head;
      result_.service_from_topic = true;
    }
    result_.answers.push_back(std::move(answer));
    result_.notices = NoticesFor(town_.notices, entry->service, std::nullopt, question_.now);
    return true;
  }

  void AnswerByStreet(const Entry& entry, Answer& answer) const {
    if (const StreetAnswer* street = FindStreetAnswer(entry, question_.text)) {
      answer.text = street->text;
      answer.details.clear();
    }
  }

  bool TryOffice(const std::vector<Hit>& hits) {
    if (hits.empty() || hits[0].kind != HitKind::kOffice || hits[0].confidence < kSure) return false;
    if (!std::all_of(acts_.begin(), acts_.end(), IsOfficeAct)) return false;
    for (const std::string& act : acts_) {
      OfficeQuestion question{act,
                              {hits[0].id},
                              question_.language,
                              std::chrono::local_seconds(question_.now.time_since_epoch()),
                              question_.now,
                              {}};
      auto answer = AnswerAboutOffice(*town_.catalogue, town_.Texts(), question);
      if (!answer.ok()) return false;
      result_.answers.push_back(*std::move(answer));
    }
    result_.outcome = AskResult::Outcome::kAnswered;
    result_.confidence = hits[0].confidence;
    result_.candidates.assign(
        hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(hits.size(), kMostCandidates)));
    result_.service_from_topic = true;
    return true;
  }

  absl::StatusOr<AskResult> ByTopic(const std::vector<Hit>& hits) {
    const Hit* best = FirstOf(hits, HitKind::kService);
    const double sure = best ? best->confidence : 0;
    if (question_.service) {
      const bool other = best && best->id != question_.service->value && sure >= kSwitchService;
      if (!other)
        return AboutService(*question_.service, best && best->id == question_.service->value ? 1 : 0.6,
                            false);
    }
    const Hit* second = nullptr;
    for (const Hit& hit : hits) {
      if (hit.kind == HitKind::kService && &hit != best && !second) second = &hit;
    }
    const bool close = second && best && second->confidence >= kClose * sure;
    if (best && sure >= kSure && (!close || sure >= kNoDoubt)) return AboutService({best->id}, sure, true);
    for (const Hit& hit : hits) {
      const bool wanted =
          hit.kind == HitKind::kService || (hit.kind == HitKind::kOffice && IsOfficeAct(acts_[0]));
      if (wanted && result_.candidates.size() < kMostCandidates) result_.candidates.push_back(hit);
    }
    result_.outcome = sure >= kNearEnough ? AskResult::Outcome::kChoice : AskResult::Outcome::kUnknown;
    result_.confidence = sure;
    result_.service_from_topic = true;
    result_.notices = NoticesFor(town_.notices, std::nullopt, std::nullopt, question_.now);
    return std::move(result_);
  }

  absl::StatusOr<AskResult> AboutService(const ServiceId& service, double confidence, bool from_topic) {
    const ServiceHead* head = town_.catalogue->FindHead(service);
    if (!head) return absl::NotFoundError("no service " + service.value);
    for (const std::string& act : acts_) {
      auto answer = AnswerAboutService(*town_.catalogue, town_.Texts(),
                                       {act, service, question_.language, question_.now});
      if (!answer.ok()) return answer.status();
      result_.answers.push_back(*std::move(answer));
    }
    result_.outcome = AskResult::Outcome::kAnswered;
    result_.service = *head;
    result_.confidence = confidence;
    result_.service_from_topic = from_topic;
    result_.place_matters = PlaceMatters(*town_.catalogue, service);
    result_.notices = NoticesFor(town_.notices, service, std::nullopt, question_.now);
    return std::move(result_);
  }

  const Town& town_;
  const AskQuestion& question_;
  std::vector<std::string> acts_;
  AskResult result_;
};

}  // namespace

absl::StatusOr<AskResult> Ask(const Town& town, const AskQuestion& question) {
  return Asking(town, question).Run();
}

}  // namespace amtslotse::knowledge
