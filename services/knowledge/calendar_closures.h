// Days on which the appointment calendars close an office: what staff close there is closed everywhere.
#pragma once

#include <chrono>
#include <vector>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "knowledge/answer.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {

// From `first` to `last`, the days on which all locations of the office are closed. An office without locations has
// none; nor has any while booking does not answer: then the published hours count.
std::vector<Closure> CalendarClosures(booking::v1::Booking::StubInterface& booking, const std::string& municipality_id,
                                      const OfficeId& office, std::chrono::local_days first,
                                      std::chrono::local_days last, const rpc::Caller& caller, rpc::Metrics& metrics);

}  // namespace amtslotse::knowledge
