#include "gateways/web/booking_query.h"

#include <charconv>

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
  for (const std::string& weekday : query.All("weekday", 7)) {
    if (weekday.size() == 1 && weekday[0] >= '1' && weekday[0] <= '7') filter.add_weekdays(static_cast<std::uint32_t>(weekday[0] - '0'));
  }
}

}  // namespace amtslotse::gateways::web
