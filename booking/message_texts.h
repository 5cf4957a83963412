#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "booking/outbox.h"
#include "booking/town_profile.h"

// What messages to citizens say, in German. A town replaces any of them by id; {placeholders} are filled in, and a line
// whose placeholders are all empty is left out. Subjects, senders and text messages never name the service: others may
// read over one's shoulder.
namespace amtslotse::booking {

// By id: "<kind>.subject", "<kind>.text", "<kind>.sms".
const std::map<std::string, std::string>& DefaultTexts();

// InvalidArgument naming the text: an unknown id or {placeholder}, {services} where it must not be, line breaks in a
// subject, an address that is none.
absl::Status CheckTexts(const TownProfile& profile);

// "confirm", "confirmed" …; the first part of an id, and of what staff see.
const char* KindWord(NotificationKind kind);

struct MessageText {
  std::string subject;
  std::string body;
};
// `form`: "text" or "sms".
MessageText TextOf(const Notification& notification, const TownProfile& profile, const std::string& base_url,
                   const char* form);

// "Dienstag, 24. November 2026" and "8:00 Uhr", local.
std::string LongDay(const Appointment& appointment);
std::string DayText(Instant instant, const std::string& time_zone);
std::string ClockText(Instant instant, const std::string& time_zone);

}  // namespace amtslotse::booking
