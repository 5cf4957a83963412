#include "services/staff/core/account_row.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace amtslotse::staff {
namespace {

#define AMTSLOTSE_COLUMNS "account_id, sealed, roles, office_ids, disabled, totp_step, version, openid_hash"
constexpr sql::Statement kByName{"SELECT " AMTSLOTSE_COLUMNS
                                 " FROM account WHERE municipality_id = ?1 AND name_hash = ?2"};
constexpr sql::Statement kById{"SELECT " AMTSLOTSE_COLUMNS
                               " FROM account WHERE municipality_id = ?1 AND account_id = ?2"};
constexpr sql::Statement kByEmail{"SELECT " AMTSLOTSE_COLUMNS
                                  " FROM account WHERE municipality_id = ?1 AND email_hash = ?2"};
constexpr sql::Statement kByOpenId{"SELECT " AMTSLOTSE_COLUMNS
                                   " FROM account WHERE municipality_id = ?1 AND openid_hash = ?2"};
constexpr sql::Statement kAll{"SELECT " AMTSLOTSE_COLUMNS
                              " FROM account WHERE municipality_id = ?1 ORDER BY account_id"};
#undef AMTSLOTSE_COLUMNS
constexpr sql::Statement kWrite{
    "INSERT INTO account (municipality_id, account_id, name_hash, email_hash, openid_hash, sealed, roles, "
    "office_ids, disabled, "
    "totp_step, version, created, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12) "
    "ON CONFLICT (municipality_id, account_id) DO UPDATE SET name_hash = ?3, email_hash = ?4, openid_hash = "
    "?5, sealed = ?6, "
    "roles = ?7, office_ids = ?8, disabled = ?9, totp_step = ?10, version = ?11, changed = ?12"};

std::string EmailHash(const KeyRing& keys, const MunicipalityId& municipality, const std::string& email) {
  return keys.TokenHash("staff email", municipality.value + "|" + email);
}

std::string Context(const MunicipalityId& municipality, const AccountId& id) {
  return fmt::format("staff account|{}|{}", municipality.value, id.value);
}

std::string Seal(const Parts& parts, const StoredAccount& stored) {
  const AccountDraft& draft = stored.account.draft;
  const nlohmann::json personal{{"name", draft.name.value},
                                {"display_name", draft.display_name},
                                {"email", draft.email},
                                {"password", stored.password_hash},
                                {"totp", keys::Base64Url(stored.totp_secret)},
                                {"totp_pending", keys::Base64Url(stored.pending_totp_secret)}};
  return parts.keys.Seal(personal.dump(), Context(stored.municipality, stored.account.id), parts.random);
}

absl::StatusOr<StoredAccount> Decode(const sql::Rows& rows, std::size_t row, const KeyRing& keys,
                                     const MunicipalityId& municipality) {
  StoredAccount stored;
  stored.municipality = municipality;
  Account& account = stored.account;
  account.id.value = rows.Text(row, 0);
  const auto opened = keys.Open(rows.Bytes(row, 1), Context(municipality, account.id));
  if (!opened.ok()) return opened.status();
  const auto personal = nlohmann::json::parse(*opened);
  account.draft.name.value = personal.at("name");
  account.draft.display_name = personal.at("display_name");
  account.draft.email = personal.at("email");
  stored.password_hash = personal.at("password");
  stored.totp_secret = keys::FromBase64Url(personal.at("totp").get<std::string>()).value_or("");
  stored.pending_totp_secret = keys::FromBase64Url(personal.at("totp_pending").get<std::string>()).value_or("");
  for (const int role : nlohmann::json::parse(rows.Text(row, 2))) account.draft.roles.insert(static_cast<Role>(role));
  for (const std::string office : nlohmann::json::parse(rows.Text(row, 3))) account.draft.offices.insert({office});
  account.draft.disabled = rows.Int(row, 4) != 0;
  stored.totp_step = rows.Int(row, 5);
  account.version = static_cast<std::uint64_t>(rows.Int(row, 6));
  stored.openid_hash = rows.Bytes(row, 7);
  account.has_password = !stored.password_hash.empty();
  account.has_totp = !stored.totp_secret.empty();
  return stored;
}

absl::StatusOr<std::vector<StoredAccount>> Select(sql::Transaction& transaction, const sql::Statement& statement,
                                                  const KeyRing& keys, const MunicipalityId& municipality,
                                                  std::vector<sql::Value> parameters) {
  parameters.insert(parameters.begin(), municipality.value);
  const auto rows = transaction.Run(statement, std::move(parameters));
  if (!rows.ok()) return rows.status();
  std::vector<StoredAccount> found;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    auto stored = Decode(*rows, row, keys, municipality);
    if (!stored.ok()) return stored.status();
    found.push_back(*std::move(stored));
  }
  return found;
}

MaybeAccount SelectOne(sql::Transaction& transaction, const sql::Statement& statement, const KeyRing& keys,
                       const MunicipalityId& municipality, sql::Value parameter) {
  auto found = Select(transaction, statement, keys, municipality, {std::move(parameter)});
  if (!found.ok()) return found.status();
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

sql::Value HashOrNull(const std::string& hash) {
  if (hash.empty()) return sql::Null{};
  return sql::Blob{hash};
}

}  // namespace

std::string NameHash(const KeyRing& keys, const MunicipalityId& municipality, std::string_view name) {
  return keys.TokenHash("staff name", municipality.value + "|" + std::string(name));
}

std::string OpenIdHash(const KeyRing& keys, const MunicipalityId& municipality, std::string_view issuer,
                       std::string_view subject) {
  return keys.TokenHash("staff openid", fmt::format("{}|{}:{}|{}", municipality.value, issuer.size(), issuer, subject));
}

MaybeAccount FindByName(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                        std::string_view name) {
  return SelectOne(transaction, kByName, keys, municipality, sql::Blob{NameHash(keys, municipality, name)});
}

MaybeAccount FindById(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                      const AccountId& id) {
  return SelectOne(transaction, kById, keys, municipality, id.value);
}

MaybeAccount FindByOpenId(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                          const std::string& openid_hash) {
  return SelectOne(transaction, kByOpenId, keys, municipality, sql::Blob{openid_hash});
}

absl::StatusOr<std::vector<StoredAccount>> FindByEmail(sql::Transaction& transaction, const KeyRing& keys,
                                                       const MunicipalityId& municipality, const std::string& email) {
  return Select(transaction, kByEmail, keys, municipality, {sql::Blob{EmailHash(keys, municipality, email)}});
}

absl::StatusOr<std::vector<StoredAccount>> AllAccounts(sql::Transaction& transaction, const KeyRing& keys,
                                                       const MunicipalityId& municipality) {
  return Select(transaction, kAll, keys, municipality, {});
}

absl::Status Write(sql::Transaction& transaction, const Parts& parts, const StoredAccount& stored) {
  const AccountDraft& draft = stored.account.draft;
  auto roles = nlohmann::json::array();
  for (const Role role : draft.roles) roles.push_back(static_cast<int>(role));
  auto offices = nlohmann::json::array();
  for (const OfficeId& office : draft.offices) offices.push_back(office.value);
  const std::string email_hash = draft.email.empty() ? "" : EmailHash(parts.keys, stored.municipality, draft.email);
  return transaction
      .Run(kWrite, {stored.municipality.value, stored.account.id.value,
                    sql::Blob{NameHash(parts.keys, stored.municipality, draft.name.value)}, HashOrNull(email_hash),
                    HashOrNull(stored.openid_hash), sql::Blob{Seal(parts, stored)}, roles.dump(), offices.dump(),
                    std::int64_t{draft.disabled}, stored.totp_step, static_cast<std::int64_t>(stored.account.version),
                    std::int64_t{parts.clock.Now().time_since_epoch().count()}})
      .status();
}

}  // namespace amtslotse::staff
