// Everything that answers for one municipality, at one moment.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/answer.h"
#include "knowledge/entry_store.h"
#include "knowledge/inbox.h"
#include "knowledge/search.h"
#include "knowledge/search/catalogue_index.h"
#include "knowledge/search/synonyms.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// Immutable and safe to share; complete in itself, so that a question is answered from one catalogue even
// while the next one becomes active.
// What staff wrote or assigned as a question, by its words as they are said: no guess is needed for those.
struct KnownQuestion {
  HitKind kind = HitKind::kEntry;
  std::string id;
};
using KnownQuestions = std::unordered_map<std::string, KnownQuestion>;
KnownQuestions KnownQuestionsOf(const std::vector<Entry>& entries, const std::vector<LearntUtterance>& utterances);

struct Town {
  Municipality municipality;
  std::shared_ptr<const Catalogue> catalogue;
  std::vector<Entry> entries;  // live ones, by id
  std::vector<Notice> notices;
  std::vector<LearntUtterance> utterances;  // of services and entries that are there
  KnownQuestions known_questions;
  std::shared_ptr<const Segment> catalogue_segment;
  std::shared_ptr<const Synonyms> synonyms;
  std::shared_ptr<const Search> search;
  std::int64_t change_mark = 0;

  const Entry* FindEntry(const std::string& id) const;
  const KnownQuestion* FindKnownQuestion(std::string_view text) const;  // nullptr: not word for word
  TownTexts Texts() const { return {&entries, &notices, &municipality.targets}; }
};

// What a chat or page question is about, and what is asked.
struct AskQuestion {
  std::string topic;                 // words about the service; may be empty
  std::string text;                  // the whole message, for entries
  std::vector<std::string> acts;     // empty: overview
  std::optional<ServiceId> service;  // what the conversation is about; a better match of the topic wins
  std::string language = "de";
  std::chrono::sys_seconds now{};
};

struct AskResult {
  enum class Outcome : std::uint8_t {
    kAnswered,  // one answer per act
    kChoice,    // several are close: `candidates`, best first, at most 4
    kUnknown,   // nothing fits; `candidates` are the nearest
  };
  Outcome outcome = Outcome::kUnknown;
  std::vector<Answer> answers;
  std::vector<Hit> candidates;
  std::optional<ServiceHead> service;  // what it was taken to be about
  double confidence = 0;               // that this, or the entry, is what was meant
  bool service_from_topic = false;
  bool place_matters = false;  // the responsible office depends on the place
  std::vector<Notice> notices;
};

// Pure and thread-safe; one search and a few row reads.
absl::StatusOr<AskResult> Ask(const Town& town, const AskQuestion& question);

// What would be answered if the entry were published as it is. Nothing is stored. Builds an index of the entries.
// INVALID_ARGUMENT as EntryStore::Save.
absl::StatusOr<AskResult> AskWithEntry(const Town& town, Entry entry, const AskQuestion& question);

// Weekly hours are not all: public holidays of the Land and notices that close offices, for two weeks from
// `now`.
std::vector<Closure> ClosuresOf(const Town& town, std::chrono::local_seconds now);

// The current Town of each municipality. Thread-safe.
class Towns {
 public:
  // `index` keeps the search index over restarts. `shipped` are the civic
  // synonyms.
  Towns(Database& database, CatalogueStore& catalogues, EntryStore& entries, Inbox& inbox, Synonyms shipped,
        IndexFiles index);

  // NOT_FOUND for an unknown municipality. Memory only, once it was built.
  absl::StatusOr<std::shared_ptr<const Town>> Get(const MunicipalityId& municipality);
  // Builds what changed since (by the change marks) and swaps it in; errors leave the old one serving.
  absl::Status Refresh(const MunicipalityId& municipality);
  absl::Status RefreshAll();

 private:
  absl::StatusOr<std::shared_ptr<const Town>> Build(const MunicipalityId& municipality, const Town* before,
                                                    std::int64_t mark);

  Database& database_;
  CatalogueStore& catalogues_;
  EntryStore& entries_;
  Inbox& inbox_;
  Synonyms shipped_;
  IndexFiles index_;
  std::mutex lock_;
  std::mutex building_;
  std::unordered_map<std::string, std::shared_ptr<const Town>> towns_;
};

}  // namespace amtslotse::knowledge
