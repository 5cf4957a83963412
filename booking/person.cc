#include "booking/person.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "booking/appointment_json.h"
#include "booking/folding.h"
#include "booking/forwarding_rows.h"
#include "booking/person_kept.h"
#include "booking/store_parts.h"
#include "booking/waiting_rows.h"
#include "nlu/text/fold.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kRename{
    "UPDATE appointment SET sealed = ?2, surname_hash = ?3, changed = ?4 WHERE key = ?1 AND changed = ?5"};
constexpr sql::Statement kGiveUpPlaces{
    "UPDATE appointment SET occupies = 0, occupies_until = NULL, state = 8, sequence = sequence + 1, changed = ?2 "
    "WHERE key = ?1 AND occupies = 1"};
constexpr sql::Statement kForget{
    "UPDATE appointment SET number = NULL, hold_hash = NULL, token_hash = NULL, confirm_hash = NULL, code_hash = NULL, "
    "surname_hash = NULL, email_hash = NULL, telephone_hash = NULL, sealed = NULL, forget_at = NULL WHERE key = ?1"};
constexpr sql::Statement kForgetMessages{"DELETE FROM outbox WHERE appointment = ?1"};
constexpr sql::Statement kForgetWishes{
    "UPDATE wish SET state = 4, sealed = NULL, person_hash = NULL, hold_key = NULL "
    "WHERE municipality = ?1 AND (person_hash = ?2 OR person_hash = ?3)"};
constexpr sql::Statement kMessages{"SELECT CAST(count(*) AS BIGINT) FROM outbox WHERE appointment = ?1"};
constexpr sql::Statement kResults{"SELECT key, result FROM idempotency WHERE municipality = ?1"};
constexpr sql::Statement kForgetResult{"DELETE FROM idempotency WHERE municipality = ?1 AND key = ?2"};

absl::Status CheckReason(const std::string& reason) {
  return reason.empty() || reason.size() > 500 ? absl::InvalidArgumentError("reason: expected 1..500 bytes")
                                               : absl::OkStatus();
}

absl::StatusOr<CorrectNameOutcome> CorrectIn(Store::Parts& parts, sql::Transaction& transaction,
                                             const CorrectNameRequest& request) {
  const Pen pen = parts.PenFor(transaction);
  auto row = FindByNumber(transaction, request.municipality, request.number.value);
  if (!row.ok()) return row.status();
  if (!*row || (*row)->sealed.empty()) return NotFound{};
  auto details = OpenDetails(**row, pen.keys);
  if (!details.ok()) return details.status();
  details->contact.name = Trimmed(nlu::Nfc(request.name));
  if (FoldName(details->contact.name).empty()) return DetailsMissing{{Field::kName}};
  const PersonHashes hashes = HashesOf(pen.keys, request.municipality.value, details->contact);
  const auto written = transaction.Run(
      kRename, {(*row)->key, sql::Blob{pen.keys.Seal(FormatDetails(*details), SealingContext(**row), pen.random)},
                hashes.surname, ToSeconds(pen.now), ToSeconds((*row)->changed)});
  if (!written.ok()) return written.status();
  if (written->touched != 1) return absl::AbortedError("the appointment changed");
  const absl::Status audited = Audit(pen, {request.municipality, request.actor, "correct-name", (*row)->location,
                                           (*row)->start, (*row)->number, request.reason});
  if (!audited.ok()) return audited;
  (*row)->changed = pen.now;
  const auto town = parts.calendars.Now(transaction, request.municipality);
  if (!town.ok()) return town.status();
  return AppointmentFrom(**row, *details, *(*town)->Find((*row)->location), pen.keys);
}

absl::StatusOr<std::vector<AppointmentRow>> RowsOf(const Pen& pen, const MunicipalityId& municipality,
                                                   const PersonHashes& hashes) {
  static const std::string text = "SELECT " + kAppointmentColumns +
                                  " FROM appointment WHERE email_hash = ?1 UNION SELECT " + kAppointmentColumns +
                                  " FROM appointment WHERE telephone_hash = ?2";
  static const sql::Statement of_person{text.c_str()};
  const auto none = [](const sql::Value& hash) { return hash.is_null() ? sql::Value(std::int64_t{0}) : hash; };
  const auto rows = pen.transaction.Run(of_person, {none(hashes.email), none(hashes.telephone)});
  if (!rows.ok()) return rows.status();
  std::vector<AppointmentRow> found;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    AppointmentRow one = AppointmentRowFrom(*rows, row);
    if (one.municipality == municipality.value) found.push_back(std::move(one));
  }
  return found;
}

// First results hold names too; those of the erased appointments go.
absl::Status ForgetResults(const Pen& pen, const MunicipalityId& municipality, const std::set<std::string>& numbers) {
  const auto rows = pen.transaction.Run(kResults, {municipality.value});
  if (!rows.ok()) return rows.status();
  for (std::size_t row = 0; row < rows->size(); ++row) {
    const IdempotencyKey key{rows->Text(row, 0)};
    const auto number = NumberInResult(pen, municipality, key, rows->Bytes(row, 1));
    if (!number.ok()) return number.status();
    if (!numbers.contains(*number)) continue;
    const auto deleted = pen.transaction.Run(kForgetResult, {municipality.value, key.value});
    if (!deleted.ok()) return deleted.status();
  }
  return absl::OkStatus();
}

// As the waiting list writes them (waiting_list.cc).
sql::Value WishHash(const Pen& pen, const MunicipalityId& municipality, const std::string& who) {
  return sql::Value(who.size() > 1 ? pen.keys.SearchHash("wish-person", municipality.value, who) : std::int64_t{0});
}

// The place of an offer comes back when that ends.
absl::Status ForgetWishes(const Pen& pen, const ErasePersonRequest& request) {
  return pen.transaction
      .Run(kForgetWishes,
           {request.municipality.value, WishHash(pen, request.municipality, "e" + FoldEmail(request.email)),
            WishHash(pen, request.municipality, "t" + FoldTelephone(request.telephone))})
      .status();
}

absl::StatusOr<nlohmann::json> WishesOf(const Pen& pen, const ErasePersonRequest& who) {
  const sql::Statement& of_person = SelectWishes("municipality = ?1 AND (person_hash = ?2 OR person_hash = ?3)");
  const auto rows = pen.transaction.Run(
      of_person, {who.municipality.value, WishHash(pen, who.municipality, "e" + FoldEmail(who.email)),
                  WishHash(pen, who.municipality, "t" + FoldTelephone(who.telephone))});
  if (!rows.ok()) return rows.status();
  nlohmann::json wishes = nlohmann::json::array();
  for (std::size_t row = 0; row < rows->size(); ++row) {
    const WishRow wish = WishRowFrom(*rows, row);
    const auto details = OpenWish(wish, pen.keys);
    if (!details.ok()) return details.status();
    wishes.push_back({{"created", ToSeconds(wish.created)},
                      {"services", nlohmann::json::parse(FormatItems(wish.criteria.items))},
                      {"from_day", DayNumber(wish.criteria.from)},
                      {"to_day", DayNumber(wish.criteria.to)},
                      {"name", details->contact.name},
                      {"email", details->contact.email},
                      {"telephone", details->contact.telephone}});
  }
  return wishes;
}

absl::StatusOr<nlohmann::json> AppointmentsOf(Store::Parts& parts, const Pen& pen, const ErasePersonRequest& who,
                                              const PersonHashes& hashes) {
  const auto rows = RowsOf(pen, who.municipality, hashes);
  if (!rows.ok()) return rows.status();
  const auto town = parts.calendars.Now(pen.transaction, who.municipality);
  if (!town.ok()) return town.status();
  nlohmann::json appointments = nlohmann::json::array();
  for (const AppointmentRow& row : *rows) {
    const auto details = OpenDetails(row, pen.keys);
    if (!details.ok()) return details.status();
    const auto location = (*town)->Find(row.location);
    if (location == nullptr) continue;
    nlohmann::json one = ToJson(AppointmentFrom(row, *details, *location, pen.keys));
    const auto messages = pen.transaction.Run(kMessages, {row.key});
    if (!messages.ok()) return messages.status();
    one["messages"] = messages->Int(0, 0);
    appointments.push_back(std::move(one));
  }
  return appointments;
}

absl::StatusOr<nlohmann::json> ForwardedOf(const Pen& pen, const ErasePersonRequest& who) {
  const auto kept = RequestsOf(pen, who.municipality, who.email);
  if (!kept.ok()) return kept.status();
  nlohmann::json requests = nlohmann::json::array();
  for (const KeptRequest& one : *kept) {
    requests.push_back({{"received", ToSeconds(one.request.received)},
                        {"to", one.to},
                        {"subject", one.request.subject},
                        {"name", one.request.name},
                        {"email", one.request.reply_to},
                        {"text", one.request.text}});
  }
  return requests;
}

absl::StatusOr<PersonErased> EraseIn(Store::Parts& parts, sql::Transaction& transaction,
                                     const ErasePersonRequest& request, const PersonHashes& hashes) {
  const auto before = RowsOf(parts.PenFor(transaction), request.municipality, hashes);
  if (!before.ok()) return before.status();
  std::vector<sql::LockKey> locks;
  for (const AppointmentRow& row : *before) {
    const auto more = LocksFor({row.location, row.start, row.occupied_to});
    locks.insert(locks.end(), more.begin(), more.end());
  }
  if (const absl::Status locked = transaction.Lock(std::move(locks)); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const auto rows = RowsOf(pen, request.municipality, hashes);
  if (!rows.ok()) return rows.status();
  if (rows->size() > before->size()) return absl::AbortedError("another appointment was made");
  PersonErased erased;
  std::set<std::string> numbers;
  for (const AppointmentRow& row : *rows) {
    numbers.insert(row.number);
    ++erased.appointments;
    if (row.occupies && row.start > pen.now) {
      const auto given_up = transaction.Run(kGiveUpPlaces, {row.key, ToSeconds(pen.now)});
      if (!given_up.ok()) return given_up.status();
      if (given_up->touched != 1) return absl::AbortedError("the appointment changed");
      const absl::Status given = GiveBackPlaces(transaction, {row.location, row.start, row.occupied_to, row.is_public});
      if (!given.ok()) return given;
      ++erased.cancelled;
    }
    const auto forgotten = transaction.RunAll({{&kForget, {row.key}}, {&kForgetMessages, {row.key}}});
    if (!forgotten.ok()) return forgotten.status();
    const absl::Status audited =
        Audit(pen, {request.municipality, request.actor, "erase", row.location, row.start, "", request.reason});
    if (!audited.ok()) return audited;
  }
  if (const absl::Status forgotten = ForgetWishes(pen, request); !forgotten.ok()) return forgotten;
  const auto requests = ForgetRequests(pen, request.municipality, request.email);
  if (!requests.ok()) return requests.status();
  erased.requests = *requests;
  if (const absl::Status forgotten = ForgetResults(pen, request.municipality, numbers); !forgotten.ok()) {
    return forgotten;
  }
  return erased;
}

}  // namespace

absl::StatusOr<CorrectNameOutcome> Store::CorrectName(const CorrectNameRequest& request) {
  absl::Status valid = CheckReason(request.reason);
  if (valid.ok()) valid = CheckTexts({.name = request.name}, {}, {});
  if (!valid.ok()) return valid;
  return parts_->WriteOutcome<CorrectNameOutcome>(
      [&](sql::Transaction& transaction) { return CorrectIn(*parts_, transaction, request); },
      [](const CorrectNameOutcome& outcome) { return std::holds_alternative<Appointment>(outcome); });
}

absl::StatusOr<PersonErased> Store::ErasePerson(const ErasePersonRequest& request) {
  if (const absl::Status valid = CheckReason(request.reason); !valid.ok()) return valid;
  Contact contact;
  contact.email = request.email;
  contact.telephone = request.telephone;
  const PersonHashes hashes = HashesOf(parts_->keys, request.municipality.value, contact);
  if (hashes.email.is_null() && hashes.telephone.is_null()) {
    return absl::InvalidArgumentError("contact: expected an e-mail address or a telephone number");
  }
  return parts_->WriteOutcome<PersonErased>(
      [&](sql::Transaction& transaction) { return EraseIn(*parts_, transaction, request, hashes); },
      [](const PersonErased&) { return true; });
}

absl::StatusOr<std::string> KeptOfPerson(Store& store, const ErasePersonRequest& who) {
  if (const absl::Status valid = CheckReason(who.reason); !valid.ok()) return valid;
  Store::Parts& parts = store.parts();
  Contact contact;
  contact.email = who.email;
  contact.telephone = who.telephone;
  const PersonHashes hashes = HashesOf(parts.keys, who.municipality.value, contact);
  if (hashes.email.is_null() && hashes.telephone.is_null()) {
    return absl::InvalidArgumentError("contact: expected an e-mail address or a telephone number");
  }
  nlohmann::json kept;
  const absl::Status read = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    auto appointments = AppointmentsOf(parts, pen, who, hashes);
    if (!appointments.ok()) return appointments.status();
    auto wishes = WishesOf(pen, who);
    if (!wishes.ok()) return wishes.status();
    auto requests = ForwardedOf(pen, who);
    if (!requests.ok()) return requests.status();
    kept = {
        {"appointments", *std::move(appointments)}, {"wishes", *std::move(wishes)}, {"requests", *std::move(requests)}};
    return Audit(pen, {who.municipality, who.actor, "export-person", 0, pen.now, "", who.reason});
  });
  if (!read.ok()) return read;
  return kept.dump(2);
}

absl::StatusOr<std::set<std::string>> EmailsOfPerson(Store& store, const ErasePersonRequest& who) {
  Store::Parts& parts = store.parts();
  Contact contact;
  contact.email = who.email;
  contact.telephone = who.telephone;
  const PersonHashes hashes = HashesOf(parts.keys, who.municipality.value, contact);
  std::set<std::string> emails;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = RowsOf(parts.PenFor(transaction), who.municipality, hashes);
    if (!rows.ok()) return rows.status();
    for (const AppointmentRow& row : *rows) {
      const auto details = OpenDetails(row, parts.keys);
      if (!details.ok()) return details.status();
      if (!details->contact.email.empty()) emails.insert(details->contact.email);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return emails;
}

}  // namespace amtslotse::booking
