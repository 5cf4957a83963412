#include "gateways/web/dates.h"

#include <date/tz.h>
#include <fmt/format.h>
#include <unicode/smpdtfmt.h>

#include <charconv>
#include <chrono>
#include <optional>

namespace amtslotse::gateways::web {
namespace {

std::optional<int> Digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<date::year_month_day> Parse(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4)), month = Digits(text.substr(5, 2)), day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const date::year_month_day parsed = date::year(*year) / *month / *day;
  return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

std::string Iso(const date::year_month_day& day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string Format(const date::year_month_day& day, const char* pattern, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(icu::UnicodeString::fromUTF8(pattern), icu::Locale(std::string(language).c_str()),
                               status);
  if (U_FAILURE(status)) return Iso(day);
  format.setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString text;
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(date::sys_days(day).time_since_epoch());
  format.format(static_cast<UDate>(milliseconds.count()), text);
  std::string out;
  return text.toUTF8String(out);
}

}  // namespace

std::string LongDay(std::string_view text, std::string_view language) {
  const auto day = Parse(text);
  return day ? Format(*day, language == "en" ? "EEEE, d MMMM y" : "EEEE, d. MMMM y", language) : std::string(text);
}

std::string MonthName(std::string_view month, std::string_view language) {
  const auto day = Parse(std::string(month) + "-01");
  return day ? Format(*day, "LLLL y", language) : std::string(month);
}

std::string TimeOf(std::string_view local) { return std::string(local.size() >= 16 ? local.substr(11, 5) : local); }

std::string LocalTime(std::int64_t unix_seconds, const std::string& zone) {
  const auto moment = date::sys_seconds(std::chrono::seconds(unix_seconds));
  const auto in = [&](const std::string& name) {
    return date::format("%Y-%m-%dT%H:%M", date::make_zoned(name, moment));
  };
  try {
    return in(zone.empty() ? "Europe/Berlin" : zone);
  } catch (const std::exception&) {  // the library's way to say that it knows no such zone
    return in("Europe/Berlin");
  }
}

std::string AddDays(std::string_view text, int days) {
  const auto day = Parse(text);
  return day ? Iso(date::year_month_day(date::sys_days(*day) + date::days(days))) : std::string();
}

std::string AddMonths(std::string_view month, int months) {
  const auto day = Parse(std::string(month) + "-01");
  return day ? Iso(*day + date::months(months)).substr(0, 7) : std::string();
}

int WeekdayOf(std::string_view text) {
  const auto day = Parse(text);
  return day ? static_cast<int>(date::weekday(date::sys_days(*day)).iso_encoding()) : 0;
}

int DaysIn(std::string_view month) {
  const auto day = Parse(std::string(month) + "-01");
  if (!day) return 0;
  const date::year_month_day_last last = day->year() / day->month() / date::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::int64_t UnixNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace amtslotse::gateways::web
