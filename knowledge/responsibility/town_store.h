// What towns add to the imported rules: rules of their own, and street lists. Owned by the responsibility process.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "knowledge/audit.h"
#include "knowledge/catalogue.h"
#include "knowledge/database.h"
#include "knowledge/responsibility/rules.h"

namespace amtslotse::responsibility {

// Who changes something, when.
struct Change {
  std::string actor;
  std::chrono::sys_seconds at;
};

// Thread-safe. Borrows the database. Every change writes its audit line in the same transaction.
class TownStore {
 public:
  explicit TownStore(knowledge::Database& database) : database_(database) {}

  // Creates the tables. Repeatable.
  absl::Status Prepare();

  absl::StatusOr<std::vector<Rule>> Rules(const knowledge::MunicipalityId& municipality) const;  // by id
  // Writes the rule as the version after `rule.version`, which must be the stored one (0: new): otherwise ABORTED.
  // Saving what is stored already changes nothing. An empty id is made from the content, so that repeating is harmless.
  // Returns the rule as stored.
  absl::StatusOr<Rule> SaveRule(const knowledge::MunicipalityId& municipality, Rule rule, const Change& change);
  absl::Status DeleteRule(const knowledge::MunicipalityId& municipality, const std::string& id,
                          const Change& change);  // repeatable

  // The street list as it was imported; empty: none.
  absl::StatusOr<std::string> Streets(const knowledge::MunicipalityId& municipality) const;
  absl::StatusOr<std::int64_t> StreetsVersion(const knowledge::MunicipalityId& municipality) const;  // 0: none
  absl::Status SaveStreets(const knowledge::MunicipalityId& municipality, const std::string& csv, const Change& change);

  // Grows with every change of the municipality; cheap to read.
  absl::StatusOr<std::int64_t> Mark(const knowledge::MunicipalityId& municipality) const;

  // Newest first, from before line `before` (0: from the newest).
  absl::StatusOr<std::vector<knowledge::NumberedAuditLine>> Audit(const knowledge::MunicipalityId& municipality,
                                                                  std::int64_t before, int limit) const;
  // Removes lines of every municipality from before `before`.
  absl::Status ForgetAudit(std::chrono::sys_seconds before);

 private:
  absl::StatusOr<std::int64_t> Counter(std::string_view query, const knowledge::MunicipalityId& municipality) const;

  knowledge::Database& database_;
};

// YYYY-MM-DD; nothing for an empty text. INVALID_ARGUMENT for what is no day.
absl::StatusOr<std::optional<std::chrono::sys_days>> ParseDay(std::string_view text);
std::string DayText(const std::optional<std::chrono::sys_days>& day);

}  // namespace amtslotse::responsibility
