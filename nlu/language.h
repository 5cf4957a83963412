#pragma once

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

// Recognises the language of a message from its letters and words. Immutable; thread-safe.
class LanguageModel {
 public:
  // `foreign` carries ISO 639-1 codes as labels ("de" among them for German with words of another language, as all
  // of `mixed`), `german` German texts.
  static absl::StatusOr<LanguageModel> Train(const std::vector<LabelledText>& foreign,
                                             const std::vector<std::string>& mixed,
                                             const std::vector<std::string>& german);

  static absl::StatusOr<LanguageModel> Read(std::string_view bytes);
  std::string Write() const { return model_.Write(); }

  // Of a text of one or two words German is assumed unless the letters are of another script or the
  // words are surely foreign. kUnknown for text without words.
  LanguageGuess Guess(const FeaturedTokens& text) const;

 private:
  explicit LanguageModel(LinearModel model) : model_(std::move(model)) {}
  LinearModel model_;
};

}  // namespace amtslotse::nlu
