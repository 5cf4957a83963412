// Sessions and messages as bytes, in the wire format of Protobuf.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "services/dialogue/core/session.h"

namespace amtslotse::dialogue {

// Without the messages, so that what a turn writes does not grow with the conversation. Members at their default are
// left out; what an older program wrote is read, unknown members are skipped. DATA_LOSS for what is no session.
std::string Serialize(const Session& session);
absl::StatusOr<Session> ParseSession(const std::string& bytes);

// The same for messages.
std::string Serialize(const std::vector<Message>& messages);
absl::StatusOr<std::vector<Message>> ParseMessages(const std::string& bytes);

}  // namespace amtslotse::dialogue
