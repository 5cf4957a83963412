#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/text/span.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// Names for the mask, beyond those that somebody gives for a booking (entities/people.h): after titles ("Herr Dr."),
// after relatives and neighbours, under a greeting, and frequent given names with what follows them, also in lower
// case.
std::vector<Span> FindNamesToMask(std::string_view text, std::span<const Token> tokens);

// Without titles and roles at its ends: "Bürgermeister Kunze" → "Kunze", "Bürgermeister" and "Mutter" → nothing.
Span WithoutRoles(std::string_view text, std::span<const Token> tokens, const Span& name);

}  // namespace amtslotse::nlu
