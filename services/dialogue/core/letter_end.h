// How a letter ends: "Mit freundlichen Grüßen, Heinrich Möller". Internal to the core.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amtslotse::dialogue {

struct Letter {
  std::string text;       // what stands before the end, and what of it is no name
  std::string signature;  // empty: nobody signed
};

// Nothing: it does not end as a letter, or says nothing else.
std::optional<Letter> ReadLetter(std::string_view text);

}  // namespace amtslotse::dialogue
