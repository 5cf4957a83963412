#include "services/dialogue/core/session.h"

#include <utility>

namespace amtslotse::dialogue {

void Append(Session& session, Message message, std::chrono::sys_seconds now) {
  message.sequence = ++session.sequence;
  message.time = now;
  session.messages.push_back(std::move(message));
}

}  // namespace amtslotse::dialogue
