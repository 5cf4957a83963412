#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/span.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// The words of `tokens` that may name a service, as written in `text`, separated by spaces:
// without greetings, question words, filler, words that only say the act ("kostet", "Unterlagen",
// "Termin") and everything inside `taken` (dates, addresses, names …). May be empty.
std::string Topic(std::string_view text, std::span<const Token> tokens, const std::vector<Span>& taken);

}  // namespace amtslotse::nlu
