#include "booking/appointment_writer.h"

#include "booking/appointment_json.h"

// The writing half of appointment_json.h.
namespace amtslotse::booking {
namespace {

std::int64_t Seconds(Instant instant) { return instant.time_since_epoch().count(); }

void Write(JsonText& json, const Contact& contact) {
  json.Begin('{')
      .Text("name", contact.name)
      .Text("email", contact.email)
      .Text("telephone", contact.telephone)
      .Text("conversation", contact.conversation)
      .Flag("reminders", contact.wants_reminders)
      .Text("language", contact.language)
      .End('}');
}

void Write(JsonText& json, const Needs& needs) {
  json.Begin('{')
      .Text("interpreter", needs.interpreter)
      .Flag("wheelchair", needs.wheelchair)
      .Flag("more_time", needs.more_time)
      .Text("note", needs.note)
      .End('}');
}

void Write(JsonText& json, const std::vector<Attendee>& attendees) {
  json.Begin('[');
  for (const Attendee& attendee : attendees) {
    json.Begin('[').Text(attendee.name).Text(attendee.relation).End(']');
  }
  json.End(']');
}

void Write(JsonText& json, const std::vector<BookedService>& services) {
  json.Begin('[');
  for (const BookedService& service : services) {
    json.Begin('[').Text(service.service.value).Text(service.name);
    json.Number(service.quantity).Number(service.minutes).End(']');
  }
  json.End(']');
}

struct WriteKept {
  JsonText& json;

  void operator()(const Held& held) const {
    json.Text("kind", "held")
        .Text("hold", held.hold.value)
        .Text("number", held.number.value)
        .Text("location", held.location.value)
        .Number("start", Seconds(held.start))
        .Number("end", Seconds(held.end))
        .Number("expires", Seconds(held.expires))
        .Number("warn_at", Seconds(held.warn_at));
  }
  void operator()(const Confirmed& confirmed) const {
    Write(json.Text("kind", "confirmed").Name("appointment"), confirmed.appointment);
    json.Text("code", confirmed.cancellation_code).Text("token", confirmed.token.value);
  }
  void operator()(const AwaitingConfirmation& awaiting) const {
    json.Text("kind", "awaiting").Text("number", awaiting.number.value).Number("expires", Seconds(awaiting.expires));
  }
  void operator()(const Rebooked& rebooked) const {
    Write(json.Text("kind", "rebooked").Name("appointment"), rebooked.appointment);
  }
  void operator()(const Cancelled& cancelled) const {
    Write(json.Text("kind", "cancelled").Name("appointment"), cancelled.appointment);
  }
  void operator()(const Forwarded& forwarded) const {
    json.Text("kind", "forwarded").Number("received", Seconds(forwarded.received));
  }
};

}  // namespace

void Write(JsonText& json, const Appointment& appointment) {
  json.Begin('{')
      .Text("number", appointment.number.value)
      .Number("state", static_cast<int>(appointment.state))
      .Text("location", appointment.location.value)
      .Text("office", appointment.office.value)
      .Text("location_name", appointment.location_name)
      .Text("location_address", appointment.location_address)
      .Text("time_zone", appointment.time_zone)
      .Number("start", Seconds(appointment.start))
      .Number("end", Seconds(appointment.end))
      .Number("attendee_count", appointment.attendee_count)
      .Number("channel", static_cast<int>(appointment.channel))
      .Text("uid", appointment.uid)
      .Number("sequence", appointment.sequence)
      .Number("created", Seconds(appointment.created))
      .Number("changed", Seconds(appointment.changed));
  Write(json.Name("services"), appointment.services);
  Write(json.Name("attendees"), appointment.attendees);
  Write(json.Name("contact"), appointment.contact);
  Write(json.Name("needs"), appointment.needs);
  if (appointment.expires) json.Number("expires", Seconds(*appointment.expires));
  json.End('}');
}

std::string FormatDetails(const Details& details) {
  JsonText json;
  Write(json.Begin('{').Name("contact"), details.contact);
  Write(json.Name("needs"), details.needs);
  Write(json.Name("attendees"), details.attendees);
  json.Text("code", details.cancellation_code)
      .Text("token", details.token.value)
      .Text("confirmation", details.confirmation_code)
      .End('}');
  return std::move(json).Take();
}

std::string FormatServices(const std::vector<BookedService>& services) {
  JsonText json;
  Write(json, services);
  return std::move(json).Take();
}

std::string FormatResult(const KeptResult& result) {
  JsonText json;
  json.Begin('{');
  std::visit(WriteKept{json}, result);
  json.End('}');
  return std::move(json).Take();
}

}  // namespace amtslotse::booking
