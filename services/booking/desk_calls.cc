// The desk as RPCs: who is found, booked and moved, and the lists that leave the house.
#include <fmt/format.h>

#include <algorithm>

#include "booking/calendar_json.h"
#include "booking/ics.h"
#include "booking/town_profile.h"
#include "booking/zone.h"
#include "services/booking/around_service.h"
#include "services/booking/convert.h"
#include "services/booking/staff_access.h"
#include "services/rpc/actor.h"

namespace amtslotse::booking {
namespace {

struct RefusalOf {
  v1::Refusal operator()(const SlotTaken&) const { return v1::REFUSAL_SLOT_TAKEN; }
  v1::Refusal operator()(const NotOffered&) const { return v1::REFUSAL_NOT_BOOKABLE; }
  v1::Refusal operator()(const UnknownLocation&) const { return v1::REFUSAL_NOT_BOOKABLE; }
  v1::Refusal operator()(const NotFound&) const { return v1::REFUSAL_NO_SUCH_APPOINTMENT; }
  v1::Refusal operator()(const DetailsMissing&) const { return v1::REFUSAL_CONTACT_NEEDED; }
  v1::Refusal operator()(const LimitReached&) const { return v1::REFUSAL_PERSON_LIMIT; }
  v1::Refusal operator()(const HoldGone&) const { return v1::REFUSAL_HOLD_EXPIRED; }
  v1::Refusal operator()(const NotChangeable& state) const {
    return state.state == AppointmentState::kCancelled ? v1::REFUSAL_ALREADY_CANCELLED : v1::REFUSAL_PAST;
  }
  template <class Success>
  v1::Refusal operator()(const Success&) const {
    return v1::REFUSAL_UNSPECIFIED;
  }
};

void Encode(const Moved& moved, v1::MoveResult* out) {
  out->set_appointment_id(moved.number.value);
  out->set_refusal(std::visit(RefusalOf(), moved.outcome));
  if (const auto* rebooked = std::get_if<Rebooked>(&moved.outcome))
    Encode(rebooked->appointment, out->mutable_appointment());
  if (const auto* cancelled = std::get_if<Cancelled>(&moved.outcome))
    Encode(cancelled->appointment, out->mutable_appointment());
}

std::vector<LocationId> Locations(const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<LocationId> locations;
  for (const std::string& id : ids) locations.push_back({id});
  return locations;
}

absl::StatusOr<ProposeQuery> QueryOf(const v1::ProposeMovesRequest& request) {
  ProposeQuery query;
  query.municipality = {request.municipality_id()};
  query.location = {request.location_id()};
  for (const std::string& number : request.appointment_ids()) query.numbers.push_back({number});
  if (request.from_unix() != 0 || request.to_unix() != 0) {
    query.from = Instant{std::chrono::seconds{request.from_unix()}};
    query.to = Instant{std::chrono::seconds{request.to_unix()}};
  }
  if (!request.calendar_json().empty()) {
    if (request.calendar_json().size() > kLongestCalendar) return absl::InvalidArgumentError("calendar_json: too long");
    auto calendar = ParseLocation(request.calendar_json());
    if (!calendar.ok()) return calendar.status();
    if (calendar->id != query.location)
      return absl::InvalidArgumentError("calendar_json: expected the location's own id");
    query.calendar = *std::move(calendar);
  }
  query.others = Locations(request.other_location_ids());
  if (request.earliest_unix() != 0) query.earliest = Instant{std::chrono::seconds{request.earliest_unix()}};
  return query;
}

void Encode(const MoveProposal& proposal, v1::Proposal* out) {
  Encode(proposal.appointment, out->mutable_appointment());
  out->set_reason(proposal.why ? Word(*proposal.why) : "asked");
  out->set_reachable(proposal.reachable);
  out->set_telephone(proposal.appointment.contact.telephone);
  if (!proposal.slot) return;
  Location place;
  place.id = proposal.slot->location;
  place.name = proposal.location_name;
  place.time_zone = proposal.appointment.time_zone;
  Encode(*proposal.slot, &place, out->mutable_slot());
}

Contact StaffContact(const v1::Contact& contact, bool reminders) {
  Contact decoded = Decode(contact);
  decoded.wants_reminders = reminders;
  return decoded;
}

}  // namespace

absl::StatusOr<Actor> AroundService::StaffAt(const rpc::Caller& caller, const std::string& municipality_id,
                                             const std::string& location_id,
                                             std::initializer_list<staff::v1::Role> roles) const {
  const auto actor = Staff(caller, municipality_id, roles);
  if (!actor.ok()) return actor.status();
  if (!location_id.empty() && actor->office_ids_size() > 0) {
    const auto locations = around_.Calendars({municipality_id});
    if (!locations.ok()) return locations.status();
    const bool own = std::any_of(locations->begin(), locations->end(), [&](const Location& location) {
      return location.id.value == location_id && std::find(actor->office_ids().begin(), actor->office_ids().end(),
                                                           location.office.value) != actor->office_ids().end();
    });
    if (!own) return absl::PermissionDeniedError("another office's location");
  } else if (location_id.empty() && actor->office_ids_size() > 0) {
    return absl::InvalidArgumentError("location_id: one of your offices' locations is needed");
  }
  return Actor{actor->account_id()};
}

absl::StatusOr<Actor> AroundService::StaffOf(const rpc::Caller& caller, const std::string& municipality_id,
                                             const std::vector<std::string>& numbers) const {
  const auto actor = Staff(caller, municipality_id, kDesk);
  if (!actor.ok()) return actor.status();
  if (actor->office_ids_size() == 0) return Actor{actor->account_id()};
  for (const std::string& number : numbers) {
    const auto found = around_.Lookup({municipality_id}, ByNumber{{number}});
    if (!found.ok()) return found.status();
    const auto* appointment = std::get_if<Appointment>(&*found);
    const bool own = appointment == nullptr || std::find(actor->office_ids().begin(), actor->office_ids().end(),
                                                         appointment->office.value) != actor->office_ids().end();
    if (!own) return absl::PermissionDeniedError("another office's appointment");
  }
  return Actor{actor->account_id()};
}

grpc::Status AroundService::GetFeed(grpc::ServerContext* context, const v1::GetFeedRequest* request,
                                    v1::GetFeedResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetFeed", [&](const rpc::Caller&) -> absl::Status {
    Desk desk(around_);
    const MunicipalityId municipality{request->municipality_id()};
    const auto location = desk.FeedLocation(municipality, request->token());
    if (!location.ok()) return location.status();
    if (!*location) return absl::NotFoundError("token: unknown");
    const Instant now = around_clock_.Now();
    const auto appointments =
        desk.Between(municipality, **location, now - std::chrono::hours{24 * 7}, now + std::chrono::hours{24 * 90});
    if (!appointments.ok()) return appointments.status();
    response->set_ics(FormatFeed(*appointments, now));
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ProposeMoves(grpc::ServerContext* context, const v1::ProposeMovesRequest* request,
                                         v1::ProposeMovesResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/ProposeMoves", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk);
    if (!actor.ok()) return actor.status();
    const auto query = QueryOf(*request);
    if (!query.ok()) return query.status();
    const std::vector<std::string> numbers(request->appointment_ids().begin(), request->appointment_ids().end());
    if (const auto of = StaffOf(caller, request->municipality_id(), numbers); !of.ok()) return of.status();
    const auto proposals = Desk(around_).Propose(*query);
    if (!proposals.ok()) return proposals.status();
    for (const MoveProposal& proposal : *proposals) Encode(proposal, response->add_proposals());
    return absl::OkStatus();
  });
}

grpc::Status AroundService::MoveAppointments(grpc::ServerContext* context, const v1::MoveAppointmentsRequest* request,
                                             v1::MoveAppointmentsResponse* response) {
  return rpc::Serve(
      *context, around_metrics_, "Booking/MoveAppointments", [&](const rpc::Caller& caller) -> absl::Status {
        std::vector<std::string> numbers;
        std::vector<MoveWish> wishes;
        for (const auto& move : request->moves()) {
          numbers.push_back(move.appointment_id());
          MoveWish wish{{move.appointment_id()}, std::nullopt, Instant{std::chrono::seconds{move.begin_unix()}}};
          if (move.begin_unix() != 0) wish.location = LocationId{move.location_id()};
          wishes.push_back(wish);
        }
        const auto actor = StaffOf(caller, request->municipality_id(), numbers);
        if (!actor.ok()) return actor.status();
        const auto batch = Desk(around_).Move({request->municipality_id()}, {request->idempotency_key()}, wishes,
                                              request->message(), *actor);
        if (!batch.ok()) return batch.status();
        response->set_move_id(std::to_string(batch->id));
        for (const Moved& moved : batch->moves) Encode(moved, response->add_results());
        return absl::OkStatus();
      });
}

grpc::Status AroundService::UndoMove(grpc::ServerContext* context, const v1::UndoMoveRequest* request,
                                     v1::UndoMoveResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/UndoMove", [&](const rpc::Caller& caller) -> absl::Status {
    if (const auto anyone = StaffOf(caller, request->municipality_id(), {}); !anyone.ok()) return anyone.status();
    const std::string& id = request->move_id();
    if (id.empty() || id.size() > 18 || id.find_first_not_of("0123456789") != std::string::npos)
      return absl::NotFoundError("move_id: unknown");
    Desk desk(around_);
    const auto numbers = desk.NumbersOf({request->municipality_id()}, std::stoll(id));
    if (!numbers.ok()) return numbers.status();
    const auto actor = StaffOf(caller, request->municipality_id(), *numbers);
    if (!actor.ok()) return actor.status();
    const auto batch = desk.Undo({request->municipality_id()}, std::stoll(id), *actor);
    if (!batch.ok()) return batch.status();
    if (!*batch) return absl::NotFoundError("move_id: unknown");
    for (const Moved& moved : (*batch)->moves) Encode(moved, response->add_results());
    return absl::OkStatus();
  });
}

grpc::Status AroundService::SearchAppointments(grpc::ServerContext* context,
                                               const v1::SearchAppointmentsRequest* request,
                                               v1::SearchAppointmentsResponse* response) {
  return rpc::Serve(
      *context, around_metrics_, "Booking/SearchAppointments", [&](const rpc::Caller& caller) -> absl::Status {
        const auto actor = Staff(caller, request->municipality_id(), kDesk);
        if (!actor.ok()) return actor.status();
        const auto found = Desk(around_).Search({request->municipality_id()}, request->query(), {actor->account_id()});
        if (!found.ok()) return found.status();
        for (const Appointment& appointment : *found) {
          const bool own =
              actor->office_ids_size() == 0 || std::find(actor->office_ids().begin(), actor->office_ids().end(),
                                                         appointment.office.value) != actor->office_ids().end();
          if (own && (request->location_id().empty() || request->location_id() == appointment.location.value))
            Encode(appointment, response->add_appointments());
        }
        return absl::OkStatus();
      });
}

template <typename Response>
absl::Status AroundService::Book(const CallerRequest& request, Response& response) {
  const auto outcome = Desk(around_).Book(request);
  if (!outcome.ok()) return outcome.status();
  response.set_refusal(std::visit(RefusalOf(), *outcome));
  if (const auto* confirmed = std::get_if<Confirmed>(&*outcome)) {
    Encode(confirmed->appointment, response.mutable_appointment());
    response.set_cancellation_code(confirmed->cancellation_code);
  }
  return absl::OkStatus();
}

grpc::Status AroundService::BookForCaller(grpc::ServerContext* context, const v1::BookForCallerRequest* request,
                                          v1::BookForCallerResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/BookForCaller", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk);
    if (!actor.ok()) return actor.status();
    auto items = Decode(request->services());
    if (!items.ok()) return items.status();
    CallerRequest book{{request->municipality_id()},
                       {request->idempotency_key()},
                       {request->location_id()},
                       *items,
                       Instant{std::chrono::seconds{request->begin_unix()}},
                       StaffContact(request->contact(), request->reminder_consent()),
                       Decode(request->needs()),
                       {},
                       request->channel() == "counter" ? Channel::kCounter : Channel::kTelephone,
                       request->overbook(),
                       request->exempt_from_limit(),
                       *actor};
    for (const std::string& name : request->attendees()) book.attendees.push_back({name, ""});
    return Book(book, *response);
  });
}

grpc::Status AroundService::Overbook(grpc::ServerContext* context, const v1::OverbookRequest* request,
                                     v1::OverbookResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/Overbook", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk);
    if (!actor.ok()) return actor.status();
    auto items = Decode(request->services());
    if (!items.ok()) return items.status();
    const CallerRequest book{{request->municipality_id()},
                             {request->idempotency_key()},
                             {request->location_id()},
                             *items,
                             Instant{std::chrono::seconds{request->begin_unix()}},
                             Decode(request->contact()),
                             {},
                             {},
                             Channel::kCounter,
                             true,
                             false,
                             *actor};
    return Book(book, *response);
  });
}

grpc::Status AroundService::GetSlip(grpc::ServerContext* context, const v1::GetSlipRequest* request,
                                    v1::GetSlipResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetSlip", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffOf(caller, request->municipality_id(), {request->appointment_id()});
    if (!actor.ok()) return actor.status();
    const MunicipalityId municipality{request->municipality_id()};
    const auto slip = Desk(around_).PrintSlip(municipality, {request->appointment_id()}, *actor);
    if (!slip.ok()) return slip.status();
    if (!*slip) return absl::NotFoundError("appointment_id: unknown");
    const auto profile = Profiles(around_).Get(municipality);
    if (!profile.ok()) return profile.status();
    Encode((*slip)->appointment, response->mutable_appointment());
    response->set_cancellation_code((*slip)->cancellation_code);
    response->set_link(PublicUrl(*profile, settings_.web_url) + "/termin/" + (*slip)->token.value);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::CreateFeed(grpc::ServerContext* context, const v1::CreateFeedRequest* request,
                                       v1::CreateFeedResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/CreateFeed", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kLead);
    if (!actor.ok()) return actor.status();
    const MunicipalityId municipality{request->municipality_id()};
    const auto secret = Desk(around_).NewFeed(municipality, {request->location_id()}, *actor);
    if (!secret.ok()) return secret.status();
    const auto profile = Profiles(around_).Get(municipality);
    if (!profile.ok()) return profile.status();
    response->set_url(PublicUrl(*profile, settings_.web_url) + "/kalender/" + *secret + "/termine.ics");
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ExportAppointments(grpc::ServerContext* context,
                                               const v1::ExportAppointmentsRequest* request,
                                               v1::ExportAppointmentsResponse* response) {
  return rpc::Serve(
      *context, around_metrics_, "Booking/ExportAppointments", [&](const rpc::Caller& caller) -> absl::Status {
        const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kLead);
        if (!actor.ok()) return actor.status();
        const auto from = DecodeDate("from_date", request->from_date());
        if (!from.ok()) return from.status();
        const auto to = DecodeDate("to_date", request->to_date());
        if (!to.ok()) return to.status();
        const auto days = std::chrono::sys_days{*to} - std::chrono::sys_days{*from};
        if (days.count() < 0 || days.count() > 92)
          return absl::InvalidArgumentError("to_date: within 92 days after from_date");
        const MunicipalityId municipality{request->municipality_id()};
        const auto locations = around_.Calendars(municipality);
        if (!locations.ok()) return locations.status();
        const auto found = std::find_if(locations->begin(), locations->end(), [&](const Location& location) {
          return location.id.value == request->location_id();
        });
        if (found == locations->end()) return absl::NotFoundError("location_id: unknown");
        const auto zone = Zone::Find(found->time_zone);
        if (!zone.ok()) return zone.status();
        const auto appointments = Desk(around_).Between(municipality, found->id, zone->At(*from, TimeOfDay{0}),
                                                        zone->At(*to, TimeOfDay{24 * 60}));
        if (!appointments.ok()) return appointments.status();
        response->set_csv(FormatAppointments(*appointments));
        return Desk(around_).NoteExport(municipality, found->id, *actor);
      });
}

}  // namespace amtslotse::booking
