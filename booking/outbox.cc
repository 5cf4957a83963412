#include "booking/outbox.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "booking/forwarding_rows.h"
#include "booking/reminders.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

// States of a row: 1 waits or is being sent, 2 sent, 3 failed for good.
constexpr sql::Statement kDue{
    "SELECT key, municipality, kind, attempts, created, next_try, fence, sealed, last_error, channel FROM outbox "
    "WHERE state = 1 AND next_try <= ?1 AND (channel = ?3 OR channel = ?4 OR channel = ?5) "
    "ORDER BY next_try LIMIT ?2"};
constexpr sql::Statement kClaim{
    "UPDATE outbox SET next_try = ?2, fence = fence + 1 WHERE key = ?1 AND fence = ?3 AND state = 1"};
constexpr sql::Statement kKeep{"UPDATE outbox SET next_try = ?3 WHERE key = ?1 AND fence = ?2 AND state = 1"};
constexpr sql::Statement kAttempts{"SELECT attempts FROM outbox WHERE key = ?1"};
constexpr sql::Statement kSent{
    "UPDATE outbox SET state = 2, attempts = attempts + 1, last_error = '' "
    "WHERE key = ?1 AND (fence = ?2 OR ?2 = 0) AND state = 1"};
constexpr sql::Statement kRetry{
    "UPDATE outbox SET next_try = ?3, attempts = attempts + 1, last_error = ?4 "
    "WHERE key = ?1 AND (fence = ?2 OR ?2 = 0) AND state = 1"};
constexpr sql::Statement kFailed{
    "UPDATE outbox SET state = 3, attempts = attempts + 1, last_error = ?3 "
    "WHERE key = ?1 AND (fence = ?2 OR ?2 = 0) AND state = 1"};

constexpr sql::Statement kOtherWay{
    "UPDATE outbox SET channel = ?3, next_try = ?4, attempts = 0, last_error = ?5, fence = fence + 1 "
    "WHERE key = ?1 AND (fence = ?2 OR ?2 = 0) AND state = 1"};
constexpr sql::Statement kContent{"SELECT municipality, sealed, kind FROM outbox WHERE key = ?1"};
constexpr sql::Statement kResend{
    "UPDATE outbox SET state = 1, next_try = ?3, attempts = 0, fence = fence + 1 "
    "WHERE key = ?1 AND municipality = ?2 AND state <> 2"};
constexpr sql::Statement kOne{"SELECT number FROM outbox WHERE key = ?1 AND municipality = ?2"};
constexpr sql::Statement kPage{
    "SELECT key, kind, state, channel, attempts, last_error, created, next_try, number FROM outbox "
    "WHERE municipality = ?1 AND key < ?2 ORDER BY key DESC LIMIT ?3"};
constexpr sql::Statement kPageOfState{
    "SELECT key, kind, state, channel, attempts, last_error, created, next_try, number FROM outbox "
    "WHERE municipality = ?1 AND key < ?2 AND state = ?4 ORDER BY key DESC LIMIT ?3"};
constexpr sql::Statement kCounts{
    "SELECT CAST(coalesce(sum(CASE WHEN state = 3 THEN 1 ELSE 0 END), 0) AS BIGINT), "
    "CAST(coalesce(sum(CASE WHEN state = 1 AND (next_try <= ?2 OR fence > 0) THEN 1 ELSE 0 END), 0) AS BIGINT) "
    "FROM outbox WHERE municipality = ?1 AND state <> 2"};

// Both by their indexes: no row is read but those that are due, or that a try may have put off (at most kLongest).
constexpr sql::Statement kLate{
    "SELECT CAST(coalesce(sum(CASE WHEN next_try <= ?1 OR attempts > 0 THEN 1 ELSE 0 END), 0) AS BIGINT), "
    "CAST(coalesce(sum(CASE WHEN next_try <= ?2 OR attempts > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) "
    "FROM outbox WHERE state = 1 AND next_try <= ?3"};
constexpr sql::Statement kGivenUp{"SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE state = 3"};

constexpr int kMaxAttempts = 12;
constexpr std::chrono::hours kLongest{6};

// 1, 2, 4 … minutes, at most 6 hours: twelve attempts span a good day.
std::chrono::seconds Distance(int attempts) {
  const auto minutes = std::chrono::minutes{1LL << std::min(attempts, 9)} / 2;
  return std::min<std::chrono::seconds>(minutes, kLongest);
}

absl::StatusOr<Notification> NotificationFrom(const sql::Rows& rows, std::size_t row, const KeyRing& keys) {
  Notification notification;
  notification.id = rows.Int(row, 0);
  notification.municipality.value = rows.Text(row, 1);
  notification.kind = static_cast<NotificationKind>(rows.Int(row, 2));
  notification.attempts = static_cast<int>(rows.Int(row, 3)) + 1;
  notification.due = FromSeconds(rows.Int(row, 5));
  notification.fence = rows.Int(row, 6) + 1;
  notification.last_error = rows.Text(row, 8);
  notification.route = static_cast<Route>(rows.Int(row, 9));
  notification.message_id =
      Base64Url(keys.TokenHash("message-id", std::to_string(notification.id) + "/" + std::to_string(rows.Int(row, 4))));
  const auto plain = keys.Open(rows.Bytes(row, 7), "outbox/" + notification.municipality.value);
  if (!plain.ok()) return plain.status();
  const nlohmann::json content = nlohmann::json::parse(*plain, nullptr, /*allow_exceptions=*/false);
  if (!content.is_object()) return absl::DataLossError("outbox row does not parse");
  notification.appointment = AppointmentFrom(content["appointment"]);
  notification.token.value = content["token"];
  notification.code = content["code"];
  notification.reason = content["reason"];
  notification.request = RequestIn(content);
  if (notification.kind == NotificationKind::kReminder) {
    notification.answer_token = AnswerToken(keys, notification.municipality, notification.appointment.number);
  }
  return notification;
}

// An appointment that moved or went meanwhile is not reminded of; the move brought its own reminder. What was to be
// answered before a moment that has passed is not sent any more.
absl::StatusOr<bool> StillStands(sql::Transaction& transaction, const Notification& notification, Instant now) {
  const auto& appointment = notification.appointment;
  if (notification.kind == NotificationKind::kOffer || notification.kind == NotificationKind::kConfirm) {
    return !appointment.expires || *appointment.expires > now;
  }
  if (notification.kind == NotificationKind::kHoldEnding) {
    const auto hold = FindByNumber(transaction, notification.municipality, appointment.number.value);
    if (!hold.ok()) return hold.status();
    return *hold && (*hold)->state == AppointmentState::kHeld && (*hold)->occupies_until == appointment.expires &&
           *appointment.expires > now;
  }
  if (notification.kind != NotificationKind::kReminder) return true;
  if (appointment.start <= now) return false;
  const auto row = FindByNumber(transaction, notification.municipality, appointment.number.value);
  if (!row.ok()) return row.status();
  return *row && (*row)->state == AppointmentState::kConfirmed && (*row)->sequence == appointment.sequence;
}

// Takes one due row; nothing when somebody else was faster or it need not be sent any more.
absl::StatusOr<std::optional<Notification>> ClaimOne(const Pen& pen, const sql::Rows& due, std::size_t row,
                                                     Instant until,
                                                     const std::function<bool(const Notification&)>& wanted) {
  auto notification = NotificationFrom(due, row, pen.keys);
  if (!notification.ok()) {  // its key was lost: nobody can send it; staff see that
    const auto failed = pen.transaction.Run(kFailed, {due.Int(row, 0), due.Int(row, 6), std::string("unreadable")});
    if (!failed.ok()) return failed.status();
    return std::nullopt;
  }
  if (wanted && !wanted(*notification)) return std::nullopt;
  const auto taken = pen.transaction.Run(kClaim, {due.Int(row, 0), ToSeconds(until), due.Int(row, 6)});
  if (!taken.ok()) return taken.status();
  if (taken->touched == 0) return std::nullopt;
  const auto stands = StillStands(pen.transaction, *notification, pen.now);
  if (!stands.ok()) return stands.status();
  if (*stands) return *std::move(notification);
  const auto dropped = pen.transaction.Run(kSent, {notification->id, notification->fence});
  if (!dropped.ok()) return dropped.status();
  return std::nullopt;
}

absl::Status NoteFailure(sql::Transaction& transaction, const Settlement::Failure& failure, Instant now) {
  const auto before = transaction.Run(kAttempts, {failure.claim.id});
  if (!before.ok() || before->empty()) return before.status();
  const int attempts = static_cast<int>(before->Int(0, 0)) + 1;
  const std::string reason = failure.error.substr(0, 500);
  if (failure.permanent || attempts >= kMaxAttempts) {
    return transaction.Later(kFailed, {failure.claim.id, failure.claim.fence, reason});
  }
  const Instant next = now + Distance(attempts);
  return transaction.Later(kRetry, {failure.claim.id, failure.claim.fence, ToSeconds(next), reason});
}

bool IsMessenger(const Contact& contact) {
  return !contact.conversation.empty() && !contact.conversation.starts_with("web-");
}

}  // namespace

std::optional<Route> RouteOf(NotificationKind kind, const Contact& contact, bool by_staff) {
  if (kind == NotificationKind::kForwarded) return Route::kTown;
  if (kind == NotificationKind::kHoldEnding) {
    return contact.conversation.empty() ? std::nullopt : std::optional(Route::kConversation);
  }
  const bool chat_first = kind == NotificationKind::kReminder || kind == NotificationKind::kOffer;
  if (chat_first && IsMessenger(contact)) return Route::kConversation;
  if (!contact.email.empty()) return Route::kEmail;
  const bool told_already = !by_staff && (kind == NotificationKind::kConfirmed || kind == NotificationKind::kRebooked ||
                                          kind == NotificationKind::kCancelled || kind == NotificationKind::kWaiting);
  if (told_already) return std::nullopt;
  if (!contact.conversation.empty() && (IsMessenger(contact) || contact.telephone.empty())) return Route::kConversation;
  if (!contact.telephone.empty() && kind != NotificationKind::kConfirmed) return Route::kSms;
  return std::nullopt;
}

absl::StatusOr<std::vector<Notification>> Store::ClaimNotifications(
    int limit, std::chrono::seconds lease, std::optional<Route> only,
    const std::function<bool(const Notification&)>& wanted) {
  std::vector<Notification> claimed;
  const absl::Status written = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    claimed.clear();
    const absl::Status locked = transaction.Lock({{sql::LockKey::Kind::kOther, 3}});
    if (!locked.ok()) return locked;
    const Pen pen = parts_->PenFor(transaction);
    const Route first = only.value_or(Route::kEmail);
    const Route second = only.value_or(Route::kSms);
    const Route third = first == Route::kEmail ? Route::kTown : first;
    // Some may be another channel's.
    const std::int64_t look_at = wanted ? std::int64_t{limit} * 20 : limit;
    const auto due = transaction.Run(kDue, {ToSeconds(pen.now), look_at, static_cast<std::int64_t>(first),
                                            static_cast<std::int64_t>(second), static_cast<std::int64_t>(third)});
    if (!due.ok()) return due.status();
    for (std::size_t row = 0; row < due->size() && claimed.size() < static_cast<std::size_t>(limit); ++row) {
      auto one = ClaimOne(pen, *due, row, pen.now + lease, wanted);
      if (!one.ok()) return one.status();
      if (*one) claimed.push_back(**std::move(one));
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return claimed;
}

absl::StatusOr<std::vector<Notification>> Store::KeepClaims(std::vector<Notification> claimed,
                                                            std::chrono::seconds lease) {
  std::vector<Notification> ours;
  const absl::Status written = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    ours.clear();
    const Instant until = parts_->clock.Now() + lease;
    for (const Notification& one : claimed) {
      const auto kept = transaction.Run(kKeep, {one.id, one.fence, ToSeconds(until)});
      if (!kept.ok()) return kept.status();
      if (kept->touched == 1) ours.push_back(one);
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return ours;
}

absl::Status Store::MarkSent(std::int64_t notification, std::int64_t fence) {
  return Settle({.sent = {{notification, fence}}});
}

absl::Status Store::MarkFailed(std::int64_t notification, std::int64_t fence, const std::string& error,
                               bool permanent) {
  return Settle({.failed = {{{notification, fence}, error, permanent}}});
}

absl::Status Store::Settle(const Settlement& settlement) {
  return parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    const Instant now = parts_->clock.Now();
    absl::Status done;
    for (const Claim& sent : settlement.sent) {
      if (done.ok()) done = transaction.Later(kSent, {sent.id, sent.fence});
    }
    for (const auto& untried : settlement.untried) {
      if (done.ok()) done = transaction.Later(kKeep, {untried.claim.id, untried.claim.fence, ToSeconds(untried.due)});
    }
    for (const auto& failed : settlement.failed) {
      if (done.ok()) done = NoteFailure(transaction, failed, now);
    }
    return done;
  });
}

absl::Status Store::TryOtherWay(std::int64_t notification, std::int64_t fence, Route route, const std::string& error) {
  return parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto row = transaction.Run(kContent, {notification});
    if (!row.ok() || row->empty()) return row.status();
    const auto plain = parts_->keys.Open(row->Bytes(0, 1), "outbox/" + row->Text(0, 0));
    const nlohmann::json content = nlohmann::json::parse(plain.ok() ? *plain : "", nullptr, /*allow_exceptions=*/false);
    if (row->Int(0, 2) == static_cast<std::int64_t>(NotificationKind::kHoldEnding)) {  // of no use elsewhere
      return transaction.Run(kSent, {notification, fence}).status();
    }
    const bool has_email = content.is_object() && !AppointmentFrom(content["appointment"]).contact.email.empty();
    if (!has_email) return transaction.Run(kFailed, {notification, fence, error.substr(0, 500)}).status();
    return transaction
        .Run(kOtherWay, {notification, fence, static_cast<std::int64_t>(route), ToSeconds(parts_->clock.Now()),
                         error.substr(0, 500)})
        .status();
  });
}

absl::StatusOr<OutboxBacklog> Store::Backlog() {
  OutboxBacklog backlog;
  const Instant now = parts_->clock.Now();
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto late =
        transaction.Run(kLate, {ToSeconds(now), ToSeconds(now - std::chrono::minutes{1}), ToSeconds(now + kLongest)});
    if (!late.ok()) return late.status();
    const auto given_up = transaction.Run(kGivenUp, {});
    if (!given_up.ok()) return given_up.status();
    backlog = {.waiting = static_cast<int>(late->Int(0, 0)),
               .late = static_cast<int>(late->Int(0, 1)),
               .failed = static_cast<int>(given_up->Int(0, 0))};
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return backlog;
}

absl::StatusOr<OutboxPage> Store::ListOutbox(const OutboxQuery& query) {
  OutboxPage page;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    page = {};
    const std::int64_t before = query.before == 0 ? INT64_MAX : query.before;
    std::vector<sql::Value> values{query.municipality.value, before, std::int64_t{query.limit} + 1};
    if (query.state) values.push_back(static_cast<std::int64_t>(*query.state));
    const auto rows = transaction.Run(query.state ? kPageOfState : kPage, values);
    if (!rows.ok()) return rows.status();
    page.more = rows->size() > static_cast<std::size_t>(query.limit);
    for (std::size_t i = 0; i < std::min(rows->size(), static_cast<std::size_t>(query.limit)); ++i) {
      page.lines.push_back({rows->Int(i, 0), static_cast<NotificationKind>(rows->Int(i, 1)),
                            static_cast<MessageState>(rows->Int(i, 2)), static_cast<Route>(rows->Int(i, 3)),
                            static_cast<int>(rows->Int(i, 4)), rows->Text(i, 5), FromSeconds(rows->Int(i, 6)),
                            FromSeconds(rows->Int(i, 7)), rows->Text(i, 8)});
    }
    const auto counts = transaction.Run(kCounts, {query.municipality.value, ToSeconds(parts_->clock.Now())});
    if (!counts.ok()) return counts.status();
    page.failed = static_cast<int>(counts->Int(0, 0));
    page.waiting = static_cast<int>(counts->Int(0, 1));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return page;
}

absl::StatusOr<bool> Store::Resend(const MunicipalityId& municipality, std::int64_t notification, const Actor& actor) {
  bool found = false;
  const absl::Status written = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts_->PenFor(transaction);
    const auto row = transaction.Run(kOne, {notification, municipality.value});
    if (!row.ok()) return row.status();
    found = !row->empty();
    if (!found) return absl::OkStatus();
    const auto resent = transaction.Run(kResend, {notification, municipality.value, ToSeconds(pen.now)});
    if (!resent.ok()) return resent.status();
    return Audit(pen, {municipality, actor, "resend", 0, pen.now, row->Text(0, 0), std::to_string(notification)});
  });
  if (!written.ok()) return written;
  return found;
}

}  // namespace amtslotse::booking
