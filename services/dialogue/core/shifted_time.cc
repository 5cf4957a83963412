#include "services/dialogue/core/shifted_time.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kDay = 24 * 60;
constexpr int kWeek = 7;
constexpr int kHour = 60;

// From where is counted.
struct Anchor {
  std::string date;
  int minute = 0;
  bool exact = false;  // one time, not the first of several
};

std::optional<Anchor> AnchorOf(const Session& session) {
  const auto at = [](const Slot& slot, bool exact) -> std::optional<Anchor> {
    if (slot.local_begin.size() < 16) return std::nullopt;
    int hour = 0, minute = 0;
    std::from_chars(slot.local_begin.data() + 11, slot.local_begin.data() + 13, hour);
    std::from_chars(slot.local_begin.data() + 14, slot.local_begin.data() + 16, minute);
    return Anchor{slot.local_begin.substr(0, 10), hour * kHour + minute, exact};
  };
  const bool moves = !session.booking || session.booking->rebooking;
  if (moves && session.appointment && !session.appointment->appointment.cancelled)
    return at(session.appointment->appointment.slot, true);
  if (!session.booking) return std::nullopt;
  if (session.booking->held) return at(session.booking->held->slot, true);
  if (session.booking->offered.empty()) return std::nullopt;
  return at(session.booking->offered.front(), session.booking->offered.size() == 1);
}

// How far from there.
struct Shift {
  std::optional<int> days;
  std::optional<int> minutes;
  bool same_time = false;
  bool Says() const { return days || minutes || same_time; }
};

Shift ShiftOf(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool earlier = SaysAny(folded, {"frueher", " davor ", " vorher ", " zuvor ", " eher ", " nach vorn"});
  // "um eine Woche verschieben"
  const bool moves = !earlier && turn.Wants(nlu::Act::kRebook) && SaysAny(folded, {" um "});
  const bool later =
      moves || SaysAny(folded, {"spaeter", " danach ", " darauf ", " drauf ", " nach hinten", " weiter hinten"});
  Shift shift;
  shift.same_time = SaysAny(
      folded, {"gleiche zeit", "gleiche uhrzeit", "gleichen zeit", "gleichen uhrzeit", "selbe zeit", "selbe uhrzeit",
               "selben zeit", "selben uhrzeit", "gleicher uhrzeit", "gleicher zeit", "selber uhrzeit", "selber zeit"});
  if (SaysAny(folded, {" selben tag ", " gleichen tag "})) shift.days = 0;
  if (SaysAny(folded, {" naechsten tag ", " folgenden tag ", " naechster tag "})) shift.days = 1;
  if (SaysAny(folded, {" folgenden woche ", " folgende woche "})) shift.days = kWeek;
  if (later == earlier) return shift;
  const int sign = later ? 1 : -1;
  if (SaysAny(folded, {" tag danach ", " tag darauf ", " tag drauf ", " tag davor ", " tag vorher ", " tag zuvor "}))
    shift.days = sign;
  if (SaysAny(folded, {" woche danach ", " woche darauf ", " woche drauf ", " woche davor ", " woche vorher "}))
    shift.days = sign * kWeek;
  if (const nlu::Entity* entity = turn.Find(nlu::EntityKind::kDuration)) {
    const auto length = std::get<nlu::DurationValue>(entity->value).length;
    const int minutes = static_cast<int>(length.count() / 60);
    if (minutes >= kDay)
      shift.days = sign * (minutes / kDay);
    else
      shift.minutes = sign * minutes;
  }
  return shift;
}

// The days of the week in which `day` is, as far as `wish` spans them: "nächste Woche, gleiche Uhrzeit" is the same day
// of that week.
void KeepDayOfWeek(const std::string& date, SlotWish& wish) {
  if (wish.from_date.empty() || wish.from_date == wish.to_date) return;
  for (std::string day = date; day <= wish.to_date; day = DaysAfter(day, kWeek)) {
    if (day >= wish.from_date) {
      wish.from_date = wish.to_date = day;
      return;
    }
  }
}

void AroundTime(int minute, SlotWish& wish) {
  wish.from_minute = std::clamp(minute, 0, kDay - kHour);
  wish.to_minute = wish.from_minute + kHour;
}

// A day or a clock time that the message names beside.
void AddNamedTimes(const Turn& turn, SlotWish& wish) {
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto* value = std::get_if<nlu::TimeValue>(&entity.value);
    if (value == nullptr || value->readings.empty() || value->ruled_out) continue;
    const nlu::TimeReading& reading = value->readings.front();
    if (reading.days) {
      wish.from_date = DateText(reading.days->first);
      wish.to_date = DateText(reading.days->last);
    }
    if (!reading.clock) continue;
    const auto minute = [](std::chrono::seconds time) { return static_cast<int>(time.count() / 60); };
    wish.from_minute = minute(reading.clock->from);
    wish.to_minute = std::max(minute(reading.clock->until), wish.from_minute + kHour);
  }
}

}  // namespace

bool ReadShift(const Turn& turn, SlotWish& wish) {
  const Shift shift = ShiftOf(turn);
  if (!shift.Says()) return false;
  const auto anchor = AnchorOf(turn.session);
  if (!anchor) return false;
  SlotWish shifted{.from_date = "",
                   .to_date = "",
                   .from_minute = 0,
                   .to_minute = 0,
                   .location_ids = wish.location_ids,
                   .weekdays = kAnyWeekday};
  AddNamedTimes(turn, shifted);
  if (shift.days || shifted.from_date.empty()) {
    shifted.from_date = DaysAfter(anchor->date, shift.days.value_or(0));
    // Of several times that were offered, none says which day of the week.
    const bool any_day = shift.days.value_or(0) % kWeek == 0 && shift.days.value_or(0) != 0 && !anchor->exact;
    shifted.to_date = any_day && !shift.same_time ? DaysAfter(shifted.from_date, kWeek - 1) : shifted.from_date;
  }
  if (shift.same_time) {
    KeepDayOfWeek(anchor->date, shifted);
    AroundTime(anchor->minute, shifted);
  } else if (shift.minutes) {
    AroundTime(anchor->minute + *shift.minutes, shifted);
  } else if (shifted.to_minute == 0) {
    shifted.from_minute = wish.from_minute;
    shifted.to_minute = wish.to_minute;
  }
  const bool rest_of_day = shift.days == 0 && !shift.minutes && !shift.same_time && shifted.to_minute == 0;
  if (rest_of_day && SaysAny(Folded(turn.text), {"spaeter"})) shifted.from_minute = anchor->minute + 1;
  if (rest_of_day && SaysAny(Folded(turn.text), {"frueher"})) shifted.to_minute = anchor->minute;
  wish = shifted;
  return true;
}

}  // namespace amtslotse::dialogue
