#include "services/staff/core/name_look_ups.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/staff/core/accounts.h"
#include "services/staff/core/audit.h"

namespace amtslotse::staff {
namespace {

constexpr std::chrono::hours kShownFor{24};
constexpr std::size_t kMarkBytes = 9;

constexpr sql::Statement kAsk{
    "INSERT INTO name_look_up (municipality_id, look_up_id, mark, reason, state, asked_by, asked, decided_by, decided) "
    "VALUES (?1, ?2, ?3, ?4, 'asked', ?5, ?6, '', 0) ON CONFLICT (municipality_id, look_up_id) DO NOTHING"};
constexpr sql::Statement kDecide{
    "UPDATE name_look_up SET state = ?3, decided_by = ?4, decided = ?5 "
    "WHERE municipality_id = ?1 AND look_up_id = ?2 AND state = 'asked'"};
constexpr sql::Statement kRead{
    "SELECT look_up_id, mark, reason, state, asked_by, asked, decided_by, decided FROM name_look_up "
    "WHERE municipality_id = ?1 AND (look_up_id = ?2 OR ?2 = '') ORDER BY asked DESC LIMIT 200"};

Instant At(std::int64_t unix) { return Instant(std::chrono::seconds(unix)); }
std::int64_t Unix(Instant at) { return at.time_since_epoch().count(); }

}  // namespace

std::string MarkOf(const KeyRing& keys, const MunicipalityId& municipality, const AccountId& account) {
  const std::string hash = keys.TokenHash("staff mark", municipality.value + "|" + account.value);
  return "p-" + keys::Base64Url(hash.substr(0, kMarkBytes));
}

absl::StatusOr<std::vector<NameLookUp>> NameLookUps::Read(sql::Transaction& transaction,
                                                          const MunicipalityId& municipality, const std::string& id) {
  const auto rows = transaction.Run(kRead, {municipality.value, id});
  if (!rows.ok()) return rows.status();
  std::vector<NameLookUp> found;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    found.push_back({rows->Text(row, 0), rows->Text(row, 1), rows->Text(row, 2), rows->Text(row, 3), rows->Text(row, 4),
                     rows->Text(row, 6), At(rows->Int(row, 5)), At(rows->Int(row, 7)), ""});
    if (found.back().state == "agreed" && parts_.clock.Now() - found.back().decided > kShownFor)
      found.back().state = "over";
  }
  return found;
}

absl::Status NameLookUps::Name(const MunicipalityId& municipality, const ActorName& by,
                               std::vector<NameLookUp>& look_ups) {
  const auto accounts = Accounts(parts_).List(municipality);
  if (!accounts.ok()) return accounts.status();
  for (NameLookUp& look_up : look_ups) {
    if (look_up.state != "agreed" || look_up.asked_by != by.value) continue;
    for (const Account& account : *accounts) {
      if (MarkOf(parts_.keys, municipality, account.id) == look_up.mark) look_up.name = account.draft.display_name;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NameLookUp> NameLookUps::Ask(const MunicipalityId& municipality, const std::string& mark,
                                            const std::string& reason, const std::string& key, const ActorName& by) {
  const int length = PrintableLength(reason);
  if (length < 10 || length > 500)
    return absl::InvalidArgumentError("Bitte nennen Sie den Grund, mit 10 bis 500 Zeichen.");
  if (key.empty() || key.size() > 64) return absl::InvalidArgumentError("idempotency_key: expected 1 to 64 characters");
  const auto accounts = Accounts(parts_).List(municipality);
  if (!accounts.ok()) return accounts.status();
  const bool known = std::any_of(accounts->begin(), accounts->end(), [&](const Account& account) {
    return MarkOf(parts_.keys, municipality, account.id) == mark;
  });
  if (!known) return absl::NotFoundError("Zu diesem Kennzeichen gibt es kein Konto.");
  NameLookUp asked;
  const Instant now = parts_.clock.Now();
  const auto status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto made = transaction.Run(kAsk, {municipality.value, key, mark, reason, by.value, Unix(now)});
    if (!made.ok()) return made.status();
    if (made->touched > 0) {
      if (auto noted =
              Append(transaction, municipality, {by, "name_asked", mark, "Namen erfragt. Grund: " + reason}, now);
          !noted.ok())
        return noted;
    }
    const auto found = Read(transaction, municipality, key);
    if (!found.ok()) return found.status();
    asked = found->front();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return asked;
}

absl::StatusOr<NameLookUp> NameLookUps::Decide(const MunicipalityId& municipality, const std::string& id, bool agree,
                                               const ActorName& by) {
  NameLookUp decided;
  const Instant now = parts_.clock.Now();
  const auto status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    auto found = Read(transaction, municipality, id);
    if (!found.ok()) return found.status();
    if (id.empty() || found->empty()) return absl::NotFoundError("no such look-up");
    if (found->front().asked_by == by.value) return absl::PermissionDeniedError("Zustimmen muss eine zweite Person.");
    if (found->front().mark == by.value)
      return absl::PermissionDeniedError("Über das eigene Kennzeichen entscheidet jemand anderes.");
    const auto done = transaction.Run(
        kDecide, {municipality.value, id, std::string(agree ? "agreed" : "refused"), by.value, Unix(now)});
    if (!done.ok()) return done.status();
    if (done->touched > 0) {
      const AuditLine line{
          by, agree ? "name_agreed" : "name_refused", found->front().mark,
          fmt::format("{} Grund: {}",
                      agree ? "Der Auflösung des Namens zugestimmt." : "Die Auflösung des Namens abgelehnt.",
                      found->front().reason)};
      if (auto noted = Append(transaction, municipality, line, now); !noted.ok()) return noted;
    }
    found = Read(transaction, municipality, id);
    if (!found.ok()) return found.status();
    decided = found->front();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return decided;
}

absl::StatusOr<std::vector<NameLookUp>> NameLookUps::List(const MunicipalityId& municipality, const ActorName& by) {
  std::vector<NameLookUp> found;
  const auto status = parts_.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    auto read = Read(transaction, municipality, "");
    if (!read.ok()) return read.status();
    found = *std::move(read);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (auto named = Name(municipality, by, found); !named.ok()) return named;
  return found;
}

}  // namespace amtslotse::staff
