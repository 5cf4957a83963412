// Booking's outcomes, as the conversation needs them.
#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "services/dialogue/core/texts.h"
#include "services/dialogue/grpc_town.h"

namespace amtslotse::dialogue {
namespace {

namespace bv = booking::v1;

Refusal Decode(bv::Refusal refusal) {
  switch (refusal) {
    case bv::REFUSAL_UNSPECIFIED: return Refusal::kNone;
    case bv::REFUSAL_SLOT_TAKEN: return Refusal::kSlotTaken;
    case bv::REFUSAL_HOLD_EXPIRED: return Refusal::kHoldExpired;
    case bv::REFUSAL_PERSON_LIMIT: return Refusal::kPersonLimit;
    case bv::REFUSAL_CHALLENGE_NEEDED: return Refusal::kChallengeNeeded;
    case bv::REFUSAL_CONTACT_NEEDED: return Refusal::kContactNeeded;
    case bv::REFUSAL_NO_SUCH_APPOINTMENT: return Refusal::kNoSuchAppointment;
    case bv::REFUSAL_ALREADY_CANCELLED: return Refusal::kAlreadyCancelled;
    case bv::REFUSAL_PAST: return Refusal::kPast;
    case bv::REFUSAL_OFFER_EXPIRED: return Refusal::kOfferExpired;
    case bv::REFUSAL_TOO_MANY_ATTEMPTS: return Refusal::kTooManyAttempts;
    case bv::REFUSAL_CANNOT_EXTEND: return Refusal::kCannotExtend;
    case bv::REFUSAL_WRONG_CODE: return Refusal::kWrongCode;
    default: return Refusal::kNotBookable;
  }
}

Slot Decode(const bv::Slot& in) {
  return {.location_id = in.location_id(),
          .location_name = in.location_name(),
          .begin = std::chrono::sys_seconds(std::chrono::seconds(in.begin_unix())),
          .minutes = static_cast<int>(in.minutes()),
          .local_begin = in.local_begin(),
          .metres = static_cast<int>(in.metres())};
}

Appointment Decode(const bv::Appointment& in) {
  Appointment out;
  out.number = in.number();
  out.slot = Decode(in.slot());
  for (const auto& service : in.services()) {
    out.services.push_back({service.service_id(), service.name()});
    if (!service.minors_text().empty()) out.minors.push_back({service.name(), service.minors_text()});
    if (!service.online_url().empty())
      out.online.push_back({Text("book.online", {{"service", service.name()}}), service.online_url()});
  }
  out.address = in.location_address();
  out.cancelled = in.state() == bv::APPOINTMENT_STATE_CANCELLED;
  out.people = std::max(1, static_cast<int>(in.attendees()));
  out.counts.assign(in.quantities().begin(), in.quantities().end());
  return out;
}

void Encode(const AppointmentKey& in, bv::AppointmentKey* out) {
  out->set_link_token(in.link_token);
  out->set_cancellation_code(in.code);
  out->set_surname(in.surname);
}

template <class Response>
Confirmed DecodeConfirmed(const Response& in) {
  return {.appointment = Decode(in.appointment()),
          .cancellation_code = in.cancellation_code(),
          .link_token = in.link_token(),
          .pending = in.appointment().state() == bv::APPOINTMENT_STATE_PENDING,
          .expires = std::chrono::sys_seconds(std::chrono::seconds(in.appointment().expires_unix()))};
}

template <class T, class Response>
OrRefusal<T> AppointmentOr(const Response& response) {
  if (response.refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response.refusal());
  return Decode(response.appointment());
}

}  // namespace

absl::StatusOr<Slots> GrpcTown::FindSlots(const SlotQuery& query) {
  bv::FindSlotsRequest request;
  request.set_municipality_id(municipality_.id);
  auto* filter = request.mutable_filter();
  for (const ServiceQuantity& service : query.services) {
    auto* to = filter->add_services();
    to->set_service_id(service.service_id);
    to->set_quantity(static_cast<unsigned>(service.quantity));
  }
  for (const std::string& location : query.location_ids) filter->add_location_ids(location);
  filter->set_from_date(query.from_date);
  filter->set_to_date(query.to_date);
  filter->set_from_minute(static_cast<unsigned>(query.from_minute));
  filter->set_to_minute(static_cast<unsigned>(query.to_minute));
  for (unsigned day = 0; day < 7; ++day) {
    if ((query.weekdays >> day & 1u) != 0) filter->add_weekdays(day + 1);
  }
  filter->set_channel("public");
  filter->set_step_free(query.step_free);
  filter->set_language(query.language);
  filter->set_near_latitude(static_cast<double>(query.near.latitude) / 1e6);
  filter->set_near_longitude(static_cast<double>(query.near.longitude) / 1e6);
  request.set_by_preference(query.near.known());
  request.set_limit(static_cast<unsigned>(query.limit));
  request.set_spread(true);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::FindSlots, request, caller_,
                                  {.method = "Booking/FindSlots", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  Slots slots{.slots = {},
              .release_text = response->release_text(),
              .next_free_date = response->next_free_date(),
              .not_bookable = response->not_bookable(),
              .not_bookable_text = response->not_bookable_text()};
  for (const auto& slot : response->slots()) slots.slots.push_back(Decode(slot));
  return slots;
}

// Null while booking cannot tell; nobody waits long for it.
std::shared_ptr<const std::set<std::string>> Services::BookableServices(const std::string& municipality_id,
                                                                        const rpc::Caller& caller) {
  bv::ListLocationsRequest request;
  request.set_municipality_id(municipality_id);
  const auto response =
      rpc::Call(*booking, &bv::Booking::StubInterface::ListLocations, request, caller,
                {.method = "Booking/ListLocations", .timeout = std::chrono::milliseconds(300)}, &metrics);
  if (!response.ok()) return nullptr;
  auto services = std::make_shared<std::set<std::string>>();
  for (const auto& location : response->locations())
    for (const auto& service : location.services()) services->insert(service.service_id());
  return services;
}

absl::StatusOr<std::vector<BookingPlace>> GrpcTown::ListBookingPlaces() {
  bv::ListLocationsRequest request;
  request.set_municipality_id(municipality_.id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::ListLocations, request, caller_,
                                  {.method = "Booking/ListLocations", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  std::vector<BookingPlace> places;
  for (const auto& location : response->locations()) {
    places.push_back({location.id(),
                      location.name(),
                      location.address(),
                      {location.languages().begin(), location.languages().end()}});
  }
  return places;
}

absl::StatusOr<OrRefusal<Held>> GrpcTown::Hold(const std::string& key, const Slot& slot,
                                               const std::vector<ServiceQuantity>& services, int attendees,
                                               const std::string& replaces_hold) {
  bv::HoldRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  request.set_location_id(slot.location_id);
  request.set_begin_unix(slot.begin.time_since_epoch().count());
  for (const ServiceQuantity& service : services) {
    auto* to = request.add_services();
    to->set_service_id(service.service_id);
    to->set_quantity(static_cast<unsigned>(service.quantity));
  }
  request.set_channel(session_.channel);
  request.set_replaces_hold_id(replaces_hold);
  request.set_attendees(static_cast<unsigned>(attendees));
  request.set_conversation_ref(Reference());
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::Hold, request, caller_,
                                  {.method = "Booking/Hold", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response->refusal());
  const auto& held = response->held();
  return Held{.hold_id = held.hold_id(),
              .slot = Decode(held.slot()),
              .expires = std::chrono::sys_seconds(std::chrono::seconds(held.expires_unix())),
              .required_contact = held.required_contact(),
              .attendee_names = held.attendee_names()};
}

absl::StatusOr<OrRefusal<std::chrono::sys_seconds>> GrpcTown::ExtendHold(const std::string& key,
                                                                         const std::string& hold_id) {
  bv::ExtendHoldRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  request.set_hold_id(hold_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::ExtendHold, request, caller_,
                                  {.method = "Booking/ExtendHold", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response->refusal());
  return std::chrono::sys_seconds(std::chrono::seconds(response->expires_unix()));
}

absl::StatusOr<OrRefusal<Confirmed>> GrpcTown::Activate(const std::string& key, const std::string& hold_id,
                                                        const std::string& code) {
  bv::ActivateRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  request.set_hold_id(hold_id);
  request.set_token_or_code(code.substr(0, 50));
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::Activate, request, caller_,
                                  {.method = "Booking/Activate", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response->refusal());
  return DecodeConfirmed(*response);
}

absl::Status GrpcTown::ReleaseHold(const std::string& hold_id) {
  bv::ReleaseHoldRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_hold_id(hold_id);
  return rpc::Call(*services_.booking, &bv::Booking::StubInterface::ReleaseHold, request, caller_,
                   {.method = "Booking/ReleaseHold", .repeatable = true}, &services_.metrics)
      .status();
}

absl::StatusOr<OrRefusal<Confirmed>> GrpcTown::Confirm(const std::string& key, const std::string& hold_id,
                                                       const Contact& contact) {
  bv::ConfirmRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  request.set_hold_id(hold_id);
  request.mutable_contact()->set_name(contact.name);
  request.mutable_contact()->set_email(contact.email);
  request.mutable_contact()->set_telephone(contact.telephone);
  request.mutable_contact()->set_language("de");
  for (const std::string& name : contact.attendees) request.add_attendee_list()->set_name(name);
  auto* needs = request.mutable_needs();
  needs->set_interpreter_language(contact.needs.interpreter);
  needs->set_wheelchair(contact.needs.wheelchair);
  needs->set_more_time(contact.needs.more_time);
  needs->set_note(contact.needs.note);
  request.set_conversation_ref(Reference());
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::Confirm, request, caller_,
                                  {.method = "Booking/Confirm", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response->refusal());
  return DecodeConfirmed(*response);
}

absl::StatusOr<OrRefusal<Appointment>> GrpcTown::FindAppointment(const AppointmentKey& appointment) {
  bv::FindAppointmentRequest request;
  request.set_municipality_id(municipality_.id);
  Encode(appointment, request.mutable_key());
  request.set_limit_key(session_.conversation_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::FindAppointment, request, caller_,
                                  {.method = "Booking/FindAppointment", .repeatable = true}, &services_.metrics);
  if (absl::IsResourceExhausted(response.status())) return Refusal::kTooManyAttempts;
  if (!response.ok()) return response.status();
  return AppointmentOr<Appointment>(*response);
}

absl::StatusOr<OrRefusal<Appointment>> GrpcTown::Rebook(const std::string& key, const AppointmentKey& appointment,
                                                        const Slot& slot) {
  bv::RebookRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  Encode(appointment, request.mutable_key());
  request.set_location_id(slot.location_id);
  request.set_begin_unix(slot.begin.time_since_epoch().count());
  request.set_limit_key(session_.conversation_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::Rebook, request, caller_,
                                  {.method = "Booking/Rebook", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  return AppointmentOr<Appointment>(*response);
}

absl::StatusOr<OrRefusal<Appointment>> GrpcTown::Cancel(const std::string& key, const AppointmentKey& appointment) {
  bv::CancelRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  Encode(appointment, request.mutable_key());
  request.set_limit_key(session_.conversation_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::Cancel, request, caller_,
                                  {.method = "Booking/Cancel", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  return AppointmentOr<Appointment>(*response);
}

absl::StatusOr<OrRefusal<WaitingPlace>> GrpcTown::JoinWaitingList(const std::string& key,
                                                                  const std::vector<ServiceQuantity>& services,
                                                                  const std::string& from_date,
                                                                  const std::string& to_date, int from_minute,
                                                                  int to_minute, const Contact& contact) {
  bv::JoinWaitingListRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_idempotency_key(key);
  auto* wish = request.mutable_wish();
  for (const ServiceQuantity& service : services) {
    auto* to = wish->add_services();
    to->set_service_id(service.service_id);
    to->set_quantity(static_cast<unsigned>(service.quantity));
  }
  wish->set_from_date(from_date);
  wish->set_to_date(to_date);
  wish->set_from_minute(static_cast<unsigned>(from_minute));
  wish->set_to_minute(static_cast<unsigned>(to_minute));
  request.mutable_contact()->set_name(contact.name);
  request.mutable_contact()->set_email(contact.email);
  request.mutable_contact()->set_telephone(contact.telephone);
  request.set_conversation_ref(Reference());
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::JoinWaitingList, request, caller_,
                                  {.method = "Booking/JoinWaitingList", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return Decode(response->refusal());
  return WaitingPlace{.position = static_cast<int>(response->wish().position()), .link_token = response->link_token()};
}

absl::Status GrpcTown::SetReminders(const AppointmentKey& appointment, bool wanted) {
  bv::SetRemindersRequest request;
  request.set_municipality_id(municipality_.id);
  Encode(appointment, request.mutable_key());
  request.set_wanted(wanted);
  request.set_conversation_ref(Reference());
  request.set_limit_key(session_.conversation_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::SetReminders, request, caller_,
                                  {.method = "Booking/SetReminders", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  return response->refusal() == bv::REFUSAL_UNSPECIFIED ? absl::OkStatus() : absl::NotFoundError("no such appointment");
}

absl::StatusOr<std::string> GrpcTown::CalendarFile(const AppointmentKey& appointment) {
  bv::GetCalendarFileRequest request;
  request.set_municipality_id(municipality_.id);
  Encode(appointment, request.mutable_key());
  request.set_limit_key(session_.conversation_id);
  const auto response = rpc::Call(*services_.booking, &bv::Booking::StubInterface::GetCalendarFile, request, caller_,
                                  {.method = "Booking/GetCalendarFile", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->refusal() != bv::REFUSAL_UNSPECIFIED) return absl::NotFoundError("no such appointment");
  return response->ics();
}

}  // namespace amtslotse::dialogue
