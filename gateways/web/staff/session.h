// Who of the staff sends a request: the session's cookie, protection against forged requests, the signed actor.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "gateways/web/gateway.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web::staff {

inline constexpr char kCsrfHeader[] = "X-Amtslotse-Csrf";
inline constexpr std::string_view kStaffApi = "/staff/api/v1";

// The session's token; empty when the browser sends none.
std::string SessionToken(const Shared& shared, const Request& request);
// HttpOnly, SameSite=Strict, ends with the browser; over https as a __Host- cookie. An empty token removes it.
void SetSession(const Shared& shared, Reply& reply, const std::string& token);

// The value of one cookie of the request; empty when there is none.
std::string Cookie(const Request& request, std::string_view name);

// What a page of ours sends in kCsrfHeader with everything that changes something: made from the session's token.
std::string CsrfToken(const Shared& shared, std::string_view session_token);

// PERMISSION_DENIED when another site makes the browser ask: by Origin, Sec-Fetch-Site and the missing header.
absl::Status CheckOwnPage(const Request& request);
// The same, and the header's value is the session's.
absl::Status CheckCsrf(const Shared& shared, const Request& request);

// The caller with its signed actor. UNAUTHENTICATED without a session, FAILED_PRECONDITION "enrol …" before the second
// factor is set up.
absl::StatusOr<rpc::Caller> ActingCaller(const Shared& shared, const Request& request);

// The same; PERMISSION_DENIED unless an administrator asks.
absl::StatusOr<rpc::Caller> AdministratorCaller(const Shared& shared, const Request& request);

// A fault as application/problem+json with a `code` that the console acts on: not_signed_in, confirm_needed,
// enrolment_needed, conflict, exists, precondition, refused, invalid, not_found, busy, away.
Reply Fault(const Shared& shared, const Request& request, const absl::Status& status);

}  // namespace amtslotse::gateways::web::staff
