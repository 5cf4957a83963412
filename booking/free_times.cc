#include "booking/free_times.h"

#include <algorithm>

#include "booking/appointment_row.h"

namespace amtslotse::booking {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sql::Statement kTaken{
    "SELECT start, taken, public_taken FROM slot WHERE location = ?1 AND start >= ?2 AND start < ?3 ORDER BY start"};
constexpr sql::Statement kExpiring{
    "SELECT start, occupied_to, is_public, occupies_until FROM appointment "
    "WHERE location = ?1 AND occupies_until IS NOT NULL AND start >= ?2 AND start < ?3 "
    "UNION ALL SELECT start, occupied_to, is_public, until FROM withheld "
    "WHERE location = ?1 AND start >= ?2 AND start < ?3"};

// A day further away than this is nobody's question; keeps a wild date from filling the memory.
constexpr int kMaxDays = 800;

}  // namespace

std::uint64_t FreeTimes::Epoch() const { return epoch_.load(); }

FreeTimes::Day* FreeTimes::Place::Find(sys_days day) {
  const auto index = (day - first).count();
  if (index < 0 || index >= static_cast<std::int64_t>(days.size())) return nullptr;
  return &days[static_cast<std::size_t>(index)];
}

FreeTimes::Day& FreeTimes::Place::Make(sys_days day) {
  if (days.empty()) first = day;
  if (day < first) {
    days.insert(days.begin(), static_cast<std::size_t>((first - day).count()), Day{});
    first = day;
  }
  const auto index = static_cast<std::size_t>((day - first).count());
  if (index >= days.size()) days.resize(index + 1);
  return days[index];
}

std::shared_ptr<FreeTimes::Place> FreeTimes::PlaceOf(std::int64_t location) {
  const std::lock_guard guard(mutex_);
  std::shared_ptr<Place>& place = places_[location];
  if (place == nullptr) place = std::make_shared<Place>();
  return place;
}

void FreeTimes::Suppose(std::int64_t location, sql::Rows counts) { supposed_[location] = std::move(counts); }

absl::Status FreeTimes::Read(sql::Transaction& transaction, const KnownLocation& location, sys_days first,
                             sys_days last, std::vector<Day>& found) const {
  const Instant from = location.zone.At(Date{first}, TimeOfDay{0});
  const Instant to = location.zone.At(Date{last + days{1}}, TimeOfDay{0});
  const std::vector<sql::Value> span{location.key, ToSeconds(from), ToSeconds(to)};
  const auto rows = transaction.RunAll({{&kTaken, span}, {&kExpiring, span}});
  if (!rows.ok()) return rows.status();
  const auto supposed = supposed_.find(location.key);
  const sql::Rows& taken = supposed == supposed_.end() ? (*rows)[0] : supposed->second;
  const sql::Rows& expiring = (*rows)[1];
  std::size_t row = 0;
  for (sys_days date = first; date <= last; date += days{1}) {
    Day day;
    day.loaded = true;
    for (const SlotCapacity& slot : SlotsOfDay(location.location, location.zone, Date{date})) {
      while (row < taken.size() && taken.Int(row, 0) < ToSeconds(slot.start)) ++row;
      Slot seen{slot.start, 0, 0, slot.capacity, slot.public_capacity};
      if (row < taken.size() && taken.Int(row, 0) == ToSeconds(slot.start)) {
        seen.taken = static_cast<std::int32_t>(taken.Int(row, 1));
        seen.public_taken = static_cast<std::int32_t>(taken.Int(row, 2));
      }
      day.slots.push_back(seen);
    }
    if (!day.slots.empty()) {
      day.opens = day.slots.front().start;
      day.last_start = day.slots.back().start;
    }
    found.push_back(std::move(day));
  }
  for (std::size_t i = 0; i < expiring.size(); ++i) {
    const Instant start = FromSeconds(expiring.Int(i, 0));
    const auto index = (sys_days{location.zone.DateOf(start)} - first).count();
    found[static_cast<std::size_t>(index)].expiring.push_back(
        {start, FromSeconds(expiring.Int(i, 1)), expiring.Int(i, 2) != 0, FromSeconds(expiring.Int(i, 3))});
  }
  return absl::OkStatus();
}

absl::Status FreeTimes::Load(sql::Transaction& transaction, std::uint64_t epoch, const KnownLocation& location,
                             sys_days first, sys_days last) {
  last = std::min(last, first + days{kMaxDays});
  const std::shared_ptr<Place> place = PlaceOf(location.key);
  sys_days missing_first = last + days{1};
  sys_days missing_last = first;
  {
    const std::lock_guard guard(place->mutex);
    if (place->version != location.version) {
      place->days.clear();
      place->version = location.version;
      place->zone = location.zone;
      place->slot_length = std::chrono::minutes{location.location.slot_minutes};
    }
    if (!place->days.empty() && place->first < first - days{30}) {  // forget the past
      place->days.erase(place->days.begin(),
                        place->days.begin() + std::min<std::ptrdiff_t>((first - days{30} - place->first).count(),
                                                                       std::ssize(place->days)));
      place->first = first - days{30};
    }
    for (sys_days day = first; day <= last; day += days{1}) {
      const Day* known = place->Find(day);
      if (known != nullptr && known->loaded) continue;
      missing_first = std::min(missing_first, day);
      missing_last = day;
    }
  }
  if (missing_first > last) return absl::OkStatus();
  std::vector<Day> read;
  if (const absl::Status done = Read(transaction, location, missing_first, missing_last, read); !done.ok()) return done;
  const std::lock_guard guard(place->mutex);
  if (place->version != location.version) return absl::OkStatus();  // somebody saw a newer calendar
  for (std::size_t i = 0; i < read.size(); ++i) {
    Day& day = place->Make(missing_first + days{i});
    read[i].touched = day.touched;
    read[i].loaded = day.touched <= epoch;  // else shown once and read again
    day = std::move(read[i]);
  }
  return absl::OkStatus();
}

void FreeTimes::Settle(const Place& place, Day& day, Instant now) {
  if (day.valid_from <= now && now < day.valid_until) return;
  day.valid_from = Instant::min();
  day.valid_until = Instant::max();
  for (Slot& slot : day.slots) {
    slot.free = slot.capacity - slot.taken;
    slot.public_free = slot.public_capacity - slot.public_taken;
  }
  for (const Expiring& expiring : day.expiring) {
    if (expiring.until > now) {
      day.valid_until = std::min(day.valid_until, expiring.until);
      continue;
    }
    day.valid_from = std::max(day.valid_from, expiring.until);
    for (Slot& slot : day.slots) {
      if (slot.start >= expiring.occupied_to || slot.start + place.slot_length <= expiring.start) continue;
      ++slot.free;
      slot.public_free += expiring.is_public ? 1 : 0;
    }
  }
  day.longest = day.public_longest = 0;
  int run = 0;
  int public_run = 0;
  Instant next = Instant::min();
  for (Slot& slot : day.slots) {
    slot.public_free = std::min(slot.public_free, slot.free);
    if (slot.start != next) run = public_run = 0;
    next = slot.start + place.slot_length;
    run = slot.free > 0 ? run + 1 : 0;
    public_run = slot.public_free > 0 ? public_run + 1 : 0;
    day.longest = std::max(day.longest, run);
    day.public_longest = std::max(day.public_longest, public_run);
  }
}

bool FreeTimes::HasStart(const Place& place, Day& day, const Question& question, Instant now) {
  if (day.opens > day.last_start) return false;
  Settle(place, day, now);
  if ((question.for_public ? day.public_longest : day.longest) < question.slots) return false;
  if (question.from <= day.opens && day.last_start < question.to) return true;
  return !StartsOf(place, day, question).empty();
}

bool FreeTimes::AnyFree(const Question& question, sys_days date, Instant now) {
  const std::shared_ptr<Place> place = PlaceOf(question.location->key);
  const std::lock_guard guard(place->mutex);
  Day* day = place->Find(date);
  return day != nullptr && HasStart(*place, *day, question, now);
}

std::vector<sys_days> FreeTimes::FreeDays(const Question& question, sys_days first, sys_days last, Instant now) {
  std::vector<sys_days> found;
  const std::shared_ptr<Place> place = PlaceOf(question.location->key);
  const std::lock_guard guard(place->mutex);
  for (sys_days date = first; date <= last; date += days{1}) {
    Day* day = place->Find(date);
    if (day != nullptr && HasStart(*place, *day, question, now)) found.push_back(date);
  }
  return found;
}

std::vector<FreeTimes::Start> FreeTimes::StartsOf(const Place& place, const Day& day, const Question& question) {
  std::vector<Start> starts;
  const std::vector<Slot>& slots = day.slots;
  const auto wanted = static_cast<std::size_t>(question.slots);
  for (std::size_t first = 0; first + wanted <= slots.size(); ++first) {
    if (slots[first].start < question.from || slots[first].start >= question.to) continue;
    int places = INT32_MAX;
    for (std::size_t i = first; i < first + wanted && places > 0; ++i) {
      const bool in_row = slots[i].start == slots[first].start + static_cast<int>(i - first) * place.slot_length;
      places = in_row ? std::min(places, question.for_public ? slots[i].public_free : slots[i].free) : 0;
    }
    if (places > 0) starts.push_back({slots[first].start, places});
  }
  return starts;
}

std::vector<FreeTimes::Start> FreeTimes::Starts(const Question& question, sys_days date, Instant now) {
  const std::shared_ptr<Place> place = PlaceOf(question.location->key);
  const std::lock_guard guard(place->mutex);
  Day* day = place->Find(date);
  if (day == nullptr) return {};
  Settle(*place, *day, now);
  return StartsOf(*place, *day, question);
}

void FreeTimes::Touch(const std::vector<sql::Transaction::Touched>& touched) {
  if (touched.empty()) return;
  const std::uint64_t epoch = ++epoch_;
  for (const auto& one : touched) {
    const std::shared_ptr<Place> place = PlaceOf(one.location);
    const std::lock_guard guard(place->mutex);
    if (!place->zone) continue;
    const sys_days date{place->zone->DateOf(FromSeconds(one.start))};
    Day* day = place->Find(date);
    if (day == nullptr) continue;
    day->loaded = false;
    day->touched = epoch;
  }
}

}  // namespace amtslotse::booking
