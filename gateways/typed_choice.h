// An answer that was typed although it could have been tapped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::gateways {

// Which of the choices a text takes: its number ("2", "2.", "zwei"), its label, words that only one label has, or a
// plain yes or no. Unasked messages put their questions so that the first choice is the yes and the second the no.
// Nothing: the text says something else.
std::optional<std::size_t> TypedChoice(std::string_view text, const std::vector<std::string>& labels);

}  // namespace amtslotse::gateways
