#pragma once

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "booking/store.h"

namespace amtslotse::booking {

// Everything that is kept of who has this e-mail address or telephone number, for that person (Art. 15 GDPR):
// appointments with what was entered, wishes of the waiting list, how many messages wait or were sent, and requests
// that went on to the town. A JSON object, its lists empty when there is nothing. Written to the audit of that store
// with the reason, which is never a name.
absl::StatusOr<std::string> KeptOfPerson(Store& store, const ErasePersonRequest& who);

// The e-mail addresses that stand in their appointments, for finding what was written to them elsewhere.
absl::StatusOr<std::set<std::string>> EmailsOfPerson(Store& store, const ErasePersonRequest& who);

}  // namespace amtslotse::booking
