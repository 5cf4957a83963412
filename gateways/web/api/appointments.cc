// Taking, changing and giving back appointments: for booking pages of one's own. Whoever holds, confirms, rebooks or
// cancels sends an idempotency key, so that a repeat after a broken line changes nothing twice.
#include "gateways/web/api/appointments.h"

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "gateways/web/booking_query.h"
#include "gateways/web/gateway.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/problem.h"
#include "gateways/web/query.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
namespace kv1 = knowledge::v1;
using BookingStub = v1::Booking::StubInterface;

constexpr char kChannel[] = "pages";  // asks for proofs of work where the location does

template <class Ask, class Answer>
using Method = grpc::Status (BookingStub::*)(grpc::ClientContext*, const Ask&, Answer*);

// The body as the request of one RPC.
template <class Ask, class Answer>
absl::StatusOr<Answer> Call(const Shared& shared, const Request& request, const char* name, Method<Ask, Answer> method,
                            void (*prepare)(Ask&)) {
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return body.status();
  Ask ask;
  if (absl::Status read = FromJson(*body, ask); !read.ok()) return read;
  ask.set_municipality_id(request.town->id());
  if (prepare != nullptr) prepare(ask);
  return rpc::Call(*shared.backends.booking, method, ask, request.caller, {.method = name, .repeatable = true},
                   &shared.backends.metrics);
}

template <class Ask, class Answer>
Handler Post(const Shared& shared, const char* name, Method<Ask, Answer> method, void (*prepare)(Ask&) = nullptr) {
  return [&shared, name, method, prepare](const Request& request) {
    const auto answer = Call(shared, request, name, method, prepare);
    if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
    return JsonReply(ToJson(*answer)).With("Cache-Control", "no-store");
  };
}

Reply CalendarFile(const Shared& shared, const Request& request) {
  const auto answer = Call<v1::GetCalendarFileRequest, v1::GetCalendarFileResponse>(
      shared, request, "Booking/GetCalendarFile", &BookingStub::GetCalendarFile, nullptr);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  if (answer->ics().empty()) return Problem(shared.texts, request, 404);
  return Reply{
      .status = 200, .content_type = "text/calendar; charset=utf-8", .body = answer->ics(), .headers = {}, .stream = {}}
      .With("Cache-Control", "no-store")
      .With("Content-Disposition", R"(attachment; filename="termin.ics")");
}

Reply Challenge(const Shared& shared, const Request& request) {
  v1::CreateChallengeRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_action("hold");
  ask.set_location_id(Query(request).Text("location"));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::CreateChallenge, ask, request.caller,
                                {.method = "Booking/CreateChallenge", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return JsonReply(answer->altcha_json())
      .With("Cache-Control", "no-store")
      .With("X-Challenge-Needed", answer->needed() ? "true" : "false");
}

// Documents, fee and what else is worth to know before the appointment, for a combination of services.
Reply Preparation(const Shared& shared, const Request& request) {
  Query query(request);
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& text : query.All("service", 20)) {
    const auto wanted = ParseServiceQuantity(text);
    kv1::GetServiceRequest ask;
    ask.set_municipality_id(request.town->id());
    ask.set_service_id(wanted.service_id());
    ask.set_language(request.language);
    const auto answer =
        rpc::Call(*shared.backends.knowledge, &kv1::Knowledge::StubInterface::GetService, ask, request.caller,
                  {.method = "Knowledge/GetService", .repeatable = true}, &shared.backends.metrics);
    if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
    const auto service = nlohmann::json::parse(ToJson(answer->service()));
    nlohmann::json one{
        {"serviceId", wanted.service_id()}, {"quantity", wanted.quantity()}, {"name", service.value("name", "")}};
    for (const char* field : {"modules", "onlineServices", "sourceUrl"}) {
      if (service.contains(field)) one[field] = service[field];
    }
    list.push_back(std::move(one));
  }
  if (!query.bad().empty() || list.empty())
    return Problem(shared.texts, request, 400,
                   shared.texts.Say(request.language, "problem.parameter", {{"name", "service"}}));
  return JsonReply(nlohmann::json{{"services", list}}.dump()).With("Cache-Control", "public, max-age=30");
}

}  // namespace

void AddAppointmentRoutes(Router& router, const Shared& shared) {
  const auto post = [&](const char* path, Handler handler) {
    router.Add("POST", path, Needs::kTown, std::move(handler));
  };
  const auto get = [&](const char* path, Reply (*handle)(const Shared&, const Request&)) {
    router.Add("GET", path, Needs::kTown,
               [&shared, handle](const Request& request) { return handle(shared, request); });
  };
  get("/api/v1/challenge", &Challenge);
  get("/api/v1/preparation", &Preparation);
  post("/api/v1/holds", Post<v1::HoldRequest, v1::HoldResponse>(
                            shared, "Booking/Hold", &BookingStub::Hold, +[](v1::HoldRequest& ask) {
                              ask.set_channel(kChannel);
                              ask.clear_conversation_ref();
                            }));
  post("/api/v1/holds/extend",
       Post<v1::ExtendHoldRequest, v1::ExtendHoldResponse>(shared, "Booking/ExtendHold", &BookingStub::ExtendHold));
  post("/api/v1/holds/release",
       Post<v1::ReleaseHoldRequest, v1::ReleaseHoldResponse>(shared, "Booking/ReleaseHold", &BookingStub::ReleaseHold));
  post("/api/v1/holds/confirm", Post<v1::ConfirmRequest, v1::ConfirmResponse>(
                                    shared, "Booking/Confirm", &BookingStub::Confirm,
                                    +[](v1::ConfirmRequest& ask) { ask.clear_conversation_ref(); }));
  post("/api/v1/appointments/activate",
       Post<v1::ActivateRequest, v1::ActivateResponse>(shared, "Booking/Activate", &BookingStub::Activate));
  post("/api/v1/appointments/find", Post<v1::FindAppointmentRequest, v1::FindAppointmentResponse>(
                                        shared, "Booking/FindAppointment", &BookingStub::FindAppointment));
  post("/api/v1/appointments/rebook",
       Post<v1::RebookRequest, v1::RebookResponse>(shared, "Booking/Rebook", &BookingStub::Rebook));
  post("/api/v1/appointments/cancel",
       Post<v1::CancelRequest, v1::CancelResponse>(shared, "Booking/Cancel", &BookingStub::Cancel));
  post("/api/v1/appointments/calendar", [&shared](const Request& request) { return CalendarFile(shared, request); });
}

}  // namespace amtslotse::gateways::web
