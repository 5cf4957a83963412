#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace amtslotse::nlu {

// The text as somebody in a hurry would have typed it: umlauts without dots, ss for ß, letters
// dropped, doubled, swapped or hit next to on a German keyboard, words run together. About one word
// in three changes. Deterministic for the same random state.
std::string WithTypos(std::string_view text, std::mt19937_64& random);

}  // namespace amtslotse::nlu
