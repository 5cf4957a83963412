#pragma once

#include <string>
#include <variant>

#include "booking/appointment.h"
#include "booking/operations.h"

// What staff do with what is kept of a person.
namespace amtslotse::booking {

// The name is the citizen's own until staff put it right.
struct CorrectNameRequest {
  MunicipalityId municipality;
  AppointmentNumber number;
  std::string name;
  std::string reason;  // kept in the audit, never a name
  Actor actor;
};
using CorrectNameOutcome = std::variant<Appointment, NotFound, DetailsMissing>;

// Who has this e-mail address or this telephone number.
struct ErasePersonRequest {
  MunicipalityId municipality;
  std::string email;
  std::string telephone;
  std::string reason;
  Actor actor;
};
struct PersonErased {
  int appointments = 0;  // all of them
  int cancelled = 0;     // of these, those that were still to come; their places are free at once
  int requests = 0;      // that went on to the town, as far as they still lay here
};

}  // namespace amtslotse::booking
