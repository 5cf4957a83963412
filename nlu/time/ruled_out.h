#pragma once

#include <span>
#include <vector>

#include "nlu/time/expression.h"

namespace amtslotse::nlu {

// Which of the expressions somebody does not want: "nicht montags", "außer freitags", "am Montag kann ich leider nicht",
// "auf keinen Fall montags oder dienstags". "Geht es nicht am Montag?" wants it. Thread-safe.
std::vector<bool> RuledOut(std::span<const Token> tokens, const std::vector<TimeExpression>& expressions);

}  // namespace amtslotse::nlu
