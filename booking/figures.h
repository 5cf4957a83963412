#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/store.h"

namespace amtslotse::booking {

// One number of the key figures of a location or a town. Nothing is counted per employee; counters are not looked at.
struct Figure {
  std::string name;    // see Figures
  std::string bucket;  // a channel, hour, service, office, location or day; empty for the whole
  double value = 0;
};

// Of one location, or of all of the town's when it is empty; of appointments that start on the local days [from, to]:
//   booked, served, missed, cancelled   appointments (booked: not cancelled)
//   channel, hour, service, office,     booked, by channel, local hour of the beginning ("08"), service's name,
//   office's location, day                       id, location's name (of a whole town only) and local day
//   missed_channel, missed_hour, …      missed, by the same but the day
//   use                                 booked minutes of a counter per offered minute, 0..1
//   walk_ins                            numbers drawn
//   wait_mean, wait_p90                 minutes from arrival (or the appointment's time) to the call
// and as of now: withheld (places kept back after cancellations), waiting_list, next_free_hours by service (absent when
// nothing is free).
absl::StatusOr<std::vector<Figure>> KeyFigures(Store& store, const MunicipalityId& municipality,
                                               const LocationId& location, Date from, Date to);

}  // namespace amtslotse::booking
