#include "booking/appointment_json.h"

#include <nlohmann/json.hpp>

#include "booking/appointment_writer.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

Instant FromSeconds(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

Contact ContactFrom(const json& object) {
  return {object.at("name"),         object.at("email"),     object.at("telephone"),
          object.at("conversation"), object.at("reminders"), object.at("language")};
}

Needs NeedsFrom(const json& object) {
  return {object.at("interpreter"), object.at("wheelchair"), object.at("more_time"), object.at("note")};
}

std::vector<Attendee> AttendeesFrom(const json& list) {
  std::vector<Attendee> attendees;
  for (const json& attendee : list) attendees.push_back({attendee.at(0), attendee.at(1)});
  return attendees;
}

std::vector<BookedService> ServicesFrom(const json& list) {
  std::vector<BookedService> services;
  for (const json& service : list) {
    services.push_back({ServiceId{service.at(0)}, service.at(1), service.at(2), service.at(3)});
  }
  return services;
}

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
  if (kind == "forwarded") return Forwarded{FromSeconds(object.at("received"))};
  Appointment appointment = AppointmentFrom(object.at("appointment"));
  if (kind == "confirmed") return Confirmed{std::move(appointment), object.at("code"), LinkToken{object.at("token")}};
  if (kind == "rebooked") return Rebooked{std::move(appointment)};
  return Cancelled{std::move(appointment)};
}

}  // namespace

absl::StatusOr<Details> ParseDetails(const std::string& text) {
  try {
    const json object = json::parse(text);
    return Details{ContactFrom(object.at("contact")),     NeedsFrom(object.at("needs")),
                   AttendeesFrom(object.at("attendees")), object.at("code"),
                   LinkToken{object.at("token")},         object.at("confirmation")};
  } catch (const json::exception& bad) {
    return absl::DataLossError(std::string("sealed details: ") + bad.what());
  }
}

std::vector<BookedService> ParseServices(const std::string& text) {
  const json list = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return list.is_array() ? ServicesFrom(list) : std::vector<BookedService>{};
}

nlohmann::json ToJson(const Appointment& appointment) {
  JsonText text;
  Write(text, appointment);
  return json::parse(std::move(text).Take());
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

absl::StatusOr<KeptResult> ParseResult(const std::string& text) {
  try {
    return KeptFrom(json::parse(text));
  } catch (const json::exception& bad) {
    return absl::DataLossError(std::string("kept result: ") + bad.what());
  }
}

}  // namespace amtslotse::booking
