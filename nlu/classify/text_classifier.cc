#include "nlu/classify/text_classifier.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>

#include "nlu/training/clusters.h"
#include "nlu/training/noise.h"

namespace amtslotse::nlu {
namespace {

constexpr int kFormat = 2;
constexpr double kFloor = 1e-4;  // of fastText's probabilities: it is over-sure of what it never saw

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

absl::Status WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.flush()) return absl::UnavailableError("cannot write " + path);
  return absl::OkStatus();
}

void LogSoftmax(std::vector<double>& values) {
  const double highest = *std::max_element(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += std::exp(value - highest);
  const double shift = highest + std::log(sum);
  for (double& value : values) value -= shift;
}

template <typename Number>
std::size_t Largest(const std::vector<Number>& values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

std::vector<std::string> LabelsOf(const std::vector<LabelledText>& examples) {
  std::vector<std::string> labels;
  for (const LabelledText& example : examples) labels.push_back(example.label);
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

// Which of `tests` a linear opinion taught by `examples` names rightly.
absl::StatusOr<std::vector<bool>> LinearHits(const std::vector<LabelledText>& examples,
                                             const std::vector<LabelledText>& tests,
                                             const std::vector<std::string>& labels, bool pairs,
                                             const ClassifierOptions& options) {
  const auto opinion = LinearOpinion::Train(examples, labels, pairs, options.background, options.linear);
  if (!opinion.ok()) return opinion.status();
  std::vector<bool> hits;
  std::vector<float> scores(labels.size());
  for (const LabelledText& test : tests) {
    const FoldedText folded = FoldWithOrigin(test.text);
    opinion->Score(Tokenize(folded), scores);
    hits.push_back(labels[Largest(scores)] == test.label);
  }
  return hits;
}

// By more than one standard deviation of McNemar's test: by chance alone the better one would be taken too often.
bool ClearlyBetter(const std::vector<bool>& one, const std::vector<bool>& other) {
  double gained = 0;
  double lost = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    gained += one[i] && !other[i] ? 1 : 0;
    lost += !one[i] && other[i] ? 1 : 0;
  }
  return gained - lost > std::sqrt(gained + lost);
}

std::vector<std::size_t> BestFirst(const std::vector<double>& values, std::size_t count) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  count = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  order.resize(count);
  return order;
}

}  // namespace

TextClassifier::TextClassifier(std::vector<std::string> labels, FastTextModel fasttext, LinearOpinion linear)
    : labels_(std::move(labels)), fasttext_(std::move(fasttext)), linear_(std::move(linear)) {}

absl::StatusOr<TextClassifier> TextClassifier::TrainOnce(const std::vector<LabelledText>& examples,
                                                         const std::vector<std::string>& labels, bool pairs,
                                                         const ClassifierOptions& options, const std::string& scratch) {
  std::vector<std::string> lines;
  std::vector<int> line_labels;
  std::mt19937_64 random(options.seed);
  for (const LabelledText& example : examples) {
    // Character n-grams forgive typos by themselves: only fastText sees noisy copies.
    for (int copy = 0; copy <= options.noisy_copies; ++copy) {
      const FoldedText folded = FoldWithOrigin(copy == 0 ? example.text : WithTypos(example.text, random));
      lines.push_back(WordLine(Tokenize(folded)));
      line_labels.push_back(LabelNumber(labels, example.label));
    }
  }
  auto linear = LinearOpinion::Train(examples, labels, pairs, options.background, options.linear);
  if (!linear.ok()) return linear.status();
  const int count = static_cast<int>(labels.size());
  absl::StatusOr<FastTextModel> fasttext = FastTextModel::Train(lines, line_labels, count, options.fasttext, scratch);
  if (!fasttext.ok()) return fasttext.status();
  return TextClassifier(labels, *std::move(fasttext), *std::move(linear));
}

absl::StatusOr<TextClassifier> TextClassifier::Train(const std::vector<LabelledText>& examples,
                                                     const ClassifierOptions& options, const std::string& scratch) {
  std::vector<std::string> texts;
  for (const LabelledText& example : examples) texts.push_back(example.text);
  const std::vector<bool> held = HeldBack(texts, options.validation, options.seed);
  std::vector<LabelledText> kept;
  std::vector<LabelledText> validation;
  for (std::size_t i = 0; i < examples.size(); ++i) (held[i] ? validation : kept).push_back(examples[i]);
  return Train(kept, validation, options, scratch);
}

absl::StatusOr<TextClassifier> TextClassifier::Train(const std::vector<LabelledText>& kept,
                                                     const std::vector<LabelledText>& validation,
                                                     const ClassifierOptions& options, const std::string& scratch) {
  std::vector<LabelledText> examples = kept;
  examples.insert(examples.end(), validation.begin(), validation.end());
  const std::vector<std::string> labels = LabelsOf(examples);
  if (labels.size() < 2) return absl::InvalidArgumentError("training needs examples of at least two labels");
  if (kept.empty() || validation.empty()) return TrainOnce(examples, labels, true, options, scratch);

  const auto without = LinearHits(kept, validation, labels, false, options);
  if (!without.ok()) return without.status();
  const auto with = LinearHits(kept, validation, labels, true, options);
  if (!with.ok()) return with.status();
  const bool pairs = ClearlyBetter(*with, *without);
  absl::StatusOr<TextClassifier> trial = TrainOnce(kept, labels, pairs, options, scratch);
  if (!trial.ok()) return trial;
  std::vector<Opinions> opinions;
  std::vector<int> truth;
  for (const LabelledText& example : validation) {
    const FoldedText folded = FoldWithOrigin(example.text);
    opinions.push_back(trial->Ask(Tokenize(folded)));
    truth.push_back(LabelNumber(labels, example.label));
  }
  trial->FitMixture(opinions, truth);
  trial->FitCalibration(opinions, truth, options);

  absl::StatusOr<TextClassifier> result = TrainOnce(examples, labels, pairs, options, scratch);
  if (!result.ok()) return result;
  result->mixture_ = trial->mixture_;
  result->calibration_ = trial->calibration_;
  result->act_threshold_ = trial->act_threshold_;
  result->ask_threshold_ = trial->ask_threshold_;
  return result;
}

// The mixture that names most held-back examples rightly, among equals the likeliest.
void TextClassifier::FitMixture(const std::vector<Opinions>& opinions, const std::vector<int>& truth) {
  constexpr double kWeightOfLikelihood = 0.02;  // against one example named rightly
  double best = -1e300;
  for (const double sharpness : {3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0}) {
    for (const double weight : {0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4}) {
      const Mixture candidate{sharpness, weight};
      double score = 0;
      for (std::size_t i = 0; i < opinions.size(); ++i) {
        const std::vector<double> mixed = Mixed(opinions[i], candidate);
        const auto wanted = static_cast<std::size_t>(truth[i]);
        score += (Largest(mixed) == wanted ? 1 : 0) + kWeightOfLikelihood * std::max(-10.0, mixed[wanted]);
      }
      if (score > best) {
        best = score;
        mixture_ = candidate;
      }
    }
  }
}

void TextClassifier::FitCalibration(const std::vector<Opinions>& opinions, const std::vector<int>& truth,
                                    const ClassifierOptions& options) {
  std::vector<Evidence> evidence;
  std::vector<bool> right;
  std::vector<bool> among_three;
  for (std::size_t i = 0; i < opinions.size(); ++i) {
    const std::vector<double> mixed = Mixed(opinions[i], mixture_);
    const auto order = BestFirst(mixed, 3);
    evidence.push_back(EvidenceOf(opinions[i], mixed));
    const auto wanted = static_cast<std::size_t>(truth[i]);
    right.push_back(order[0] == wanted);
    among_three.push_back(std::find(order.begin(), order.end(), wanted) != order.end());
  }
  calibration_ = Calibration::Fit(evidence, right);
  std::vector<double> confidence;
  for (const Evidence& each : evidence) confidence.push_back(calibration_.Confidence(each));
  act_threshold_ = std::min(0.95, ThresholdForPrecision(confidence, right, options.act_precision));
  ask_threshold_ =
      std::min(act_threshold_, std::max(0.15, ThresholdForPrecision(confidence, among_three, options.ask_precision)));
}

TextClassifier::Opinions TextClassifier::Ask(const FeaturedTokens& words) const {
  Opinions opinions;
  opinions.linear.resize(labels_.size());
  opinions.fasttext.resize(labels_.size());
  opinions.known_share = linear_.Score(words, opinions.linear);
  fasttext_.Predict(WordLine(words.tokens), opinions.fasttext);
  opinions.words = static_cast<double>(words.tokens.size());
  return opinions;
}

// Log-probabilities.
std::vector<double> TextClassifier::Mixed(const Opinions& opinions, const Mixture& mixture) const {
  std::vector<double> values(labels_.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = mixture.linear_sharpness * opinions.linear[i];
  LogSoftmax(values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double fasttext = std::log(static_cast<double>(opinions.fasttext[i]) + kFloor);
    values[i] = (1 - mixture.fasttext_weight) * values[i] + mixture.fasttext_weight * fasttext;
  }
  LogSoftmax(values);
  return values;
}

Evidence TextClassifier::EvidenceOf(const Opinions& opinions, const std::vector<double>& mixed) {
  const auto order = BestFirst(mixed, 2);
  Evidence evidence;
  evidence.best = std::exp(mixed[order[0]]);
  evidence.second = order.size() > 1 ? std::exp(mixed[order[1]]) : 0;
  evidence.known_share = opinions.known_share;
  evidence.agreement = Largest(opinions.linear) == Largest(opinions.fasttext) ? 1 : 0;
  evidence.length = std::log1p(opinions.words) / 3;
  return evidence;
}

Prediction TextClassifier::Combine(Opinions opinions, int count) const {
  const std::vector<double> mixed = Mixed(opinions, mixture_);
  const Evidence evidence = EvidenceOf(opinions, mixed);
  const double confidence = calibration_.Confidence(evidence);
  Prediction prediction;
  prediction.known_share = opinions.known_share;
  // The others share what the best one leaves, in proportion.
  const double rest = std::max(1e-9, 1 - evidence.best);
  for (const std::size_t label : BestFirst(mixed, static_cast<std::size_t>(count))) {
    const bool first = prediction.guesses.empty();
    const double share = first ? confidence : std::min(confidence, std::exp(mixed[label]) / rest * (1 - confidence));
    prediction.guesses.push_back({static_cast<int>(label), share});
  }
  prediction.linear = std::move(opinions.linear);
  return prediction;
}

Prediction TextClassifier::Predict(const FeaturedTokens& words, int count) const { return Combine(Ask(words), count); }

Prediction TextClassifier::Predict(std::string_view text, int count) const {
  const FoldedText folded = FoldWithOrigin(text);
  return Predict(Tokenize(folded), count);
}

std::vector<std::string> TextClassifier::FileNames(const std::string& name) {
  return {name + ".fasttext", name + ".linear", name + ".json"};
}

absl::Status TextClassifier::Save(const std::string& directory, const std::string& name) const {
  if (linear_.leans_on_background())
    return absl::FailedPreconditionError("a classifier with a background is not saved: it would be lost without it");
  const nlohmann::json settings = {{"format", kFormat},
                                   {"labels", labels_},
                                   {"pairs", linear_.pairs()},
                                   {"linear_sharpness", mixture_.linear_sharpness},
                                   {"fasttext_weight", mixture_.fasttext_weight},
                                   {"calibration", calibration_.weights()},
                                   {"act_threshold", act_threshold_},
                                   {"ask_threshold", ask_threshold_}};
  const std::string base = directory + "/" + name;
  if (auto status = fasttext_.Save(base + ".fasttext"); !status.ok()) return status;
  if (auto status = WriteFile(base + ".linear", linear_.model().Write()); !status.ok()) return status;
  return WriteFile(base + ".json", settings.dump(1) + "\n");
}

absl::StatusOr<TextClassifier> TextClassifier::Load(const std::string& directory, const std::string& name) {
  const std::string base = directory + "/" + name;
  const absl::StatusOr<std::string> text = ReadFile(base + ".json");
  if (!text.ok()) return text.status();
  const absl::StatusOr<std::string> weights = ReadFile(base + ".linear");
  if (!weights.ok()) return weights.status();
  try {
    const nlohmann::json settings = nlohmann::json::parse(*text);
    if (settings.at("format") != kFormat) return absl::FailedPreconditionError(base + ": format of another version");
    auto labels = settings.at("labels").get<std::vector<std::string>>();
    absl::StatusOr<LinearModel> linear = LinearModel::Read(*weights);
    if (!linear.ok()) return linear.status();
    if (linear->label_count() != static_cast<int>(labels.size()))
      return absl::DataLossError(base + ": labels do not fit");
    auto fasttext = FastTextModel::Load(base + ".fasttext", linear->label_count());
    if (!fasttext.ok()) return fasttext.status();
    LinearOpinion opinion(*std::move(linear), settings.at("pairs").get<bool>(), nullptr);
    TextClassifier result(std::move(labels), *std::move(fasttext), std::move(opinion));
    result.mixture_ = {settings.at("linear_sharpness"), settings.at("fasttext_weight")};
    auto weights_of_evidence = settings.at("calibration").get<std::vector<double>>();
    if (weights_of_evidence.size() != Calibration::kInputs)
      return absl::DataLossError(base + ": calibration does not fit");
    result.calibration_ = Calibration(std::move(weights_of_evidence));
    result.act_threshold_ = settings.at("act_threshold");
    result.ask_threshold_ = settings.at("ask_threshold");
    return result;
  } catch (const nlohmann::json::exception& error) {
    return absl::DataLossError(base + ".json: " + error.what());
  }
}

}  // namespace amtslotse::nlu
