// When and where an appointment is wished for.
#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "nlu/number_words.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/shifted_time.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kNoon = 12 * 60;
constexpr int kDayEnds = 24 * 60;

int Minutes(std::chrono::seconds time) { return static_cast<int>(time.count() / 60); }

Weekdays BitOf(std::chrono::local_days day) { return 1u << (std::chrono::weekday(day).iso_encoding() - 1); }

// "nicht so früh", "nicht zu spät": from mid-morning on, until the afternoon.
constexpr int kNotEarly = 10 * 60;
constexpr int kNotLate = 15 * 60;

bool IsNotEarly(const std::string& folded) {
  return SaysAny(folded, {"nicht so frueh", "nicht zu frueh", "nicht ganz so frueh", "nicht gleich so frueh",
                          "nicht allzu frueh", "nicht so zeitig"});
}
bool IsNotLate(const std::string& folded) {
  return SaysAny(folded, {"nicht so spaet", "nicht zu spaet", "nicht ganz so spaet", "nicht allzu spaet"});
}

// The "früh am Morgen" of "nicht so früh am Morgen".
bool IsEarlyClock(const nlu::TimeReading& reading) {
  return !reading.days && reading.clock && Minutes(reading.clock->until) <= kNoon &&
         reading.clock->from != reading.clock->until;
}

// "im Dezember", "nächste Woche", and then "nur montags": still within it. A single day that was wished for gives way.
bool LastsLonger(const SlotWish& wish) { return !wish.from_date.empty() && wish.from_date != wish.to_date; }

// `weekdays` are those that the message has named so far.
void Add(const nlu::TimeValue& value, Weekdays& weekdays, SlotWish& wish) {
  const nlu::TimeReading& reading = value.readings.front();
  if (value.weekly && reading.days) {
    wish.weekdays = weekdays |= BitOf(reading.days->first);
    if (!LastsLonger(wish)) wish.from_date.clear(), wish.to_date.clear();
  } else if (reading.days) {
    wish.from_date = DateText(reading.days->first);
    wish.to_date = reading.open_end ? "" : DateText(reading.days->last);
    if (wish.from_date == wish.to_date) wish.weekdays = kAnyWeekday;
  }
  if (reading.days && !reading.clock) wish.from_minute = wish.to_minute = 0;
  if (!reading.clock) return;
  const bool point = reading.clock->from == reading.clock->until;
  wish.from_minute = Minutes(reading.clock->from);
  wish.to_minute = reading.open_end && point ? 0 : point ? wish.from_minute + 60 : Minutes(reading.clock->until);
}

// "nicht montags", "nicht vor 10", "morgen kann ich nicht": what is left. A day further off can still be refused when
// it is offered.
void RuleOut(const nlu::TimeValue& value, const std::string& today, SlotWish& wish) {
  const nlu::TimeReading& reading = value.readings.front();
  if (value.weekly && reading.days) {
    const Weekdays left = (wish.weekdays == kAnyWeekday ? kEveryWeekday : wish.weekdays) & ~BitOf(reading.days->first);
    wish.weekdays = left;  // none left is any again
  } else if (reading.days) {
    const std::string first = DateText(reading.days->first);
    const std::string begin = wish.from_date.empty() ? NextDay(today) : wish.from_date;
    const std::string after = NextDay(DateText(reading.days->last));
    if (first <= begin && after > begin && (wish.to_date.empty() || after <= wish.to_date)) wish.from_date = after;
  } else if (reading.clock && Minutes(reading.clock->from) < kNoon && Minutes(reading.clock->until) < kDayEnds) {
    wish.from_minute = std::max(wish.from_minute, Minutes(reading.clock->until));
  } else if (reading.clock) {
    const int end = Minutes(reading.clock->from);
    wish.to_minute = wish.to_minute == 0 ? end : std::min(wish.to_minute, end);
  }
}

// "am 3.12. ab 9", "lieber um elf", without "Uhr".
bool ReadBareClock(const std::string& folded, SlotWish& wish) {
  constexpr std::int64_t kFirstHour = 7;
  constexpr std::int64_t kLastHour = 19;
  constexpr int kMinutes = 60;
  const std::vector<std::string> words = absl::StrSplit(folded, absl::ByAnyChar(" ,?!"), absl::SkipEmpty());
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& before = words[i - 1];
    const bool from = before == "ab" || before == "nach";
    const bool until = before == "vor" || before == "bis";
    if (!from && !until && before != "um" && before != "gegen") continue;
    const auto named = nlu::NumberFromWord(words[i]);
    const auto hour = named ? named : nlu::NumberFromDigits(words[i]);
    // "vor 10 Tagen", "bis 12 Jahre" count something else.
    const bool counts = i + 1 < words.size() && std::isalpha(static_cast<unsigned char>(words[i + 1].front())) != 0 &&
                        !SaysAny(words[i + 1], {"waere", "bitte", "passt", "geht", "oder", "und"});
    if (!hour || *hour < kFirstHour || *hour > kLastHour || counts) continue;
    const int minute = static_cast<int>(*hour) * kMinutes;
    wish.from_minute = until ? 0 : minute;
    wish.to_minute = until ? minute : from ? 0 : minute + kMinutes;
    return true;
  }
  return false;
}

// "Montag oder Dienstag": from the first to the last of these days, on their weekdays. A time said of one of them only
// leaves both open.
void ReadEither(const std::vector<const nlu::TimeValue*>& named, SlotWish& wish) {
  std::vector<const nlu::TimeReading*> days;
  for (const nlu::TimeValue* value : named) {
    const nlu::TimeReading& reading = value->readings.front();
    const bool day = reading.days && reading.days->first == reading.days->last && !reading.open_end && !value->weekly;
    if (day) days.push_back(&reading);
  }
  if (days.size() < 2) return;
  const auto [first, last] = std::minmax_element(
      days.begin(), days.end(), [](const auto* a, const auto* b) { return a->days->first < b->days->first; });
  wish.from_date = DateText((*first)->days->first);
  wish.to_date = DateText((*last)->days->first);
  wish.weekdays = kAnyWeekday;
  for (const nlu::TimeReading* reading : days) wish.weekdays |= BitOf(reading->days->first);
  const auto timed = std::count_if(days.begin(), days.end(), [](const auto* reading) { return reading->clock; });
  if (timed > 1 || (timed == 1 && !days.back()->clock)) wish.from_minute = wish.to_minute = 0;
}

}  // namespace

bool ReadWish(const Turn& turn, SlotWish& wish) {
  if (ReadShift(turn, wish)) return true;
  bool read = false;
  bool clock = false;
  const std::string folded = Folded(turn.text);
  const bool not_early = IsNotEarly(folded);
  const bool too_early = not_early || SaysAny(folded, {"zu frueh"});
  Weekdays weekdays = kAnyWeekday;
  std::vector<const nlu::TimeValue*> named, ruled_out;
  for (const nlu::Entity& entity : turn.understood.entities) {
    if (entity.kind == nlu::EntityKind::kAsSoonAsPossible || entity.kind == nlu::EntityKind::kAnyTime) {
      wish = SlotWish{.from_date = "",
                      .to_date = "",
                      .from_minute = 0,
                      .to_minute = 0,
                      .location_ids = wish.location_ids,
                      .weekdays = kAnyWeekday};
      read = true;
    }
    const auto* value = std::get_if<nlu::TimeValue>(&entity.value);
    if (value == nullptr || value->readings.empty()) continue;
    if (too_early && IsEarlyClock(value->readings.front())) continue;
    if (value->ruled_out)
      ruled_out.push_back(value);
    else
      Add(*value, weekdays, wish), named.push_back(value);
    clock = clock || value->readings.front().clock.has_value();
    read = true;
  }
  if (folded.find(" oder ") != std::string::npos) ReadEither(named, wish);
  if (!clock && ReadBareClock(folded, wish)) read = true;
  const std::string today = LocalDate(turn.now, turn.town.municipality().time_zone);
  for (const nlu::TimeValue* value : ruled_out) RuleOut(*value, today, wish);
  const bool not_late = IsNotLate(folded);
  if (not_early) wish.from_minute = std::max(wish.from_minute, kNotEarly);
  if (not_late) wish.to_minute = wish.to_minute == 0 ? kNotLate : std::min(wish.to_minute, kNotLate);
  return read || not_early || not_late;
}

}  // namespace amtslotse::dialogue
