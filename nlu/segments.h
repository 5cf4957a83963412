#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "nlu/boundary.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// A wish before it is written down: its tokens and what the classifier says of them.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  Prediction prediction;
  float surplus = 0;  // of what speaks for a new wish where it begins

  double confidence() const { return prediction.guesses.front().confidence; }
  int label() const { return prediction.guesses.front().label; }
};

// How many guesses a part carries.
inline constexpr int kGuessesPerPart = 5;

// Splits a message into its wishes; empty only for a text without words. `whole` is what the classifier says of all
// of it. `taken` are the spans of entities: no wish begins within one.
std::vector<Part> FindParts(std::span<const Token> tokens, const Prediction& whole, const BoundaryModel& boundary,
                            const TextClassifier& acts, const std::vector<Span>& taken);

// Names the act and the topic of each; `taken` is left out of the topics.
// Never empty: without parts there is one segment in the decline band.
std::vector<Segment> NameSegments(std::string_view text, std::span<const Token> tokens, const std::vector<Part>& parts,
                                  const TextClassifier& acts, const std::vector<Span>& taken);

}  // namespace amtslotse::nlu
