#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/fasttext_model.h"
#include "nlu/classify/text_classifier.h"

namespace amtslotse::nlu {

// How well a classifier does on a test set it has not seen.
struct ClassifierQuality {
  std::size_t tests = 0;
  double precision_at_1 = 0;
  double precision_at_3 = 0;
  double macro_f1 = 0;          // over the labels of the test set
  std::optional<double> auroc;  // confidence of in-scope against out-of-scope texts
  double coverage_at_95 = 0;    // share answered when 95 % of the answers shall be right
  double calibration_error = 0;
};

// `confidence` in a text's being in scope is the best guess's; a guess named `out_of_scope_label`
// counts against it.
ClassifierQuality Measure(const TextClassifier& classifier, const std::vector<LabelledText>& tests,
                          const std::vector<std::string>& out_of_scope, const std::string& out_of_scope_label = "");

// The confidence that a text is one the classifier was made for.
double InScope(const TextClassifier& classifier, const Prediction& prediction, const std::string& out_of_scope_label);

struct EvaluateRequest {
  std::string train_path;
  std::string test_path;
  std::string out_of_scope_path;  // may be empty
  std::string background;         // a trained model's directory; may be empty or hold none
  std::string scratch;            // a writable directory
};

// fastText as it comes (50 dimensions, 50 000 buckets, word pairs, characters 3–6, one thread), to compare speeds with;
// one epoch, so it predicts fast but badly.
absl::StatusOr<FastTextModel> TrainBareFastText(const std::vector<LabelledText>& train, const std::string& scratch);

// `amtslotse nlu evaluate`: trains the product's pipeline on one file, measures it on another, and
// compares its speed with bare fastText in the same run. Returns one JSON object with the keys precision_at_1,
// precision_at_3, macro_f1, auroc, coverage_at_95, calibration_error, predictions_per_second,
// fasttext_predictions_per_second and counts. auroc is null without out-of-scope texts.
// What the background's acts hold of a text is evidence for the file's labels, unless those are acts themselves, which
// it may have learned from the same texts; the key "background" names its version, or is null.
absl::StatusOr<std::string> EvaluateAsJson(const EvaluateRequest& request);

// The settings that EvaluateAsJson and the product's own training share.
ClassifierOptions ProductOptions();

}  // namespace amtslotse::nlu
