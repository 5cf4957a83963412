#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/text/span.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// Addresses and numbers as they are spoken or disguised, for the mask.

// "hans (at) web punkt de", "hans at web.de"
std::vector<Span> FindSpokenEmails(std::string_view text, std::span<const Token> tokens);
// "null eins sieben sechs …": seven digits and numbers below a hundred in words, or six that begin with null.
std::vector<Span> FindSpokenTelephones(std::string_view text, std::span<const Token> tokens);
// "Führerscheinnummer B072RRE2I55": what is said to be the number of a paper, and driving licences by their form.
std::vector<Span> FindNamedPapers(std::string_view text, std::span<const Token> tokens);

}  // namespace amtslotse::nlu
