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
// Found by cross-validation over near-duplicate clusters. Where few examples of a label are there, and pairs of words
// do not help, what is rare is rare by chance.
constexpr double kRarityPower = 0.7;
constexpr double kRarityPowerWithPairs = 1;
// Where few examples are there, and pairs do not help: how often a text is learned that is like no other; one of n like
// each other is learned 1/√n times as often, so that what many happened to write alike does not outweigh the rest.
constexpr double kCopiesOfOne = 3;
constexpr double kHardlyAlike = 0.9;  // clusters a text, from which on each text is learned once
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

int LabelNumber(const std::vector<std::string>& labels, const std::string& label) {
  const auto found = std::lower_bound(labels.begin(), labels.end(), label);
  if (found == labels.end() || *found != label) return -1;
  return static_cast<int>(found - labels.begin());
}

std::vector<std::uint32_t> LinearFeatures(std::span<const Token> tokens, bool pairs) {
  std::vector<std::uint32_t> features = HashedFeatures(tokens);
  if (!pairs) return features;
  const std::vector<std::uint32_t> more = PairFeatures(tokens);
  features.insert(features.end(), more.begin(), more.end());
  return features;
}

std::vector<int> CopiesOf(const std::vector<LabelledText>& examples) {
  std::vector<std::string> texts;
  for (const LabelledText& example : examples) texts.push_back(example.text);
  const std::vector<std::size_t> clusters = NearDuplicateClusters(texts);
  std::vector<double> sizes(texts.size());
  for (const std::size_t cluster : clusters) ++sizes[cluster];
  const auto different = std::count_if(sizes.begin(), sizes.end(), [](double size) { return size > 0; });
  std::vector<int> copies;
  if (static_cast<double>(different) >= kHardlyAlike * static_cast<double>(texts.size()))
    return std::vector<int>(texts.size(), 1);
  for (const std::size_t cluster : clusters)
    copies.push_back(std::max(1, static_cast<int>(std::lround(kCopiesOfOne / std::sqrt(sizes[cluster])))));
  return copies;
}

absl::StatusOr<LinearModel> TrainLinear(const std::vector<LabelledText>& examples,
                                        const std::vector<std::string>& labels, bool pairs, LinearOptions options) {
  options.rarity_power = pairs ? kRarityPowerWithPairs : kRarityPower;
  const std::vector<int> copies = pairs ? std::vector<int>(examples.size(), 1) : CopiesOf(examples);
  const bool repeated = std::any_of(copies.begin(), copies.end(), [](int times) { return times > 1; });
  if (repeated) options.cost /= kCopiesOfOne;
  std::vector<std::vector<std::uint32_t>> rows;
  std::vector<int> row_labels;
  const auto add = [&](const std::string& text, int label, int times) {
    const FoldedText folded = FoldWithOrigin(text);
    const std::vector<Token> tokens = Tokenize(folded);
    rows.insert(rows.end(), static_cast<std::size_t>(times), LinearFeatures(tokens, pairs));
    row_labels.insert(row_labels.end(), static_cast<std::size_t>(times), label);
  };
  for (std::size_t i = 0; i < examples.size(); ++i)
    add(examples[i].text, LabelNumber(labels, examples[i].label), copies[i]);
  // A label's own words say what it is about ("opening_hours").
  for (std::size_t label = 0; label < labels.size(); ++label) add(labels[label], static_cast<int>(label), 1);
  return LinearModel::Train(rows, row_labels, static_cast<int>(labels.size()), options);
}

// Which of `tests` a linear model trained on `examples` names rightly.
absl::StatusOr<std::vector<bool>> LinearHits(const std::vector<LabelledText>& examples,
                                             const std::vector<LabelledText>& tests,
                                             const std::vector<std::string>& labels, bool pairs,
                                             const LinearOptions& options) {
  const absl::StatusOr<LinearModel> model = TrainLinear(examples, labels, pairs, options);
  if (!model.ok()) return model.status();
  std::vector<bool> hits;
  std::vector<float> scores(labels.size());
  for (const LabelledText& test : tests) {
    const FoldedText folded = FoldWithOrigin(test.text);
    model->Score(LinearFeatures(Tokenize(folded), pairs), scores);
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

TextClassifier::TextClassifier(std::vector<std::string> labels, FastTextModel fasttext, LinearModel linear, bool pairs)
    : labels_(std::move(labels)), fasttext_(std::move(fasttext)), linear_(std::move(linear)), pairs_(pairs) {}

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
  absl::StatusOr<LinearModel> linear = TrainLinear(examples, labels, pairs, options.linear);
  if (!linear.ok()) return linear.status();
  const int count = static_cast<int>(labels.size());
  absl::StatusOr<FastTextModel> fasttext = FastTextModel::Train(lines, line_labels, count, options.fasttext, scratch);
  if (!fasttext.ok()) return fasttext.status();
  return TextClassifier(labels, *std::move(fasttext), *std::move(linear), pairs);
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

  const auto without = LinearHits(kept, validation, labels, false, options.linear);
  if (!without.ok()) return without.status();
  const auto with = LinearHits(kept, validation, labels, true, options.linear);
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
  std::vector<FeatureCount> features = words.features;
  if (pairs_) {
    const std::vector<FeatureCount> more = CountFeatures(PairFeatures(words.tokens));
    features.insert(features.end(), more.begin(), more.end());
  }
  opinions.known_share = linear_.Score(features, opinions.linear);
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
  const nlohmann::json settings = {{"format", kFormat},
                                   {"labels", labels_},
                                   {"pairs", pairs_},
                                   {"linear_sharpness", mixture_.linear_sharpness},
                                   {"fasttext_weight", mixture_.fasttext_weight},
                                   {"calibration", calibration_.weights()},
                                   {"act_threshold", act_threshold_},
                                   {"ask_threshold", ask_threshold_}};
  const std::string base = directory + "/" + name;
  if (auto status = fasttext_.Save(base + ".fasttext"); !status.ok()) return status;
  if (auto status = WriteFile(base + ".linear", linear_.Write()); !status.ok()) return status;
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
    TextClassifier result(std::move(labels), *std::move(fasttext), *std::move(linear), settings.at("pairs"));
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
