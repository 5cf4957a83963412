// Questions that are listed, or left half unsaid, in one sentence. Internal to the core.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlu/act.h"

namespace amtslotse::dialogue {

// What is asked in a few words between commas, beside `act`: the fee of "wie teuer, welche Unterlagen".
std::vector<nlu::Act> AskedBeside(std::string_view segment, nlu::Act act);

// "und ein Personalausweis" of "und was ein Personalausweis", where the verb is that of the question before; anything
// else as it is. `folded` is a segment.
std::string WithoutWhat(const std::string& folded);

}  // namespace amtslotse::dialogue
