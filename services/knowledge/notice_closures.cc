#include "services/knowledge/notice_closures.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace amtslotse::knowledge {
namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;

constexpr const char* kWithoutEnd = "2099-12-31";

local_seconds LocalTime(std::chrono::sys_seconds time, const std::string& zone) {
  const date::zoned_seconds local(zone.empty() ? "Europe/Berlin" : zone, date::sys_seconds(time.time_since_epoch()));
  return local_seconds(local.get_local_time().time_since_epoch());
}

std::string DateText(local_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string TimeText(seconds of_day) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(of_day).count();
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

// The first day from its hour, the days between, the last one until its hour.
std::vector<json> Parts(local_seconds starts, local_seconds ends) {
  const local_days first = std::chrono::floor<days>(starts), last = std::chrono::floor<days>(ends - seconds(1));
  const seconds from = starts - first, to = ends - last;  // `to` of a whole day: 24 hours
  if (first == last) {
    json part{{"date", DateText(first)}};
    if (from > seconds(0)) part["from"] = TimeText(from);
    if (to < days(1)) part["to"] = TimeText(to);
    return {part};
  }
  std::vector<json> parts;
  if (from > seconds(0)) parts.push_back({{"date", DateText(first)}, {"from", TimeText(from)}});
  const local_days whole = from > seconds(0) ? first + days(1) : first;
  const local_days until = to < days(1) ? last - days(1) : last;
  if (whole <= until) parts.push_back({{"date", DateText(whole)}, {"last", DateText(until)}});
  if (to < days(1)) parts.push_back({{"date", DateText(last)}, {"to", TimeText(to)}});
  return parts;
}

std::vector<json> PartsOf(const Notice& notice, const std::string& zone) {
  const local_seconds starts = LocalTime(notice.starts, zone);
  if (notice.ends) return Parts(starts, LocalTime(*notice.ends, zone));
  std::vector<json> parts = Parts(starts, std::chrono::ceil<days>(starts + seconds(1)));
  parts.push_back({{"date", DateText(std::chrono::floor<days>(starts) + days(1))}, {"last", kWithoutEnd}});
  return parts;
}

}  // namespace

std::string NoticeClosures(const std::vector<Notice>& notices, const std::string& zone, std::chrono::sys_seconds now) {
  json closures = json::array();
  for (const Notice& notice : notices) {
    if (!notice.closes_office || !notice.services.empty() || (notice.ends && *notice.ends <= now)) continue;
    for (json part : PartsOf(notice, zone)) {
      part["reason"] = notice.title;
      if (notice.offices.empty()) closures.push_back(part);
      for (const OfficeId& office : notice.offices) {
        part["office_id"] = office.value;
        closures.push_back(part);
      }
    }
  }
  return json{{"notice_closures", std::move(closures)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace amtslotse::knowledge
