// Who is signed in.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "services/staff/core/account.h"
#include "services/staff/core/parts.h"

namespace amtslotse::staff {

enum class Method : std::uint8_t { kPassword = 1, kOpenId = 2, kLink = 3 };

struct Session {
  SessionId id;
  AccountId account;
  Method method = Method::kPassword;
  std::string device;  // the browser, as it calls itself
  Instant created{};
  Instant last_seen{};  // within a minute
  Instant confirmed{};  // when the person last proved who they are
  Instant ends{};
};

// A session that is in force, and whose it is.
struct Presence {
  Session session;
  Account account;
  bool confirmed = false;         // within Policy::reauthentication
  bool enrolment_needed = false;  // the policy wants a second factor that is not there yet
};

// Thread-safe. Borrows `parts`. An unknown, ended or foreign token is UNAUTHENTICATED everywhere.
class Sessions {
 public:
  explicit Sessions(const Parts& parts) : parts_(parts) {}

  // Also keeps the session from going idle. Repeatable.
  absl::StatusOr<Presence> Check(const MunicipalityId& municipality, const SessionToken& token);
  // Repeatable; OK also when it has ended already.
  absl::Status End(const MunicipalityId& municipality, const SessionToken& token);
  // Of the same account, newest first.
  absl::StatusOr<std::vector<Session>> List(const MunicipalityId& municipality, const SessionToken& token);
  // One of the same account; OK when it has ended already. Repeatable.
  absl::Status Revoke(const MunicipalityId& municipality, const SessionToken& token, const SessionId& session);

 private:
  const Parts& parts_;
};

// FAILED_PRECONDITION unless the person proved lately who they are.
absl::Status RequireConfirmed(const Presence& presence);

// --- inside of a caller's transaction ---

// At most 300 bytes of printable text.
std::string DeviceText(std::string_view user_agent);

struct NewSession {
  Method method;
  Instant confirmed{};  // when the person proved who they are
  std::string device;
};
absl::StatusOr<SessionToken> BeginSession(sql::Transaction& transaction, const Parts& parts,
                                          const MunicipalityId& municipality, const AccountId& account,
                                          const NewSession& session);
// All of the account's sessions, except `kept` (may be empty).
absl::Status EndSessions(sql::Transaction& transaction, const MunicipalityId& municipality, const AccountId& account,
                         const SessionId& kept);
absl::Status ConfirmSession(sql::Transaction& transaction, const MunicipalityId& municipality, const SessionId& session,
                            Instant now);
absl::StatusOr<Presence> Present(sql::Transaction& transaction, const Parts& parts, const MunicipalityId& municipality,
                                 const SessionToken& token);

}  // namespace amtslotse::staff
