#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "knowledge/markdown.h"
#include "knowledge/search/analysis.h"
#include "knowledge/street_answer.h"
#include "knowledge/topic_words.h"
#include "knowledge/town.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

constexpr double kSure = 0.5;            // below, the citizen is asked
constexpr double kNoDoubt = 0.9;         // above, a close second does not matter
constexpr double kClose = 0.85;          // a second with this share of the first's confidence is close
constexpr double kAlsoMeant = 0.5;       // of the first's confidence: may be what the whole message means
constexpr double kClearlyMeant = 1.15;   // times as sure by the whole message
constexpr double kNearEnough = 0.25;     // below, nothing fits
constexpr double kSwitchService = 0.55;  // to leave what the conversation is about
constexpr double kSureOfEntry = 0.65;
constexpr double kSureOfEntryInTopic = 0.75;  // while another service is talked about
constexpr double kNearStreetEntry = 0.1;      // for an entry that answers by street, when one of its streets is named
constexpr double kCorrected = 0.8;            // of the confidence, when the words were not found as they are written
constexpr double kSureOfName = 0.7;           // one word names it, the others say something else
constexpr double kClearlyFirst = 0.3;         // enough where nothing else explains as many words
constexpr double kSureOfNamedOffice = 0.95;
constexpr std::size_t kFirstHits = 3;
constexpr std::size_t kMostCandidates = 4;

bool IsOfficeAct(const std::string& act) {
  static constexpr std::array kActs = {"opening_hours", "open_now", "address", "responsible_office", "contact"};
  return std::find(kActs.begin(), kActs.end(), act) != kActs.end();
}

const Hit* FirstOf(const std::vector<Hit>& hits, HitKind kind) {
  const auto found = std::find_if(hits.begin(), hits.end(), [kind](const Hit& hit) { return hit.kind == kind; });
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

bool HasAnyOf(const std::string& text, std::initializer_list<std::string_view> wanted) {
  const std::vector<std::string> words = nlu::FoldedWords(text);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

bool SpeaksOfPaying(const std::string& text) {
  return HasAnyOf(text, {"bezahlen", "bezahle", "bezahlt", "bezahlung", "zahlen", "zahle", "zahlung", "begleichen",
                         "begleiche", "ueberweisen", "ueberweise", "einzahlen"});
}

bool IsHowMuch(const std::string& text) {
  return HasAnyOf(text, {"was", "wieviel", "viel", "hoch", "kostet", "kosten", "preis", "gebuehr", "gebuehren"});
}

class Asking {
 public:
  Asking(const Town& town, const AskQuestion& question) : town_(town), question_(question) {
    acts_ = question.acts.empty() ? std::vector<std::string>{"overview"} : question.acts;
    if (acts_.size() > 4) acts_.resize(4);
  }

  absl::StatusOr<AskResult> Run() {
    if (question_.topic.empty() && question_.service) {
      // Words that name nothing ("wie lange hab ich Zeit") ask about what is talked about, as far as that says it.
      if (!Says(*question_.service) && TryEntry(Find(question_.text), kSureOfEntryInTopic)) return std::move(result_);
      return AboutService(*question_.service, 1, false);
    }
    if (const KnownQuestion* known = town_.FindKnownQuestion(question_.text)) {
      if (known->kind == HitKind::kService) return AboutService({known->id}, 1, true);
      if (TryEntry({{HitKind::kEntry, known->id, "", 1, 1, ""}}, kSureOfEntry)) return std::move(result_);
    }
    const std::string& topic = question_.topic.empty() ? question_.text : question_.topic;
    const std::vector<Word> topic_words = Search::WordsOf(topic);
    const std::vector<Hit> hits = Find(topic_words);
    bool only_topic = question_.text.empty() || question_.text == topic;
    const std::vector<Word> words = only_topic ? std::vector<Word>() : Search::WordsOf(question_.text);
    only_topic = only_topic || words == topic_words;
    const bool sure = !hits.empty() && hits[0].confidence >= kSure;
    const std::vector<Hit> other = only_topic ? std::vector<Hit>() : Find(words, !sure);
    const std::vector<Hit>& whole = only_topic ? hits : other;
    if (TryNamedOffices(topic)) return std::move(result_);
    const double entry_limit = question_.service ? kSureOfEntryInTopic : kSureOfEntry;
    if (TryEntry(SurerOf(whole, hits), entry_limit)) return std::move(result_);
    if (TryStreetEntry(whole) || TryStreetEntry(hits)) return std::move(result_);
    if (TryEntry(hits, entry_limit) || TryUnknownStreet()) return std::move(result_);
    if (TryOffice(hits) || TryEntryOfAct(hits)) return std::move(result_);
    return ByTopic(hits, whole);
  }

 private:
  std::vector<Hit> Find(const std::string& query, bool spelling = true) const {
    return Find(Search::WordsOf(query), spelling);
  }

  std::vector<Hit> Find(const std::vector<Word>& words, bool spelling = true) const {
    SearchOptions options;
    options.limit = 8;
    options.reasons = false;
    options.grounds = true;
    options.spelling = spelling;
    SearchResult found = town_.search->FindWords(words, options);
    // "wetter" is no "weiter": what was found by another word is less sure.
    if (!found.corrected_query.empty()) {
      for (Hit& hit : found.hits) hit.confidence *= kCorrected;
    }
    return std::move(found.hits);
  }

  // Both may find the same first, and one more surely: "gibt's bei euch WLAN" and "WLAN".
  static const std::vector<Hit>& SurerOf(const std::vector<Hit>& whole, const std::vector<Hit>& topic) {
    const bool same = !whole.empty() && !topic.empty() && whole[0].id == topic[0].id;
    return same && topic[0].confidence > whole[0].confidence ? topic : whole;
  }

  // An entry answers when it fits the question better than any service does.
  bool TryEntry(const std::vector<Hit>& hits, double limit) {
    if (hits.empty() || hits[0].kind != HitKind::kEntry || hits[0].confidence < limit) return false;
    const Entry* entry = town_.FindEntry(hits[0].id);
    if (!entry || !IsInForce(*entry, question_.now)) return false;
    AnswerBy(*entry, hits[0].confidence);
    return true;
  }

  // "Wo kann ich da parken?": who asks where to do something, in no more than the verb, means the entry that tells just
  // that, before a service with the verb in its name.
  bool TryEntryOfAct(const std::vector<Hit>& hits) {
    const std::string& topic = question_.topic;
    const bool verb =
        topic.ends_with("en") && topic.find(' ') == std::string::npos && topic[0] >= 'a' && topic[0] <= 'z';
    if (!verb || acts_.size() != 1 || acts_[0] != "address") return false;
    for (std::size_t i = 0; i < std::min(hits.size(), kFirstHits); ++i) {
      if (hits[i].kind != HitKind::kEntry || hits[i].confidence < kSure) continue;
      const Entry* entry = town_.FindEntry(hits[i].id);
      if (!entry || entry->act != acts_[0] || !IsInForce(*entry, question_.now)) continue;
      AnswerBy(*entry, std::max(hits[i].confidence, kSureOfEntry));
      return true;
    }
    return false;
  }

  // The street that the question names makes its other words fewer: "Müll Lindenstraße".
  bool TryStreetEntry(const std::vector<Hit>& hits) {
    for (std::size_t i = 0; i < std::min(hits.size(), kFirstHits); ++i) {
      if (hits[i].kind != HitKind::kEntry || hits[i].confidence < kNearStreetEntry) continue;
      const Entry* entry = town_.FindEntry(hits[i].id);
      if (!entry || !IsInForce(*entry, question_.now) || !FindStreetAnswer(*entry, question_.text)) continue;
      AnswerBy(*entry, std::max(hits[i].confidence, kSureOfEntry));
      return true;
    }
    return false;
  }

  // "Blaue Tonne in der Gartenstraße", which is in no list: it is said, with streets that are named nearly so.
  bool TryUnknownStreet() {
    const auto by_street = [](const Entry& entry) { return !entry.by_street.empty(); };
    if (std::none_of(town_.entries.begin(), town_.entries.end(), by_street)) return false;
    const std::optional<NamedStreet> street = FindNamedStreet(question_.text);
    if (!street) return false;
    const std::string rest = question_.text.substr(0, street->begin) + " " + question_.text.substr(street->end);
    const std::vector<Hit> hits = Find(rest, false);
    for (std::size_t i = 0; i < std::min(hits.size(), kFirstHits); ++i) {
      if (hits[i].kind != HitKind::kEntry || hits[i].confidence < kNearStreetEntry) continue;
      const Entry* entry = town_.FindEntry(hits[i].id);
      if (!entry || !by_street(*entry) || !IsInForce(*entry, question_.now)) continue;
      AnswerBy(*entry, std::max(hits[i].confidence, kSureOfEntry));
      return true;
    }
    return false;
  }

  void AnswerBy(const Entry& entry, double confidence) {
    Answer answer = AnswerFromEntry(entry);
    if (!entry.by_street.empty()) AnswerByStreet(entry, answer);
    if (answer.act.empty()) answer.act = acts_[0];
    result_.outcome = AskResult::Outcome::kAnswered;
    result_.confidence = confidence;
    if (entry.service) {
      if (const ServiceHead* head = town_.catalogue->FindHead(*entry.service)) result_.service = *head;
      result_.service_from_topic = true;
    }
    result_.answers.push_back(std::move(answer));
    result_.notices = NoticesFor(town_.notices, entry.service, std::nullopt, question_.now);
  }

  // Without a house number, all parts of a street that is divided.
  void AnswerByStreet(const Entry& entry, Answer& answer) const {
    const StreetAnswer* street = FindStreetAnswer(entry, question_.text);
    if (!street) return SayUnknownStreet(entry, answer);
    answer.text = street->text;
    answer.details.clear();
    if (std::any_of(question_.text.begin(), question_.text.end(), [](char c) { return c >= '0' && c <= '9'; })) return;
    answer.text.clear();
    for (const StreetAnswer& part : entry.by_street) {
      if (part.street == street->street) answer.text += (answer.text.empty() ? "" : "\n\n") + part.text;
    }
  }

  void SayUnknownStreet(const Entry& entry, Answer& answer) const {
    const std::optional<NamedStreet> street = FindNamedStreet(question_.text);
    if (!street) return;
    std::string text = fmt::format("„{}“ steht nicht in der Straßenliste.", street->name);
    const std::vector<std::string> near = StreetsNear(entry, street->name);
    if (!near.empty()) text += fmt::format(" Ähnlich heißen dort: {}.", fmt::join(near, ", "));
    answer.text = text + "\n\n" + answer.text;
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
    result_.candidates.assign(hits.begin(),
                              hits.begin() + static_cast<std::ptrdiff_t>(std::min(hits.size(), kMostCandidates)));
    result_.service_from_topic = true;
    return true;
  }

  // "Wann hat das Bürgerbüro offen?": the offices whose names have every word of the topic, before anything that only
  // mentions them.
  bool TryNamedOffices(const std::string& topic) {
    if (!std::all_of(acts_.begin(), acts_.end(), IsOfficeAct)) return false;
    const std::vector<std::string> words = nlu::FoldedWords(topic);
    if (words.empty()) return false;
    std::vector<Hit> named;
    for (std::size_t i = 0; i < town_.catalogue->offices().size(); ++i) {
      const Office& office = town_.catalogue->offices()[i];
      const std::vector<std::string>& name = town_.catalogue->office_words()[i];
      const bool all = std::all_of(words.begin(), words.end(), [&name](const std::string& word) {
        return std::find(name.begin(), name.end(), word) != name.end();
      });
      if (!all || !office.is_public) continue;
      named.push_back({HitKind::kOffice, office.id.value, office.name, 1, kSureOfNamedOffice, ""});
    }
    return !named.empty() && named.size() <= kMostCandidates && TryOffice(named);
  }

  // Services that share the topic are told apart by the whole message: "Auto" in "wie melde ich mein Auto
  // an".
  static const Hit* ToldApart(const Hit* best, const std::vector<Hit>& hits, const std::vector<Hit>& whole) {
    const Hit* first = FirstOf(whole, HitKind::kService);
    if (!first || first->id == best->id) return best;
    const auto confidence_in = [](const std::vector<Hit>& list, const std::string& id) {
      const auto found = std::find_if(list.begin(), list.end(),
                                      [&id](const Hit& hit) { return hit.kind == HitKind::kService && hit.id == id; });
      return found == list.end() ? 0 : found->confidence;
    };
    const bool near = confidence_in(hits, first->id) >= kAlsoMeant * best->confidence;
    if (!near || first->confidence < kClearlyMeant * confidence_in(whole, best->id)) return best;
    return FindById(hits, first->id);
  }

  // "anmelden, geht das online?" while "Hund anmelden" is talked about.
  bool IsVerbOf(const ServiceId& service) const {
    const std::vector<std::string> topic = nlu::FoldedWords(question_.topic);
    return topic.size() == 1 && question_.topic.ends_with("en") && question_.topic[0] >= 'a' &&
           question_.topic[0] <= 'z' && FindInName(*town_.catalogue, service, topic[0]) != InName::kNot;
  }

  static const Hit* FindById(const std::vector<Hit>& hits, const std::string& id) {
    const auto found = std::find_if(hits.begin(), hits.end(),
                                    [&id](const Hit& hit) { return hit.kind == HitKind::kService && hit.id == id; });
    return found == hits.end() ? nullptr : &*found;
  }

  // "Gewerbe" while an identity card is talked about: a word that means something, and nothing of this service, leads
  // to others, though to none of them for sure. Who asks for a fact ("was kostet das Foto?") may mean a part of it.
  bool LeadsElsewhere(const std::vector<Hit>& hits, double sure) const {
    const bool overview = acts_.size() == 1 && acts_[0] == "overview";
    if (sure < (overview ? kNearEnough : kSure)) return false;
    const Hit* first = FirstOf(hits, HitKind::kService);
    if (!first || first->grounds == Hit::Grounds::kNone) return false;
    if (!overview && first->grounds != Hit::Grounds::kName) return false;
    const Hit* own = FindById(hits, question_.service->value);
    return !own || own->grounds == Hit::Grounds::kNone;
  }

  absl::StatusOr<AskResult> ByTopic(const std::vector<Hit>& hits, const std::vector<Hit>& whole) {
    const Hit* best = FirstOf(hits, HitKind::kService);
    const Hit* chosen = best && &hits != &whole ? ToldApart(best, hits, whole) : best;
    bool close = false;
    for (const Hit& hit : hits) {
      const bool rival = hit.kind == HitKind::kService && &hit != best && best->confidence > 0;
      close = close || (rival && hit.confidence >= kClose * best->confidence);
    }
    double sure = best ? best->confidence : 0;
    if (chosen != best) {
      best = chosen;
      sure = FirstOf(whole, HitKind::kService)->confidence;
      close = false;
    } else if (best == hits.data() && sure >= kClearlyFirst && sure < kNoDoubt && (close || sure < kSure) &&
               TopicWords(town_, question_.topic).ExplainedBestBy(*best, hits)) {
      sure = std::max(sure, kSureOfName);
      close = false;
    }
    if (sure < kSure) {
      if (const Hit* named = TopicWords(town_, question_.topic).NamedByOne(hits)) {
        best = named;
        sure = kSureOfName;
        close = false;
      }
    }
    if (question_.service) {
      const bool same = (best && best->id == question_.service->value) || IsVerbOf(*question_.service);
      const bool stays = same || ((sure < kSwitchService || close) && !LeadsElsewhere(hits, sure));
      if (stays) return AboutService(*question_.service, same ? 1 : 0.6, false);
    }
    if (best && sure >= kSure && (!close || sure >= kNoDoubt)) return AboutService({best->id}, sure, true);
    if (TryTownsTarget()) return std::move(result_);
    return Offer(hits, sure);
  }

  // For every act that is asked.
  bool Says(const ServiceId& service) const {
    return std::all_of(acts_.begin(), acts_.end(), [&](const std::string& act) {
      const auto answer =
          AnswerAboutService(*town_.catalogue, town_.Texts(), {act, service, question_.language, question_.now});
      return answer.ok() && answer->outcome == Answer::Outcome::kAnswered;
    });
  }

  // "Die Laterne ist kaputt": what the town has one place for, whatever it is about.
  bool TryTownsTarget() {
    auto answer = acts_.size() == 1 ? AnswerByTownsTarget(town_.Texts(), Meant(acts_[0], std::nullopt)) : std::nullopt;
    if (!answer) return false;
    result_.outcome = AskResult::Outcome::kAnswered;
    result_.confidence = kSure;
    result_.answers.push_back(*std::move(answer));
    return true;
  }

  // "Hundesteuer bezahlen" where the town has a place to pay: nothing else is meant, while "was muss ich bezahlen" asks
  // for the fee.
  std::string Meant(const std::string& act, const std::optional<ServiceId>& service) const {
    const bool asks_how_much = act == "fee" && IsHowMuch(question_.text);
    const bool may_be = act == "overview" || act == "form_online" || act == "procedure" || act == "fee";
    const bool pays = may_be && !asks_how_much && SpeaksOfPaying(question_.text);
    return pays && HasTarget(town_.Texts(), "payment", service) ? "payment" : act;
  }

  AskResult Offer(const std::vector<Hit>& hits, double sure) {
    for (const Hit& hit : hits) {
      const Entry* entry = hit.kind == HitKind::kEntry ? town_.FindEntry(hit.id) : nullptr;
      const bool wanted = hit.kind == HitKind::kService || (entry && IsInForce(*entry, question_.now)) ||
                          (hit.kind == HitKind::kOffice && IsOfficeAct(acts_[0]));
      if (!wanted || hit.grounds == Hit::Grounds::kNone || result_.candidates.size() >= kMostCandidates) continue;
      result_.candidates.push_back(hit);
    }
    // What is only mentioned in a text may be nearest, but is not what was asked for.
    const bool near =
        sure >= kNearEnough && std::any_of(result_.candidates.begin(), result_.candidates.end(),
                                           [](const Hit& hit) { return hit.grounds == Hit::Grounds::kName; });
    // "Student", where that may be said of what is talked about.
    if (!near && question_.service && result_.candidates.size() < kMostCandidates) {
      if (const ServiceHead* own = town_.catalogue->FindHead(*question_.service))
        result_.candidates.push_back({HitKind::kService, own->id.value, own->name, 0, 0, ""});
    }
    result_.outcome = near ? AskResult::Outcome::kChoice : AskResult::Outcome::kUnknown;
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
                                       {Meant(act, service), service, question_.language, question_.now});
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

absl::StatusOr<AskResult> Ask(const Town& town, const AskQuestion& question) { return Asking(town, question).Run(); }

}  // namespace amtslotse::knowledge
