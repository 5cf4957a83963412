#pragma once

#include <span>
#include <string_view>

#include "nlu/entities/taken.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// How many people come, how old somebody is or will be this year ("1965 geboren"), and which of the things offered is
// chosen.
void FindPeople(std::string_view text, std::span<const Token> tokens, const Reference& reference, Found& found);

// The name in an answer to "Wie heißen Sie?", or after "mein Name ist", "ich heiße". Words that are
// also weekdays or months stay names ("Peter Sonntag").
void FindNames(std::string_view text, std::span<const Token> tokens, Expecting expecting, Found& found);

}  // namespace amtslotse::nlu
