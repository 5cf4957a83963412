#include "services/booking/notice_closures.h"

#include <nlohmann/json.hpp>

#include "booking/calendar_json.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

constexpr const char* kList = "notice_closures";
constexpr const char* kMark = "Hinweis: ";

json Read(const std::string& text) { return json::parse(text, nullptr, /*allow_exceptions=*/false); }

bool IsOfNotice(const json& closure) {
  const auto reason = closure.find("reason");
  return reason != closure.end() && reason->is_string() && reason->get_ref<const std::string&>().starts_with(kMark);
}

}  // namespace

bool AreNoticeClosures(const std::string& calendars_json) {
  const json object = Read(calendars_json);
  return object.is_object() && object.contains(kList) && object[kList].is_array();
}

absl::StatusOr<Location> WithNoticeClosures(const Location& location, const std::string& notice_closures) {
  json calendar = Read(FormatLocation(location));
  json closures = json::array();
  for (const json& closure : calendar.value("closures", json::array())) {
    if (!IsOfNotice(closure)) closures.push_back(closure);
  }
  if (!AreNoticeClosures(notice_closures)) return absl::InvalidArgumentError("notice_closures: expected a list");
  const json given = Read(notice_closures);
  for (json closure : given.at(kList)) {
    if (!closure.is_object()) return absl::InvalidArgumentError("notice_closures: expected objects");
    const json office = closure.value("office_id", json(location.office.value));
    if (office != location.office.value) continue;
    closure.erase("office_id");
    const json reason = closure.value("reason", json(""));
    closure["reason"] = kMark + (reason.is_string() ? reason.get<std::string>() : std::string());
    closures.push_back(std::move(closure));
  }
  calendar["closures"] = std::move(closures);
  return ParseLocation(calendar.dump());
}

}  // namespace amtslotse::booking
