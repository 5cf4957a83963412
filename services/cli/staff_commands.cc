// staff
#include "services/cli/commands.h"

namespace amtslotse::cli {

void AddStaffCommands([[maybe_unused]] Commands& commands) {}

}  // namespace amtslotse::cli
