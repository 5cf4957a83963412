// serve
#include "services/cli/commands.h"

namespace amtslotse::cli {

void AddServeCommands([[maybe_unused]] Commands& commands) {}

}  // namespace amtslotse::cli
