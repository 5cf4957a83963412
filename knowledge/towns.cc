#include <date/tz.h>

#include <algorithm>

#include "knowledge/search/catalogue_index.h"
#include "knowledge/town.h"
#include "nlu/calendar/holidays.h"
#include "nlu/calendar/land.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

std::chrono::local_seconds LocalTime(std::chrono::sys_seconds time, const std::string& zone) {
  const auto local =
      date::zoned_seconds(zone.empty() ? "Europe/Berlin" : zone, date::sys_seconds(time.time_since_epoch()))
          .get_local_time();
  return std::chrono::local_seconds(local.time_since_epoch());
}

void NameUtterances(const Catalogue& catalogue, const std::vector<Entry>& entries,
                    std::vector<LearntUtterance>& utterances) {
  std::erase_if(utterances, [&](LearntUtterance& utterance) {
    if (utterance.kind == HitKind::kService) {
      const ServiceHead* head = catalogue.FindHead({utterance.id});
      if (head) utterance.title = head->name;
      return head == nullptr;
    }
    const auto entry =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.id.value == utterance.id; });
    if (entry != entries.end() && !entry->questions.empty()) utterance.title = entry->questions[0];
    return entry == entries.end();
  });
}

std::string SpokenWords(std::string_view text) {
  std::string words;
  for (const std::string& word : nlu::FoldedWords(text)) words += (words.empty() ? "" : " ") + word;
  return words;
}

}  // namespace

KnownQuestions KnownQuestionsOf(const std::vector<Entry>& entries, const std::vector<LearntUtterance>& utterances) {
  KnownQuestions known;
  const auto add = [&known](const std::string& question, KnownQuestion target) {
    std::string words = SpokenWords(question);
    if (words.find(' ') != std::string::npos) known.emplace(std::move(words), std::move(target));
  };
  for (const Entry& entry : entries) {
    for (const std::string& question : entry.questions) add(question, {HitKind::kEntry, entry.id.value});
  }
  for (const LearntUtterance& utterance : utterances) add(utterance.text, {utterance.kind, utterance.id});
  return known;
}

const KnownQuestion* Town::FindKnownQuestion(std::string_view text) const {
  const auto found = known_questions.find(SpokenWords(text));
  return found == known_questions.end() ? nullptr : &found->second;
}

const Entry* Town::FindEntry(const std::string& id) const {
  const auto place =
      std::lower_bound(entries.begin(), entries.end(), id,
                       [](const Entry& entry, const std::string& wanted) { return entry.id.value < wanted; });
  return place != entries.end() && place->id.value == id ? &*place : nullptr;
}

std::vector<Closure> ClosuresOf(const Town& town, std::chrono::local_seconds now) {
  using std::chrono::days;
  std::vector<Closure> closures;
  const auto today = std::chrono::floor<days>(now);
  if (const auto land = nlu::LandFromCode(town.municipality.land)) {
    for (int ahead = 0; ahead <= 15; ++ahead) {
      const std::chrono::local_days day = today + days(ahead);
      if (const auto holiday = nlu::HolidayOn(std::chrono::year_month_day(day), *land)) {
        closures.push_back({std::nullopt, day, day + days(1), std::string(*holiday)});
      }
    }
  }
  for (const Notice& notice : town.notices) {
    if (!notice.closes_office) continue;
    const auto starts = LocalTime(notice.starts, town.municipality.time_zone);
    const auto ends = notice.ends ? LocalTime(*notice.ends, town.municipality.time_zone) : now + days(30);
    if (ends <= now) continue;
    if (notice.offices.empty()) closures.push_back({std::nullopt, starts, ends, notice.title});
    for (const OfficeId& office : notice.offices) closures.push_back({office, starts, ends, notice.title});
  }
  return closures;
}

Towns::Towns(Database& database, CatalogueStore& catalogues, EntryStore& entries, Inbox& inbox, Synonyms shipped,
             IndexFiles index)
    : database_(database),
      catalogues_(catalogues),
      entries_(entries),
      inbox_(inbox),
      shipped_(std::move(shipped)),
      index_(std::move(index)) {}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Get(const MunicipalityId& municipality) {
  {
    const std::lock_guard hold(lock_);
    const auto found = towns_.find(municipality.value);
    if (found != towns_.end()) return found->second;
  }
  if (absl::Status status = Refresh(municipality); !status.ok()) return status;
  const std::lock_guard hold(lock_);
  return towns_.at(municipality.value);
}

absl::Status Towns::Refresh(const MunicipalityId& municipality) {
  const std::lock_guard one_at_a_time(building_);
  std::shared_ptr<const Town> before;
  {
    const std::lock_guard hold(lock_);
    const auto found = towns_.find(municipality.value);
    if (found != towns_.end()) before = found->second;
  }
  const absl::StatusOr<std::int64_t> mark = ReadChangeMark(database_, municipality);
  if (!mark.ok()) return mark.status();
  if (before && before->change_mark == *mark) return absl::OkStatus();
  absl::StatusOr<std::shared_ptr<const Town>> town = Build(municipality, before.get(), *mark);
  if (!town.ok()) return town.status();
  const std::lock_guard hold(lock_);
  towns_[municipality.value] = *std::move(town);
  return absl::OkStatus();
}

absl::Status Towns::RefreshAll() {
  const auto all = catalogues_.Municipalities();
  if (!all.ok()) return all.status();
  absl::Status first;
  for (const Municipality& municipality : *all) first.Update(Refresh(municipality.id));
  return first;
}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Build(const MunicipalityId& municipality, const Town* before,
                                                         std::int64_t mark) {
  auto town = std::make_shared<Town>();
  town->change_mark = mark;
  auto found = catalogues_.FindMunicipality(municipality);
  if (!found.ok()) return found.status();
  town->municipality = *std::move(found);
  auto catalogue = catalogues_.Active(municipality);
  if (!catalogue.ok()) return catalogue.status();
  town->catalogue = *std::move(catalogue);
  auto entries = entries_.Published(municipality);
  if (!entries.ok()) return entries.status();
  town->entries = *std::move(entries);
  auto notices = entries_.Notices(municipality);
  if (!notices.ok()) return notices.status();
  town->notices = *std::move(notices);
  const auto own = inbox_.TownSynonyms(municipality);
  if (!own.ok()) return own.status();
  auto synonyms = std::make_shared<Synonyms>(shipped_);
  for (const auto& [term, means] : *own) synonyms->Add(term, means);
  town->synonyms = synonyms;
  if (before && before->catalogue->version() == town->catalogue->version()) {
    town->catalogue_segment = before->catalogue_segment;
  } else {
    auto segment = OpenCatalogueSegment(index_, *town->catalogue, shipped_);
    if (!segment.ok()) return segment.status();
    town->catalogue_segment = *std::move(segment);
  }
  auto utterances = inbox_.Utterances(municipality);
  if (!utterances.ok()) return utterances.status();
  NameUtterances(*town->catalogue, town->entries, *utterances);
  town->utterances = *std::move(utterances);
  town->known_questions = KnownQuestionsOf(town->entries, town->utterances);
  auto entry_segment = BuildEntrySegment(town->entries, town->utterances, town->catalogue_segment.get());
  if (!entry_segment.ok()) return entry_segment.status();
  town->search = std::make_shared<const Search>(
      std::vector<std::shared_ptr<const Segment>>{town->catalogue_segment, *std::move(entry_segment)}, town->synonyms);
  return town;
}

}  // namespace amtslotse::knowledge
