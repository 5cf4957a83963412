// Neutral messages to the wire.
#pragma once

#include "amtslotse/dialogue/v1/dialogue.pb.h"
#include "services/dialogue/core/message.h"

namespace amtslotse::dialogue {

v1::Message Encode(const Message& message);

}  // namespace amtslotse::dialogue
