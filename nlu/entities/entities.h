#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/entities/places.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Everything nameable in a message, by position, not overlapping. Names and addresses are read
// before dates, so that "Peter Sonntag" and "Straße des 17. Juni" are not days.
std::vector<Entity> FindEntities(std::string_view text, std::span<const Token> tokens, const Reference& reference,
                                 const PlaceNames& places);

}  // namespace amtslotse::nlu
