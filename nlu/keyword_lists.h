#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// What a message lists that it asks for ("eheschliessung unterlagen kosten termin", "gewerbe anmelden wo und wieviel").
struct ListedWishes {
  std::vector<std::size_t> firsts;  // the first word of each list
  std::vector<std::size_t> begins;  // where further wishes begin: at each other word, or at the "und" before it
};

// Lists that end a message or a sentence; both ascending, empty without such a list.
ListedWishes FindListedWishes(std::span<const Token> tokens);

}  // namespace amtslotse::nlu
