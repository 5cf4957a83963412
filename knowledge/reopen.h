// Assigned questions, open again.
#pragma once

#include <absl/status/status.h>

#include <string>

#include "knowledge/inbox.h"

namespace amtslotse::knowledge {

// Takes Inbox::Assign back: the group's first question, and those like it with the same target, are open again.
// NOT_FOUND for an unknown question. Repeatable.
absl::Status ReopenQuestions(Database& database, const MunicipalityId& municipality, const std::string& group_id,
                             const Change& change);

}  // namespace amtslotse::knowledge
