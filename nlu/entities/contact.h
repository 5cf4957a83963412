#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// What a message reads for its structure alone: e-mail addresses, telephone numbers, appointment
// codes ("KT4H-92XR"), postcodes, streets with numbers. By position, not overlapping.
std::vector<Entity> FindContacts(std::string_view text, std::span<const Token> tokens, Expecting expecting);

}  // namespace amtslotse::nlu
