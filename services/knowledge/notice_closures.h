// What notices that close offices mean for booking: days and parts of days without times.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "knowledge/entry.h"

namespace amtslotse::knowledge {

// {"notice_closures": [{"office_id", "date", "last", "from", "to", "reason"}]} for ApplyCatalogue's calendars_json:
// those that have not ended, in the order of the notices. `office_id` is absent when a notice closes all offices; a
// notice about single services closes none. Times are local to `zone`.
std::string NoticeClosures(const std::vector<Notice>& notices, const std::string& zone, std::chrono::sys_seconds now);

}  // namespace amtslotse::knowledge
