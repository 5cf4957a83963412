#include "services/dialogue/core/german.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "nlu/text/fold.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::array kWeekdays{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"};
constexpr std::array kMonths{"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                             "Juli",   "August",  "September", "Oktober", "November", "Dezember"};

std::optional<std::chrono::year_month_day> ParseDate(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return day.ok() ? std::optional(day) : std::nullopt;
}

unsigned Weekday(const std::chrono::year_month_day& day) {
  return std::chrono::weekday(std::chrono::sys_days(day)).c_encoding();
}

}  // namespace

std::string LongDate(std::string_view local) {
  const auto day = ParseDate(local);
  if (!day) return std::string(local);
  return fmt::format("{}, {}. {} {}", kWeekdays[Weekday(*day)], static_cast<unsigned>(day->day()),
                     kMonths[static_cast<unsigned>(day->month()) - 1], static_cast<int>(day->year()));
}

std::string ShortDate(std::string_view local) {
  const auto day = ParseDate(local);
  if (!day) return std::string(local);
  return fmt::format("{}, {}.{}.", std::string_view(kWeekdays[Weekday(*day)]).substr(0, 2),
                     static_cast<unsigned>(day->day()), static_cast<unsigned>(day->month()));
}

std::string ClockTime(std::string_view local) {
  return local.size() < 16 ? std::string() : fmt::format("{} Uhr", local.substr(11, 5));
}

std::string LengthOfTime(std::chrono::seconds time) {
  const auto in = [](auto count, const char* one, const char* several) {
    return fmt::format("{} {}", count, count == 1 ? one : several);
  };
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(time).count();
  if (time < std::chrono::minutes(1)) return in(time.count(), "Sekunde", "Sekunden");
  if (minutes % 60 == 0) return in(minutes / 60, "Stunde", "Stunden");
  return in(minutes, "Minute", "Minuten");
}

std::string Listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " und " : ", ";
    text += items[i];
  }
  return text;
}

std::string Folded(std::string_view text) {
  std::string folded = nlu::Fold(text);
  const auto keep = [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; };
  std::size_t begin = 0;
  std::size_t end = folded.size();
  while (begin < end && !keep(static_cast<unsigned char>(folded[begin]))) ++begin;
  while (end > begin && !keep(static_cast<unsigned char>(folded[end - 1]))) --end;
  return folded.substr(begin, end - begin);
}

std::string LocalDate(std::chrono::sys_seconds time, const std::string& zone) {
  return date::format("%F", date::zoned_seconds(zone, date::sys_seconds(time.time_since_epoch())).get_local_time());
}

std::string DateText(std::chrono::local_days day) {
  return date::format("%F", date::local_days(date::days(day.time_since_epoch().count())));
}

std::string LocalClock(std::chrono::sys_seconds time, const std::string& zone) {
  return date::format("%H:%M", date::zoned_seconds(zone, date::sys_seconds(time.time_since_epoch())).get_local_time());
}

bool SaysAny(std::string_view folded, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string_view::npos; });
}

std::string DaysAfter(std::string_view local, int days) {
  const auto day = ParseDate(local);
  if (!day) return {};
  return DateText(std::chrono::local_days((std::chrono::sys_days(*day) + std::chrono::days(days)).time_since_epoch()));
}

std::string NextDay(std::string_view local) { return DaysAfter(local, 1); }

bool IsCapital(std::string_view word) {
  if (word.empty()) return false;
  const auto first = static_cast<unsigned char>(word[0]);
  if (first != 0xC3u) return first >= 'A' && first <= 'Z';
  const auto second = word.size() > 1 ? static_cast<unsigned char>(word[1]) : 0u;
  return second >= 0x80u && second <= 0x9Eu;
}

bool SaysWhereOneLives(std::string_view folded) {
  static constexpr std::array<std::string_view, 4> kLives{" wohn ", " wohne", " wohnhaft", " lebe"};
  return std::any_of(kLives.begin(), kLives.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string_view::npos; });
}

}  // namespace amtslotse::dialogue
