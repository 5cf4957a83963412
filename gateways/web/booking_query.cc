#include "gateways/web/booking_query.h"

#include <charconv>

#include "amtslotse/booking/v1/booking.pb.h"

namespace amtslotse::gateways::web {

booking::v1::ServiceQuantity ParseServiceQuantity(const std::string& text) {
  booking::v1::ServiceQuantity quantity;
  quantity.set_service_id(text);
  quantity.set_quantity(1);
  const auto star = text.rfind('*');
  std::uint32_t number = 0;
  if (star == std::string::npos || star == 0) return quantity;
  const auto [end, error] = std::from_chars(text.data() + star + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0 || number > 50) return quantity;
  quantity.set_service_id(text.substr(0, star));
  quantity.set_quantity(number);
  return quantity;
}

namespace {

// "54.32,10.14"; anything else is no place.
void ReadPlace(const std::string& text, booking::v1::SlotFilter& filter) {
  double latitude = 0;
  double longitude = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, latitude);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') return;
  const auto second = std::from_chars(first.ptr + 1, end, longitude);
  if (second.ec != std::errc() || second.ptr != end) return;
  filter.set_near_latitude(latitude);
  filter.set_near_longitude(longitude);
}

}  // namespace

void ReadSlotFilter(Query& query, booking::v1::SlotFilter& filter) {
  constexpr std::uint32_t kDay = 24 * 60;
  for (const std::string& service : query.All("service")) *filter.add_services() = ParseServiceQuantity(service);
  for (const std::string& location : query.All("location")) filter.add_location_ids(location);
  filter.set_from_date(query.Date("from"));
  filter.set_to_date(query.Date("to"));
  filter.set_from_minute(query.Number("fromMinute", 0, 0, kDay));
  filter.set_to_minute(query.Number("toMinute", 0, 0, kDay));
  filter.set_step_free(query.Flag("stepFree"));
  filter.set_language(query.Text("language", 10));
  filter.set_channel("public");
  filter.set_part_of_day(query.Text("partOfDay", 10));
  if (const std::string near = query.Text("near", 40); !near.empty()) ReadPlace(near, filter);
  for (const std::string& weekday : query.All("weekday", 7)) {
    if (weekday.size() == 1 && weekday[0] >= '1' && weekday[0] <= '7')
      filter.add_weekdays(static_cast<std::uint32_t>(weekday[0] - '0'));
  }
}

}  // namespace amtslotse::gateways::web
