#include "nlu/classify/linear_opinion.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nlu/training/clusters.h"

namespace amtslotse::nlu {
namespace {

// Found by cross-validation over near-duplicate clusters. Where few examples of a label are there, and pairs of words
// do not help, what is rare is rare by chance.
constexpr double kRarityPower = 0.7;
constexpr double kRarityPowerWithPairs = 1;
// Where few examples are there, and pairs do not help: how often a text is learned that is like no other; one of n like
// each other is learned 1/√n times as often, so that what many happened to write alike does not outweigh the rest.
constexpr double kCopiesOfOne = 3;
constexpr double kHardlyAlike = 0.9;  // clusters a text, from which on each text is learned once
constexpr std::uint32_t kBackgroundSeed = 0x5BD1E995u;
constexpr double kBackgroundLength = 0.4;  // where the text's own features have length 1

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

std::vector<std::uint32_t> LinearFeatures(std::span<const Token> tokens, bool pairs) {
  std::vector<std::uint32_t> features = HashedFeatures(tokens);
  if (!pairs) return features;
  const std::vector<std::uint32_t> more = PairFeatures(tokens);
  features.insert(features.end(), more.begin(), more.end());
  return features;
}

// What a machine taught before prefers, and how clearly: its decision values about their mean, together of one length.
std::vector<FeatureValue> Held(const LinearOpinion* background, const FeaturedTokens& words) {
  if (background == nullptr) return {};
  std::vector<float> scores(static_cast<std::size_t>(background->model().label_count()));
  background->Score(words, scores);
  const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
  double squares = 0;
  for (const float score : scores) squares += (score - mean) * (score - mean);
  if (squares == 0) return {};
  const double scale = kBackgroundLength / std::sqrt(squares);
  std::vector<FeatureValue> held;
  for (std::size_t label = 0; label < scores.size(); ++label) {
    held.push_back(
        {kBackgroundSeed + static_cast<std::uint32_t>(label), static_cast<float>((scores[label] - mean) * scale)});
  }
  return held;
}

}  // namespace

int LabelNumber(const std::vector<std::string>& labels, const std::string& label) {
  const auto found = std::lower_bound(labels.begin(), labels.end(), label);
  if (found == labels.end() || *found != label) return -1;
  return static_cast<int>(found - labels.begin());
}

LinearOpinion::LinearOpinion(LinearModel model, bool pairs, const LinearOpinion* background)
    : model_(std::move(model)), pairs_(pairs), background_(background) {}

absl::StatusOr<LinearOpinion> LinearOpinion::Train(const std::vector<LabelledText>& examples,
                                                   const std::vector<std::string>& labels, bool pairs,
                                                   const LinearOpinion* background, LinearOptions options) {
  options.rarity_power = pairs ? kRarityPowerWithPairs : kRarityPower;
  const std::vector<int> copies = pairs ? std::vector<int>(examples.size(), 1) : CopiesOf(examples);
  const bool repeated = std::any_of(copies.begin(), copies.end(), [](int times) { return times > 1; });
  if (repeated) options.cost /= kCopiesOfOne;
  std::vector<std::vector<std::uint32_t>> rows;
  std::vector<std::vector<FeatureValue>> held;
  std::vector<int> row_labels;
  const auto add = [&](const std::string& text, int label, int times) {
    const auto copy = static_cast<std::size_t>(times);
    const FoldedText folded = FoldWithOrigin(text);
    const std::vector<Token> tokens = Tokenize(folded);
    rows.insert(rows.end(), copy, LinearFeatures(tokens, pairs));
    held.insert(held.end(), copy, Held(background, tokens));
    row_labels.insert(row_labels.end(), copy, label);
  };
  for (std::size_t i = 0; i < examples.size(); ++i)
    add(examples[i].text, LabelNumber(labels, examples[i].label), copies[i]);
  // A label's own words say what it is about ("opening_hours").
  for (std::size_t label = 0; label < labels.size(); ++label) add(labels[label], static_cast<int>(label), 1);
  auto model = LinearModel::Train(rows, row_labels, static_cast<int>(labels.size()), options, held);
  if (!model.ok()) return model.status();
  return LinearOpinion(*std::move(model), pairs, background);
}

double LinearOpinion::Score(const FeaturedTokens& words, std::span<float> scores) const {
  const std::vector<FeatureValue> held = Held(background_, words);
  if (!pairs_) return model_.Score(words.features, scores, held);
  std::vector<FeatureCount> features = words.features;
  const std::vector<FeatureCount> more = CountFeatures(PairFeatures(words.tokens));
  features.insert(features.end(), more.begin(), more.end());
  return model_.Score(features, scores, held);
}

}  // namespace amtslotse::nlu
