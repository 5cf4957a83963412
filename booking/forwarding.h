#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "booking/operations.h"
#include "booking/outbox.h"

// What citizens want of a town about their own data (access, erasure, objection): taken in the chat and sent on to the
// town as a mail whose answer goes to the citizen. It belongs to no appointment.
namespace amtslotse::booking {

class Store;

inline constexpr std::size_t kLongestRequest = 4000;  // characters
// So many go on to one town within an hour, so that nobody floods its mailbox.
inline constexpr int kForwardedPerHour = 30;

struct RequestToForward {
  MunicipalityId municipality;
  IdempotencyKey key;
  std::string to;       // the town's address for such requests
  std::string subject;  // one line
  std::string text;     // what the citizen wrote
  std::string name;
  std::string reply_to;  // the citizen's address
};
struct Forwarded {
  Instant received;
};
using ForwardOutcome = std::variant<Forwarded, TryLater>;

// Written to the outbox, sent at least once. InvalidArgument names the field: an address that is none, a text that is
// empty or too long; also for a key that was used for another request. Repeatable by the key.
absl::StatusOr<ForwardOutcome> Forward(Store& store, const RequestToForward& request);

// The mail's words, in German, for who answers in the town.
std::string ForwardedText(const ForwardedRequest& request, const std::string& town);

}  // namespace amtslotse::booking
