#include "booking/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "nlu/calendar/holidays.h"

namespace amtslotse::booking {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::weekday;

sys_days MondayOf(Date date) {
  const sys_days day{date};
  return day - (weekday{day} - std::chrono::Monday);
}

bool Means(const EveryWeek& rule, const OpeningRule& opening, Date day) {
  if (weekday{sys_days{day}} != rule.weekday) return false;
  if (rule.every_n_weeks == 1) return true;
  return (MondayOf(day) - MondayOf(*opening.valid_from)).count() / 7 % rule.every_n_weeks == 0;
}

bool Means(const NthWeekday& rule, const OpeningRule&, Date day) {
  if (weekday{sys_days{day}} != rule.weekday) return false;
  if (rule.nth == -1) return Date{sys_days{day} + days{7}}.month() != day.month();
  return (static_cast<unsigned>(day.day()) - 1) / 7 + 1 == static_cast<unsigned>(rule.nth);
}

bool Means(const OneDay& rule, const OpeningRule&, Date day) { return rule.date == day; }

bool Holds(const OpeningRule& opening, Date day) {
  if (opening.valid_from && day < *opening.valid_from) return false;
  if (opening.valid_to && day > *opening.valid_to) return false;
  return std::visit([&](const auto& rule) { return Means(rule, opening, day); }, opening.days);
}

bool WholeDay(const Closure& closure) { return !closure.from && !closure.to; }

bool Covers(const Closure& closure, Date day) { return closure.first <= day && day <= closure.last; }

bool IsPublicHoliday(const Location& location, Date day) {
  return location.land && !location.open_holidays.contains(day) && nlu::HolidayOn(day, *location.land);
}

bool ClosedAllDay(const Location& location, Date day) {
  return IsPublicHoliday(location, day) ||
         std::any_of(location.closures.begin(), location.closures.end(),
                     [&](const Closure& closure) { return WholeDay(closure) && Covers(closure, day); });
}

struct Window {
  Instant from;
  Instant to;
};

// The parts of a day that closures take away.
std::vector<Window> ClosedWindows(const Location& location, const Zone& zone, Date day) {
  std::vector<Window> windows;
  for (const Closure& closure : location.closures) {
    if (WholeDay(closure) || !Covers(closure, day)) continue;
    windows.push_back(
        {zone.At(day, closure.from.value_or(minutes{0})), zone.At(day, closure.to.value_or(minutes{1440}))});
  }
  return windows;
}

// In time order, with the capacities of equal starts added.
std::vector<SlotCapacity> AddedUp(std::vector<SlotCapacity> slots) {
  const auto earlier = [](const SlotCapacity& a, const SlotCapacity& b) { return a.start < b.start; };
  if (!std::is_sorted(slots.begin(), slots.end(), earlier)) std::stable_sort(slots.begin(), slots.end(), earlier);
  std::vector<SlotCapacity> added;
  added.reserve(slots.size());
  for (const SlotCapacity& slot : slots) {
    if (added.empty() || added.back().start != slot.start) {
      added.push_back(slot);
    } else {
      added.back().capacity += slot.capacity;
      added.back().public_capacity += slot.public_capacity;
    }
  }
  return added;
}

// The last and the next moment at which days were or will be released, around now.
struct Releases {
  Instant last;
  Instant next;
};

Releases ReleasesAround(const ReleaseSchedule& schedule, const Zone& zone, Instant now) {
  TimeOfDay at{0};
  std::optional<weekday> only;
  if (const auto* weekly = std::get_if<ReleaseWeekly>(&schedule)) {
    at = weekly->at;
    only = weekly->weekday;
  } else if (const auto* daily = std::get_if<ReleaseDaily>(&schedule)) {
    at = daily->at;
  }
  const sys_days today{zone.DateOf(now)};
  Releases found{};
  for (int ahead = -8; ahead <= 8; ++ahead) {
    const sys_days day = today + days{ahead};
    if (only && weekday{day} != *only) continue;
    const Instant release = zone.At(Date{day}, at);
    if (release <= now) found.last = release;
    if (release > now) {
      found.next = release;
      break;
    }
  }
  return found;
}

absl::Status Wrong(const Location& location, const std::string& what) {
  return absl::InvalidArgumentError(fmt::format("location '{}': {}", location.id.value, what));
}

// Overlapping rules must share the grid; otherwise one appointment would block two counters.
bool Misaligned(const OpeningRule& a, const OpeningRule& b, int slot_minutes) {
  return a.appointments && b.appointments && a.from < b.to && b.from < a.to &&
         (a.from - b.from).count() % slot_minutes != 0;
}

absl::Status ValidateRule(const Location& location, const OpeningRule& rule) {
  if (rule.from < minutes{0} || rule.to > minutes{1440} || rule.from >= rule.to) {
    return Wrong(location, "opening_hours: 'from' must lie before 'to' within one day");
  }
  if (const auto* weekly = std::get_if<EveryWeek>(&rule.days)) {
    if (weekly->every_n_weeks < 1 || weekly->every_n_weeks > 52) {
      return Wrong(location, "opening_hours: every_n_weeks: expected 1..52");
    }
    if (weekly->every_n_weeks > 1 && !rule.valid_from) {
      return Wrong(location, "opening_hours: every_n_weeks needs valid_from to count from");
    }
  }
  if (const auto* monthly = std::get_if<NthWeekday>(&rule.days)) {
    if (monthly->nth != -1 && (monthly->nth < 1 || monthly->nth > 5)) {
      return Wrong(location, "opening_hours: nth: expected 1..5 or -1");
    }
  }
  const int capacity = rule.capacity.value_or(location.capacity);
  const int for_public = rule.public_capacity.value_or(std::min(capacity, location.public_capacity));
  if (capacity < 0 || capacity > 1000 || for_public < 0 || for_public > capacity) {
    return Wrong(location, "opening_hours: capacity: expected 0..1000, public_capacity at most capacity");
  }
  for (const OpeningRule& other : location.opening) {
    if (Misaligned(rule, other, location.slot_minutes)) {
      return Wrong(location, "opening_hours: overlapping hours must start whole slots apart");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateNumbers(const Location& location) {
  const BookingRules& rules = location.rules;
  const struct {
    const char* name;
    std::int64_t value, min, max;
  } numbers[] = {
      {"slot_minutes", location.slot_minutes, 1, 480},
      {"capacity_per_slot", location.capacity, 0, 1000},
      {"public_capacity_per_slot", location.public_capacity, 0, location.capacity},
      {"buffer_minutes", location.buffer_minutes, 0, 480},
      {"booking_window_days", rules.window_days, 0, 730},
      {"lead_minutes", rules.lead.count(), 0, 60 * 24 * 90},
      {"hold_minutes", rules.hold.count(), 1, 60},
      {"confirmation_minutes", rules.await_confirmation.count(), 1, 1440},
      {"return_delay_minutes", rules.return_delay.min.count(), 0, rules.return_delay.max.count()},
      {"return_delay_minutes", rules.return_delay.max.count(), 0, 7 * 1440},
      {"max_minutes", rules.max_minutes, 1, 1440},
      {"person_limit", rules.person_limit, 0, 1000},
      {"reminder_hours", rules.reminder.count(), 0, 24 * 30},
      {"retention_hours", rules.retention.count(), 0, 24 * 365},
      {"retention_cancelled_hours", rules.retention_cancelled.value_or(rules.retention).count(), 0, 24 * 365},
      {"retention_missed_hours", rules.retention_missed.value_or(rules.retention).count(), 0, 24 * 365},
      {"offer_minutes", rules.offer.count(), 5, 24 * 60},
      {"appointments_per_walk_in", rules.appointments_per_walk_in, 0, 100},
  };
  for (const auto& number : numbers) {
    if (number.value < number.min || number.value > number.max) {
      return Wrong(location, fmt::format("{}: expected {}..{}", number.name, number.min, number.max));
    }
  }
  return absl::OkStatus();
}

// Links that citizens are sent to; empty is fine.
bool IsWebAddress(const std::string& url) {
  if (url.empty()) return true;
  return (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= 1000 &&
         url.find_first_of(" \t\r\n<>\"\\") == std::string::npos;
}

}  // namespace

double MetresBetween(const Coordinates& a, const Coordinates& b) {
  constexpr double kRadius = 6'371'000;
  constexpr double kRadians = 3.14159265358979323846 / 180;
  const double along = std::sin((b.latitude - a.latitude) * kRadians / 2);
  const double across = std::sin((b.longitude - a.longitude) * kRadians / 2);
  const double h = along * along + std::cos(a.latitude * kRadians) * std::cos(b.latitude * kRadians) * across * across;
  return 2 * kRadius * std::asin(std::sqrt(std::min(1.0, h)));
}

const OfferedService* Location::Find(const ServiceId& service) const {
  const auto found = std::find_if(services.begin(), services.end(),
                                  [&](const OfferedService& offered) { return offered.service == service; });
  return found == services.end() ? nullptr : &*found;
}

absl::Status Validate(const Location& location) {
  if (location.id.value.empty() || location.id.value.size() > 200) return Wrong(location, "id: expected 1..200 bytes");
  if (const auto zone = Zone::Find(location.time_zone); !zone.ok()) {
    return Wrong(location, "time_zone: unknown zone '" + location.time_zone + "'");
  }
  if (const absl::Status numbers = ValidateNumbers(location); !numbers.ok()) return numbers;
  for (const OpeningRule& rule : location.opening) {
    if (const absl::Status valid = ValidateRule(location, rule); !valid.ok()) return valid;
  }
  for (const Closure& closure : location.closures) {
    if (closure.last < closure.first) return Wrong(location, "closures: 'last' lies before 'first'");
  }
  if (!IsWebAddress(location.rules.external_url)) return Wrong(location, "external_url: expected https://…");
  if (location.coordinates &&
      (std::abs(location.coordinates->latitude) > 90 || std::abs(location.coordinates->longitude) > 180)) {
    return Wrong(location, "coordinates: expected [-90..90, -180..180]");
  }
  std::set<ServiceId> seen;
  for (const OfferedService& service : location.services) {
    if (service.service.value.empty() || !seen.insert(service.service).second) {
      return Wrong(location, "services: empty or repeated service_id '" + service.service.value + "'");
    }
    for (const std::string* url : {&service.online_url, &service.external_url}) {
      if (!IsWebAddress(*url)) {
        return Wrong(location, "services: '" + service.service.value + "': expected https://… as address");
      }
    }
    if (service.minors.size() > 1000) return Wrong(location, "services: minors: at most 1000 bytes");
    if (service.minutes < 1 || service.minutes > 1440 || service.max_quantity < 1 || service.max_quantity > 1000) {
      return Wrong(location, "services: '" + service.service.value + "': minutes 1..1440, max_quantity 1..1000");
    }
  }
  return absl::OkStatus();
}

std::vector<SlotCapacity> SlotsOfDay(const Location& location, const Zone& zone, Date day) {
  if (ClosedAllDay(location, day)) return {};
  const std::vector<Window> closed = ClosedWindows(location, zone, day);
  const auto length = minutes{location.slot_minutes};
  std::vector<SlotCapacity> slots;
  for (const OpeningRule& rule : location.opening) {
    if (!rule.appointments || !Holds(rule, day)) continue;
    const int capacity = rule.capacity.value_or(location.capacity);
    const int for_public = rule.public_capacity.value_or(std::min(capacity, location.public_capacity));
    const Instant end = zone.At(day, rule.to);
    for (Instant start = zone.At(day, rule.from); start + length <= end; start += length) {
      const bool taken_away = std::any_of(closed.begin(), closed.end(), [&](const Window& window) {
        return start < window.to && window.from < start + length;
      });
      if (taken_away || capacity == 0) continue;
      slots.push_back({start, capacity, for_public});
    }
  }
  return AddedUp(std::move(slots));
}

std::optional<std::string> ClosedBecause(const Location& location, Date day) {
  for (const Closure& closure : location.closures) {
    if (WholeDay(closure) && Covers(closure, day)) return closure.reason;
  }
  if (IsPublicHoliday(location, day)) return std::string(*nlu::HolidayOn(day, *location.land));
  return std::nullopt;
}

Instant ForgetAt(const BookingRules& rules, AppointmentState state, Instant end) {
  if (state == AppointmentState::kCancelled) return end + rules.retention_cancelled.value_or(rules.retention);
  if (state == AppointmentState::kMissed) return end + rules.retention_missed.value_or(rules.retention);
  return end + rules.retention;
}

BookableRange PublicRange(const Location& location, const Zone& zone, Instant now) {
  const Instant released = ReleasesAround(location.rules.release, zone, now).last;
  const sys_days last_day = sys_days{zone.DateOf(released)} + days{location.rules.window_days};
  return {now + location.rules.lead, zone.At(Date{last_day + days{1}}, TimeOfDay{0})};
}

Instant NextRelease(const Location& location, const Zone& zone, Instant now) {
  return ReleasesAround(location.rules.release, zone, now).next;
}

Fit FitAt(const Location& location, const std::vector<ServiceItem>& items) {
  minutes length{0};
  for (const ServiceItem& item : items) {
    const OfferedService* offered = location.Find(item.service);
    if (offered == nullptr || !offered->external_url.empty()) return DoesNotOffer{item.service};
    if (item.quantity > offered->max_quantity) return QuantityTooHigh{item.service, offered->max_quantity};
    length += minutes{offered->minutes} * item.quantity;
  }
  if (length > minutes{location.rules.max_minutes}) return TooLong{length, minutes{location.rules.max_minutes}};
  const std::int64_t kept = length.count() + location.buffer_minutes;
  return Fits{static_cast<int>((kept + location.slot_minutes - 1) / location.slot_minutes), length};
}

Demands DemandsOf(const Location& location, const std::vector<ServiceItem>& items) {
  Demands all{.name = false};
  for (const ServiceItem& item : items) {
    const OfferedService* offered = location.Find(item.service);
    if (offered == nullptr) continue;
    all.name |= offered->demands.name;
    all.email |= offered->demands.email;
    all.telephone |= offered->demands.telephone;
    all.email_or_telephone |= offered->demands.email_or_telephone;
    all.attendees |= offered->demands.attendees;
  }
  return all;
}

}  // namespace amtslotse::booking
