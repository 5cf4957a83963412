// Between the contract and the core's values.
#pragma once

#include <absl/status/statusor.h>

#include "amtslotse/staff/v1/staff.pb.h"
#include "services/staff/core/account.h"
#include "services/staff/core/audit.h"
#include "services/staff/core/sessions.h"

namespace amtslotse::staff {

v1::Account Encode(const Account& account);
v1::Session Encode(const Session& session, const SessionId& current);
v1::AuditLine Encode(const DatedAuditLine& line);
// Who the session's person is to the other services.
v1::Actor ActorOf(const MunicipalityId& municipality, const Presence& presence, Instant expires);

// INVALID_ARGUMENT names the field.
absl::StatusOr<AccountDraft> DecodeDraft(const v1::Account& account);
absl::StatusOr<SessionToken> DecodeSessionToken(const std::string& text);
absl::StatusOr<LinkToken> DecodeLinkToken(const std::string& text);
// Lines are numbered from 1; "" is 0: from the newest.
absl::StatusOr<std::int64_t> DecodePageToken(const std::string& text);

}  // namespace amtslotse::staff
