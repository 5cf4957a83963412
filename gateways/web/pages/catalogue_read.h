// What pages ask of the services behind. Each returns a fault as it came; pages decide what they can do without.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "amtslotse/booking/v1/booking.pb.h"
#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/gateway.h"

namespace amtslotse::gateways::web {

struct ServiceList {
  std::vector<knowledge::v1::Service> services;  // by name
  std::vector<std::string> life_situations;
};
// All of them, page by page; retired ones left out.
absl::StatusOr<ServiceList> ReadServices(const Shared& shared, const Request& request,
                                         const std::string& life_situation = {});
// With its texts in every language: what lacks in one is shown in German.
absl::StatusOr<knowledge::v1::Service> ReadService(const Shared& shared, const Request& request, const std::string& id);
absl::StatusOr<std::vector<knowledge::v1::Office>> ReadOffices(const Shared& shared, const Request& request,
                                                               const std::string& service_id = {});
absl::StatusOr<knowledge::v1::GetOfficeResponse> ReadOffice(const Shared& shared, const Request& request,
                                                            const std::string& id);
absl::StatusOr<knowledge::v1::SearchResponse> ReadSearch(const Shared& shared, const Request& request,
                                                         const std::string& query);
// Those in force now; none when knowledge is away.
std::vector<knowledge::v1::Notice> ReadNotices(const Shared& shared, const Request& request);
// Locations that offer the service (any, when empty); none when booking is away: then nothing can be booked now.
std::vector<booking::v1::Location> ReadLocations(const Shared& shared, const Request& request,
                                                 const std::string& service_id = {});

// A page that says the fault: 404 for NOT_FOUND, else 503 and the like.
Reply FaultPage(const Shared& shared, const Request& request, const absl::Status& status);

}  // namespace amtslotse::gateways::web
