#include "services/staff/encode.h"

#include <charconv>

#include "keys/randomness.h"

namespace amtslotse::staff {
namespace {

constexpr std::size_t kTokenBytes = 24;
constexpr int kMostOffices = 200;

std::int64_t Seconds(Instant time) { return time.time_since_epoch().count(); }

// UNAUTHENTICATED rather than INVALID_ARGUMENT would also do; a text that never was a token says so.
bool IsToken(const std::string& text) {
  const auto bytes = text.size() <= 64 ? keys::FromBase64Url(text) : std::nullopt;
  return bytes && bytes->size() == kTokenBytes;
}

absl::StatusOr<Role> DecodeRole(int role) {
  if (role < v1::ROLE_EDITOR || role > v1::ROLE_ADMINISTRATOR) return absl::InvalidArgumentError("roles: unknown role");
  return static_cast<Role>(role);
}

}  // namespace

v1::Account Encode(const Account& account) {
  v1::Account out;
  out.set_id(account.id.value);
  out.set_name(account.draft.name.value);
  out.set_display_name(account.draft.display_name);
  out.set_email(account.draft.email);
  for (const Role role : account.draft.roles) out.add_roles(static_cast<v1::Role>(role));
  for (const OfficeId& office : account.draft.offices) out.add_office_ids(office.value);
  out.set_disabled(account.draft.disabled);
  out.set_has_totp(account.has_totp);
  out.set_has_password(account.has_password);
  out.set_version(account.version);
  return out;
}

v1::Session Encode(const Session& session, const SessionId& current) {
  v1::Session out;
  out.set_id(session.id.value);
  out.set_created_unix(Seconds(session.created));
  out.set_last_seen_unix(Seconds(session.last_seen));
  out.set_device(session.device);
  out.set_current(session.id == current);
  return out;
}

v1::AuditLine Encode(const DatedAuditLine& line) {
  v1::AuditLine out;
  out.set_time_unix(Seconds(line.at));
  out.set_actor(line.line.actor.value);
  out.set_action(line.line.action);
  out.set_object_id(line.line.object_id);
  out.set_summary(line.line.summary);
  return out;
}

v1::Actor ActorOf(const MunicipalityId& municipality, const Presence& presence, Instant expires) {
  v1::Actor actor;
  actor.set_account_id(presence.account.id.value);
  actor.set_display_name(presence.account.draft.display_name);
  actor.set_municipality_id(municipality.value);
  for (const Role role : presence.account.draft.roles) actor.add_roles(static_cast<v1::Role>(role));
  for (const OfficeId& office : presence.account.draft.offices) actor.add_office_ids(office.value);
  actor.set_expires_unix(Seconds(expires));
  actor.set_reauthenticated(presence.confirmed);
  return actor;
}

absl::StatusOr<AccountDraft> DecodeDraft(const v1::Account& account) {
  AccountDraft draft;
  const auto name = ParseLoginName(account.name());
  if (!name.ok()) return name.status();
  draft.name = *name;
  const auto display_name = ParseDisplayName(account.display_name());
  if (!display_name.ok()) return display_name.status();
  draft.display_name = *display_name;
  const auto email = ParseEmail(account.email());
  if (!email.ok()) return email.status();
  draft.email = *email;
  for (const int role : account.roles()) {
    const auto decoded = DecodeRole(role);
    if (!decoded.ok()) return decoded.status();
    draft.roles.insert(*decoded);
  }
  if (draft.roles.empty()) return absl::InvalidArgumentError("roles: expected at least one");
  if (account.office_ids_size() > kMostOffices) return absl::InvalidArgumentError("office_ids: expected at most 200");
  for (const std::string& office : account.office_ids()) {
    auto decoded = ParseOfficeId(office);
    if (!decoded.ok()) return decoded.status();
    draft.offices.insert(*std::move(decoded));
  }
  draft.disabled = account.disabled();
  return draft;
}

absl::StatusOr<SessionToken> DecodeSessionToken(const std::string& text) {
  if (!IsToken(text)) return absl::UnauthenticatedError("not signed in, or the session has ended");
  return SessionToken{text};
}

absl::StatusOr<LinkToken> DecodeLinkToken(const std::string& text) {
  if (!IsToken(text)) return absl::NotFoundError("this link is unknown, used or too old");
  return LinkToken{text};
}

absl::StatusOr<std::int64_t> DecodePageToken(const std::string& text) {
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1)
    return absl::InvalidArgumentError("page_token: not one of this list");
  return number;
}

}  // namespace amtslotse::staff
