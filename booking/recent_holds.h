#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "booking/appointment_row.h"

namespace amtslotse::booking {

// Holds that this process has written, as it wrote them: who confirms one here need not look at it first, and the
// storage refuses what has changed since. Each is handed out once. Thread-safe.
class RecentHolds {
 public:
  void Keep(AppointmentRow row);
  // Nothing where it is not known here or has ended.
  std::optional<AppointmentRow> Take(const MunicipalityId& municipality, const std::string& number, Instant now);
  // What is about to change.
  void Forget(const MunicipalityId& municipality, const std::string& number);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, AppointmentRow> rows_;
  std::deque<std::string> order_;  // oldest first; some are gone already
};

}  // namespace amtslotse::booking
