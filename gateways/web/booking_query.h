// The filter for free slots as query parameters; shared by the API and the booking pages.
#pragma once

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/query.h"

namespace amtslotse::gateways::web {

// service (several; "id" or "id*2"), location (several), from, to, fromMinute, toMinute, stepFree, language, weekday,
// partOfDay, near ("54.32,10.14").
void ReadSlotFilter(Query& query, booking::v1::SlotFilter& filter);

// "id*2": two of it; without a number one.
booking::v1::ServiceQuantity ParseServiceQuantity(const std::string& text);

}  // namespace amtslotse::gateways::web
