// The hours in which an office's people answer, as staff send them: refused, or hours that are written and read the same.
#include <cstdlib>

#include "services/dialogue/core/staffed_hours.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::dialogue;
  const auto hours = ParseStaffedHours(std::string(reinterpret_cast<const char*>(bytes), size));
  if (!hours.ok()) return 0;
  const auto again = ParseStaffedHours(ToJson(*hours));
  if (!again.ok() || *again != *hours) std::abort();
  const std::chrono::sys_seconds now(std::chrono::seconds(1'790'000'000));
  const StaffedPlace place{.time_zone = "Europe/Berlin", .land = "SH"};
  (void)StaffedAt(*hours, place, now);
  if (const auto next = NextStaffedDay(*hours, place, now); next && next->end <= now) std::abort();
  if (!hours->empty() && InWords(*hours).empty()) std::abort();
  return 0;
}
