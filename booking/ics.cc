#include "booking/ics.h"

#include <fmt/format.h>

#include <vector>

#include "booking/zone.h"

namespace amtslotse::booking {
namespace {

// RFC 5545 3.1: lines longer than 75 octets are folded, never inside of a character.
std::string Folded(const std::string& line) {
  std::string folded;
  std::size_t width = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = 1;
    while (i + length < line.size() && (static_cast<unsigned char>(line[i + length]) & 0xC0) == 0x80) ++length;
    if (width + length > 75) {
      folded += "\r\n ";
      width = 1;
    }
    folded.append(line, i, length);
    width += length;
    i += length;
  }
  return folded + "\r\n";
}

// RFC 5545 3.3.11. Control characters cannot be written at all.
std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') escaped += '\\';
    if (c == '\n') {
      escaped += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      escaped += c;
    }
  }
  return escaped;
}

// A parameter value between quotes (RFC 5545 3.2): no quotes, no control characters.
std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c != '"' && static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) quoted += c;
  }
  return quoted + "\"";
}

// An address inside of a URI: what could end the value is dropped.
std::string UriSafe(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '"' && c != '<' && c != '>') safe += c;
  }
  return safe;
}

std::string Stamp(Instant instant) {
  const Date date{std::chrono::floor<std::chrono::days>(instant)};
  const std::chrono::hh_mm_ss time{instant - std::chrono::floor<std::chrono::days>(instant)};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::string Utc(Instant instant) { return Stamp(instant) + "Z"; }
std::string Local(const Zone& zone, Instant instant) { return Stamp(instant + zone.OffsetAt(instant)); }

std::string Offset(std::chrono::seconds offset) {
  const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  return fmt::format("{}{:02}{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// The changes of the clock in the year around the appointment, found by halving.
std::vector<Instant> ChangesAround(const Zone& zone, Instant instant) {
  std::vector<Instant> changes;
  const std::chrono::hours step{24 * 7};
  for (Instant from = instant - std::chrono::hours{24 * 370}; from < instant + std::chrono::hours{24 * 370};
       from += step) {
    Instant low = from;
    Instant high = from + step;
    if (zone.OffsetAt(low) == zone.OffsetAt(high)) continue;
    while (high - low > std::chrono::seconds{1}) {
      const Instant middle = low + (high - low) / 2;
      (zone.OffsetAt(middle) == zone.OffsetAt(low) ? low : high) = middle;
    }
    changes.push_back(high);
  }
  return changes;
}

void AppendZone(const Zone& zone, Instant instant, std::string& ics) {
  ics += "BEGIN:VTIMEZONE\r\n" + Folded("TZID:" + zone.name());
  std::vector<Instant> changes = ChangesAround(zone, instant);
  if (changes.empty()) changes.push_back(instant - std::chrono::hours{24 * 370});
  for (const Instant change : changes) {
    const auto before = zone.OffsetAt(change - std::chrono::seconds{1});
    const auto after = zone.OffsetAt(change);
    const char* kind = after > before ? "DAYLIGHT" : "STANDARD";
    ics += fmt::format("BEGIN:{}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n", kind, Stamp(change + before),
                       Offset(before), Offset(after));
    ics += Folded("TZNAME:" + Escaped(zone.AbbreviationAt(change)));
    ics += fmt::format("END:{}\r\n", kind);
  }
  ics += "END:VTIMEZONE\r\n";
}

const char* NameOf(IcsMethod method) {
  switch (method) {
    case IcsMethod::kRequest: return "REQUEST";
    case IcsMethod::kCancel: return "CANCEL";
    default: return "PUBLISH";
  }
}

void AppendPeople(const Appointment& appointment, IcsMethod method, const IcsTexts& texts, std::string& ics) {
  if (!texts.organizer_email.empty()) {
    ics += Folded("ORGANIZER;CN=" + Quoted(texts.organizer_name) + ":mailto:" + UriSafe(texts.organizer_email));
  }
  if (method != IcsMethod::kPublish && !appointment.contact.email.empty()) {
    ics += Folded("ATTENDEE;CN=" + Quoted(appointment.contact.name) +
                  ";PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:" + UriSafe(appointment.contact.email));
  }
}

}  // namespace

std::string FormatIcs(const Appointment& appointment, IcsMethod method, const IcsTexts& texts, Instant now) {
  const absl::StatusOr<Zone> zone = Zone::Find(appointment.time_zone);
  std::string ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Amtslotse//Booking//DE\r\nCALSCALE:GREGORIAN\r\n";
  ics += fmt::format("METHOD:{}\r\n", NameOf(method));
  if (zone.ok()) AppendZone(*zone, appointment.start, ics);
  ics += "BEGIN:VEVENT\r\n" + Folded("UID:" + Escaped(appointment.uid));
  ics += fmt::format("SEQUENCE:{}\r\nDTSTAMP:{}\r\n", appointment.sequence, Utc(now));
  if (zone.ok()) {
    ics += Folded(fmt::format("DTSTART;TZID={}:{}", zone->name(), Local(*zone, appointment.start)));
    ics += Folded(fmt::format("DTEND;TZID={}:{}", zone->name(), Local(*zone, appointment.end)));
  } else {
    ics += "DTSTART:" + Utc(appointment.start) + "\r\nDTEND:" + Utc(appointment.end) + "\r\n";
  }
  ics += Folded("SUMMARY:" + Escaped(texts.summary));
  std::string place = appointment.location_name;
  if (!appointment.location_address.empty()) place += (place.empty() ? "" : ", ") + appointment.location_address;
  if (!place.empty()) ics += Folded("LOCATION:" + Escaped(place));
  if (!texts.description.empty()) ics += Folded("DESCRIPTION:" + Escaped(texts.description));
  if (!texts.url.empty()) ics += Folded("URL:" + UriSafe(texts.url));
  AppendPeople(appointment, method, texts, ics);
  ics += fmt::format("STATUS:{}\r\n", method == IcsMethod::kCancel ? "CANCELLED" : "CONFIRMED");
  ics += "TRANSP:OPAQUE\r\nCLASS:PRIVATE\r\n";
  if (texts.reminder_minutes > 0 && method != IcsMethod::kCancel) {
    ics += fmt::format("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{}M\r\n", texts.reminder_minutes);
    ics += Folded("DESCRIPTION:" + Escaped(texts.summary)) + "END:VALARM\r\n";
  }
  return ics + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string FormatFeed(const std::vector<Appointment>& appointments, Instant now) {
  std::string ics =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Amtslotse//Booking//DE\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n";
  for (const Appointment& appointment : appointments) {
    std::string services;
    for (const BookedService& service : appointment.services) services += (services.empty() ? "" : ", ") + service.name;
    ics += "BEGIN:VEVENT\r\n" + Folded("UID:" + Escaped(appointment.uid));
    ics += fmt::format("SEQUENCE:{}\r\nDTSTAMP:{}\r\nDTSTART:{}\r\nDTEND:{}\r\n", appointment.sequence, Utc(now),
                       Utc(appointment.start), Utc(appointment.end));
    ics += Folded("SUMMARY:" + Escaped(fmt::format("{} {}", appointment.number.value, services)));
    ics += Folded("LOCATION:" + Escaped(appointment.location_name)) +
           "STATUS:CONFIRMED\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n";
  }
  return ics + "END:VCALENDAR\r\n";
}

}  // namespace amtslotse::booking
