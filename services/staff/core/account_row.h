// Accounts as rows. Everything runs inside of the caller's transaction.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <vector>

#include "services/staff/core/account.h"
#include "services/staff/core/parts.h"

namespace amtslotse::staff {

struct StoredAccount {
  MunicipalityId municipality;
  Account account;
  std::string password_hash;        // empty: none yet
  std::string totp_secret;          // empty: no second factor
  std::string pending_totp_secret;  // shown, not confirmed
  std::int64_t totp_step = 0;       // the newest used one
  std::string openid_hash;          // of the provider's subject; empty: not connected
};

// Keyed hashes; equal inputs of one municipality meet in the same hash.
std::string NameHash(const KeyRing& keys, const MunicipalityId& municipality, std::string_view name);
std::string OpenIdHash(const KeyRing& keys, const MunicipalityId& municipality, std::string_view issuer,
                       std::string_view subject);

using MaybeAccount = absl::StatusOr<std::optional<StoredAccount>>;
MaybeAccount FindByName(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                        std::string_view name);
MaybeAccount FindById(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                      const AccountId& id);
MaybeAccount FindByOpenId(sql::Transaction& transaction, const KeyRing& keys, const MunicipalityId& municipality,
                          const std::string& openid_hash);
absl::StatusOr<std::vector<StoredAccount>> FindByEmail(sql::Transaction& transaction, const KeyRing& keys,
                                                       const MunicipalityId& municipality, const std::string& email);
absl::StatusOr<std::vector<StoredAccount>> AllAccounts(sql::Transaction& transaction, const KeyRing& keys,
                                                       const MunicipalityId& municipality);

// Inserts or replaces the whole row.
absl::Status Write(sql::Transaction& transaction, const Parts& parts, const StoredAccount& stored);

}  // namespace amtslotse::staff
