#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_model.h"

namespace amtslotse::nlu {

// One text and its label, as training reads it.
struct LabelledText {
  std::string label;
  std::string text;
  bool operator==(const LabelledText&) const = default;
};

// Where `label` stands among `labels`, which are sorted; -1 when it is none of them.
int LabelNumber(const std::vector<std::string>& labels, const std::string& label);

// A linear model over texts: over HashedFeatures, with `pairs` over PairFeatures too, and with a background over what
// that one, which was taught other labels, holds of the text ("wie teuer" and "was kostet" are alike to one that knows
// fees). Immutable; thread-safe. The background is borrowed.
class LinearOpinion {
 public:
  LinearOpinion(LinearModel model, bool pairs, const LinearOpinion* background);

  // Deterministic. `labels` are sorted and hold the examples' labels.
  static absl::StatusOr<LinearOpinion> Train(const std::vector<LabelledText>& examples,
                                             const std::vector<std::string>& labels, bool pairs,
                                             const LinearOpinion* background, LinearOptions options);

  // As LinearModel::Score.
  double Score(const FeaturedTokens& words, std::span<float> scores) const;

  const LinearModel& model() const { return model_; }
  bool pairs() const { return pairs_; }
  bool leans_on_background() const { return background_ != nullptr; }

 private:
  LinearModel model_;
  bool pairs_;
  const LinearOpinion* background_;
};

}  // namespace amtslotse::nlu
