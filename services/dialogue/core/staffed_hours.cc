#include "services/dialogue/core/staffed_hours.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "nlu/calendar/holidays.h"

namespace amtslotse::dialogue {
namespace {

using nlohmann::json;

constexpr std::array kShortDays{"", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};
constexpr std::array kDays{"", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"};
constexpr int kLookAheadDays = 60;
constexpr std::size_t kMostStretches = 42;

std::optional<int> MinuteOf(const json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

std::string Padded(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }
std::string Clock(int minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

bool IsHoliday(date::local_days day, const StaffedPlace& place) {
  const auto land = nlu::LandFromCode(place.land);
  if (!land) return false;
  const date::year_month_day ymd(day);
  const std::chrono::year_month_day same(std::chrono::year(static_cast<int>(ymd.year())),
                                         std::chrono::month(static_cast<unsigned>(ymd.month())),
                                         std::chrono::day(static_cast<unsigned>(ymd.day())));
  return nlu::HolidayOn(same, *land).has_value();
}

int WeekdayOf(date::local_days day) { return static_cast<int>(date::weekday(day).iso_encoding()); }

}  // namespace

absl::StatusOr<StaffedHours> ParseStaffedHours(const std::string& text) {
  StaffedHours hours;
  if (text.empty()) return hours;
  const json list = json::parse(text, nullptr, false);
  if (!list.is_array() || list.size() > kMostStretches)
    return absl::InvalidArgumentError("Die Zeiten sind nicht lesbar.");
  for (const json& item : list) {
    if (!item.is_object() || !item.contains("weekday") || !item["weekday"].is_number_integer() || item["weekday"] < 1 ||
        item["weekday"] > 7)
      return absl::InvalidArgumentError("Der Wochentag fehlt.");
    const int weekday = item["weekday"];
    const auto from = MinuteOf(item.value("from", json()));
    const auto to = MinuteOf(item.value("to", json()));
    if (!from || !to)
      return absl::InvalidArgumentError(fmt::format("{}: Uhrzeiten bitte wie 08:00 angeben.", kDays[weekday]));
    if (*from >= *to)
      return absl::InvalidArgumentError(fmt::format("{}: Das Ende muss nach dem Beginn liegen.", kDays[weekday]));
    hours.push_back({weekday, *from, *to});
  }
  std::sort(hours.begin(), hours.end(), [](const auto& a, const auto& b) {
    return std::pair(a.weekday, a.from_minute) < std::pair(b.weekday, b.from_minute);
  });
  for (std::size_t i = 1; i < hours.size(); ++i) {
    if (hours[i].weekday == hours[i - 1].weekday && hours[i].from_minute < hours[i - 1].to_minute)
      return absl::InvalidArgumentError(fmt::format("{}: Zwei Zeiten überschneiden sich.", kDays[hours[i].weekday]));
  }
  return hours;
}

std::string ToJson(const StaffedHours& hours) {
  json list = json::array();
  for (const StaffedStretch& stretch : hours)
    list.push_back(
        {{"weekday", stretch.weekday}, {"from", Padded(stretch.from_minute)}, {"to", Padded(stretch.to_minute)}});
  return list.dump();
}

bool StaffedAt(const StaffedHours& hours, const StaffedPlace& place, std::chrono::sys_seconds now) {
  if (hours.empty()) return false;
  const auto local = date::make_zoned(place.time_zone, now).get_local_time();
  const auto day = date::floor<date::days>(local);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
  const bool in_hours = std::any_of(hours.begin(), hours.end(), [&](const StaffedStretch& stretch) {
    return stretch.weekday == WeekdayOf(day) && stretch.from_minute <= minute && minute < stretch.to_minute;
  });
  return in_hours && !IsHoliday(day, place);
}

std::optional<StaffedDay> NextStaffedDay(const StaffedHours& hours, const StaffedPlace& place,
                                         std::chrono::sys_seconds now) {
  auto day = date::floor<date::days>(date::make_zoned(place.time_zone, now).get_local_time());
  for (int ahead = 0; ahead < kLookAheadDays; ++ahead) {
    day += date::days(1);
    int end = 0;
    for (const StaffedStretch& stretch : hours) {
      if (stretch.weekday == WeekdayOf(day)) end = std::max(end, stretch.to_minute);
    }
    if (end == 0 || IsHoliday(day, place)) continue;
    const auto until =
        date::make_zoned(place.time_zone, day + std::chrono::minutes(end), date::choose::earliest).get_sys_time();
    return StaffedDay{date::format("%F", day), std::chrono::floor<std::chrono::seconds>(until)};
  }
  return std::nullopt;
}

std::string InWords(const StaffedHours& hours) {
  std::array<std::string, 8> of_day;
  for (const StaffedStretch& stretch : hours) {
    std::string& text = of_day[static_cast<std::size_t>(stretch.weekday)];
    text += fmt::format("{}{}–{}", text.empty() ? "" : " und ", Clock(stretch.from_minute), Clock(stretch.to_minute));
  }
  std::string words;
  for (std::size_t day = 1; day <= 7; ++day) {
    if (of_day[day].empty()) continue;
    std::size_t last = day;
    while (last < 7 && of_day[last + 1] == of_day[day]) ++last;
    const std::string days = last == day ? kShortDays[day] : fmt::format("{}–{}", kShortDays[day], kShortDays[last]);
    words += fmt::format("{}{} {} Uhr", words.empty() ? "" : ", ", days, of_day[day]);
    day = last;
  }
  return words;
}

}  // namespace amtslotse::dialogue
