// The day and the counters as RPCs: numbers, calls, the display, key figures.
#include <algorithm>

#include "booking/figures.h"
#include "services/booking/around_service.h"
#include "services/booking/convert.h"
#include "services/booking/staff_access.h"

namespace amtslotse::booking {
namespace {

struct VisitWord {
  AppointmentState state;
  const char* word;
};
constexpr VisitWord kVisitWords[] = {{AppointmentState::kConfirmed, "expected"},
                                     {AppointmentState::kArrived, "arrived"},
                                     {AppointmentState::kCalled, "called"},
                                     {AppointmentState::kServed, "served"},
                                     {AppointmentState::kMissed, "no_show"}};

std::optional<AppointmentState> DecodeVisitState(const std::string& text) {
  for (const VisitWord& word : kVisitWords) {
    if (text == word.word) return word.state;
  }
  if (text == "waiting") return AppointmentState::kArrived;
  return std::nullopt;
}

void Encode(const Visit& visit, v1::Visit* out) {
  if (visit.appointment) {
    Encode(*visit.appointment, out->mutable_appointment());
    out->set_telephone(visit.appointment->contact.telephone);
    const Needs& needs = visit.appointment->needs;
    out->mutable_needs()->set_interpreter_language(needs.interpreter);
    out->mutable_needs()->set_wheelchair(needs.wheelchair);
    out->mutable_needs()->set_more_time(needs.more_time);
    out->mutable_needs()->set_note(needs.note);
  }
  out->set_id(visit.id);
  out->set_ticket_number(visit.number);
  for (const VisitWord& word : kVisitWords) {
    if (word.state == visit.state) out->set_state(word.word);
  }
  out->set_counter(visit.counter);
  if (visit.arrived) out->set_arrived_unix(Unix(*visit.arrived));
  if (visit.called) out->set_called_unix(Unix(*visit.called));
  if (visit.finished) out->set_finished_unix(Unix(*visit.finished));
  for (const std::string& name : visit.service_names) out->add_service_names(name);
}

template <class Response>
void EncodeWaiting(const Waiting& waiting, Response* out) {
  out->set_waiting(static_cast<std::uint32_t>(waiting.people));
  out->set_expected_minutes_low(static_cast<std::uint32_t>(waiting.low_minutes));
  out->set_expected_minutes_high(static_cast<std::uint32_t>(waiting.high_minutes));
}

}  // namespace

grpc::Status AroundService::DrawTicket(grpc::ServerContext* context, const v1::DrawTicketRequest* request,
                                       v1::DrawTicketResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/DrawTicket", [&](const rpc::Caller&) -> absl::Status {
    const auto items = Decode(request->services());
    if (!items.ok()) return items.status();
    const auto outcome = Visits(around_).Draw({request->municipality_id()}, {request->idempotency_key()},
                                              {request->location_id()}, *items);
    if (!outcome.ok()) return outcome.status();
    if (const auto* drawn = std::get_if<Drawn>(&*outcome)) {
      response->set_ticket_number(drawn->number);
      response->set_ticket_id(drawn->visit_id);
      response->set_waiting_before(static_cast<std::uint32_t>(drawn->before.people));
      response->set_expected_minutes_low(static_cast<std::uint32_t>(drawn->before.low_minutes));
      response->set_expected_minutes_high(static_cast<std::uint32_t>(drawn->before.high_minutes));
    } else {
      response->set_refusal(v1::REFUSAL_NOT_BOOKABLE);
    }
    return absl::OkStatus();
  });
}

grpc::Status AroundService::GetCallDisplay(grpc::ServerContext* context, const v1::GetCallDisplayRequest* request,
                                           v1::GetCallDisplayResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetCallDisplay", [&](const rpc::Caller&) -> absl::Status {
    const auto display = Visits(around_).Display({request->municipality_id()}, {request->location_id()});
    if (!display.ok()) return display.status();
    for (const Called& called : display->calls) {
      auto* call = response->add_calls();
      call->set_number(called.number);
      call->set_counter(called.counter);
      call->set_called_unix(Unix(called.at));
    }
    EncodeWaiting(display->waiting, response);
    response->set_location_name(display->location_name);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::GetDayList(grpc::ServerContext* context, const v1::GetDayListRequest* request,
                                       v1::GetDayListResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetDayList", [&](const rpc::Caller& caller) -> absl::Status {
    if (const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk); !actor.ok())
      return actor.status();
    const auto date = DecodeDate("date", request->date());
    if (!date.ok()) return date.status();
    const auto day = Visits(around_).Day({request->municipality_id()}, {request->location_id()}, *date);
    if (!day.ok()) return day.status();
    for (const Visit& visit : day->visits) Encode(visit, response->add_visits());
    for (const std::string& counter : day->counters) response->add_counters(counter);
    EncodeWaiting(day->waiting, response);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::SetVisitState(grpc::ServerContext* context, const v1::SetVisitStateRequest* request,
                                          v1::SetVisitStateResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/SetVisitState", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Staff(caller, request->municipality_id(), kDesk);
    if (!actor.ok()) return actor.status();
    const auto state = DecodeVisitState(request->state());
    if (!state) return absl::InvalidArgumentError("state: expected expected, arrived, called, served or no_show");
    Visits visits(around_);
    const MunicipalityId municipality{request->municipality_id()};
    const auto office = visits.OfficeOf(municipality, request->visit_id());
    if (!office.ok()) return office.status();
    if (!*office) return absl::NotFoundError("visit_id: unknown");
    const bool own = actor->office_ids_size() == 0 || std::find(actor->office_ids().begin(), actor->office_ids().end(),
                                                                (*office)->value) != actor->office_ids().end();
    if (!own) return absl::PermissionDeniedError("another office's visit");
    const auto set =
        visits.SetState(municipality, request->visit_id(), *state, request->counter(), {actor->account_id()});
    if (!set.ok()) return set.status();
    if (!*set) return absl::NotFoundError("visit_id: unknown");
    Encode(**set, response->mutable_visit());
    return absl::OkStatus();
  });
}

grpc::Status AroundService::CallNext(grpc::ServerContext* context, const v1::CallNextRequest* request,
                                     v1::CallNextResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/CallNext", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk);
    if (!actor.ok()) return actor.status();
    const auto called = Visits(around_).CallNext({request->municipality_id()}, {request->idempotency_key()},
                                                 {request->location_id()}, request->counter(), *actor);
    if (!called.ok()) return called.status();
    if (*called) Encode(**called, response->mutable_visit());
    return absl::OkStatus();
  });
}

grpc::Status AroundService::GetKeyFigures(grpc::ServerContext* context, const v1::GetKeyFiguresRequest* request,
                                          v1::GetKeyFiguresResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetKeyFigures", [&](const rpc::Caller& caller) -> absl::Status {
    if (const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kLead); !actor.ok())
      return actor.status();
    const auto from = DecodeDate("from_date", request->from_date());
    if (!from.ok()) return from.status();
    const auto to = DecodeDate("to_date", request->to_date());
    if (!to.ok()) return to.status();
    const auto figures = KeyFigures(around_, {request->municipality_id()}, {request->location_id()}, *from, *to);
    if (!figures.ok()) return figures.status();
    for (const Figure& figure : *figures) {
      auto* out = response->add_figures();
      out->set_name(figure.name);
      out->set_bucket(figure.bucket);
      out->set_value(figure.value);
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::booking
