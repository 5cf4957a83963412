#include "booking/hold_row.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kInsert{
    "INSERT INTO appointment (key, municipality, number, location, start, ends, occupied_to, state, is_public, "
    "occupies, occupies_until, attendees, services, place, channel, sequence, extensions, wrong_codes, created, "
    "changed, hold_hash, sealed) "
    "VALUES (?16, ?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, 1, ?8, ?9, ?10, ?11, ?12, 0, 0, 0, ?13, ?13, ?14, ?15)"};

}  // namespace

AppointmentRow RowOfHold(const Pen& pen, const HoldRequest& request, const Seat& seat) {
  AppointmentRow row;
  row.municipality = request.municipality.value;
  row.number = NewNumber(pen.random).value;
  row.location = seat.places.location;
  row.start = seat.places.start;
  row.ends = seat.end;
  row.occupied_to = seat.places.occupied_to;
  row.is_public = seat.places.is_public;
  row.occupies_until = pen.now + seat.location->location.rules.hold;
  row.attendees = request.attendee_count;
  row.services = FormatServices(seat.services);
  row.place = PlaceOf(seat.location->location);
  row.channel = request.channel;
  row.created = row.changed = pen.now;
  return row;
}

absl::Status InsertHold(const Pen& pen, const NewRow& made) {
  const AppointmentRow& row = made.row;
  return pen.transaction.Later(
      kInsert, {row.municipality, row.number, row.location, ToSeconds(row.start), ToSeconds(row.ends),
                ToSeconds(row.occupied_to), std::int64_t{row.is_public}, ToSeconds(*row.occupies_until),
                std::int64_t{row.attendees}, row.services, row.place, static_cast<std::int64_t>(row.channel),
                ToSeconds(row.created), sql::Blob{row.hold_hash},
                row.sealed.empty() ? sql::Value() : sql::Value(sql::Blob{row.sealed}), made.key});
}

}  // namespace amtslotse::booking
