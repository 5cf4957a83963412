#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlu/classify/calibration.h"
#include "nlu/classify/fasttext_model.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_opinion.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

struct LabelGuess {
  int label = 0;
  double confidence = 0;
};

struct Prediction {
  std::vector<LabelGuess> guesses;  // best first; the first one's confidence is calibrated
  double known_share = 0;           // share of the text, by weight, that training had seen
  std::vector<float> linear;        // the linear opinion's decision value for each label
};

struct ClassifierOptions {
  FastTextOptions fasttext;
  LinearOptions linear{.cost = 2};
  // Taught other labels before; what it holds of a text is evidence for these. Outlives what is trained with it.
  const LinearOpinion* background = nullptr;
  int noisy_copies = 1;  // per training text, for fastText
  std::uint64_t seed = 1;
  double validation = 0.15;  // share of near-duplicate clusters held back to fit the calibration
  // Confidence from which on the best guess is acted on, or the best three are offered:
  double act_precision = 0.95;
  double ask_precision = 0.70;
};

// fastText and a linear model over n-grams, combined and calibrated on held-back clusters, which also decide whether
// the linear model looks at pairs of words.
// Knows nothing of what the labels mean. Immutable; thread-safe.
class TextClassifier {
 public:
  // Trains on a part, fits combination and calibration on the rest, then trains on everything.
  // Deterministic for the same examples and options. `scratch` is a writable directory.
  static absl::StatusOr<TextClassifier> Train(const std::vector<LabelledText>& examples,
                                              const ClassifierOptions& options, const std::string& scratch);

  // The same with validation texts of their own, near-duplicates of no example: other people wrote them, so
  // what is fitted on them holds for people who are not known yet. The final training learns from them too.
  static absl::StatusOr<TextClassifier> Train(const std::vector<LabelledText>& examples,
                                              const std::vector<LabelledText>& validation,
                                              const ClassifierOptions& options, const std::string& scratch);

  // Three files in `directory`: <name>.fasttext, <name>.linear, <name>.json. FailedPrecondition with a background.
  absl::Status Save(const std::string& directory, const std::string& name) const;
  static absl::StatusOr<TextClassifier> Load(const std::string& directory, const std::string& name);
  static std::vector<std::string> FileNames(const std::string& name);

  // At most `count` guesses for a text, or a part of one.
  Prediction Predict(const FeaturedTokens& words, int count) const;
  Prediction Predict(std::string_view text, int count) const;

  const std::vector<std::string>& labels() const { return labels_; }
  const LinearOpinion& linear_opinion() const { return linear_; }
  double act_threshold() const { return act_threshold_; }
  double ask_threshold() const { return ask_threshold_; }

 private:
  struct Mixture {
    double linear_sharpness = 6;   // of the softmax over decision values
    double fasttext_weight = 0.2;  // share of fastText's log-probability
  };
  struct Opinions {
    std::vector<float> linear;
    std::vector<float> fasttext;
    double known_share = 0;
    double words = 0;
  };

  TextClassifier(std::vector<std::string> labels, FastTextModel fasttext, LinearOpinion linear);
  static absl::StatusOr<TextClassifier> TrainOnce(const std::vector<LabelledText>& examples,
                                                  const std::vector<std::string>& labels, bool pairs,
                                                  const ClassifierOptions& options, const std::string& scratch);
  void FitMixture(const std::vector<Opinions>& opinions, const std::vector<int>& truth);
  void FitCalibration(const std::vector<Opinions>& opinions, const std::vector<int>& truth,
                      const ClassifierOptions& options);
  Opinions Ask(const FeaturedTokens& words) const;
  static Evidence EvidenceOf(const Opinions& opinions, const std::vector<double>& mixed);
  std::vector<double> Mixed(const Opinions& opinions, const Mixture& mixture) const;
  Prediction Combine(Opinions opinions, int count) const;

  std::vector<std::string> labels_;
  FastTextModel fasttext_;
  LinearOpinion linear_;
  Mixture mixture_;
  Calibration calibration_;
  double act_threshold_ = 0.8;
  double ask_threshold_ = 0.4;
};

}  // namespace amtslotse::nlu
