// search, lint
#include "services/cli/commands.h"

namespace amtslotse::cli {

void AddKnowledgeCommands([[maybe_unused]] Commands& commands) {}

}  // namespace amtslotse::cli
