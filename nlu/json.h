#pragma once

#include <string>
#include <string_view>

#include "nlu/understander.h"

namespace amtslotse::nlu {

// `amtslotse nlu understand`: one JSON object on one line with `text`, `segments` (span, text,
// band, guesses, topic), `entities` (kind, span, text, value or readings), `language`, `emergency`
// (or null), `topic`, `truncated`. Spans count characters, as those of
// `nlu time` do. Invalid UTF-8 is replaced.
std::string UnderstandingAsJson(std::string_view text, const Understanding& understanding);

}  // namespace amtslotse::nlu
