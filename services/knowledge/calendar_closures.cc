#include "services/knowledge/calendar_closures.h"

#include <absl/time/civil_time.h>

#include <map>
#include <string>

namespace amtslotse::knowledge {
namespace {

constexpr std::chrono::milliseconds kPatience{500};

absl::CivilDay CivilDay(std::chrono::local_days day) {
  return absl::CivilDay(1970, 1, 1) + day.time_since_epoch().count();
}

}  // namespace

std::vector<Closure> CalendarClosures(booking::v1::Booking::StubInterface& booking, const std::string& municipality_id,
                                      const OfficeId& office, std::chrono::local_days first,
                                      std::chrono::local_days last, const rpc::Caller& caller, rpc::Metrics& metrics) {
  booking::v1::ListClosuresRequest request;
  request.set_municipality_id(municipality_id);
  request.set_office_id(office.value);
  request.set_from_date(absl::FormatCivilTime(CivilDay(first)));
  request.set_to_date(absl::FormatCivilTime(CivilDay(last)));
  const auto told = rpc::Call(booking, &booking::v1::Booking::StubInterface::ListClosures, request, caller,
                              {.method = "Booking/ListClosures", .repeatable = true, .timeout = kPatience}, &metrics);
  std::vector<Closure> closures;
  if (!told.ok()) return closures;
  std::map<std::string, std::uint32_t> closed;
  for (const auto& each : told->closures()) {
    absl::CivilDay date;
    if (++closed[each.date()] != told->locations() || !absl::ParseCivilTime(each.date(), &date)) continue;
    const std::chrono::local_days day{std::chrono::days(date - absl::CivilDay(1970, 1, 1))};
    closures.push_back({office, day, day + std::chrono::days(1), each.reason()});
  }
  return closures;
}

}  // namespace amtslotse::knowledge
