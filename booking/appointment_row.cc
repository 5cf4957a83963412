#include "booking/appointment_row.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "booking/json_text.h"

namespace amtslotse::booking {

const std::string kAppointmentColumns =
    "key, municipality, number, location, start, ends, occupied_to, state, is_public, occupies, occupies_until, "
    "attendees, services, place, channel, sequence, extensions, wrong_codes, created, changed, hold_hash, token_hash, "
    "confirm_hash, sealed";

std::string AppointmentColumnsOf(const std::string& alias) {
  std::string columns = alias + ".";
  for (const char c : kAppointmentColumns) {
    columns += c;
    if (c == ' ') columns += alias + ".";
  }
  return columns;
}

AppointmentRow AppointmentRowFrom(const sql::Rows& rows, std::size_t row, int first) {
  AppointmentRow found;
  found.key = rows.Int(row, first);
  found.municipality = rows.Text(row, first + 1);
  found.number = rows.Text(row, first + 2);
  found.location = rows.Int(row, first + 3);
  found.start = FromSeconds(rows.Int(row, first + 4));
  found.ends = FromSeconds(rows.Int(row, first + 5));
  found.occupied_to = FromSeconds(rows.Int(row, first + 6));
  found.state = static_cast<AppointmentState>(rows.Int(row, first + 7));
  found.is_public = rows.Int(row, first + 8) != 0;
  found.occupies = rows.Int(row, first + 9) != 0;
  if (!rows.IsNull(row, first + 10)) found.occupies_until = FromSeconds(rows.Int(row, first + 10));
  found.attendees = static_cast<int>(rows.Int(row, first + 11));
  found.services = rows.Text(row, first + 12);
  found.place = rows.Text(row, first + 13);
  found.channel = static_cast<Channel>(rows.Int(row, first + 14));
  found.sequence = static_cast<int>(rows.Int(row, first + 15));
  found.extensions = static_cast<int>(rows.Int(row, first + 16));
  found.wrong_codes = static_cast<int>(rows.Int(row, first + 17));
  found.created = FromSeconds(rows.Int(row, first + 18));
  found.changed = FromSeconds(rows.Int(row, first + 19));
  found.hold_hash = rows.Bytes(row, first + 20);
  found.token_hash = rows.Bytes(row, first + 21);
  found.confirm_hash = rows.Bytes(row, first + 22);
  found.sealed = rows.Bytes(row, first + 23);
  return found;
}

sql::Call ByNumberCall(const MunicipalityId& municipality, const std::string& number) {
  static const std::string text =
      "SELECT " + kAppointmentColumns + " FROM appointment WHERE municipality = ?1 AND number = ?2";
  static const sql::Statement statement{text.c_str()};
  return {&statement, {municipality.value, number}};
}

absl::StatusOr<std::optional<AppointmentRow>> FindByNumber(sql::Transaction& transaction,
                                                           const MunicipalityId& municipality,
                                                           const std::string& number) {
  const sql::Call call = ByNumberCall(municipality, number);
  const absl::StatusOr<sql::Rows> rows = transaction.Run(*call.statement, call.parameters);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return AppointmentRowFrom(*rows, 0);
}

std::string SealingContext(const AppointmentRow& row) {
  return fmt::format("appointment/{}/{}", row.municipality, row.number);
}

absl::StatusOr<Details> OpenDetails(const AppointmentRow& row, const KeyRing& keys) {
  if (row.sealed.empty()) return Details{};
  const absl::StatusOr<std::string> plain = keys.Open(row.sealed, SealingContext(row));
  if (!plain.ok()) return plain.status();
  return ParseDetails(*plain);
}

std::string UidOf(const AppointmentRow& row, const KeyRing& keys) {
  const std::string hash =
      keys.TokenHash("uid", fmt::format("{}/{}/{}", row.municipality, row.key, ToSeconds(row.created)));
  return Base64Url(hash) + "@amtslotse";
}

std::string PlaceOf(const Location& location) {
  JsonText place;
  place.Begin('[').Text(location.name).Text(location.address).End(']');
  return std::move(place).Take();
}

std::vector<ServiceItem> ItemsOf(const AppointmentRow& row) {
  std::vector<ServiceItem> items;
  for (const BookedService& service : ParseServices(row.services)) items.push_back({service.service, service.quantity});
  return items;
}

Appointment AppointmentFrom(const AppointmentRow& row, const Details& details, const KnownLocation& location,
                            const KeyRing& keys) {
  Appointment appointment;
  appointment.number.value = row.number;
  appointment.state = row.state;
  appointment.location = location.location.id;
  appointment.office = location.location.office;
  const nlohmann::json place = nlohmann::json::parse(row.place, nullptr, /*allow_exceptions=*/false);
  if (place.is_array() && place.size() == 2) {
    appointment.location_name = place[0];
    appointment.location_address = place[1];
  }
  appointment.time_zone = location.location.time_zone;
  appointment.start = row.start;
  appointment.end = row.ends;
  appointment.services = ParseServices(row.services);
  appointment.attendee_count = row.attendees;
  appointment.attendees = details.attendees;
  appointment.contact = details.contact;
  appointment.needs = details.needs;
  appointment.channel = row.channel;
  appointment.uid = UidOf(row, keys);
  appointment.sequence = row.sequence;
  appointment.created = row.created;
  appointment.changed = row.changed;
  if (row.IsWaitingForItsCitizen()) appointment.expires = row.occupies_until;
  return appointment;
}

}  // namespace amtslotse::booking
