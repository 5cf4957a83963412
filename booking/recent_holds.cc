#include "booking/recent_holds.h"

#include <utility>

namespace amtslotse::booking {
namespace {

constexpr std::size_t kMost = 5'000;

std::string KeyOf(const std::string& municipality, const std::string& number) { return municipality + "/" + number; }

}  // namespace

void RecentHolds::Keep(AppointmentRow row) {
  const std::lock_guard guard(mutex_);
  std::string key = KeyOf(row.municipality, row.number);
  rows_.insert_or_assign(key, std::move(row));
  order_.push_back(std::move(key));
  while (order_.size() > kMost) {
    rows_.erase(order_.front());
    order_.pop_front();
  }
}

std::optional<AppointmentRow> RecentHolds::Take(const MunicipalityId& municipality, const std::string& number,
                                                Instant now) {
  const std::lock_guard guard(mutex_);
  auto found = rows_.extract(KeyOf(municipality.value, number));
  if (found.empty() || found.mapped().occupies_until <= now) return std::nullopt;
  return std::move(found.mapped());
}

void RecentHolds::Forget(const MunicipalityId& municipality, const std::string& number) {
  const std::lock_guard guard(mutex_);
  rows_.erase(KeyOf(municipality.value, number));
}

}  // namespace amtslotse::booking
