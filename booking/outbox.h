#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "booking/appointment.h"

// Messages to citizens, and of citizens to the town, as values. They are written in the transaction of what they tell,
// and sent at least once.
namespace amtslotse::booking {

// The numbers are stored.
enum class NotificationKind {
  kConfirm = 1,    // please confirm: token (link) and code
  kConfirmed = 2,  // token and cancellation code
  kRebooked = 3,
  kCancelled = 4,
  kReminder = 5,  // "I'm coming" / "I can't"
  kOffer = 6,     // waiting list: token opens the wish, appointment.expires is the offer's end
  kWaiting = 7,   // is on the waiting list: token opens the wish
  kHoldEnding =
      8,  // a hold ends in two minutes: token is the hold, appointment.expires its end; into conversations only
  kForwarded = 9,  // what somebody wants of the town about their own data: `request`; the contact is the town's own
};

// Through what a message goes. The numbers are stored.
enum class Route {
  kEmail = 1,
  kSms = 2,
  kConversation = 3,
  kTown = 4,  // an e-mail to the town; apart, so that a version that has no words for it leaves it where it is
};

// Which way a message takes to this contact; nothing when it needs none or there is none. Reminders and offers go to
// the messenger that the citizen used, all else by e-mail first; a text message only for what cannot wait.
std::optional<Route> RouteOf(NotificationKind kind, const Contact& contact, bool by_staff);

// What a citizen wrote in the chat and goes on to the town (forwarding.h).
struct ForwardedRequest {
  std::string subject;
  std::string text;
  std::string name;
  std::string reply_to;  // the citizen's e-mail address
  Instant received;
};

struct Notification {
  std::int64_t id = 0;
  MunicipalityId municipality;
  NotificationKind kind = NotificationKind::kConfirmed;
  Route route = Route::kEmail;
  Instant due;
  int attempts = 0;         // this one included
  std::int64_t fence = 0;   // of the claim
  std::string message_id;   // stable over attempts, for the Message-ID header
  Appointment appointment;  // as it was when the message was caused
  LinkToken token;          // empty where the kind has none
  std::string code;
  std::string reason;
  std::string last_error;
  std::string answer_token;  // of a reminder: answers it, opens nothing else
  std::optional<ForwardedRequest> request;
};

// A message that a sender has claimed. Fence 0: whoever claimed it.
struct Claim {
  std::int64_t id = 0;
  std::int64_t fence = 0;
};
// What became of messages that were claimed. What another sender has claimed meanwhile is left alone.
struct Settlement {
  struct Failure {
    Claim claim;
    std::string error;
    bool permanent = false;
  };
  struct Untried {
    Claim claim;
    Instant due;  // as it was claimed
  };
  std::vector<Claim> sent{};
  std::vector<Failure> failed{};   // tried again with growing distance, unless permanent or tried twelve times
  std::vector<Untried> untried{};  // as if they had not been claimed
};

// What staff see of a message: never its content or address.
enum class MessageState { kWaiting = 1, kSent = 2, kFailed = 3 };
struct OutboxLine {
  std::int64_t id = 0;
  NotificationKind kind = NotificationKind::kConfirmed;
  MessageState state = MessageState::kWaiting;
  Route route = Route::kEmail;
  int attempts = 0;
  std::string last_error;
  Instant created;
  Instant next_try;
  std::string number;
};
struct OutboxPage {
  std::vector<OutboxLine> lines;
  bool more = false;
  int failed = 0;
  int waiting = 0;  // due and not sent
};
// Over all municipalities.
struct OutboxBacklog {
  int waiting = 0;  // due, or tried in vain and to be tried again
  int late = 0;     // of these, tried in vain or due for more than a minute
  int failed = 0;   // for good
};
struct OutboxQuery {
  MunicipalityId municipality;
  std::optional<MessageState> state;
  int limit = 50;
  std::int64_t before = 0;  // id to page on from; 0: the newest
};

}  // namespace amtslotse::booking
