#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// The label of German with words of another language, in languages.tsv.
inline constexpr std::string_view kMixedLabel = "mixed";

// Recognises the language of a message from its letters and words. Immutable; thread-safe.
//
// A linear machine weighs the languages; how far its best foreign one must be ahead of German before it is believed
// depends on the number of words and is fitted on texts held back: one unknown word is a name more often than a
// language.
class LanguageModel {
 public:
  // Labels are ISO 639-1 codes (a language, also with a German word for an office in it; "de") and kMixedLabel.
  static absl::StatusOr<LanguageModel> Train(const std::vector<LabelledText>& texts);

  static absl::StatusOr<LanguageModel> Read(std::string_view bytes);
  std::string Write() const;

  // What is written without Latin letters is never German. kUnknown for text without words.
  LanguageGuess Guess(const FeaturedTokens& text) const;

 private:
  LanguageModel(LinearModel model, std::vector<double> weights)
      : model_(std::move(model)), weights_(std::move(weights)) {}
  bool HasGermanWord(std::span<const Token> tokens, Language foreign) const;

  LinearModel model_;
  std::vector<double> weights_;  // of what tells whether the best foreign language is the right one
};

}  // namespace amtslotse::nlu
