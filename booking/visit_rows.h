#pragma once

#include <optional>
#include <string>
#include <vector>

#include "booking/store_parts.h"
#include "booking/visits.h"

// Inside of visits.cc only: a day's appointments and walk-ins, read and written.
namespace amtslotse::booking {

struct Today {
  KnownLocationPtr location;
  std::vector<Visit> visits;  // by time
};
absl::StatusOr<Today> ReadDay(const Pen& pen, const KnownLocationPtr& location, Date day);

// Of the appointment, or of arrival.
Instant TimeOf(const Visit& visit);

// Its state and moments, with an audit line.
absl::Status WriteVisit(const Pen& pen, const MunicipalityId& municipality, const KnownLocation& location,
                        const Visit& visit, const Actor& actor);

// Where and when a visit is; nothing when there is none.
struct VisitPlace {
  KnownLocationPtr location;
  Date day;
};
absl::StatusOr<std::optional<VisitPlace>> PlaceOfVisit(Store::Parts& parts, sql::Transaction& transaction,
                                                       const MunicipalityId& municipality, const std::string& visit);

}  // namespace amtslotse::booking
