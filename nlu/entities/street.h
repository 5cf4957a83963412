#pragma once

#include <span>
#include <string_view>

#include "nlu/entities/taken.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// Streets with or without a house number: "Hafenstr. 12a", "Am Markt 3", "Kieler Straße 110",
// "Straße des 17. Juni 4", "An der Alten Mühle 8 b". A bare word is a street only by its ending.
void FindStreets(std::string_view text, std::span<const Token> tokens, Found& found);

}  // namespace amtslotse::nlu
