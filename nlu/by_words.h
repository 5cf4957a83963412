#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nlu/act.h"
#include "nlu/classify/features.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// What can be read of a message without a model: for whoever cannot reach one. Entities and topic are read as ever,
// but no place by its name; one wish is told, and only if it is one of kActsByWords and its words say so, in the band
// "act". Anything else is declined: its words can be searched. The language is taken for German; danger is judged by
// danger_by_signs.h. Thread-safe.
Understanding UnderstandByWords(std::string_view text, const Reference& reference);

// Where a search would be the wrong answer: who wants a human, objects, or gives up an appointment.
inline constexpr std::array kActsByWords{Act::kHuman,  Act::kDataProtection, Act::kLegalDeclaration, Act::kCancel,
                                         Act::kRebook, Act::kMyAppointment,  Act::kOpeningHours,     Act::kOpenNow};

// How much a feature of a text (classify/features.h) speaks for an act, which is told by its place in kActsByWords.
struct WordWeight {
  std::uint32_t feature = 0;
  std::uint8_t act = 0;
  float weight = 0;
};
struct ActWordWeights {
  std::array<float, kActsByWords.size()> bias;
  std::span<const WordWeight> words;  // sorted by feature
};
// Logistic regressions on the training texts, fitted while building (training/word_weights_main.cc).
extern const ActWordWeights kActWordWeights;

// Each feature of a text once, sorted.
inline std::vector<std::uint32_t> FeaturesByWords(std::span<const Token> tokens) {
  std::vector<std::uint32_t> features = HashedFeatures(tokens);
  std::ranges::sort(features);
  features.erase(std::unique(features.begin(), features.end()), features.end());
  return features;
}

}  // namespace amtslotse::nlu
