// What people of the town do, said in the conversation. Each function adds its message to the session and returns it.
#pragma once

#include "services/dialogue/core/session.h"
#include "services/dialogue/core/town.h"

namespace amtslotse::dialogue {

// Somebody has accepted: only now the citizen reads of a connection. The session has a hand-over.
Message SayConnected(Session& session, std::chrono::sys_seconds now);
// A person's words, labelled with the office.
Message SayAsPerson(Session& session, const std::string& text, std::chrono::sys_seconds now);
// Another office is asked; the citizen waits again.
Message SayMoved(Session& session, const std::string& office_id, const std::string& office_name,
                 std::chrono::sys_seconds now);
// The assistant is back and says that it is one. `nobody`: no one had accepted, and the staffed hours are over.
Message SayReturned(Session& session, const Municipality& town, bool nobody, std::chrono::sys_seconds now);

}  // namespace amtslotse::dialogue
