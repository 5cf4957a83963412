#include "nlu/training/evaluate.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "nlu/classify/features.h"
#include "nlu/model_directory.h"
#include "nlu/training/labelled_file.h"

namespace amtslotse::nlu {
namespace {

constexpr double kMeasureSeconds = 1.0;
constexpr int kGuesses = 5;

struct Counts {
  double right = 0;
  double predicted = 0;
  double actual = 0;

  double F1() const { return predicted + actual == 0 ? 0 : 2 * right / (predicted + actual); }
};

// Calls `predict` with the texts round and round for about a second.
template <typename Predict>
double CallsPerSecond(const std::vector<LabelledText>& tests, Predict&& predict) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  std::size_t calls = 0;
  double elapsed = 0;
  while (elapsed < kMeasureSeconds) {
    for (const LabelledText& test : tests) predict(test.text);
    calls += tests.size();
    elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return static_cast<double>(calls) / elapsed;
}

struct Background {
  TextClassifier acts;
  std::string version;
};

absl::StatusOr<std::optional<Background>> BackgroundFor(const std::vector<LabelledText>& train,
                                                        const std::string& directory) {
  if (directory.empty()) return std::nullopt;
  auto manifest = CheckModelDirectory(directory);
  if (absl::IsNotFound(manifest.status())) return std::nullopt;
  if (!manifest.ok()) return manifest.status();
  auto acts = TextClassifier::Load(directory, "acts");
  if (!acts.ok()) return acts.status();
  const bool of_acts = std::all_of(train.begin(), train.end(), [&](const LabelledText& example) {
    return LabelNumber(acts->labels(), example.label) >= 0;
  });
  if (of_acts) return std::nullopt;
  return Background{*std::move(acts), manifest->version};
}

}  // namespace

double InScope(const TextClassifier& classifier, const Prediction& prediction, const std::string& out_of_scope_label) {
  const LabelGuess& best = prediction.guesses.front();
  const bool outside = classifier.labels()[static_cast<std::size_t>(best.label)] == out_of_scope_label;
  return outside ? -best.confidence : best.confidence;
}

ClassifierQuality Measure(const TextClassifier& classifier, const std::vector<LabelledText>& tests,
                          const std::vector<std::string>& out_of_scope, const std::string& out_of_scope_label) {
  ClassifierQuality quality;
  quality.tests = tests.size();
  std::map<std::string, Counts> by_label;
  std::vector<double> confidence;
  std::vector<bool> right;
  std::vector<double> inside;
  double among_three = 0;
  for (const LabelledText& test : tests) {
    const Prediction prediction = classifier.Predict(test.text, kGuesses);
    const auto name = [&](std::size_t i) {
      return classifier.labels()[static_cast<std::size_t>(prediction.guesses[i].label)];
    };
    right.push_back(name(0) == test.label);
    confidence.push_back(prediction.guesses.front().confidence);
    if (test.label != out_of_scope_label) inside.push_back(InScope(classifier, prediction, out_of_scope_label));
    for (std::size_t i = 0; i < std::min<std::size_t>(3, prediction.guesses.size()); ++i)
      among_three += name(i) == test.label;
    by_label[test.label].actual += 1;
    by_label[name(0)].predicted += 1;
    if (right.back()) by_label[test.label].right += 1;
  }
  std::size_t present = 0;
  for (const auto& [label, counts] : by_label) {
    if (counts.actual == 0) continue;
    quality.macro_f1 += counts.F1();
    ++present;
  }
  quality.macro_f1 /= static_cast<double>(std::max<std::size_t>(1, present));
  const double count = static_cast<double>(std::max<std::size_t>(1, tests.size()));
  quality.precision_at_1 = static_cast<double>(std::count(right.begin(), right.end(), true)) / count;
  quality.precision_at_3 = among_three / count;
  quality.coverage_at_95 = CoverageAtPrecision(confidence, right, 0.95);
  quality.calibration_error = CalibrationError(confidence, right);
  if (!out_of_scope.empty()) {
    std::vector<double> outside;
    for (const std::string& text : out_of_scope) {
      outside.push_back(InScope(classifier, classifier.Predict(text, 1), out_of_scope_label));
    }
    quality.auroc = Auroc(inside, outside);
  }
  return quality;
}

absl::StatusOr<FastTextModel> TrainBareFastText(const std::vector<LabelledText>& train, const std::string& scratch) {
  FastTextOptions bare;
  bare.dimensions = 50;
  bare.buckets = 50000;
  bare.word_ngrams = 2;
  bare.shortest_ngram = 3;
  bare.longest_ngram = 6;
  bare.epochs = 1;  // does not change the speed of prediction
  std::map<std::string, int> numbers;
  std::vector<std::string> lines;
  std::vector<int> labels;
  for (const LabelledText& example : train) {
    lines.push_back(example.text);
    labels.push_back(numbers.emplace(example.label, static_cast<int>(numbers.size())).first->second);
  }
  return FastTextModel::Train(lines, labels, static_cast<int>(numbers.size()), bare, scratch);
}

ClassifierOptions ProductOptions() { return {}; }

absl::StatusOr<std::string> EvaluateAsJson(const EvaluateRequest& request) {
  const auto train = ReadLabelledFile(request.train_path);
  if (!train.ok()) return train.status();
  const auto tests = ReadLabelledFile(request.test_path);
  if (!tests.ok()) return tests.status();
  if (tests->empty()) return absl::InvalidArgumentError(request.test_path + " holds no tests");
  std::vector<std::string> out_of_scope;
  if (!request.out_of_scope_path.empty()) {
    auto texts = ReadTexts(request.out_of_scope_path);
    if (!texts.ok()) return texts.status();
    out_of_scope = *std::move(texts);
  }
  const auto background = BackgroundFor(*train, request.background);
  if (!background.ok()) return background.status();
  ClassifierOptions options = ProductOptions();
  if (*background) options.background = &(*background)->acts.linear_opinion();
  const auto begin = std::chrono::steady_clock::now();
  const auto classifier = TextClassifier::Train(*train, options, request.scratch);
  if (!classifier.ok()) return classifier.status();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const ClassifierQuality quality = Measure(*classifier, *tests, out_of_scope);
  const double rate = CallsPerSecond(*tests, [&](const std::string& text) { classifier->Predict(text, kGuesses); });
  const auto bare = TrainBareFastText(*train, request.scratch);
  if (!bare.ok()) return bare.status();
  const double bare_rate = CallsPerSecond(*tests, [&](const std::string& text) { bare->PredictBest(text); });
  nlohmann::ordered_json json = {{"precision_at_1", quality.precision_at_1},
                                 {"precision_at_3", quality.precision_at_3},
                                 {"macro_f1", quality.macro_f1},
                                 {"auroc", nullptr},
                                 {"coverage_at_95", quality.coverage_at_95},
                                 {"calibration_error", quality.calibration_error},
                                 {"predictions_per_second", rate},
                                 {"fasttext_predictions_per_second", bare_rate},
                                 {"labels", classifier->labels().size()},
                                 {"training_texts", train->size()},
                                 {"test_texts", tests->size()},
                                 {"out_of_scope_texts", out_of_scope.size()},
                                 {"training_seconds", seconds},
                                 {"background", nullptr}};
  if (*background) json["background"] = (*background)->version;
  if (quality.auroc) json["auroc"] = *quality.auroc;
  return json.dump(2);
}

}  // namespace amtslotse::nlu
