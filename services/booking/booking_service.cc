#include "services/booking/booking_service.h"

#include <fmt/format.h>

#include <algorithm>

#include "booking/calendar_json.h"
#include "booking/ics.h"
#include "booking/town_profile.h"
#include "services/booking/convert.h"
#include "services/booking/notice_closures.h"

namespace amtslotse::booking {
namespace {

absl::Status CheckKey(const std::string& key) {
  return !key.empty() && key.size() <= 200 ? absl::OkStatus()
                                           : absl::InvalidArgumentError("idempotency_key: expected 1 to 200 bytes");
}

const char* Word(Field field) {
  switch (field) {
    case Field::kName: return "name";
    case Field::kEmail: return "email";
    case Field::kTelephone: return "telephone";
    case Field::kEmailOrTelephone: return "email_or_telephone";
    case Field::kAttendees: return "attendees";
  }
  return "";
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
  v1::Refusal operator()(const WrongCode&) const { return v1::REFUSAL_WRONG_CODE; }
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

// Names and addresses as the catalogue has them; an address of the location's own stays.
void NameAfter(const v1::ApplyCatalogueRequest& request, Location& location) {
  for (OfferedService& service : location.services) {
    const auto found = std::find_if(request.services().begin(), request.services().end(),
                                    [&](const auto& named) { return named.service_id() == service.service.value; });
    if (found != request.services().end()) service.name = found->name();
  }
  const auto office = std::find_if(request.offices().begin(), request.offices().end(),
                                   [&](const auto& named) { return named.office_id() == location.office.value; });
  if (office != request.offices().end() && location.address.empty()) location.address = office->address();
}

}  // namespace

grpc::Status BookingService::ApplyCatalogue(grpc::ServerContext* context, const v1::ApplyCatalogueRequest* request,
                                            v1::ApplyCatalogueResponse*) {
  return rpc::Serve(*context, metrics_, "Booking/ApplyCatalogue", [&](const rpc::Caller&) { return Apply(*request); });
}

absl::Status BookingService::Apply(const v1::ApplyCatalogueRequest& request) {
  const MunicipalityId municipality{request.municipality_id()};
  auto locations = store_.Calendars(municipality);
  if (!locations.ok()) return locations.status();
  if (!request.municipality_name().empty()) {
    TownProfile town;
    town.name = request.municipality_name();
    town.hosts.assign(request.hosts().begin(), request.hosts().end());
    town.telephone = request.telephone();
    if (const auto known = Profiles(store_).SetTown(municipality, town); !known.ok()) return known;
  }
  const bool closures = AreNoticeClosures(request.calendars_json());
  if (locations->empty() && !request.calendars_json().empty() && !closures) {
    locations = ParseCalendars(request.calendars_json());
    if (!locations.ok()) return locations.status();
    for (Location& location : *locations) NameAfter(request, location);
    return store_.ApplyCalendars(municipality, *locations, Actor{"system"});
  }
  for (const Location& location : *locations) {
    if (absl::Status renamed = Rename(municipality, location.id, request); !renamed.ok()) return renamed;
  }
  return absl::OkStatus();
}

// What staff save at the same moment is not overwritten: names and closures are then set in theirs.
absl::Status BookingService::Rename(const MunicipalityId& municipality, const LocationId& id,
                                    const v1::ApplyCatalogueRequest& request) {
  constexpr int kAttempts = 5;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto known = store_.Calendar(municipality, id);
    if (!known.ok() || !*known) return known.status();
    absl::StatusOr<Location> changed = (*known)->location;
    if (AreNoticeClosures(request.calendars_json()))
      changed = WithNoticeClosures((*known)->location, request.calendars_json());
    if (!changed.ok()) return changed.status();
    Location& location = *changed;
    NameAfter(request, location);
    if (FormatLocation(location) == FormatLocation((*known)->location)) return absl::OkStatus();
    const auto outcome = store_.SaveCalendar(municipality, location, (*known)->version, Actor{"system"});
    if (!outcome.ok()) return outcome.status();
    if (std::holds_alternative<CalendarSaved>(*outcome)) return absl::OkStatus();
  }
  return absl::UnavailableError("the calendar keeps changing");
}

void BookingService::Advise(const MunicipalityId& municipality, const LocationId& location,
                            v1::Appointment* appointment) {
  const auto calendar = store_.Calendar(municipality, location);
  if (calendar.ok() && *calendar) AddAdvice((*calendar)->location, appointment);  // the appointment stands without
}

grpc::Status BookingService::Hold(grpc::ServerContext* context, const v1::HoldRequest* request,
                                  v1::HoldResponse* response) {
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
    if (request->attendees() > 0)
      hold.attendee_count = static_cast<int>(std::min<std::uint32_t>(request->attendees(), 1000));
    if (!request->replaces_hold_id().empty()) hold.replaces = HoldId{request->replaces_hold_id()};
    hold.proof_of_work = request->challenge_solution();
    if (request->conversation_ref().size() > 800)
      return absl::InvalidArgumentError("conversation_ref: at most 800 bytes");
    hold.conversation = request->conversation_ref();
    const auto outcome = store_.Hold(hold);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* held = std::get_if<Held>(&*outcome)) {
      const auto calendar = store_.Calendar(hold.municipality, held->location);
      if (!calendar.ok()) return calendar.status();
      Encode(*held, *calendar ? &(*calendar)->location : nullptr, *items, response->mutable_held());
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ExtendHold(grpc::ServerContext* context, const v1::ExtendHoldRequest* request,
                                        v1::ExtendHoldResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ExtendHold", [&](const rpc::Caller&) -> absl::Status {
    const auto outcome = store_.Extend({.municipality = {request->municipality_id()}, .hold = {request->hold_id()}});
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* held = std::get_if<Held>(&*outcome)) {
      response->set_expires_unix(held->expires.time_since_epoch().count());
      response->set_warn_unix(held->warn_at.time_since_epoch().count());
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ReleaseHold(grpc::ServerContext* context, const v1::ReleaseHoldRequest* request,
                                         v1::ReleaseHoldResponse*) {
  return rpc::Serve(*context, metrics_, "Booking/ReleaseHold", [&](const rpc::Caller&) {
    return store_.Release({.municipality = {request->municipality_id()}, .hold = {request->hold_id()}});
  });
}

grpc::Status BookingService::Confirm(grpc::ServerContext* context, const v1::ConfirmRequest* request,
                                     v1::ConfirmResponse* response) {
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
    for (const auto& attendee : request->attendee_list())
      confirm.attendees.push_back({attendee.name(), attendee.relation()});
    const auto outcome = store_.Confirm(confirm);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* confirmed = std::get_if<Confirmed>(&*outcome)) {
      Encode(confirmed->appointment, response->mutable_appointment());
      Advise(confirm.municipality, confirmed->appointment.location, response->mutable_appointment());
      response->set_cancellation_code(confirmed->cancellation_code);
      response->set_link_token(confirmed->token.value);
    } else if (const auto* awaiting = std::get_if<AwaitingConfirmation>(&*outcome)) {
      response->mutable_appointment()->set_number(awaiting->number.value);
      response->mutable_appointment()->set_state(v1::APPOINTMENT_STATE_PENDING);
      response->mutable_appointment()->set_expires_unix(awaiting->expires.time_since_epoch().count());
    } else if (const auto* missing = std::get_if<DetailsMissing>(&*outcome)) {
      for (const Field field : missing->fields) response->add_missing(Word(field));
    } else if (const auto* reached = std::get_if<LimitReached>(&*outcome)) {
      response->set_limit(static_cast<std::uint32_t>(reached->limit));
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Activate(grpc::ServerContext* context, const v1::ActivateRequest* request,
                                      v1::ActivateResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Activate", [&](const rpc::Caller&) -> absl::Status {
    const std::string& secret = request->token_or_code();
    if (secret.empty() || secret.size() > 200)
      return absl::InvalidArgumentError("token_or_code: expected 1 to 200 bytes");
    ConfirmByCodeRequest activate;
    activate.municipality = {request->municipality_id()};
    activate.key = {request->idempotency_key().empty() ? "activate/" + secret : request->idempotency_key()};
    if (request->hold_id().empty()) {
      activate.token = {secret};
    } else {
      activate.hold = {request->hold_id()};
      activate.code = secret;
      if (request->idempotency_key().empty())
        activate.key.value = ("activate/" + request->hold_id() + "/" + secret).substr(0, 200);
    }
    const auto outcome = store_.ConfirmByCode(activate);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* confirmed = std::get_if<Confirmed>(&*outcome)) {
      Encode(confirmed->appointment, response->mutable_appointment());
      Advise(activate.municipality, confirmed->appointment.location, response->mutable_appointment());
      response->set_cancellation_code(confirmed->cancellation_code);
      response->set_link_token(confirmed->token.value);
    } else if (const auto* wrong = std::get_if<WrongCode>(&*outcome)) {
      response->set_attempts_left(static_cast<std::uint32_t>(std::max(wrong->attempts_left, 0)));
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::FindAppointment(grpc::ServerContext* context, const v1::FindAppointmentRequest* request,
                                             v1::FindAppointmentResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/FindAppointment", [&](const rpc::Caller&) -> absl::Status {
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    const auto outcome = store_.Lookup({request->municipality_id()}, *access);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* appointment = std::get_if<Appointment>(&*outcome)) {
      Encode(*appointment, response->mutable_appointment());
      Advise({request->municipality_id()}, appointment->location, response->mutable_appointment());
    }
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Rebook(grpc::ServerContext* context, const v1::RebookRequest* request,
                                    v1::RebookResponse* response) {
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
    if (request->services_size() > 0) {
      auto items = Decode(request->services());
      if (!items.ok()) return items.status();
      rebook.items = *std::move(items);
    }
    const auto outcome = store_.Rebook(rebook);
    if (!outcome.ok()) return outcome.status();
    response->set_refusal(std::visit(RefusalOf(), *outcome));
    if (const auto* rebooked = std::get_if<Rebooked>(&*outcome))
      Encode(rebooked->appointment, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Cancel(grpc::ServerContext* context, const v1::CancelRequest* request,
                                    v1::CancelResponse* response) {
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
    if (const auto* cancelled = std::get_if<Cancelled>(&*outcome))
      Encode(cancelled->appointment, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::GetCalendarFile(grpc::ServerContext* context, const v1::GetCalendarFileRequest* request,
                                             v1::GetCalendarFileResponse* response) {
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

}  // namespace amtslotse::booking
