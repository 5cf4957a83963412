// Reading what can be booked: locations, free slots, days. Taking one: appointments.cc.
#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/api/appointments.h"
#include "gateways/web/booking_query.h"
#include "gateways/web/gateway.h"
#include "gateways/web/json.h"
#include "gateways/web/problem.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;

template <class Ask, class Answer>
Reply Pass(const Shared& shared, const Request& request, Ask& ask, const Query& query, const char* name,
           grpc::Status (BookingStub::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
  if (!query.bad().empty())
    return Problem(shared.texts, request, 400,
                   shared.texts.Say(request.language, "problem.parameter", {{"name", query.bad()}}));
  ask.set_municipality_id(request.town->id());
  const auto answer = rpc::Call(*shared.backends.booking, method, ask, request.caller,
                                {.method = name, .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return JsonReply(ToJson(*answer));
}

Reply Locations(const Shared& shared, const Request& request) {
  Query query(request);
  v1::ListLocationsRequest ask;
  for (const std::string& service : query.All("service")) ask.add_service_ids(service);
  return Pass(shared, request, ask, query, "Booking/ListLocations", &BookingStub::ListLocations);
}

Reply Slots(const Shared& shared, const Request& request) {
  Query query(request);
  v1::FindSlotsRequest ask;
  ReadSlotFilter(query, *ask.mutable_filter());
  ask.set_limit(query.Number("limit", 20, 1, 200));
  ask.set_spread(query.Flag("spread"));
  ask.set_by_preference(query.Flag("byPreference"));
  ask.set_after_unix(query.Number("after", 0, 0, UINT32_MAX));
  return Pass(shared, request, ask, query, "Booking/FindSlots", &BookingStub::FindSlots);
}

Reply Days(const Shared& shared, const Request& request) {
  Query query(request);
  v1::FindDaysRequest ask;
  ReadSlotFilter(query, *ask.mutable_filter());
  return Pass(shared, request, ask, query, "Booking/FindDays", &BookingStub::FindDays);
}

}  // namespace

void AddBookingRoutes(Router& router, const Shared& shared) {
  const auto add = [&](const char* pattern, Reply (*handle)(const Shared&, const Request&)) {
    router.Add("GET", pattern, Needs::kTown,
               [&shared, handle](const Request& request) { return handle(shared, request); });
  };
  add("/api/v1/locations", &Locations);
  add("/api/v1/slots", &Slots);
  add("/api/v1/days", &Days);
  AddAppointmentRoutes(router, shared);
}

}  // namespace amtslotse::gateways::web
