// Lists that leave the house: the staff's calendar feed, the table for spreadsheets.
#include <fmt/format.h>

#include "booking/desk.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kFeed{
    "INSERT INTO feed (municipality, location, token_hash, created) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (municipality, location) DO UPDATE SET token_hash = ?3, created = ?4"};
constexpr sql::Statement kFeedLocation{"SELECT location, token_hash FROM feed WHERE municipality = ?1"};

std::string Cell(std::string text) {
  // A spreadsheet would take it for a formula.
  if (!text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos) text.insert(0, "'");
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c == '\n' || c == '\r' ? ' ' : c);
  return quoted + "\"";
}

}  // namespace

absl::Status Desk::NoteExport(const MunicipalityId& municipality, const LocationId& location, const Actor& actor) {
  auto& parts = store_.parts();
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    return Audit(pen, {municipality, actor, "export", known == nullptr ? 0 : known->key, pen.now, "", ""});
  });
}

absl::StatusOr<std::string> Desk::NewFeed(const MunicipalityId& municipality, const LocationId& location,
                                          const Actor& actor) {
  auto& parts = store_.parts();
  std::string secret;
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    if (known == nullptr) return absl::NotFoundError("location_id: unknown");
    secret = NewToken(pen.random);
    const auto kept = transaction.Run(
        kFeed, {municipality.value, known->key, sql::Blob{pen.keys.TokenHash("feed", secret)}, ToSeconds(pen.now)});
    if (!kept.ok()) return kept.status();
    return Audit(pen, {municipality, actor, "feed", known->key, pen.now, "", ""});
  });
  if (!written.ok()) return written;
  return secret;
}

absl::StatusOr<std::optional<LocationId>> Desk::FeedLocation(const MunicipalityId& municipality,
                                                             const std::string& secret) {
  auto& parts = store_.parts();
  std::optional<LocationId> location;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kFeedLocation, {municipality.value});
    if (!rows.ok()) return rows.status();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const KnownLocationPtr known = (*town)->Find(rows->Int(i, 0));
      if (known != nullptr && EqualInConstantTime(parts.keys.TokenHash("feed", secret), rows->Bytes(i, 1))) {
        location = known->location.id;
      }
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return location;
}

std::string FormatAppointments(const std::vector<Appointment>& appointments) {
  std::string text = "\xEF\xBB\xBFTerminnummer;Datum;Beginn;Ende;Standort;Name;Leistungen;Personen;Stand\r\n";
  for (const Appointment& appointment : appointments) {
    const auto zone = Zone::Find(appointment.time_zone);
    if (!zone.ok()) continue;
    const Date date = zone->DateOf(appointment.start);
    const auto clock = [&](Instant instant) {
      return fmt::format("{:02}:{:02}", zone->TimeOf(instant).count() / 60, zone->TimeOf(instant).count() % 60);
    };
    std::string services;
    for (const BookedService& service : appointment.services) {
      services += (services.empty() ? "" : ", ") +
                  (service.quantity > 1 ? fmt::format("{} × ", service.quantity) : "") +
                  (service.name.empty() ? service.service.value : service.name);
    }
    const char* state = appointment.state == AppointmentState::kServed   ? "erledigt"
                        : appointment.state == AppointmentState::kMissed ? "nicht erschienen"
                                                                         : "gebucht";
    text += fmt::format("{};{:02}.{:02}.{};{};{};{};{};{};{};{}\r\n", appointment.number.value,
                        static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                        static_cast<int>(date.year()), clock(appointment.start), clock(appointment.end),
                        Cell(appointment.location_name), Cell(appointment.contact.name), Cell(services),
                        appointment.attendee_count, state);
  }
  return text;
}

}  // namespace amtslotse::booking
