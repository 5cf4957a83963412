// From where the nearest place comes first: what a citizen wrote, never where a device is.
#pragma once

#include <string>
#include <vector>

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

struct Nearness {
  std::string text;                    // a postcode or the name of a place; empty: not asked for
  double latitude = 0, longitude = 0;  // both 0: not found
  bool known() const { return latitude != 0 || longitude != 0; }
};

// Asks which place is meant, unless the text is empty.
Nearness FindNearness(const Shared& shared, const Request& request, const std::string& text);

// The nearest first; those whose place is not known last, in the order they had.
void SortByNearness(const Nearness& near, std::vector<booking::v1::Location>& locations);
std::string DistanceTo(const Nearness& near, const booking::v1::Location& location, const std::string& language);
// "2,1 km", "300 m"; empty for 0, which is not known.
std::string DistanceText(double metres, const std::string& language);

// The field for it, where there is a choice of places.
Markup NearnessField(const Shared& shared, const Request& request, const Nearness& near,
                     const std::vector<booking::v1::Location>& locations);

}  // namespace amtslotse::gateways::web
