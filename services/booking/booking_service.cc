#include "services/booking/booking_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "booking/calendar_json.h"
#include "booking/ics.h"
#include "booking/zone.h"
#include "services/booking/convert.h"

namespace amtslotse::booking {
namespace {

const Location* Find(const std::vector<Location>& locations, const LocationId& id) {
  const auto found = std::find_if(locations.begin(), locations.end(), [&](const Location& location) { return location.id == id; });
  return found == locations.end() ? nullptr : &*found;
}

bool Offers(const Location& location, const google::protobuf::RepeatedPtrField<std::string>& service_ids) {
  return std::all_of(service_ids.begin(), service_ids.end(), [&](const std::string& id) { return location.Find({id}) != nullptr; });
}

absl::Status CheckKey(const std::string& key) {
  return !key.empty() && key.size() <= 200 ? absl::OkStatus() : absl::InvalidArgumentError("idempotency_key: expected 1 to 200 bytes");
}

std::string DateText(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

// What did not come of it, for each kind of outcome.
struct RefusalOf {
  v1::Refusal operator()(const SlotTaken&) const { return v1::REFUSAL_SLOT_TAKEN; }
  v1::Refusal operator()(const NotOffered&) const { return v1::REFUSAL_NOT_BOOKABLE; }
  v1::Refusal operator()(const UnknownLocation&) const { return v1::REFUSAL_NOT_BOOKABLE; }
  v1::Refusal operator()(const ProofOfWorkNeeded&) const { return v1::REFUSAL_CHALLENGE_NEEDED; }
  v1::Refusal operator()(const HoldGone&) const { return v1::REFUSAL_HOLD_EXPIRED; }
  v1::Refusal operator()(const NoFurtherExtension&) const { return v1::REFUSAL_CANNOT_EXTEND; }
  v1::Refusal operator()(const DetailsMissing&) const { return v1::REFUSAL_CONTACT_NEEDED; }
  v1::Refusal operator()(const LimitReached&) const { return v1::REFUSAL_PERSON_LIMIT; }
  v1::Refusal operator()(const NotFound&) const { return v1::REFUSAL_NO_SUCH_APPOINTMENT; }
  v1::Refusal operator()(const TryLater&) const { return v1::REFUSAL_TOO_MANY_ATTEMPTS; }
  v1::Refusal operator()(const NotChangeable& state) const {
    return state.state == AppointmentState::kCancelled ? v1::REFUSAL_ALREADY_CANCELLED : v1::REFUSAL_PAST;
  }
  template <class Success>
  v1::Refusal operator()(const Success&) const {
    return v1::REFUSAL_UNSPECIFIED;
  }
};

}  // namespace

grpc::Status BookingService::ApplyCatalogue(grpc::ServerContext* context, const v1::ApplyCatalogueRequest* request, v1::ApplyCatalogueResponse*) {
  return rpc::Serve(*context, metrics_, "Booking/ApplyCatalogue", [&](const rpc::Caller&) { return Apply(*request); });
}

absl::Status BookingService::Apply(const v1::ApplyCatalogueRequest& request) {
  const MunicipalityId municipality{request.municipality_id()};
  auto locations = store_.Calendars(municipality);
  if (!locations.ok()) return locations.status();
  if (locations->empty() && !request.calendars_json().empty()) locations = ParseCalendars(request.calendars_json());
  if (!locations.ok()) return locations.status();
  std::map<std::string, std::string> service_names;
  for (const auto& service : request.services()) service_names[service.service_id()] = service.name();
  std::map<std::string, std::pair<std::string, std::string>> offices;
  for (const auto& office : request.offices()) offices[office.office_id()] = {office.name(), office.address()};
  for (Location& location : *locations) {
    for (OfferedService& service : location.services) {
      if (const auto name = service_names.find(service.service.value); name != service_names.end()) service.name = name->second;
    }
    if (const auto office = offices.find(location.office.value); office != offices.end() && location.address.empty())
      location.address = office->second.second;
  }
  return store_.ApplyCalendars(municipality, *locations, Actor{"system"});
}

grpc::Status BookingService::ListLocations(grpc::ServerContext* context, const v1::ListLocationsRequest* request, v1::ListLocationsResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ListLocations", [&](const rpc::Caller&) -> absl::Status {
    const auto locations = store_.Calendars({request->municipality_id()});
    if (!locations.ok()) return locations.status();
    for (const Location& location : *locations) {
      if (Offers(location, request->service_ids())) Encode(location, clock_.Now(), response->add_locations());
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::FindSlots(grpc::ServerContext* context, const v1::FindSlotsRequest* request, v1::FindSlotsResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/FindSlots", [&](const rpc::Caller&) { return Slots(*request, *response); });
}

absl::Status BookingService::Slots(const v1::FindSlotsRequest& request, v1::FindSlotsResponse& response) {
  auto query = Decode(request.municipality_id(), request.filter());
  if (!query.ok()) return query.status();
  if (request.limit() > 200) return absl::InvalidArgumentError("limit: at most 200");
  query->max_results = request.limit() == 0 ? 20 : static_cast<int>(request.limit());
  query->as_soon_as_possible = true;
  if (request.spread()) query->per_day_and_location = 2;
  const auto locations = store_.Calendars(query->municipality);
  if (!locations.ok()) return locations.status();
  const auto outcome = store_.FreeSlots(*query);
  if (!outcome.ok()) return outcome.status();
  for (const Location& location : *locations) {
    if (response.release_text().empty()) response.set_release_text(ReleaseText(location));
  }
  if (const auto* found = std::get_if<SlotsFound>(&*outcome)) {
    for (const FreeSlot& slot : found->slots) Encode(slot, Find(*locations, slot.location), response.add_slots());
  } else if (const auto* nothing = std::get_if<NothingFree>(&*outcome)) {
    if (nothing->outside_filters) {
      v1::Slot next;
      Encode(*nothing->outside_filters, Find(*locations, nothing->outside_filters->location), &next);
      response.set_next_free_date(next.local_begin().substr(0, 10));
    }
  } else {
    response.set_not_bookable(true);
  }
  return absl::OkStatus();
}

grpc::Status BookingService::FindDays(grpc::ServerContext* context, const v1::FindDaysRequest* request, v1::FindDaysResponse* response) {
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
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Hold(grpc::ServerContext* context, const v1::HoldRequest* request, v1::HoldResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Hold", [&](const rpc::Caller&) -> absl::Status {
    if (const auto status = CheckKey(request->idempotency_key()); !status.ok()) return status;
    auto items = Decode(request->services());
    if (!items.ok()) return items.status();
    HoldRequest hold;
    hold.municipality = {request->municipality_id()};
    hold.key = {request->idempotency_key()};
    hold.location = {request->location_id()};
    hold.items = *items;
    hold.start = Instant(std::chrono::seconds(request->begin_unix()));
    hold.channel = DecodeChannel(request->channel());
    if (!request->replaces_hold_id().empty()) hold.replaces = HoldId{request->replaces_hold_id()};
    hold.proof_of_work = request->challenge_solution();
    const auto outcome = store_.Hold(hold);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* held = std::get_if<Held>(&*outcome)) {
      const auto locations = store_.Calendars(hold.municipality);
      if (!locations.ok()) return locations.status();
      Encode(*held, Find(*locations, held->location), *items, response->mutable_held());
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ExtendHold(grpc::ServerContext* context, const v1::ExtendHoldRequest* request, v1::ExtendHoldResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ExtendHold", [&](const rpc::Caller&) -> absl::Status {
    const auto outcome = store_.Extend({.municipality = {request->municipality_id()}, .hold = {request->hold_id()}});
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* held = std::get_if<Held>(&*outcome)) response->set_expires_unix(held->expires.time_since_epoch().count());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ReleaseHold(grpc::ServerContext* context, const v1::ReleaseHoldRequest* request, v1::ReleaseHoldResponse*) {
  return rpc::Serve(*context, metrics_, "Booking/ReleaseHold", [&](const rpc::Caller&) {
    return store_.Release({.municipality = {request->municipality_id()}, .hold = {request->hold_id()}});
  });
}

grpc::Status BookingService::Confirm(grpc::ServerContext* context, const v1::ConfirmRequest* request, v1::ConfirmResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Confirm", [&](const rpc::Caller&) -> absl::Status {
    if (const auto status = CheckKey(request->idempotency_key()); !status.ok()) return status;
    ConfirmRequest confirm;
    confirm.municipality = {request->municipality_id()};
    confirm.key = {request->idempotency_key()};
    confirm.hold = {request->hold_id()};
    confirm.contact = Decode(request->contact());
    confirm.contact.conversation = request->conversation_ref();
    confirm.contact.wants_reminders = request->reminder_consent();
    confirm.needs = Decode(request->needs());
    for (const std::string& name : request->attendees()) confirm.attendees.push_back({.name = name, .relation = ""});
    const auto outcome = store_.Confirm(confirm);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* confirmed = std::get_if<Confirmed>(&*outcome)) {
      Encode(confirmed->appointment, response->mutable_appointment());
      response->set_cancellation_code(confirmed->cancellation_code);
      response->set_link_token(confirmed->token.value);
    } else if (const auto* awaiting = std::get_if<AwaitingConfirmation>(&*outcome)) {
      response->mutable_appointment()->set_number(awaiting->number.value);
      response->mutable_appointment()->set_state(v1::APPOINTMENT_STATE_PENDING);
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::FindAppointment(grpc::ServerContext* context, const v1::FindAppointmentRequest* request, v1::FindAppointmentResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/FindAppointment", [&](const rpc::Caller&) -> absl::Status {
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    const auto outcome = store_.Lookup({request->municipality_id()}, *access);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* appointment = std::get_if<Appointment>(&*outcome)) Encode(*appointment, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Rebook(grpc::ServerContext* context, const v1::RebookRequest* request, v1::RebookResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Rebook", [&](const rpc::Caller&) -> absl::Status {
    if (const auto status = CheckKey(request->idempotency_key()); !status.ok()) return status;
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    RebookRequest rebook;
    rebook.municipality = {request->municipality_id()};
    rebook.key = {request->idempotency_key()};
    rebook.access = *access;
    rebook.location = {request->location_id()};
    rebook.start = Instant(std::chrono::seconds(request->begin_unix()));
    const auto outcome = store_.Rebook(rebook);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* rebooked = std::get_if<Rebooked>(&*outcome)) Encode(rebooked->appointment, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Cancel(grpc::ServerContext* context, const v1::CancelRequest* request, v1::CancelResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Cancel", [&](const rpc::Caller&) -> absl::Status {
    if (const auto status = CheckKey(request->idempotency_key()); !status.ok()) return status;
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    CancelRequest cancel;
    cancel.municipality = {request->municipality_id()};
    cancel.key = {request->idempotency_key()};
    cancel.access = *access;
    const auto outcome = store_.Cancel(cancel);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* cancelled = std::get_if<Cancelled>(&*outcome)) Encode(cancelled->appointment, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::GetCalendarFile(grpc::ServerContext* context, const v1::GetCalendarFileRequest* request, v1::GetCalendarFileResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/GetCalendarFile", [&](const rpc::Caller&) -> absl::Status {
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    const auto outcome = store_.Lookup({request->municipality_id()}, *access);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* appointment = std::get_if<Appointment>(&*outcome)) {
      IcsTexts texts;
      texts.summary = fmt::format("Termin: {}", appointment->location_name);
      texts.description = fmt::format("Terminnummer {}", appointment->number.value);
      texts.reminder_minutes = 120;
      response->set_ics(FormatIcs(*appointment, IcsMethod::kPublish, texts, clock_.Now()));
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ListClosures(grpc::ServerContext* context, const v1::ListClosuresRequest* request, v1::ListClosuresResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ListClosures", [&](const rpc::Caller&) { return Closures(*request, *response); });
}

absl::Status BookingService::Closures(const v1::ListClosuresRequest& request, v1::ListClosuresResponse& response) {
  const auto from = DecodeDate("from_date", request.from_date());
  if (!from.ok()) return from.status();
  const auto to = DecodeDate("to_date", request.to_date());
  if (!to.ok()) return to.status();
  const std::chrono::sys_days first(*from);
  const std::chrono::sys_days last(*to);
  if (last < first || last - first > std::chrono::days(400)) return absl::InvalidArgumentError("to_date: within 400 days after from_date");
  const auto locations = store_.Calendars({request.municipality_id()});
  if (!locations.ok()) return locations.status();
  for (const Location& location : *locations) {
    if (!request.office_id().empty() && location.office.value != request.office_id()) continue;
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
