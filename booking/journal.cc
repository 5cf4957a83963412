#include "booking/journal.h"

#include <utility>

#include "booking/appointment_writer.h"
#include "booking/forwarding_rows.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kRecall{
    "SELECT c.version, i.request, i.result FROM calendar_version c "
    "LEFT JOIN idempotency i ON i.municipality = c.municipality AND i.key = ?2 WHERE c.municipality = ?1"};
constexpr sql::Statement kRecallAnywhere{
    "SELECT CAST(0 AS BIGINT), request, result FROM idempotency WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kRemember{
    "INSERT INTO idempotency (municipality, key, request, result, created) VALUES (?1, ?2, ?3, ?4, ?5)"};
// The table refuses a row without a municipality.
constexpr sql::Statement kRememberAsOf{
    "INSERT INTO idempotency (municipality, key, request, result, created) VALUES "
    "((SELECT c.municipality FROM calendar_version c WHERE c.municipality = ?1 AND c.version = ?6), ?2, ?3, ?4, ?5)"};
constexpr sql::Statement kRememberAsOfRow{
    "INSERT INTO idempotency (municipality, key, request, result, created) VALUES "
    "((SELECT c.municipality FROM calendar_version c, appointment a WHERE c.municipality = ?1 AND c.version = ?6 "
    "AND a.key = ?7 AND a.state = ?8 AND a.occupies = ?9 AND a.changed = ?10 AND a.start = ?11 AND a.is_public = ?12), "
    "?2, ?3, ?4, ?5)"};
constexpr sql::Statement kAudit{
    "INSERT INTO audit (municipality, at, actor, action, location, day, number, detail) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
constexpr sql::Statement kEnqueue{
    "INSERT INTO outbox (municipality, kind, appointment, created, state, next_try, attempts, fence, last_error, "
    "sealed, "
    "channel, number) VALUES (?1, ?2, ?3, ?4, 1, ?5, 0, 0, '', ?6, ?7, ?8)"};

std::string ResultContext(const MunicipalityId& municipality, const IdempotencyKey& key) {
  return "idempotency/" + municipality.value + "/" + key.value;
}

std::vector<sql::Value> KeptRow(const Pen& pen, const MunicipalityId& municipality, const IdempotencyKey& key,
                                const std::string& request, const KeptResult& result) {
  return {municipality.value, key.value, pen.keys.SearchHash("request", municipality.value, request),
          sql::Blob{pen.keys.Seal(FormatResult(result), ResultContext(municipality, key), pen.random)},
          ToSeconds(pen.now)};
}

}  // namespace

absl::StatusOr<std::optional<KeptResult>> Recall(const Pen& pen, const MunicipalityId& municipality,
                                                 const IdempotencyKey& key, const std::string& request) {
  const absl::StatusOr<sql::Rows> rows = pen.transaction.Run(kRecall, {municipality.value, key.value});
  if (!rows.ok()) return rows.status();
  return Recalled(*rows, pen, municipality, key, request);
}

sql::Call RecallWithRowCall(const MunicipalityId& municipality, const IdempotencyKey& key, const std::string& number) {
  static const std::string text =
      "SELECT c.version, i.request, i.result, " + AppointmentColumnsOf("a") +
      " FROM calendar_version c LEFT JOIN idempotency i ON i.municipality = c.municipality AND i.key = ?2 "
      "LEFT JOIN appointment a ON a.municipality = c.municipality AND a.number = ?3 WHERE c.municipality = ?1";
  static const sql::Statement statement{text.c_str()};
  return {&statement, {municipality.value, key.value, number}};
}

std::optional<AppointmentRow> RowBeside(const sql::Rows& rows) {
  constexpr int kFirst = 3;
  if (rows.empty() || rows.IsNull(0, kFirst)) return std::nullopt;
  return AppointmentRowFrom(rows, 0, kFirst);
}

sql::Call RecallCall(const MunicipalityId& municipality, const IdempotencyKey& key) {
  return {&kRecall, {municipality.value, key.value}};
}

absl::StatusOr<std::optional<KeptResult>> Recalled(const sql::Rows& rows, const Pen& pen,
                                                   const MunicipalityId& municipality, const IdempotencyKey& key,
                                                   const std::string& request) {
  if (rows.empty() || rows.IsNull(0, 1)) return std::nullopt;
  if (rows.Int(0, 1) != pen.keys.SearchHash("request", municipality.value, request)) {
    return absl::InvalidArgumentError("idempotency key was used for another request");
  }
  const absl::StatusOr<std::string> plain = pen.keys.Open(rows.Bytes(0, 2), ResultContext(municipality, key));
  if (!plain.ok()) return plain.status();
  absl::StatusOr<KeptResult> result = ParseResult(*plain);
  if (!result.ok()) return result.status();
  return *std::move(result);
}

absl::Status Remember(const Pen& pen, const MunicipalityId& municipality, const IdempotencyKey& key,
                      const std::string& request, const KeptResult& result) {
  return pen.transaction.Later(kRemember, KeptRow(pen, municipality, key, request, result));
}

absl::Status RememberAsOf(const Pen& pen, std::int64_t version, const MunicipalityId& municipality,
                          const IdempotencyKey& key, const std::string& request, const KeptResult& result) {
  std::vector<sql::Value> row = KeptRow(pen, municipality, key, request, result);
  row.push_back(version);
  return pen.transaction.Later(kRememberAsOf, std::move(row));
}

absl::Status RememberAsOf(const Pen& pen, std::int64_t version, const AppointmentRow& row, const IdempotencyKey& key,
                          const std::string& request, const KeptResult& result) {
  std::vector<sql::Value> values = KeptRow(pen, {row.municipality}, key, request, result);
  for (const std::int64_t value : {version, row.key, static_cast<std::int64_t>(row.state), std::int64_t{row.occupies},
                                   ToSeconds(row.changed), ToSeconds(row.start), std::int64_t{row.is_public}}) {
    values.emplace_back(value);
  }
  return pen.transaction.Later(kRememberAsOfRow, std::move(values));
}

absl::StatusOr<std::optional<KeptResult>> RecallAnywhere(const Pen& pen, const MunicipalityId& municipality,
                                                         const IdempotencyKey& key, const std::string& request) {
  const absl::StatusOr<sql::Rows> rows = pen.transaction.Run(kRecallAnywhere, {municipality.value, key.value});
  if (!rows.ok()) return rows.status();
  return Recalled(*rows, pen, municipality, key, request);
}

absl::StatusOr<std::string> NumberInResult(const Pen& pen, const MunicipalityId& municipality,
                                           const IdempotencyKey& key, const std::string& sealed) {
  const absl::StatusOr<std::string> plain = pen.keys.Open(sealed, ResultContext(municipality, key));
  if (!plain.ok()) return plain.status();
  const absl::StatusOr<KeptResult> result = ParseResult(*plain);
  if (!result.ok()) return result.status();
  if (std::holds_alternative<Forwarded>(*result)) return std::string();
  if (const auto* held = std::get_if<Held>(&*result)) return held->number.value;
  if (const auto* awaiting = std::get_if<AwaitingConfirmation>(&*result)) return awaiting->number.value;
  if (const auto* confirmed = std::get_if<Confirmed>(&*result)) return confirmed->appointment.number.value;
  if (const auto* rebooked = std::get_if<Rebooked>(&*result)) return rebooked->appointment.number.value;
  return std::get<Cancelled>(*result).appointment.number.value;
}

absl::Status Audit(const Pen& pen, const AuditLine& line) {
  pen.transaction.touched.push_back({line.location, ToSeconds(line.day)});
  const sql::Value location = line.location == 0 ? sql::Value() : sql::Value(line.location);
  return pen.transaction.Later(kAudit, {line.municipality.value, ToSeconds(pen.now), line.actor.value, line.action,
                                        location, ToSeconds(line.day), line.number, line.detail});
}

absl::Status Enqueue(const Pen& pen, const MunicipalityId& municipality, const Message& message) {
  const std::optional<Route> route = RouteOf(message.kind, message.appointment.contact, message.by_staff);
  if (!route) return absl::OkStatus();
  JsonText content;
  Write(content.Begin('{').Name("appointment"), message.appointment);
  content.Text("token", message.token.value).Text("code", message.code).Text("reason", message.reason);
  if (message.request) Write(content.Name("request"), *message.request);
  content.End('}');
  return pen.transaction.Later(
      kEnqueue, {municipality.value, static_cast<std::int64_t>(message.kind), message.appointment_key,
                 ToSeconds(pen.now), ToSeconds(message.due),
                 sql::Blob{pen.keys.Seal(std::move(content).Take(), "outbox/" + municipality.value, pen.random)},
                 static_cast<std::int64_t>(*route), message.appointment.number.value});
}

absl::Status EnqueueReminder(const Pen& pen, const MunicipalityId& municipality, const Message& cause,
                             const BookingRules& rules) {
  const Instant due = cause.appointment.start - rules.reminder;
  if (!cause.appointment.contact.wants_reminders || rules.reminder.count() == 0 || due <= pen.now) {
    return absl::OkStatus();
  }
  Message reminder = cause;
  reminder.kind = NotificationKind::kReminder;
  reminder.due = due;
  return Enqueue(pen, municipality, reminder);
}

}  // namespace amtslotse::booking
