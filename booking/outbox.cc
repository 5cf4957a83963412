#include "booking/outbox.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

// States of a row: 1 waits or is being sent, 2 sent, 3 failed for good.
constexpr sql::Statement kDue{
    "SELECT key, municipality, kind, attempts, created, next_try, fence, sealed, last_error FROM outbox "
    "WHERE state = 1 AND next_try <= ?1 ORDER BY next_try LIMIT ?2"};
constexpr sql::Statement kClaim{
    "UPDATE outbox SET next_try = ?2, fence = fence + 1, attempts = attempts + 1 WHERE key = ?1 AND fence = ?3 AND state = 1"};
constexpr sql::Statement kSent{"UPDATE outbox SET state = 2, last_error = '' WHERE key = ?1 AND fence = ?2 AND state = 1"};
constexpr sql::Statement kRetry{
    "UPDATE outbox SET next_try = ?3, last_error = ?4 WHERE key = ?1 AND fence = ?2 AND state = 1"};
constexpr sql::Statement kFailed{
    "UPDATE outbox SET state = 3, last_error = ?3 WHERE key = ?1 AND fence = ?2 AND state = 1"};

constexpr int kMaxAttempts = 12;

// 1, 2, 4 … minutes, at most 6 hours: twelve attempts span a good day.
std::chrono::seconds Distance(int attempts) {
  const auto minutes = std::chrono::minutes{1LL << std::min(attempts, 9)} / 2;
  return std::min<std::chrono::seconds>(minutes, std::chrono::hours{6});
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
  return notification;
}

// An appointment that moved or went meanwhile is not reminded of; the move brought its own reminder.
absl::StatusOr<bool> StillStands(sql::Transaction& transaction, const Notification& reminder) {
  const auto row = FindByNumber(transaction, reminder.municipality, reminder.appointment.number.value);
  if (!row.ok()) return row.status();
  return *row && (*row)->state == AppointmentState::kConfirmed && (*row)->sequence == reminder.appointment.sequence;
}

}  // namespace

absl::StatusOr<std::vector<Notification>> Store::ClaimNotifications(int limit, std::chrono::seconds lease) {
  std::vector<Notification> claimed;
  const absl::Status written = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    claimed.clear();
    const absl::Status locked = transaction.Lock({{sql::LockKey::Kind::kOther, 3}});
    if (!locked.ok()) return locked;
    const Instant now = parts_->clock.Now();
    const auto due = transaction.Run(kDue, {ToSeconds(now), std::int64_t{limit}});
    if (!due.ok()) return due.status();
    for (std::size_t row = 0; row < due->size(); ++row) {
      const auto taken = transaction.Run(kClaim, {due->Int(row, 0), ToSeconds(now + lease), due->Int(row, 6)});
      if (!taken.ok()) return taken.status();
      if (taken->touched == 0) continue;
      auto notification = NotificationFrom(*due, row, parts_->keys);
      if (!notification.ok()) return notification.status();
      if (notification->kind == NotificationKind::kReminder) {
        const auto stands = StillStands(transaction, *notification);
        if (!stands.ok()) return stands.status();
        if (!*stands) {
          const auto dropped = transaction.Run(kSent, {notification->id, notification->fence});
          if (!dropped.ok()) return dropped.status();
          continue;
        }
      }
      claimed.push_back(*std::move(notification));
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return claimed;
}

absl::Status Store::MarkSent(std::int64_t notification, std::int64_t fence) {
  return parts_->Write([&](sql::Transaction& transaction) {
    return transaction.Run(kSent, {notification, fence}).status();
  });
}

absl::Status Store::MarkFailed(std::int64_t notification, std::int64_t fence, int attempts, const std::string& error,
                               bool permanent) {
  return parts_->Write([&](sql::Transaction& transaction) {
    const std::string reason = error.substr(0, 500);
    if (permanent || attempts >= kMaxAttempts) return transaction.Run(kFailed, {notification, fence, reason}).status();
    return transaction
        .Run(kRetry, {notification, fence, ToSeconds(parts_->clock.Now() + Distance(attempts)), reason})
        .status();
  });
}

}  // namespace amtslotse::booking
