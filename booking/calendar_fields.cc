// The fields of a calendar, and the rules of booking among them.
#include "booking/calendar_fields.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::booking {
namespace {

using nlohmann::json;
using std::chrono::minutes;

int TwoDigits(const std::string& text, std::size_t at) {
  const auto digit = [&](std::size_t i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') throw Bad("'" + text + "': expected digits");
    return text[i] - '0';
  };
  return digit(at) * 10 + digit(at + 1);
}

ReleaseSchedule ParseRelease(const json& object) {
  RefuseUnknown(object, {"mode", "weekday", "at"});
  const std::string mode = Required<std::string>(object, "mode");
  if (mode == "at_once") return ReleaseAtOnce{};
  if (mode == "daily") return ReleaseDaily{ParseTime(Required<std::string>(object, "at"))};
  if (mode == "weekly") {
    return ReleaseWeekly{ParseWeekday(Required<int>(object, "weekday")),
                         ParseTime(Required<std::string>(object, "at"))};
  }
  throw Bad("release mode '" + mode + "': expected at_once, daily or weekly");
}

json Format(const ReleaseSchedule& schedule) {
  if (const auto* weekly = std::get_if<ReleaseWeekly>(&schedule)) {
    return {{"mode", "weekly"}, {"weekday", weekly->weekday.iso_encoding()}, {"at", FormatTime(weekly->at)}};
  }
  if (const auto* daily = std::get_if<ReleaseDaily>(&schedule)) {
    return {{"mode", "daily"}, {"at", FormatTime(daily->at)}};
  }
  return {{"mode", "at_once"}};
}

constexpr const char* kProofOfWork[] = {"never", "when_unusual", "always"};

}  // namespace

TimeOfDay ParseTime(const std::string& text) {
  if (text.size() != 5 || text[2] != ':') throw Bad("'" + text + "': expected HH:MM");
  const int hour = TwoDigits(text, 0);
  const int minute = TwoDigits(text, 3);
  if (minute > 59 || hour * 60 + minute > 1440) throw Bad("'" + text + "': expected 00:00..24:00");
  return minutes{hour * 60 + minute};
}

std::string FormatTime(TimeOfDay time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

Date ParseDate(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') throw Bad("'" + text + "': expected YYYY-MM-DD");
  const Date date{std::chrono::year{TwoDigits(text, 0) * 100 + TwoDigits(text, 2)},
                  std::chrono::month{static_cast<unsigned>(TwoDigits(text, 5))},
                  std::chrono::day{static_cast<unsigned>(TwoDigits(text, 8))}};
  if (!date.ok()) throw Bad("'" + text + "': no such day");
  return date;
}

std::string FormatDate(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::chrono::weekday ParseWeekday(int iso) {
  if (iso < 1 || iso > 7) throw Bad(fmt::format("weekday {}: expected 1..7", iso));
  return std::chrono::weekday{static_cast<unsigned>(iso)};
}

void RefuseUnknown(const json& object, std::initializer_list<const char*> known) {
  if (!object.is_object()) throw Bad("expected an object");
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) throw Bad("unknown field '" + name + "'");
  }
}

void ReadMinutes(const json& object, const char* name, minutes& target) {
  std::int64_t count = target.count();
  Read(object, name, count);
  target = minutes{count};
}

void ReadRules(const json& object, BookingRules& rules) {
  Read(object, "booking_window_days", rules.window_days);
  ReadMinutes(object, "lead_minutes", rules.lead);
  ReadMinutes(object, "hold_minutes", rules.hold);
  ReadMinutes(object, "confirmation_minutes", rules.await_confirmation);
  Read(object, "confirm_by_message", rules.confirm_by_message);
  if (object.contains("release")) rules.release = ParseRelease(object["release"]);
  if (object.contains("return_delay_minutes")) {
    const auto delay = Required<std::vector<int>>(object, "return_delay_minutes");
    if (delay.size() != 2) throw Bad("return_delay_minutes: expected [min, max]");
    rules.return_delay = {minutes{delay[0]}, minutes{delay[1]}};
  }
  Read(object, "max_minutes", rules.max_minutes);
  Read(object, "person_limit", rules.person_limit);
  if (object.contains("proof_of_work")) {
    const auto mode = Required<std::string>(object, "proof_of_work");
    const auto found = std::find(std::begin(kProofOfWork), std::end(kProofOfWork), mode);
    if (found == std::end(kProofOfWork)) throw Bad("proof_of_work: expected never, when_unusual or always");
    rules.proof_of_work = static_cast<ProofOfWork>(found - std::begin(kProofOfWork));
  }
  std::int64_t retention = rules.retention.count();
  Read(object, "retention_hours", retention);
  rules.retention = std::chrono::hours{retention};
  if (object.contains("retention_cancelled_hours")) {
    rules.retention_cancelled = std::chrono::hours{Required<std::int64_t>(object, "retention_cancelled_hours")};
  }
  if (object.contains("retention_missed_hours")) {
    rules.retention_missed = std::chrono::hours{Required<std::int64_t>(object, "retention_missed_hours")};
  }
  std::int64_t reminder = rules.reminder.count();
  Read(object, "reminder_hours", reminder);
  rules.reminder = std::chrono::hours{reminder};
  ReadMinutes(object, "offer_minutes", rules.offer);
  Read(object, "appointments_per_walk_in", rules.appointments_per_walk_in);
  Read(object, "external_url", rules.external_url);
}

void FormatRules(const BookingRules& rules, json& object) {
  object["booking_window_days"] = rules.window_days;
  object["lead_minutes"] = rules.lead.count();
  object["hold_minutes"] = rules.hold.count();
  object["confirmation_minutes"] = rules.await_confirmation.count();
  object["confirm_by_message"] = rules.confirm_by_message;
  object["release"] = Format(rules.release);
  object["return_delay_minutes"] = {rules.return_delay.min.count(), rules.return_delay.max.count()};
  object["max_minutes"] = rules.max_minutes;
  object["person_limit"] = rules.person_limit;
  object["proof_of_work"] = kProofOfWork[static_cast<int>(rules.proof_of_work)];
  object["reminder_hours"] = rules.reminder.count();
  object["retention_hours"] = rules.retention.count();
  if (rules.retention_cancelled) object["retention_cancelled_hours"] = rules.retention_cancelled->count();
  if (rules.retention_missed) object["retention_missed_hours"] = rules.retention_missed->count();
  object["offer_minutes"] = rules.offer.count();
  object["appointments_per_walk_in"] = rules.appointments_per_walk_in;
  if (!rules.external_url.empty()) object["external_url"] = rules.external_url;
}

}  // namespace amtslotse::booking
