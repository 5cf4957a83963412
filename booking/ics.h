#pragma once

#include <string>
#include <vector>

#include "booking/appointment.h"

namespace amtslotse::booking {

enum class IcsMethod { kPublish, kRequest, kCancel };

struct IcsTexts {
  std::string summary;      // never the service's name where the file leaves by mail
  std::string description;  // what to bring, how to cancel
  std::string organizer_name;
  std::string organizer_email;  // required by kRequest and kCancel, else may be empty
  std::string url;
  int reminder_minutes = 0;  // an alarm before the start; 0 for none
};

// One appointment as a calendar file (RFC 5545, RFC 5546): CRLF, lines folded at 75 octets, texts escaped, VTIMEZONE of
// the appointment's zone with the changes around its date, the appointment's uid and sequence.
std::string FormatIcs(const Appointment& appointment, IcsMethod method, const IcsTexts& texts, Instant now);

// Many appointments as one calendar to subscribe to, for staff: number and services, no names.
std::string FormatFeed(const std::vector<Appointment>& appointments, Instant now);

}  // namespace amtslotse::booking
