// An account: one person of the staff of one municipality.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "keys/randomness.h"
#include "services/staff/core/ids.h"

namespace amtslotse::staff {

// What an account may; the numbers are stored and equal those of the contract.
enum class Role : std::uint8_t { kEditor = 1, kLocationStaff = 2, kLead = 3, kAdministrator = 4 };

// Lower case, 3 to 64 of a-z 0-9 . _ - @, beginning with a letter or digit.
struct LoginName {
  std::string value;
  auto operator<=>(const LoginName&) const = default;
};

// What an administrator decides about an account.
struct AccountDraft {
  LoginName name;
  std::string display_name;    // 1 to 100 characters
  std::string email;           // lower case, may be empty
  std::set<Role> roles;        // at least one
  std::set<OfficeId> offices;  // empty: all of the municipality
  bool disabled = false;
  bool operator==(const AccountDraft&) const = default;
};

struct Account {
  AccountId id;
  AccountDraft draft;
  bool has_password = false;
  bool has_totp = false;
  std::uint64_t version = 0;

  bool is_active_administrator() const { return !draft.disabled && draft.roles.contains(Role::kAdministrator); }
};

AccountId NewAccountId(keys::Randomness& random);

// INVALID_ARGUMENT names the field and what it expects. Parsing trims and folds case where the type says so.
absl::StatusOr<MunicipalityId> ParseMunicipalityId(std::string_view text);
absl::StatusOr<AccountId> ParseAccountId(std::string_view text);
absl::StatusOr<LoginName> ParseLoginName(std::string_view text);
absl::StatusOr<std::string> ParseDisplayName(std::string_view text);
absl::StatusOr<std::string> ParseEmail(std::string_view text);  // empty stays empty
absl::StatusOr<OfficeId> ParseOfficeId(std::string_view text);

// Valid UTF-8 without control characters, trimmed; how many characters. Negative: not so.
int PrintableLength(std::string_view text);

}  // namespace amtslotse::staff
