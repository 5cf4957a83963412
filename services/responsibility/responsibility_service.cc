#include "services/responsibility/responsibility_service.h"

#include <algorithm>
#include <array>

#include "knowledge/responsibility/address.h"
#include "services/responsibility/convert.h"
#include "services/rpc/text.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::uint32_t kMostPlaces = 100;
constexpr std::uint32_t kUsualPlaces = 20;

std::string_view RelationId(Relation relation) {
  constexpr std::array<std::string_view, 7> kIds{"here", "from", "to", "birth", "business", "property", "event"};
  return kIds[static_cast<std::size_t>(relation)];
}

}  // namespace

grpc::Status ResponsibilityService::Resolve(grpc::ServerContext* context, const v1::ResolveRequest* request,
                                            v1::ResolveResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/Resolve", [&](const rpc::Caller&) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    const auto place = Decode(request->place());
    if (!place.ok()) return place.status();
    const auto role = RoleFromId(request->role());
    if (!request->role().empty() && !role)
      return absl::InvalidArgumentError("role: expected decides, accepts or informs");
    const knowledge::ServiceId service{request->service_id()};
    if ((*town)->catalogue->FindHead(service) == nullptr) return absl::NotFoundError("no such service");
    const Resolution resolution =
        (*town)->resolver->Resolve({service, *place, role, DayOf(**town, request->now_unix())});
    Encode(**town, service, resolution, false, response);
    return absl::OkStatus();
  });
}

grpc::Status ResponsibilityService::FindPlaces(grpc::ServerContext* context, const v1::FindPlacesRequest* request,
                                               v1::FindPlacesResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/FindPlaces", [&](const rpc::Caller&) -> absl::Status {
    const auto found = Find(request->municipality_id());
    if (!found.ok()) return found.status();
    const Town& town = **found;
    if (request->text().size() > kLongestText) return absl::InvalidArgumentError("text: at most 4000 bytes");
    if (request->limit() > kMostPlaces) return absl::InvalidArgumentError("limit: expected 0 to 100");
    const ServiceRules* service = request->service_id().empty() ? nullptr : town.book->Find({request->service_id()});
    const auto kind = service == nullptr ? std::nullopt : std::optional(service->place_kind);
    const auto [mentions, address] =
        ReadPlacesAndAddress(request->text(), PlaceFinder(*town.areas), *town.streets, town.home);
    response->set_street(address.street);
    response->set_house_number(address.house_number);
    for (const Mention& mention : mentions) {
      auto* out = response->add_mentions();
      out->set_text(mention.surface);
      out->set_relation(std::string(RelationId(mention.relation)));
      out->set_negated(mention.negated);
      out->set_misspelt(mention.misspelt);
      for (const AreaIndex area : mention.areas) Encode(*town.areas, area, out->add_areas());
    }
    const PlaceReading reading = town.resolver->ReadPlace({.text = request->text()}, kind);
    if (reading.given || !reading.street.empty()) {
      const auto limit = request->limit() == 0 ? kUsualPlaces : request->limit();
      const auto& areas = reading.problem ? reading.problem->choices : reading.candidates;
      for (std::size_t i = 0; i < std::min<std::size_t>(limit, areas.size()); ++i)
        Encode(*town.areas, areas[i], response->add_areas());
      // A postcode lies nearer than the middle of the town it is a part of.
      if (const auto middle = town.areas->MiddleOf(reading.postcode)) {
        for (v1::Area& area : *response->mutable_areas()) {
          area.set_latitude(static_cast<double>(middle->latitude));
          area.set_longitude(static_cast<double>(middle->longitude));
        }
      }
    }
    return absl::OkStatus();
  });
}

grpc::Status ResponsibilityService::Lint(grpc::ServerContext* context, const v1::LintRequest* request,
                                         v1::LintResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/Lint", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    if (const auto staff = MayChange(caller, request->municipality_id()); !staff.ok()) return staff.status();
    for (const Finding& finding : responsibility::Lint(**town, DayOf(**town, 0)))
      Encode(finding, response->add_findings());
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::responsibility
