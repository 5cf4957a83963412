// When an office's people answer in the chat.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace amtslotse::dialogue {

struct StaffedStretch {
  int weekday = 1;  // 1 is Monday
  int from_minute = 0, to_minute = 0;
  bool operator==(const StaffedStretch&) const = default;
};
using StaffedHours = std::vector<StaffedStretch>;

// [{"weekday":1,"from":"08:00","to":"12:00"}]. INVALID_ARGUMENT in words of the staff when a time is none, a stretch
// ends before it begins or two of a day overlap. An empty text is no hours.
absl::StatusOr<StaffedHours> ParseStaffedHours(const std::string& json);
std::string ToJson(const StaffedHours& hours);

// Where the hours hold: on the Land's holidays nobody is there.
struct StaffedPlace {
  std::string time_zone;
  std::string land;  // two letters; empty: no holidays are known
};
bool StaffedAt(const StaffedHours& hours, const StaffedPlace& place, std::chrono::sys_seconds now);

// The end of the next day after today on which somebody is there: until then a call-back is due. Nothing without hours.
struct StaffedDay {
  std::string date;  // YYYY-MM-DD
  std::chrono::sys_seconds end{};
};
std::optional<StaffedDay> NextStaffedDay(const StaffedHours& hours, const StaffedPlace& place,
                                         std::chrono::sys_seconds now);

// "Mo–Do 8:00–12:00 Uhr, Fr 8:00–10:00 Uhr"
std::string InWords(const StaffedHours& hours);

}  // namespace amtslotse::dialogue
