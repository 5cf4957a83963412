#include "booking/affected.h"

#include <algorithm>
#include <map>

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kOccupying{
    "SELECT start, occupied_to, is_public FROM appointment WHERE location = ?1 AND occupies = 1 AND start > ?2 - 86400 "
    "AND occupied_to > ?2 "
    "UNION ALL SELECT start, occupied_to, is_public FROM withheld WHERE location = ?1 AND occupied_to > ?2"};

// Slots of the days a look at appointments has come by.
class Grid {
 public:
  Grid(const Location& location, const Zone& zone) : location_(location), zone_(zone) {}

  // The slots that overlap [from, to).
  std::vector<SlotCapacity> Overlapping(Instant from, Instant to) {
    const auto length = std::chrono::minutes{location_.slot_minutes};
    std::vector<SlotCapacity> overlapping;
    for (auto day = std::chrono::sys_days{zone_.DateOf(from)}; day <= std::chrono::sys_days{zone_.DateOf(to)};
         day += std::chrono::days{1}) {
      for (const SlotCapacity& slot : SlotsOf(Date{day})) {
        if (slot.start < to && slot.start + length > from) overlapping.push_back(slot);
      }
    }
    return overlapping;
  }

  // The same; nothing when they do not cover it.
  std::optional<std::vector<SlotCapacity>> Covering(Instant from, Instant to) {
    std::vector<SlotCapacity> covering = Overlapping(from, to);
    Instant covered = from;
    for (const SlotCapacity& slot : covering) {
      if (slot.start > covered) return std::nullopt;
      covered = slot.start + std::chrono::minutes{location_.slot_minutes};
    }
    if (covered < to) return std::nullopt;
    return covering;
  }

 private:
  const std::vector<SlotCapacity>& SlotsOf(Date day) {
    const auto [slots, unknown] = days_.try_emplace(day);
    if (unknown) slots->second = SlotsOfDay(location_, zone_, day);
    return slots->second;
  }

  const Location& location_;
  const Zone& zone_;
  std::map<Date, std::vector<SlotCapacity>> days_;
};

std::optional<AffectedBecause> Why(const Location& location, const AppointmentRow& row, Grid& grid,
                                   std::map<Instant, int>& counts) {
  const Fit fit = FitAt(location, ItemsOf(row));
  const auto slots = grid.Covering(row.start, row.ends);
  if (!slots) return AffectedBecause::kClosed;
  if (std::holds_alternative<DoesNotOffer>(fit) || std::holds_alternative<QuantityTooHigh>(fit)) {
    return AffectedBecause::kNotOffered;
  }
  bool over = false;
  for (const SlotCapacity& slot : *slots) over |= counts[slot.start] >= slot.capacity;
  if (over) return AffectedBecause::kOverCapacity;
  for (const SlotCapacity& slot : *slots) ++counts[slot.start];
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::vector<Affected>> FindAffected(const Pen& pen, const KnownLocation& known,
                                                   const Location& changed) {
  static const std::string text =
      "SELECT " + kAppointmentColumns +
      " FROM appointment WHERE location = ?1 AND start > ?2 AND state = 3 ORDER BY created, key";
  static const sql::Statement upcoming{text.c_str()};
  const auto rows = pen.transaction.Run(upcoming, {known.key, ToSeconds(pen.now)});
  if (!rows.ok()) return rows.status();
  Grid grid(changed, known.zone);
  std::map<Instant, int> counts;
  std::vector<Affected> affected;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const AppointmentRow row = AppointmentRowFrom(*rows, i);
    const auto why = Why(changed, row, grid, counts);
    if (!why) continue;
    const auto details = OpenDetails(row, pen.keys);
    if (!details.ok()) return details.status();
    affected.push_back({AppointmentFrom(row, *details, known, pen.keys), *why});
  }
  std::stable_sort(affected.begin(), affected.end(),
                   [](const Affected& a, const Affected& b) { return a.appointment.start < b.appointment.start; });
  return affected;
}

absl::StatusOr<std::map<Instant, SlotCount>> CountOn(sql::Transaction& transaction, std::int64_t key,
                                                     const Location& location, const Zone& zone, Instant now) {
  const auto occupying = transaction.Run(kOccupying, {key, ToSeconds(now)});
  if (!occupying.ok()) return occupying.status();
  const auto length = std::chrono::minutes{location.slot_minutes};
  Grid grid(location, zone);
  std::map<Instant, SlotCount> counts;
  for (std::size_t row = 0; row < occupying->size(); ++row) {
    for (const SlotCapacity& slot :
         grid.Overlapping(FromSeconds(occupying->Int(row, 0)), FromSeconds(occupying->Int(row, 1)))) {
      if (slot.start + length <= now) continue;
      SlotCount& count = counts[slot.start];
      count.slot = slot;
      ++count.taken;
      count.public_taken += occupying->Int(row, 2);
    }
  }
  return counts;
}

}  // namespace amtslotse::booking
