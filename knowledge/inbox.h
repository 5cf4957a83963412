// Questions without a good answer, masked by the caller, and what staff make of them.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "knowledge/database.h"
#include "knowledge/entry_store.h"
#include "knowledge/search/catalogue_index.h"

namespace amtslotse::knowledge {

struct UnansweredQuestion {
  std::string text;    // as it was first asked
  std::string reason;  // unclear, no_hit, lacking, rated_bad, comment, declined
  int count = 0;
  std::chrono::sys_seconds last{};
};

// Taken for no matter of a town. Listed apart, kept for a shorter time, and first to go when there is no room.
inline constexpr const char* kDeclinedReason = "declined";
// What somebody wrote beside a bad rating: to be read, no question to learn from.
inline constexpr const char* kCommentReason = "comment";

enum class Questions : std::uint8_t { kOpen, kDeclined };

struct UnansweredGroup {
  std::string id;                             // of its most frequent question; stable while that question is there
  std::vector<UnansweredQuestion> questions;  // most frequent first
  int count = 0;                              // over all questions
  std::chrono::sys_seconds last{};
};

struct RatingCount {
  int helpful = 0;
  int unhelpful = 0;
};

// What an assigned question becomes.
struct AssignTarget {
  enum class Kind : std::uint8_t { kService, kEntry, kOutOfScope };
  Kind kind = Kind::kOutOfScope;
  std::string id;     // of the service or entry
  std::string title;  // what people call it, for the audit
};

// Thread-safe.
class Inbox {
 public:
  explicit Inbox(Database& database) : database_(database) {}

  // Counts the question; equal ones (folded) share a line. Repeatable by the key. Texts are cut at 500 bytes;
  // beyond 20 000 different questions the oldest rare ones go,
  // those that were declined before any other.
  absl::Status Record(const MunicipalityId& municipality, const std::string& masked_text, const std::string& reason,
                      const Change& change);
  // Questions that share most of their words (as stems and n-grams) are grouped; largest groups first.
  absl::StatusOr<std::vector<UnansweredGroup>> Groups(const MunicipalityId& municipality,
                                                      Questions which = Questions::kOpen) const;
  // One step: every question of the group becomes an utterance of the target, found by search at once.
  // NOT_FOUND for an unknown group. Repeatable.
  absl::Status Assign(const MunicipalityId& municipality, const std::string& group_id, const AssignTarget& target,
                      const Change& change);
  // What was assigned to services and entries.
  absl::StatusOr<std::vector<LearntUtterance>> Utterances(const MunicipalityId& municipality) const;
  // What was assigned as out of scope: examples for training.
  absl::StatusOr<std::vector<std::string>> OutOfScope(const MunicipalityId& municipality) const;

  // `answer_key` names the answer and its version. Repeatable by the key.
  absl::Status Rate(const MunicipalityId& municipality, const std::string& answer_key, bool helpful,
                    const Change& change);
  absl::StatusOr<RatingCount> Rating(const MunicipalityId& municipality, const std::string& answer_key) const;

  // The town's own synonyms.
  using Synonym = std::pair<std::string, std::string>;  // term, means
  absl::StatusOr<std::vector<Synonym>> TownSynonyms(const MunicipalityId& municipality) const;
  absl::Status SaveSynonyms(const MunicipalityId& municipality, const std::vector<Synonym>& add,
                            const std::vector<Synonym>& remove, const Change& change);

 private:
  Database& database_;
};

}  // namespace amtslotse::knowledge
