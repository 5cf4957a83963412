// Where in Redis dialogue tells that a conversation was written. The message is of no use but to wake those who wait.
#pragma once

#include <fmt/format.h>

#include <string>

namespace amtslotse::rpc {

// The conversation's channel, which is also the key of its session.
inline std::string ConversationChannel(const std::string& municipality_id, const std::string& conversation_id) {
  return fmt::format("session:{}:{}", municipality_id, conversation_id);
}

}  // namespace amtslotse::rpc
