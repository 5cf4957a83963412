// The tables behind texts.h: what is said, by id. Internal to the core.
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

namespace amtslotse::dialogue {

struct TextEntry {
  std::string_view id;
  std::string_view text;
};

constexpr bool AreSorted(std::span<const TextEntry> texts) {
  return std::is_sorted(texts.begin(), texts.end(), [](const TextEntry& a, const TextEntry& b) { return a.id < b.id; });
}

// Each sorted by id.
std::span<const TextEntry> AppointmentTexts();
std::span<const TextEntry> ForeignTexts();  // what is said in other languages than German

}  // namespace amtslotse::dialogue
