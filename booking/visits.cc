#include "booking/visits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "booking/visit_rows.h"

namespace amtslotse::booking {
namespace {

constexpr std::chrono::minutes kDueBefore{5};  // an appointment may be called a little early
constexpr std::chrono::minutes kRecently{60};  // a counter that called in this time is open
constexpr std::chrono::hours kShown{1};        // calls on the display
constexpr std::size_t kShownCalls = 8;

constexpr sql::Statement kDrawn{
    "SELECT key, place, location, day FROM ticket WHERE municipality = ?1 AND idempotency_key = ?2"};
constexpr sql::Statement kNextPlace{"SELECT coalesce(max(place), 0) + 1 FROM ticket WHERE location = ?1 AND day = ?2"};
constexpr sql::Statement kDraw{
    "INSERT INTO ticket (municipality, location, day, place, state, services, minutes, arrived, idempotency_key) "
    "VALUES (?1, ?2, ?3, ?4, 4, ?5, ?6, ?7, ?8)"};
constexpr sql::Statement kCalledBefore{"SELECT visit FROM calling WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kNoteCall{"INSERT INTO calling (municipality, key, visit, created) VALUES (?1, ?2, ?3, ?4)"};

absl::StatusOr<KnownLocationPtr> FindLocation(Store::Parts& parts, sql::Transaction& transaction,
                                              const MunicipalityId& municipality, const LocationId& location) {
  const auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  return (*town)->Find(location);
}

// Appointments whose citizens are there, or whose time has come: not everybody reports at the desk.
bool MayBeCalled(const Visit& visit, Instant now) {
  if (visit.state == AppointmentState::kArrived)
    return visit.walk_in || TimeOf(visit) <= now + std::chrono::minutes{30};
  return visit.state == AppointmentState::kConfirmed && TimeOf(visit) <= now + kDueBefore;
}

int OpenCounters(const Today& today, Instant now) {
  std::set<std::string> open;
  for (const Visit& visit : today.visits) {
    if (visit.called && *visit.called > now - kRecently && !visit.counter.empty()) open.insert(visit.counter);
  }
  if (!open.empty()) return static_cast<int>(open.size());
  return std::max<int>(1, static_cast<int>(today.location->location.counters.size()));
}

Waiting WaitingAt(const Today& today, Instant now) {
  std::vector<int> planned;
  for (const Visit& visit : today.visits) {
    if (MayBeCalled(visit, now)) planned.push_back(visit.minutes);
  }
  const int people = static_cast<int>(planned.size());
  const int counters = OpenCounters(today, now);
  // Appointments that come while one waits go first.
  const Waiting first = Expected(planned, counters);
  for (const Visit& visit : today.visits) {
    const bool comes = visit.state == AppointmentState::kConfirmed && !MayBeCalled(visit, now);
    if (comes && TimeOf(visit) <= now + std::chrono::minutes{first.high_minutes}) planned.push_back(visit.minutes);
  }
  Waiting waiting = Expected(planned, counters);
  waiting.people = people;
  return waiting;
}

// "3" → "Schalter 3", as the location names it; the text itself when it is none of its ids.
std::string CounterName(const Location& location, const std::string& counter) {
  for (const Counter& known : location.counters) {
    if (known.id == counter) return known.name.empty() ? known.id : known.name;
  }
  return counter;
}

void Enter(Visit& visit, AppointmentState state, const std::string& counter, Instant now) {
  visit.state = state;
  if (state == AppointmentState::kConfirmed) visit.arrived.reset();
  if (state == AppointmentState::kArrived && !visit.arrived) visit.arrived = now;
  if (state == AppointmentState::kConfirmed || state == AppointmentState::kArrived) {
    visit.called.reset();
    visit.counter.clear();
  }
  if (state == AppointmentState::kCalled) {
    visit.called = now;
    visit.counter = counter;
  }
  visit.finished.reset();
  if (state == AppointmentState::kServed || state == AppointmentState::kMissed) visit.finished = now;
}

sql::LockKey DayLock(std::int64_t location) { return {sql::LockKey::Kind::kOther, 4, location}; }

const Visit* FirstWaiting(const Today& today, bool walk_in, Instant now) {
  const Visit* first = nullptr;
  for (const Visit& visit : today.visits) {
    if (visit.walk_in != walk_in || !MayBeCalled(visit, now)) continue;
    // Those who are there before those of whom only the time has come.
    const bool there = visit.state == AppointmentState::kArrived;
    if (first == nullptr || (there && first->state != AppointmentState::kArrived)) first = &visit;
  }
  return first;
}

int AppointmentsSinceWalkIn(const Today& today) {
  Instant last_walk_in{};
  for (const Visit& visit : today.visits) {
    if (visit.walk_in && visit.called) last_walk_in = std::max(last_walk_in, *visit.called);
  }
  return static_cast<int>(std::count_if(today.visits.begin(), today.visits.end(), [&](const Visit& visit) {
    return !visit.walk_in && visit.called && *visit.called > last_walk_in;
  }));
}

absl::StatusOr<std::optional<Visit>> FindVisit(const Pen& pen, const VisitPlace& place, const std::string& id) {
  auto today = ReadDay(pen, place.location, place.day);
  if (!today.ok()) return today.status();
  for (Visit& visit : today->visits) {
    if (visit.id == id) return std::move(visit);
  }
  return std::nullopt;
}

absl::StatusOr<DrawOutcome> DrawIn(Store::Parts& parts, sql::Transaction& transaction,
                                   const MunicipalityId& municipality, const IdempotencyKey& key, const LocationId& id,
                                   const std::vector<ServiceItem>& items) {
  const auto location = FindLocation(parts, transaction, municipality, id);
  if (!location.ok()) return location.status();
  if (*location == nullptr || (*location)->retired) return UnknownLocation{id};
  if (const absl::Status locked = transaction.Lock({DayLock((*location)->key)}); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const Date day = (*location)->zone.DateOf(pen.now);
  auto today = ReadDay(pen, *location, day);
  if (!today.ok()) return today.status();
  const auto before = transaction.Run(kDrawn, {municipality.value, key.value});
  if (!before.ok()) return before.status();
  const Waiting waiting = WaitingAt(*today, pen.now);
  if (!before->empty())
    return Drawn{fmt::format("t{}", before->Int(0, 0)), fmt::format("W{}", before->Int(0, 1)), waiting};
  const Fit fit = FitAt((*location)->location, items);
  if (!std::holds_alternative<Fits>(fit)) return NotOffered{fit};
  if (ClosedBecause((*location)->location, day)) return NotOffered{};
  std::vector<BookedService> services;
  int minutes = 0;
  for (const ServiceItem& item : items) {
    const OfferedService& offered = *(*location)->location.Find(item.service);
    services.push_back({item.service, offered.name, item.quantity, offered.minutes});
    minutes += offered.minutes * item.quantity;
  }
  const std::int64_t day_number = std::chrono::sys_days{day}.time_since_epoch().count();
  const auto place = transaction.Run(kNextPlace, {(*location)->key, day_number});
  if (!place.ok()) return place.status();
  const auto drawn =
      transaction.Run(kDraw, {municipality.value, (*location)->key, day_number, place->Int(0, 0),
                              FormatServices(services), std::int64_t{minutes}, ToSeconds(pen.now), key.value});
  if (!drawn.ok()) return drawn.status();
  const auto made = transaction.Run(kDrawn, {municipality.value, key.value});
  if (!made.ok()) return made.status();
  return Drawn{fmt::format("t{}", made->Int(0, 0)), fmt::format("W{}", place->Int(0, 0)), waiting};
}

absl::StatusOr<std::optional<Visit>> CallIn(Store::Parts& parts, sql::Transaction& transaction,
                                            const MunicipalityId& municipality, const IdempotencyKey& key,
                                            const LocationId& id, const std::string& counter, const Actor& actor) {
  const auto location = FindLocation(parts, transaction, municipality, id);
  if (!location.ok()) return location.status();
  if (*location == nullptr) return absl::NotFoundError("location_id: unknown");
  if (const absl::Status locked = transaction.Lock({DayLock((*location)->key)}); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const auto before = transaction.Run(kCalledBefore, {municipality.value, key.value});
  if (!before.ok()) return before.status();
  const VisitPlace place{*location, (*location)->zone.DateOf(pen.now)};
  if (!before->empty()) return FindVisit(pen, place, before->Text(0, 0));
  auto today = ReadDay(pen, place.location, place.day);
  if (!today.ok()) return today.status();
  const Visit* appointment = FirstWaiting(*today, /*walk_in=*/false, pen.now);
  const Visit* walk_in = FirstWaiting(*today, /*walk_in=*/true, pen.now);
  if (appointment == nullptr && walk_in == nullptr) return std::nullopt;
  const bool takes_appointment =
      AppointmentIsNext(appointment != nullptr, walk_in != nullptr, AppointmentsSinceWalkIn(*today),
                        place.location->location.rules.appointments_per_walk_in);
  Visit next = takes_appointment ? *appointment : *walk_in;
  Enter(next, AppointmentState::kCalled, CounterName(place.location->location, counter), pen.now);
  if (const absl::Status written = WriteVisit(pen, municipality, *place.location, next, actor); !written.ok())
    return written;
  const auto noted = transaction.Run(kNoteCall, {municipality.value, key.value, next.id, ToSeconds(pen.now)});
  if (!noted.ok()) return noted.status();
  return next;
}

}  // namespace

bool AppointmentIsNext(bool appointment_waits, bool walk_in_waits, int since_walk_in, int appointments_per_walk_in) {
  if (!appointment_waits || !walk_in_waits) return appointment_waits;
  return appointments_per_walk_in == 0 || since_walk_in < appointments_per_walk_in;
}

Waiting Expected(const std::vector<int>& planned_before, int counters) {
  constexpr double kSpread = 0.5;  // a visit's standard deviation, as a part of its plan
  constexpr double kNinety = 1.645;
  constexpr int kStep = 5;
  double sum = 0;
  double squares = 0;
  for (const int minutes : planned_before) {
    sum += minutes;
    squares += kSpread * minutes * kSpread * minutes;
  }
  const double most = planned_before.empty() ? 0 : *std::max_element(planned_before.begin(), planned_before.end());
  const double around = kNinety * std::sqrt(squares);
  Waiting waiting;
  waiting.people = static_cast<int>(planned_before.size());
  // At best a counter is free just now; at worst each has just begun.
  waiting.low_minutes = static_cast<int>(std::max(0.0, (sum - around - most) / counters)) / kStep * kStep;
  waiting.high_minutes = static_cast<int>(std::ceil(((sum + around) / counters + most / 2) / kStep)) * kStep;
  return waiting;
}

absl::StatusOr<DayList> Visits::Day(const MunicipalityId& municipality, const LocationId& location, Date day) {
  DayList list;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    list = {};
    const auto known = FindLocation(parts, transaction, municipality, location);
    if (!known.ok()) return known.status();
    if (*known == nullptr) return absl::NotFoundError("location_id: unknown");
    const Pen pen = parts.PenFor(transaction);
    auto today = ReadDay(pen, *known, day);
    if (!today.ok()) return today.status();
    if (day == (*known)->zone.DateOf(pen.now)) list.waiting = WaitingAt(*today, pen.now);
    list.location = location;
    list.office = (*known)->location.office;
    for (const Counter& counter : (*known)->location.counters)
      list.counters.push_back(counter.name.empty() ? counter.id : counter.name);
    list.visits = std::move(today->visits);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return list;
}

absl::StatusOr<std::optional<OfficeId>> Visits::OfficeOf(const MunicipalityId& municipality, const std::string& visit) {
  std::optional<OfficeId> office;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto place = PlaceOfVisit(parts, transaction, municipality, visit);
    if (place.ok() && *place) office = (*place)->location->location.office;
    return place.status();
  });
  if (!read.ok()) return read;
  return office;
}

absl::StatusOr<std::optional<Visit>> Visits::SetState(const MunicipalityId& municipality, const std::string& visit,
                                                      AppointmentState state, const std::string& counter,
                                                      const Actor& actor) {
  std::optional<Visit> set;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    set.reset();
    const auto place = PlaceOfVisit(parts, transaction, municipality, visit);
    if (!place.ok() || !*place) return place.status();
    if (const absl::Status locked = transaction.Lock({DayLock((*place)->location->key)}); !locked.ok()) return locked;
    const Pen pen = parts.PenFor(transaction);
    auto found = FindVisit(pen, **place, visit);
    if (!found.ok() || !*found) return found.status();
    Visit changed = **std::move(found);
    if (changed.walk_in && state == AppointmentState::kConfirmed) state = AppointmentState::kArrived;
    Enter(changed, state, CounterName((*place)->location->location, counter), pen.now);
    if (absl::Status done = WriteVisit(pen, municipality, *(*place)->location, changed, actor); !done.ok()) return done;
    set = std::move(changed);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return set;
}

absl::StatusOr<DrawOutcome> Visits::Draw(const MunicipalityId& municipality, const IdempotencyKey& key,
                                         const LocationId& location, const std::vector<ServiceItem>& items) {
  if (const absl::Status valid = CheckKey(key); !valid.ok()) return valid;
  const auto normal = Normalise(items);
  if (!normal.ok()) return normal.status();
  auto& parts = store_.parts();
  return parts.WriteOutcome<DrawOutcome>(
      [&](sql::Transaction& transaction) { return DrawIn(parts, transaction, municipality, key, location, *normal); },
      [](const DrawOutcome& outcome) { return std::holds_alternative<Drawn>(outcome); });
}

absl::StatusOr<std::optional<Visit>> Visits::CallNext(const MunicipalityId& municipality, const IdempotencyKey& key,
                                                      const LocationId& location, const std::string& counter,
                                                      const Actor& actor) {
  if (const absl::Status valid = CheckKey(key); !valid.ok()) return valid;
  auto& parts = store_.parts();
  return parts.WriteOutcome<std::optional<Visit>>(
      [&](sql::Transaction& transaction) {
        return CallIn(parts, transaction, municipality, key, location, counter, actor);
      },
      [](const std::optional<Visit>& called) { return called.has_value(); });
}

absl::StatusOr<CallDisplay> Visits::Display(const MunicipalityId& municipality, const LocationId& location) {
  CallDisplay display;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    display = {};
    const auto known = FindLocation(parts, transaction, municipality, location);
    if (!known.ok()) return known.status();
    if (*known == nullptr) return absl::NotFoundError("location_id: unknown");
    const Pen pen = parts.PenFor(transaction);
    const auto today = ReadDay(pen, *known, (*known)->zone.DateOf(pen.now));
    if (!today.ok()) return today.status();
    display.location_name = (*known)->location.name;
    display.waiting = WaitingAt(*today, pen.now);
    for (const Visit& visit : today->visits) {
      if (visit.state != AppointmentState::kCalled || !visit.called || *visit.called < pen.now - kShown) continue;
      display.calls.push_back({visit.number, visit.counter, *visit.called});
    }
    std::stable_sort(display.calls.begin(), display.calls.end(),
                     [](const Called& a, const Called& b) { return a.at > b.at; });
    if (display.calls.size() > kShownCalls) display.calls.resize(kShownCalls);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return display;
}

}  // namespace amtslotse::booking
