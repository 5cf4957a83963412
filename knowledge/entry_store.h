// Entries and notices that staff edit. Every version is kept; what two people change at once is never lost.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "knowledge/audit.h"
#include "knowledge/database.h"
#include "knowledge/entry.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// Somebody else saved meanwhile. The caller shows both.
struct EditConflict {
  Entry current;
};
using SaveOutcome = std::variant<Entry, EditConflict>;

// Who changes something, and when.
struct Change {
  std::string actor;
  std::chrono::sys_seconds now{};
  std::string idempotency_key;  // empty: not repeatable
};

// Writes what an entry was before an import as its next version: archived when there was none. FAILED_PRECONDITION
// (German) when somebody changed it since.
absl::StatusOr<EntryChange> TakeEntryBack(Sql& sql, const MunicipalityId& municipality, const EntryChange& undone,
                                          const Change& change);

struct EntryFilter {
  std::optional<EntryState> state;                  // of the newest version
  std::optional<std::chrono::sys_days> overdue_on;  // review_on before that day
  std::string text;                                 // in questions or answer, whatever the case
};

struct TextDifference {
  enum class Kind : std::uint8_t { kSame, kRemoved, kAdded };
  Kind kind = Kind::kSame;
  std::string text;
};
// Line by line. Texts beyond 2 000 lines count as wholly changed.
std::vector<TextDifference> Difference(std::string_view before, std::string_view after);

// What an owner is to look at because the catalogue's text beneath an entry changed.
struct ReviewTask {
  std::int64_t id = 0;
  EntryId entry;
  std::string owner;
  std::chrono::sys_seconds at{};
  std::string before;  // Markdown
  std::string after;
};

// Thread-safe. An entry's live version is the newest one that was published, unless a newer one was archived:
// a draft on top of a published entry changes nothing for citizens.
class EntryStore {
 public:
  explicit EntryStore(Database& database) : database_(database) {}

  // An empty id makes a new entry and expects version 0. Texts are sanitised. INVALID_ARGUMENT names the
  // field.
  absl::StatusOr<SaveOutcome> Save(const MunicipalityId& municipality, Entry entry, std::int64_t expected_version,
                                   const Change& change);
  absl::StatusOr<SaveOutcome> SetState(const MunicipalityId& municipality, const EntryId& id, EntryState state,
                                       std::int64_t expected_version, const Change& change);
  // Many at once, by id, from a file: new, changed and unchanged ones are counted; published; nothing is
  // deleted.
  // An entry that comes without answers by street keeps those that are stored.
  struct LoadCount {
    int added = 0, changed = 0, unchanged = 0;
    std::vector<EntryChange> written;
    std::vector<std::string> changes;  // "neu Eintrag faq-warum – Warum?", the first 500
  };
  static absl::Status Check(const std::vector<Entry>& entries);  // what Load would refuse
  absl::StatusOr<LoadCount> Load(const MunicipalityId& municipality, const std::vector<Entry>& entries,
                                 const Change& change);
  // What Load would count; nothing changes.
  absl::StatusOr<LoadCount> Compare(const MunicipalityId& municipality, const std::vector<Entry>& entries) const;

  absl::StatusOr<Entry> Find(const MunicipalityId& municipality,
                             const EntryId& id) const;  // newest; NOT_FOUND
  absl::StatusOr<std::vector<Entry>> Versions(const MunicipalityId& municipality,
                                              const EntryId& id) const;  // newest first
  // Newest versions by id.
  absl::StatusOr<std::vector<Entry>> List(const MunicipalityId& municipality, const EntryFilter& filter = {}) const;
  absl::StatusOr<std::vector<Entry>> Published(const MunicipalityId& municipality) const;  // live versions by id

  // ABORTED when notice.version is not the stored one. Returns the saved notice.
  absl::StatusOr<Notice> SaveNotice(const MunicipalityId& municipality, Notice notice, const Change& change);
  absl::Status DeleteNotice(const MunicipalityId& municipality, const std::string& id,
                            const Change& change);  // repeatable
  absl::StatusOr<std::vector<Notice>> Notices(const MunicipalityId& municipality) const;

  // After an import: a task for each live entry on a (service, act) whose text differs between the versions.
  absl::Status AddReviewTasks(const Catalogue& before, const Catalogue& after, std::chrono::sys_seconds now);
  absl::StatusOr<std::vector<ReviewTask>> ReviewTasks(const MunicipalityId& municipality) const;  // open ones
  absl::Status CloseReviewTask(const MunicipalityId& municipality, std::int64_t id,
                               const Change& change);  // repeatable

 private:
  Database& database_;
};

// Counts up with everything that changes what citizens see; replicas compare it about once a second.
absl::Status BumpChangeMark(Sql& sql, const MunicipalityId& municipality);
absl::StatusOr<std::int64_t> ReadChangeMark(const Database& database, const MunicipalityId& municipality);

}  // namespace amtslotse::knowledge
