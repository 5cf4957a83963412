#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "booking/appointment.h"

// Messages to citizens as values. They are written in the transaction of what they tell, and sent at least once.
namespace amtslotse::booking {

// The numbers are stored.
enum class NotificationKind {
  kConfirm = 1,      // please confirm: token (link) and code
  kConfirmed = 2,    // token and cancellation code
  kRebooked = 3,
  kCancelled = 4,
  kReminder = 5,     // "I'm coming" / "I can't"
  kOffer = 6,        // waiting list
};

struct Notification {
  std::int64_t id = 0;
  MunicipalityId municipality;
  NotificationKind kind = NotificationKind::kConfirmed;
  Instant due;
  int attempts = 0;        // this one included
  std::int64_t fence = 0;  // of the claim
  std::string message_id;  // stable over attempts, for the Message-ID header
  Appointment appointment;  // as it was when the message was caused
  LinkToken token;          // empty where the kind has none
  std::string code;
  std::string reason;
  std::string last_error;
};

}  // namespace amtslotse::booking
