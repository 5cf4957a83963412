// nlu train, nlu evaluate, nlu time, nlu understand
#include "services/cli/commands.h"

namespace amtslotse::cli {

void AddNluCommands([[maybe_unused]] Commands& commands) {}

}  // namespace amtslotse::cli
