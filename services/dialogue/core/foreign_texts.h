// What is said in other languages than German. Internal to the core.
#pragma once

#include <span>
#include <string_view>

namespace amtslotse::dialogue {

struct TextEntry {
  std::string_view id;
  std::string_view text;
};

std::span<const TextEntry> ForeignTexts();  // sorted by id

}  // namespace amtslotse::dialogue
