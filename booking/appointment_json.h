#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "booking/appointment.h"
#include "booking/forwarding.h"
#include "booking/operations.h"

// How appointments and outcomes are kept in sealed columns.
namespace amtslotse::booking {

// What of an appointment is sealed.
struct Details {
  Contact contact;
  Needs needs;
  std::vector<Attendee> attendees;
  std::string cancellation_code;  // so that a reminder can carry them
  LinkToken token;
  std::string confirmation_code;
};

std::string FormatDetails(const Details& details);
absl::StatusOr<Details> ParseDetails(const std::string& json);

std::string FormatServices(const std::vector<BookedService>& services);
std::vector<BookedService> ParseServices(const std::string& json);

nlohmann::json ToJson(const Appointment& appointment);
Appointment AppointmentFrom(const nlohmann::json& object);

// First results, for repeats. What was refused changed nothing and is not kept.
using KeptResult = std::variant<Held, Confirmed, AwaitingConfirmation, Rebooked, Cancelled, Forwarded>;
std::string FormatResult(const KeptResult& result);
absl::StatusOr<KeptResult> ParseResult(const std::string& json);

}  // namespace amtslotse::booking
