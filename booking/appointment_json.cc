#include "booking/appointment_json.h"

#include <nlohmann/json.hpp>

namespace amtslotse::booking {
namespace {

using nlohmann::json;

std::int64_t Seconds(Instant instant) { return instant.time_since_epoch().count(); }
Instant FromSeconds(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

json ToJson(const Contact& contact) {
  return {{"name", contact.name},
          {"email", contact.email},
          {"telephone", contact.telephone},
          {"conversation", contact.conversation},
          {"reminders", contact.wants_reminders},
          {"language", contact.language}};
}

Contact ContactFrom(const json& object) {
  return {object.at("name"),         object.at("email"),     object.at("telephone"),
          object.at("conversation"), object.at("reminders"), object.at("language")};
}

json ToJson(const Needs& needs) {
  return {{"interpreter", needs.interpreter},
          {"wheelchair", needs.wheelchair},
          {"more_time", needs.more_time},
          {"note", needs.note}};
}

Needs NeedsFrom(const json& object) {
  return {object.at("interpreter"), object.at("wheelchair"), object.at("more_time"), object.at("note")};
}

json ToJson(const std::vector<Attendee>& attendees) {
  json list = json::array();
  for (const Attendee& attendee : attendees) list.push_back({attendee.name, attendee.relation});
  return list;
}

std::vector<Attendee> AttendeesFrom(const json& list) {
  std::vector<Attendee> attendees;
  for (const json& attendee : list) attendees.push_back({attendee.at(0), attendee.at(1)});
  return attendees;
}

json ToJson(const std::vector<BookedService>& services) {
  json list = json::array();
  for (const BookedService& service : services) {
    list.push_back({service.service.value, service.name, service.quantity, service.minutes});
  }
  return list;
}

std::vector<BookedService> ServicesFrom(const json& list) {
  std::vector<BookedService> services;
  for (const json& service : list) {
    services.push_back({ServiceId{service.at(0)}, service.at(1), service.at(2), service.at(3)});
  }
  return services;
}

// Names come from citizens in any encoding they managed to send; what is not UTF-8 is replaced, never thrown at.
std::string Dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

struct ToKept {
  json operator()(const Held& held) const {
    return {{"kind", "held"},           {"hold", held.hold.value},         {"number", held.number.value},
            {"location", held.location.value}, {"start", Seconds(held.start)}, {"end", Seconds(held.end)},
            {"expires", Seconds(held.expires)}, {"warn_at", Seconds(held.warn_at)}};
  }
  json operator()(const Confirmed& confirmed) const {
    return {{"kind", "confirmed"},
            {"appointment", booking::ToJson(confirmed.appointment)},
            {"code", confirmed.cancellation_code},
            {"token", confirmed.token.value}};
  }
  json operator()(const AwaitingConfirmation& awaiting) const {
    return {{"kind", "awaiting"}, {"number", awaiting.number.value}, {"expires", Seconds(awaiting.expires)}};
  }
  json operator()(const Rebooked& rebooked) const {
    return {{"kind", "rebooked"}, {"appointment", booking::ToJson(rebooked.appointment)}};
  }
  json operator()(const Cancelled& cancelled) const {
    return {{"kind", "cancelled"}, {"appointment", booking::ToJson(cancelled.appointment)}};
  }
};

KeptResult KeptFrom(const json& object) {
  const std::string kind = object.at("kind");
  if (kind == "held") {
    return Held{HoldId{object.at("hold")},         AppointmentNumber{object.at("number")},
                LocationId{object.at("location")}, FromSeconds(object.at("start")),
                FromSeconds(object.at("end")),     FromSeconds(object.at("expires")),
                FromSeconds(object.at("warn_at"))};
  }
  if (kind == "awaiting") {
    return AwaitingConfirmation{AppointmentNumber{object.at("number")}, FromSeconds(object.at("expires"))};
  }
  Appointment appointment = AppointmentFrom(object.at("appointment"));
  if (kind == "confirmed") return Confirmed{std::move(appointment), object.at("code"), LinkToken{object.at("token")}};
  if (kind == "rebooked") return Rebooked{std::move(appointment)};
  return Cancelled{std::move(appointment)};
}

}  // namespace

std::string FormatDetails(const Details& details) {
  return Dump({{"contact", ToJson(details.contact)},
               {"needs", ToJson(details.needs)},
               {"attendees", ToJson(details.attendees)},
               {"code", details.cancellation_code},
               {"token", details.token.value},
               {"confirmation", details.confirmation_code}});
}

absl::StatusOr<Details> ParseDetails(const std::string& text) {
  try {
    const json object = json::parse(text);
    return Details{ContactFrom(object.at("contact")), NeedsFrom(object.at("needs")),
                   AttendeesFrom(object.at("attendees")), object.at("code"), LinkToken{object.at("token")},
                   object.at("confirmation")};
  } catch (const json::exception& bad) {
    return absl::DataLossError(std::string("sealed details: ") + bad.what());
  }
}

std::string FormatServices(const std::vector<BookedService>& services) { return Dump(ToJson(services)); }

std::vector<BookedService> ParseServices(const std::string& text) {
  const json list = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return list.is_array() ? ServicesFrom(list) : std::vector<BookedService>{};
}

nlohmann::json ToJson(const Appointment& appointment) {
  json object{{"number", appointment.number.value},
              {"state", static_cast<int>(appointment.state)},
              {"location", appointment.location.value},
              {"office", appointment.office.value},
              {"location_name", appointment.location_name},
              {"location_address", appointment.location_address},
              {"time_zone", appointment.time_zone},
              {"start", Seconds(appointment.start)},
              {"end", Seconds(appointment.end)},
              {"services", ToJson(appointment.services)},
              {"attendee_count", appointment.attendee_count},
              {"attendees", ToJson(appointment.attendees)},
              {"contact", ToJson(appointment.contact)},
              {"needs", ToJson(appointment.needs)},
              {"channel", static_cast<int>(appointment.channel)},
              {"uid", appointment.uid},
              {"sequence", appointment.sequence},
              {"created", Seconds(appointment.created)},
              {"changed", Seconds(appointment.changed)}};
  if (appointment.expires) object["expires"] = Seconds(*appointment.expires);
  return object;
}

Appointment AppointmentFrom(const nlohmann::json& object) {
  Appointment appointment;
  appointment.number.value = object.at("number");
  appointment.state = static_cast<AppointmentState>(object.at("state").get<int>());
  appointment.location.value = object.at("location");
  appointment.office.value = object.at("office");
  appointment.location_name = object.at("location_name");
  appointment.location_address = object.at("location_address");
  appointment.time_zone = object.at("time_zone");
  appointment.start = FromSeconds(object.at("start"));
  appointment.end = FromSeconds(object.at("end"));
  appointment.services = ServicesFrom(object.at("services"));
  appointment.attendee_count = object.at("attendee_count");
  appointment.attendees = AttendeesFrom(object.at("attendees"));
  appointment.contact = ContactFrom(object.at("contact"));
  appointment.needs = NeedsFrom(object.at("needs"));
  appointment.channel = static_cast<Channel>(object.at("channel").get<int>());
  appointment.uid = object.at("uid");
  appointment.sequence = object.at("sequence");
  appointment.created = FromSeconds(object.at("created"));
  appointment.changed = FromSeconds(object.at("changed"));
  if (object.contains("expires")) appointment.expires = FromSeconds(object.at("expires"));
  return appointment;
}

std::string FormatResult(const KeptResult& result) { return Dump(std::visit(ToKept{}, result)); }

absl::StatusOr<KeptResult> ParseResult(const std::string& text) {
  try {
    return KeptFrom(json::parse(text));
  } catch (const json::exception& bad) {
    return absl::DataLossError(std::string("kept result: ") + bad.what());
  }
}

}  // namespace amtslotse::booking
