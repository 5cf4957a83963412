// Signing in with a password and a second factor, and proving again who one is.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "services/staff/core/account_row.h"
#include "services/staff/core/parts.h"
#include "services/staff/core/sessions.h"

namespace amtslotse::staff {

// As typed.
struct Credentials {
  std::string name;
  std::string password;
  std::string code;  // of the authenticator app, or a recovery code; may be empty
};

struct SignedIn {
  SessionToken token;
  Account account;
  bool enrolment_needed = false;
  int failed_tries = 0;  // since the last success
};
struct CodeNeeded {};        // the password was right, the code is missing
struct WrongCredentials {};  // whichever of name, password and code it was; disabled accounts too
struct LockedOut {
  std::chrono::seconds wait;
};
using SignInOutcome = std::variant<SignedIn, CodeNeeded, WrongCredentials, LockedOut>;

struct Confirmed {};
using ConfirmOutcome = std::variant<Confirmed, WrongCredentials, LockedOut>;

// Thread-safe. Borrows `parts`.
//
// A try is counted before it is looked at and given back afterwards, so that guesses at the same time count
// each. Unknown names are counted, hashed and refused like known ones, in the same time.
class SignIns {
 public:
  explicit SignIns(const Parts& parts) : parts_(parts) {}

  // INVALID_ARGUMENT for texts beyond all limits; RESOURCE_EXHAUSTED when too many sign in at once.
  absl::StatusOr<SignInOutcome> SignIn(const MunicipalityId& municipality, const Credentials& credentials,
                                       const std::string& device);

  // The session's own password and code again, before dangerous steps. UNAUTHENTICATED when the session has
  // ended.
  absl::StatusOr<ConfirmOutcome> Confirm(const MunicipalityId& municipality, const SessionToken& token,
                                         const std::string& password, const std::string& code);

  // Needs a confirmed session (FAILED_PRECONDITION); ends the account's other sessions.
  absl::Status ChangePassword(const MunicipalityId& municipality, const SessionToken& token,
                              const std::string& password);

 private:
  struct Try {
    std::string name_hash;
    std::optional<StoredAccount> account;
    std::chrono::seconds wait{0};
    int failed = 0;
  };
  absl::StatusOr<Try> CountTry(const MunicipalityId& municipality, const std::string& name);
  absl::Status NoteFailure(const MunicipalityId& municipality, const Try& attempt);
  absl::StatusOr<SignInOutcome> Admit(const MunicipalityId& municipality, const Try& attempt,
                                      const Credentials& credentials, const std::string& new_hash,
                                      const std::string& device);

  const Parts& parts_;
};

}  // namespace amtslotse::staff
