// resolve
#include "services/cli/commands.h"

namespace amtslotse::cli {

void AddResponsibilityCommands([[maybe_unused]] Commands& commands) {}

}  // namespace amtslotse::cli
