#include "booking/desk.h"

#include <fmt/format.h>

#include "booking/folding.h"
#include "booking/sql/selecting.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr int kFound = 50;

const sql::Statement& Appointments(const char* where) {
  static sql::Selecting appointments("SELECT " + kAppointmentColumns + " FROM appointment WHERE ");
  return appointments.By(where);
}

absl::StatusOr<std::vector<Appointment>> OpenAll(const Pen& pen, const Town& town, const sql::Rows& rows) {
  std::vector<Appointment> appointments;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const AppointmentRow row = AppointmentRowFrom(rows, i);
    const auto details = OpenDetails(row, pen.keys);
    if (!details.ok()) return details.status();
    appointments.push_back(AppointmentFrom(row, *details, *town.Find(row.location), pen.keys));
  }
  return appointments;
}

}  // namespace

absl::StatusOr<std::vector<Appointment>> Desk::Between(const MunicipalityId& municipality, const LocationId& location,
                                                       Instant from, Instant to) {
  std::vector<Appointment> found;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    if (known == nullptr) return absl::NotFoundError("location_id: unknown");
    const auto rows = transaction.Run(
        Appointments("location = ?1 AND start >= ?2 AND start < ?3 AND state BETWEEN 3 AND 7 ORDER BY start, key"),
        {known->key, ToSeconds(from), ToSeconds(to)});
    if (!rows.ok()) return rows.status();
    auto opened = OpenAll(pen, **town, *rows);
    if (opened.ok()) found = *std::move(opened);
    return opened.status();
  });
  if (!read.ok()) return read;
  return found;
}

absl::StatusOr<std::vector<Appointment>> Desk::Search(const MunicipalityId& municipality, const std::string& text,
                                                      const Actor& actor) {
  if (text.empty() || text.size() > 400) return absl::InvalidArgumentError("query: expected 1 to 400 bytes");
  std::vector<Appointment> found;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    found.clear();
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const auto add = [&](const char* where, const sql::Value& value) -> absl::Status {
      const auto rows = transaction.Run(Appointments(where),
                                        {municipality.value, value, ToSeconds(pen.now) - 86400, std::int64_t{kFound}});
      if (!rows.ok()) return rows.status();
      auto opened = OpenAll(pen, **town, *rows);
      if (!opened.ok()) return opened.status();
      found.insert(found.end(), opened->begin(), opened->end());
      return absl::OkStatus();
    };
    absl::Status done = absl::OkStatus();
    const auto number = ParseNumber(text);
    const auto code = ParseCancellationCode(text);
    if (number) done = add("municipality = ?1 AND number = ?2 AND ?3 > 0 AND state <> 9 LIMIT ?4", number->value);
    if (done.ok() && code) {
      done = add("municipality = ?1 AND code_hash = ?2 AND ?3 > 0 AND state <> 9 LIMIT ?4",
                 pen.keys.SearchHash("code", municipality.value, *code));
    }
    const std::string surname = FoldedSurname(text);
    if (done.ok() && found.empty() && !surname.empty()) {
      done = add(
          "municipality = ?1 AND surname_hash = ?2 AND start > ?3 AND state BETWEEN 3 AND 8 ORDER BY start LIMIT ?4",
          pen.keys.SearchHash("surname", municipality.value, surname));
    }
    if (!done.ok()) return done;
    return Audit(
        pen, {municipality, actor, "search", 0, pen.now, number ? number->value : "", fmt::format("{}", found.size())});
  });
  if (!written.ok()) return written;
  return found;
}

absl::StatusOr<CallerOutcome> Desk::Book(const CallerRequest& request) {
  HoldRequest hold;
  hold.municipality = request.municipality;
  hold.key = {"desk-hold/" + request.key.value};
  hold.location = request.location;
  hold.items = request.items;
  hold.start = request.start;
  hold.channel = request.channel;
  hold.audience = Audience::kStaff;
  hold.actor = request.actor;
  hold.overbook = request.overbook;
  const auto held = store_.Hold(hold);
  if (!held.ok()) return held.status();
  if (std::holds_alternative<SlotTaken>(*held)) return SlotTaken{};
  if (const auto* refused = std::get_if<NotOffered>(&*held)) return *refused;
  if (const auto* unknown = std::get_if<UnknownLocation>(&*held)) return *unknown;
  const auto* place = std::get_if<Held>(&*held);
  if (place == nullptr) return absl::InternalError("a proof of work was asked of staff");
  ConfirmRequest confirm;
  confirm.municipality = request.municipality;
  confirm.key = {"desk-confirm/" + request.key.value};
  confirm.hold = place->hold;
  confirm.contact = request.contact;
  confirm.needs = request.needs;
  confirm.attendees = request.attendees;
  confirm.actor = request.actor;
  confirm.exempt_from_limit = request.exempt_from_limit;
  const auto confirmed = store_.Confirm(confirm);
  if (!confirmed.ok()) return confirmed.status();
  if (const auto* done = std::get_if<Confirmed>(&*confirmed)) return *done;
  // The form stays open: what is corrected holds anew under its own key.
  if (const absl::Status released = store_.Release({request.municipality, place->hold}); !released.ok()) {
    return released;
  }
  if (const auto* missing = std::get_if<DetailsMissing>(&*confirmed)) return *missing;
  if (const auto* limit = std::get_if<LimitReached>(&*confirmed)) return *limit;
  return HoldGone{};
}

absl::StatusOr<std::optional<Slip>> Desk::PrintSlip(const MunicipalityId& municipality, const AppointmentNumber& number,
                                                    const Actor& actor) {
  std::optional<Slip> slip;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    slip.reset();
    const Pen pen = parts.PenFor(transaction);
    const auto row = FindByNumber(transaction, municipality, number.value);
    if (!row.ok() || !*row) return row.status();
    const auto details = OpenDetails(**row, pen.keys);
    if (!details.ok()) return details.status();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    slip = Slip{AppointmentFrom(**row, *details, *(*town)->Find((*row)->location), pen.keys),
                details->cancellation_code, details->token};
    return Audit(pen, {municipality, actor, "slip", (*row)->location, (*row)->start, number.value, ""});
  });
  if (!written.ok()) return written;
  return slip;
}

}  // namespace amtslotse::booking
