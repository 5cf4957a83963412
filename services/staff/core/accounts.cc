#include "services/staff/core/accounts.h"

#include <algorithm>

#include "services/staff/core/account_row.h"
#include "services/staff/core/audit.h"
#include "services/staff/core/sessions.h"

namespace amtslotse::staff {
namespace {

constexpr sql::Statement kDropLinks{"DELETE FROM link WHERE municipality_id = ?1 AND account_id = ?2"};
constexpr sql::Statement kTidySessions{"DELETE FROM staff_session WHERE ends <= ?1 OR last_seen <= ?2"};
constexpr sql::Statement kTidyLinks{"DELETE FROM link WHERE ends <= ?1"};
constexpr sql::Statement kTidyTries{"DELETE FROM sign_in_try WHERE last <= ?1"};
constexpr sql::Statement kTidyOpenId{"DELETE FROM openid_request WHERE ends <= ?1"};
constexpr sql::Statement kTidyAudit{"DELETE FROM audit WHERE at <= ?1"};

std::string GermanName(Role role) {
  switch (role) {
    case Role::kEditor: return "Redaktion";
    case Role::kLocationStaff: return "Standort";
    case Role::kLead: return "Leitung";
    case Role::kAdministrator: return "Administration";
  }
  return "?";
}

std::string Names(const std::set<Role>& roles) {
  std::string names;
  for (const Role role : roles) names += (names.empty() ? "" : ", ") + GermanName(role);
  return names;
}

// One line for each thing that changed, without a person's name.
std::vector<AuditLine> LinesOf(const AccountId& id, const AccountDraft& before, const AccountDraft& after,
                               const ActorName& by) {
  std::vector<AuditLine> lines;
  if (before.roles != after.roles)
    lines.push_back({by, "account_roles", id.value, "Rollen: " + Names(before.roles) + " → " + Names(after.roles)});
  if (before.offices != after.offices)
    lines.push_back({by, "account_offices", id.value, "Organisationseinheiten geändert"});
  if (before.disabled != after.disabled)
    lines.push_back({by, after.disabled ? "account_disabled" : "account_enabled", id.value,
                     after.disabled ? "Konto gesperrt" : "Konto entsperrt"});
  if (before.name != after.name || before.display_name != after.display_name || before.email != after.email)
    lines.push_back({by, "account_changed", id.value, "Angaben zur Person geändert"});
  return lines;
}

absl::Status CheckNameIsFree(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                             const LoginName& name, const AccountId& self) {
  const auto other = FindByName(transaction, keys, municipality, name.value);
  if (!other.ok()) return other.status();
  return *other && (*other)->account.id != self ? absl::AlreadyExistsError("name: another account has it")
                                                : absl::OkStatus();
}

absl::Status CheckSomebodyAdministers(sql::Transaction& transaction, const KeyRing& keys,
                                      const MunicipalityId& municipality, const Account& changed) {
  if (changed.is_active_administrator()) return absl::OkStatus();
  const auto all = AllAccounts(transaction, keys, municipality);
  if (!all.ok()) return all.status();
  const bool somebody = std::ranges::any_of(*all, [&](const StoredAccount& stored) {
    return stored.account.id != changed.id && stored.account.is_active_administrator() &&
           (stored.account.has_password || !stored.openid_hash.empty());
  });
  return somebody ? absl::OkStatus() : absl::FailedPreconditionError("roles: nobody would be left who administers");
}

}  // namespace

absl::StatusOr<std::vector<Account>> Accounts::List(const MunicipalityId& municipality) {
  std::vector<Account> accounts;
  const absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto all = AllAccounts(transaction, parts_.keys, municipality);
    if (!all.ok()) return all.status();
    accounts.clear();
    for (const StoredAccount& stored : *all) accounts.push_back(stored.account);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  std::ranges::sort(accounts, {},
                    [](const Account& account) { return std::pair(account.draft.display_name, account.id); });
  return accounts;
}

absl::StatusOr<Account> Accounts::Create(const MunicipalityId& municipality, const AccountDraft& draft,
                                         const ActorName& by) {
  Account created;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    auto same = FindByName(transaction, parts_.keys, municipality, draft.name.value);
    if (!same.ok()) return same.status();
    if (*same && (*same)->account.draft == draft && (*same)->account.version == 1) {  // said again
      created = (*same)->account;
      return absl::OkStatus();
    }
    if (*same) return absl::AlreadyExistsError("name: another account has it");
    created = {.id = NewAccountId(parts_.random), .draft = draft, .version = 1};
    StoredAccount stored;
    stored.municipality = municipality;
    stored.account = created;
    if (auto done = Write(transaction, parts_, stored); !done.ok()) return done;
    return Append(transaction, municipality,
                  {by, "account_created", created.id.value, "Konto angelegt: " + Names(draft.roles)},
                  parts_.clock.Now());
  });
  if (!status.ok()) return status;
  return created;
}

absl::StatusOr<Account> Accounts::Change(const MunicipalityId& municipality, const AccountId& id,
                                         const AccountDraft& draft, std::uint64_t expected_version,
                                         const ActorName& by) {
  Account changed;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    auto found = FindById(transaction, parts_.keys, municipality, id);
    if (!found.ok()) return found.status();
    if (!*found) return absl::NotFoundError("no such account");
    StoredAccount& stored = **found;
    changed = stored.account;
    if (stored.account.draft == draft && stored.account.version == expected_version + 1)
      return absl::OkStatus();  // said again
    if (stored.account.version != expected_version) return absl::AbortedError("somebody else changed this account");
    if (auto done = CheckNameIsFree(transaction, parts_.keys, municipality, draft.name, id); !done.ok()) return done;
    const AccountDraft before = std::exchange(stored.account.draft, draft);
    ++stored.account.version;
    if (before.roles.contains(Role::kAdministrator) && !before.disabled) {
      if (auto done = CheckSomebodyAdministers(transaction, parts_.keys, municipality, stored.account); !done.ok())
        return done;
    }
    if (auto done = Write(transaction, parts_, stored); !done.ok()) return done;
    if (draft.disabled) {
      if (auto done = EndSessions(transaction, municipality, id, {}); !done.ok()) return done;
      if (auto done = transaction.Run(kDropLinks, {municipality.value, id.value}); !done.ok()) return done.status();
    }
    for (const AuditLine& line : LinesOf(id, before, draft, by))
      if (auto done = Append(transaction, municipality, line, parts_.clock.Now()); !done.ok()) return done;
    changed = stored.account;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return changed;
}

absl::Status Tidy(const Parts& parts) {
  const Instant now = parts.clock.Now();
  const auto at = [](Instant time) { return std::int64_t{time.time_since_epoch().count()}; };
  return parts.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    absl::Status status = transaction.Run(kTidySessions, {at(now), at(now - parts.policy.idle)}).status();
    if (status.ok()) status = transaction.Run(kTidyLinks, {at(now)}).status();
    if (status.ok()) status = transaction.Run(kTidyTries, {at(now - kTriesKept)}).status();
    if (status.ok()) status = transaction.Run(kTidyOpenId, {at(now)}).status();
    if (status.ok()) status = transaction.Run(kTidyAudit, {at(now - parts.policy.audit)}).status();
    return status;
  });
}

}  // namespace amtslotse::staff
