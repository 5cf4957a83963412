#include "booking/folding.h"
#include "booking/store_parts.h"
#include "booking/tidy.h"

// Opening an existing appointment by link, by code with surname, or by number.
namespace amtslotse::booking {
namespace {

constexpr std::int64_t kTriesPerClient = 10;
// Higher, so that nobody can lock out everybody who is called Müller.
constexpr std::int64_t kTriesPerSurname = 100;

constexpr sql::Statement kTries{"SELECT since, tries FROM wrong_try WHERE bucket = ?1"};
constexpr sql::Statement kCount{
    "INSERT INTO wrong_try (bucket, since, tries) VALUES (?1, ?2, 1) "
    "ON CONFLICT (bucket) DO UPDATE SET tries = CASE WHEN wrong_try.since <= ?3 THEN 1 ELSE wrong_try.tries + 1 END, "
    "since = CASE WHEN wrong_try.since <= ?3 THEN ?2 ELSE wrong_try.since END"};

struct Bucket {
  std::int64_t key;
  std::int64_t limit;
};

std::vector<Bucket> BucketsOf(const KeyRing& keys, const MunicipalityId& municipality, const ByCode& access) {
  std::vector<Bucket> buckets{
      {keys.SearchHash("try-surname", municipality.value, FoldedSurname(access.family_name)), kTriesPerSurname}};
  if (!access.client.empty()) {
    buckets.push_back({keys.SearchHash("try-client", municipality.value, access.client), kTriesPerClient});
  }
  return buckets;
}

absl::StatusOr<std::optional<TryLater>> TooManyTries(const Pen& pen, const std::vector<Bucket>& buckets) {
  for (const Bucket& bucket : buckets) {
    const auto tries = pen.transaction.Run(kTries, {bucket.key});
    if (!tries.ok()) return tries.status();
    if (tries->empty() || tries->Int(0, 1) < bucket.limit) continue;
    const Instant again = FromSeconds(tries->Int(0, 0)) + kWrongTriesKept;
    if (pen.now < again) return TryLater{again};
  }
  return std::nullopt;
}

absl::StatusOr<AccessOutcome> OpenByCode(const Pen& pen, const MunicipalityId& municipality, const ByCode& access) {
  static const std::string text = "SELECT " + kAppointmentColumns + " FROM appointment WHERE code_hash = ?1";
  static const sql::Statement by_code{text.c_str()};
  const auto refused = TooManyTries(pen, BucketsOf(pen.keys, municipality, access));
  if (!refused.ok()) return refused.status();
  if (*refused) return **refused;
  const std::optional<std::string> code = ParseCancellationCode(access.code);
  if (!code) return NotFound{};
  const auto rows = pen.transaction.Run(by_code, {pen.keys.SearchHash("code", municipality.value, *code)});
  if (!rows.ok()) return rows.status();
  for (std::size_t i = 0; i < rows->size(); ++i) {
    AppointmentRow row = AppointmentRowFrom(*rows, i);
    if (row.municipality != municipality.value) continue;
    absl::StatusOr<Details> details = OpenDetails(row, pen.keys);
    if (!details.ok()) return details.status();
    if (details->cancellation_code == *code && SurnameMatches(details->contact.name, access.family_name)) {
      return Opened{std::move(row), *std::move(details)};
    }
  }
  return NotFound{};
}

absl::StatusOr<AccessOutcome> OpenRow(const Pen& pen, absl::StatusOr<std::optional<AppointmentRow>> row) {
  if (!row.ok()) return row.status();
  if (!*row) return NotFound{};
  absl::StatusOr<Details> details = OpenDetails(**row, pen.keys);
  if (!details.ok()) return details.status();
  return Opened{**std::move(row), *std::move(details)};
}

}  // namespace

absl::StatusOr<AccessOutcome> OpenByAccess(const Pen& pen, const MunicipalityId& municipality, const Access& access) {
  if (const auto* by_code = std::get_if<ByCode>(&access)) return OpenByCode(pen, municipality, *by_code);
  if (const auto* by_token = std::get_if<ByToken>(&access)) {
    return OpenRow(pen, FindBySecret(pen, municipality, Secret::kToken, by_token->token.value));
  }
  return OpenRow(pen, FindByNumber(pen.transaction, municipality, std::get<ByNumber>(access).number.value));
}

absl::Status CountWrongTry(const Pen& pen, const MunicipalityId& municipality, const Access& access) {
  const auto* by_code = std::get_if<ByCode>(&access);
  if (by_code == nullptr) return absl::OkStatus();
  for (const Bucket& bucket : BucketsOf(pen.keys, municipality, *by_code)) {
    const auto counted =
        pen.transaction.Run(kCount, {bucket.key, ToSeconds(pen.now), ToSeconds(pen.now - kWrongTriesKept)});
    if (!counted.ok()) return counted.status();
  }
  return absl::OkStatus();
}

std::string Fingerprint(const Access& access) {
  if (const auto* by_code = std::get_if<ByCode>(&access)) {
    return "code/" + ParseCancellationCode(by_code->code).value_or("") + "/" + FoldedSurname(by_code->family_name);
  }
  if (const auto* by_token = std::get_if<ByToken>(&access)) return "token/" + by_token->token.value;
  return "number/" + std::get<ByNumber>(access).number.value;
}

absl::StatusOr<LookupOutcome> Store::Lookup(const MunicipalityId& municipality, const Access& access) {
  LookupOutcome outcome;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts_->PenFor(transaction);
    absl::StatusOr<AccessOutcome> opened = OpenByAccess(pen, municipality, access);
    if (!opened.ok()) return opened.status();
    if (const auto* later = std::get_if<TryLater>(&*opened)) outcome = *later;
    if (std::holds_alternative<NotFound>(*opened)) outcome = NotFound{};
    if (const auto* found = std::get_if<Opened>(&*opened)) {
      const auto town = parts_->calendars.Now(transaction, municipality);
      if (!town.ok()) return town.status();
      outcome = AppointmentFrom(found->row, found->details, *(*town)->Find(found->row.location), parts_->keys);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (std::holds_alternative<NotFound>(outcome) && std::holds_alternative<ByCode>(access)) {
    const absl::Status counted = parts_->Write([&](sql::Transaction& transaction) {
      return CountWrongTry(parts_->PenFor(transaction), municipality, access);
    });
    if (!counted.ok()) return counted;
  }
  return outcome;
}

}  // namespace amtslotse::booking
