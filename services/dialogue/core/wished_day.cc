#include "services/dialogue/core/wished_day.h"

#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <vector>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/session.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::array kMonthNames{"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                 "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr int kMostDays = 31;

std::optional<int> NumberIn(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                                   : std::nullopt;
}

// "februar", "feb", "febr"
int MonthNamed(const std::string& word) {
  constexpr std::size_t kShortest = 3;
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    const std::string name = Folded(kMonthNames[i]);
    if (word == name || (word.size() >= kShortest && word.size() <= kShortest + 1 && name.starts_with(word)))
      return static_cast<int>(i) + 1;
  }
  return 0;
}

// Of a year that is not known, a leap year.
std::string NameIfImpossible(int day, int month, int year) {
  constexpr int kLeapYear = 2028;
  const std::chrono::year_month_day date{std::chrono::year(year > 0 ? year : kLeapYear),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (day < 1 || date.ok()) return {};
  const std::string name = fmt::format("{}. {}", day, kMonthNames[static_cast<std::size_t>(month) - 1]);
  return year > 0 ? fmt::format("{} {}", name, year) : name;
}

int YearIn(const std::string& word) {
  constexpr int kFirst = 2000, kAfter = 2100;
  const auto number = NumberIn(word);
  return number && *number >= kFirst && *number < kAfter ? *number : 0;
}

}  // namespace

std::string ImpossibleDayIn(const std::string& text) {
  constexpr std::size_t kDayMonthYear = 3;
  const std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" ,;!?"), absl::SkipEmpty());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(words[i], '.', absl::SkipEmpty());
    const auto day = parts.empty() ? std::nullopt : NumberIn(parts.front());
    if (!day || words[i].find('.') == std::string::npos) continue;
    if (parts.size() == 1 && i + 1 < words.size()) {
      const int month = MonthNamed(Folded(words[i + 1]));
      const int year = i + 2 < words.size() ? YearIn(words[i + 2]) : 0;
      if (month > 0 && *day < 100) {
        if (std::string name = NameIfImpossible(*day, month, year); !name.empty()) return name;
      }
    } else if (parts.size() >= 2 && parts.size() <= kDayMonthYear && *day <= kMostDays) {
      // "31.4.", "31.04.2027"; "30.2" alone may be anything.
      const auto month = NumberIn(parts[1]);
      const bool whole = parts.size() == kDayMonthYear || words[i].ends_with('.');
      if (!month || *month < 1 || *month > 12 || !whole) continue;
      const int year = parts.size() == kDayMonthYear ? YearIn(parts[2]) : 0;
      if (std::string name = NameIfImpossible(*day, *month, year); !name.empty()) return name;
    }
  }
  return {};
}

bool IsOver(const SlotWish& wish, const std::string& today) { return !wish.to_date.empty() && wish.to_date < today; }

}  // namespace amtslotse::dialogue
