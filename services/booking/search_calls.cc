// Locations, free days and times, closures: questions that change nothing.
#include <fmt/format.h>

#include <algorithm>

#include "booking/zone.h"
#include "services/booking/booking_service.h"
#include "services/booking/convert.h"

namespace amtslotse::booking {
namespace {

const Location* Find(const std::vector<Location>& locations, const LocationId& id) {
  const auto found =
      std::find_if(locations.begin(), locations.end(), [&](const Location& location) { return location.id == id; });
  return found == locations.end() ? nullptr : &*found;
}

bool Offers(const Location& location, const google::protobuf::RepeatedPtrField<std::string>& service_ids) {
  return std::all_of(service_ids.begin(), service_ids.end(),
                     [&](const std::string& id) { return location.Find({id}) != nullptr; });
}

// Whether these services are booked in the town's present system there.
bool BooksElsewhere(const Location& location, const std::vector<ServiceItem>& items) {
  const bool all = std::all_of(items.begin(), items.end(),
                               [&](const ServiceItem& item) { return location.Find(item.service) != nullptr; });
  return all &&
         (!location.rules.external_url.empty() || std::any_of(items.begin(), items.end(), [&](const ServiceItem& item) {
           return !location.Find(item.service)->external_url.empty();
         }));
}

template <class Response>
void AddExternal(const std::vector<Location>& locations, const SlotQuery& query, Response& response) {
  for (const Location& location : locations) {
    const bool asked = query.locations.empty() ||
                       std::find(query.locations.begin(), query.locations.end(), location.id) != query.locations.end();
    if (asked && BooksElsewhere(location, query.items)) Encode(location, response.add_external());
  }
}

// When new times appear, at the asked location where that is first.
template <class Response>
void AddRelease(const std::vector<Location>& locations, const NothingFree& nothing, Response& response) {
  if (!nothing.next_release) return;
  response.set_next_release_unix(nothing.next_release->time_since_epoch().count());
  const Location* first = Find(locations, *nothing.next_release_at);
  if (first != nullptr) response.set_release_text(ReleaseText(*first));
}

struct WhyNot {
  std::string operator()(const Fits&) const { return ""; }
  std::string operator()(const DoesNotOffer&) const { return "Diese Zusammenstellung bietet kein Standort an."; }
  std::string operator()(const QuantityTooHigh& high) const {
    return fmt::format("Höchstens {} in einem Termin.", high.max_quantity);
  }
  std::string operator()(const TooLong& longer) const {
    return fmt::format("Zusammen dauert das {} Minuten; ein Termin hat höchstens {}.", longer.wanted.count(),
                       longer.max.count());
  }
};

std::string DateText(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

grpc::Status BookingService::ListLocations(grpc::ServerContext* context, const v1::ListLocationsRequest* request,
                                           v1::ListLocationsResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ListLocations", [&](const rpc::Caller&) -> absl::Status {
    const MunicipalityId municipality{request->municipality_id()};
    const auto locations = store_.Calendars(municipality);
    if (!locations.ok()) return locations.status();
    for (const Location& location : *locations) {
      if (!Offers(location, request->service_ids())) continue;
      auto* encoded = response->add_locations();
      Encode(location, encoded);
      encoded->set_needs_challenge(store_.AsksForProof(municipality, location.id));
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::FindSlots(grpc::ServerContext* context, const v1::FindSlotsRequest* request,
                                       v1::FindSlotsResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/FindSlots",
                    [&](const rpc::Caller&) { return Slots(*request, *response); });
}

absl::Status BookingService::Slots(const v1::FindSlotsRequest& request, v1::FindSlotsResponse& response) {
  auto query = Decode(request.municipality_id(), request.filter());
  if (!query.ok()) return query.status();
  if (request.limit() > 200) return absl::InvalidArgumentError("limit: at most 200");
  query->max_results = request.limit() == 0 ? 20 : static_cast<int>(request.limit());
  query->as_soon_as_possible = !request.by_preference();
  if (request.after_unix() > 0) query->after = Instant(std::chrono::seconds(request.after_unix()));
  if (request.spread()) query->per_day_and_location = 2;
  const auto locations = store_.Calendars(query->municipality);
  if (!locations.ok()) return locations.status();
  const auto outcome = store_.FreeSlots(*query);
  if (!outcome.ok()) return outcome.status();
  AddExternal(*locations, *query, response);
  if (const auto* found = std::get_if<SlotsFound>(&*outcome)) {
    for (const FreeSlot& slot : found->slots) Encode(slot, Find(*locations, slot.location), response.add_slots());
    response.set_more(found->more);
  } else if (const auto* nothing = std::get_if<NothingFree>(&*outcome)) {
    AddRelease(*locations, *nothing, response);
    if (nothing->outside_filters) {
      v1::Slot next;
      Encode(*nothing->outside_filters, Find(*locations, nothing->outside_filters->location), &next);
      response.set_next_free_date(next.local_begin().substr(0, 10));
    }
  } else {
    response.set_not_bookable(true);
    if (const auto* cannot = std::get_if<CannotCombine>(&*outcome))
      response.set_not_bookable_text(std::visit(WhyNot(), cannot->why));
  }
  return absl::OkStatus();
}

grpc::Status BookingService::FindDays(grpc::ServerContext* context, const v1::FindDaysRequest* request,
                                      v1::FindDaysResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/FindDays", [&](const rpc::Caller&) -> absl::Status {
    const auto query = Decode(request->municipality_id(), request->filter());
    if (!query.ok()) return query.status();
    const auto outcome = store_.FreeDays(*query);
    if (!outcome.ok()) return outcome.status();
    if (const auto* found = std::get_if<DaysFound>(&*outcome)) {
      for (const FreeDay& day : found->days) {
        auto* to = response->add_days();
        to->set_date(DateText(day.date));
        to->set_free(static_cast<std::uint32_t>(day.locations));
      }
      return absl::OkStatus();
    }
    const auto locations = store_.Calendars(query->municipality);
    if (!locations.ok()) return locations.status();
    AddExternal(*locations, *query, *response);
    const auto* nothing = std::get_if<NothingFree>(&*outcome);
    response->set_not_bookable(nothing == nullptr);
    if (nothing != nullptr) AddRelease(*locations, *nothing, *response);
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ListClosures(grpc::ServerContext* context, const v1::ListClosuresRequest* request,
                                          v1::ListClosuresResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ListClosures",
                    [&](const rpc::Caller&) { return Closures(*request, *response); });
}

absl::Status BookingService::Closures(const v1::ListClosuresRequest& request, v1::ListClosuresResponse& response) {
  const auto from = DecodeDate("from_date", request.from_date());
  if (!from.ok()) return from.status();
  const auto to = DecodeDate("to_date", request.to_date());
  if (!to.ok()) return to.status();
  const std::chrono::sys_days first(*from);
  const std::chrono::sys_days last(*to);
  if (last < first || last - first > std::chrono::days(400))
    return absl::InvalidArgumentError("to_date: within 400 days after from_date");
  const auto locations = store_.Calendars({request.municipality_id()});
  if (!locations.ok()) return locations.status();
  for (const Location& location : *locations) {
    if (!request.office_id().empty() && location.office.value != request.office_id()) continue;
    response.set_locations(response.locations() + 1);
    for (auto day = first; day <= last; day += std::chrono::days(1)) {
      const auto why = ClosedBecause(location, Date(day));
      if (!why) continue;
      auto* closure = response.add_closures();
      closure->set_date(DateText(Date(day)));
      closure->set_reason(*why);
      closure->set_location_id(location.id.value);
    }
  }
  return absl::OkStatus();
}

}  // namespace amtslotse::booking
