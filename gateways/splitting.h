// Cutting text to what a channel takes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateways/channel.h"

namespace amtslotse::gateways {

// How long a channel finds the text. Invalid UTF-8 counts as U+FFFD.
std::size_t Length(std::string_view text, Unit unit);

// Parts of at most `limit` units, in order, none empty: cut between paragraphs, else lines, sentences, words, and only
// a word longer than the limit between grapheme clusters. White space at a cut is dropped. A single grapheme cluster
// longer than the limit is cut between code points. An empty or blank text gives no part.
std::vector<std::string> Split(std::string_view text, std::size_t limit, Unit unit);

// At most `limit` units, cut at a grapheme, with "…" as its last character when something was cut.
std::string Shorten(std::string_view text, std::size_t limit, Unit unit);

}  // namespace amtslotse::gateways
