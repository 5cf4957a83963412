#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/boundary.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Splits a message into wishes and names the act of each. `taken` are the spans of entities, left
// out of the topics. Never empty: text without words gives one segment in the decline band.
std::vector<Segment> FindSegments(std::string_view text, std::span<const Token> tokens, const BoundaryModel& boundary,
                                  const TextClassifier& acts, const std::vector<Span>& taken);

}  // namespace amtslotse::nlu
