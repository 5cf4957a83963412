#include "nlu/emergency.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "nlu/act.h"
#include "nlu/classify/bytes.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/logistic.h"
#include "nlu/danger_concepts.h"
#include "nlu/danger_signs.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

constexpr std::uint32_t kFormat = 0x33454C41;  // "ALE3"
constexpr int kFolds = 4;
constexpr double kRidge = 1;
constexpr double kWeightOfEmergencies = 4;
constexpr double kWeightOfLookalikes = 6;
constexpr double kThreshold = 0.25;
constexpr std::size_t kInputs = 4;
constexpr int kRepeatedEmergency = 3;
constexpr int kRepeatedLookalike = 2;
constexpr double kCost = 1;
constexpr std::uint32_t kWeightOfCues = 3;  // times that a cue counts, against a word once

std::string SpacedWords(std::span<const Token> tokens) {
  std::string line = " ";
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kSymbol) continue;
    line += token.text;
    line.push_back(' ');
  }
  return line;
}

DangerSigns SignsOf(std::span<const Token> tokens) { return FindDangerSigns(SpacedWords(tokens)); }

bool IsWord(const Token& token) { return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber; }

bool HasWords(std::span<const Token> tokens) { return std::any_of(tokens.begin(), tokens.end(), IsWord); }

std::size_t Dangers(const DangerSigns& signs) {
  int dangers = 0;
  for (std::size_t cue = 0; cue <= static_cast<std::size_t>(DangerCue::kOtherDanger); ++cue) dangers += signs.cues[cue];
  return static_cast<std::size_t>(std::min(dangers, 3));
}

// How the text begins and ends: "… anmelden", "Wie …", "…!" tell an errand from a cry.
void AddPlaces(std::span<const Token> tokens, std::vector<std::uint32_t>& features) {
  constexpr std::array<std::string_view, 13> kCounts = {"0", "1", "2", "3",  "4",  "5", "6",
                                                        "7", "8", "9", "10", "11", "12"};
  const auto first = std::find_if(tokens.begin(), tokens.end(), IsWord);
  if (first == tokens.end()) return;
  const auto count = static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), IsWord));
  const auto add = [&features](std::string_view kind, std::string_view value) {
    features.push_back(StableHash(value, StableHash(kind)));
  };
  const std::string_view last = std::find_if(tokens.rbegin(), tokens.rend(), IsWord)->text;
  add("first", first->text);
  add("last", last);
  add("ending", last.substr(last.size() - std::min<std::size_t>(3, last.size())));
  add("ending", last.substr(last.size() - std::min<std::size_t>(2, last.size())));
  add("length", kCounts[std::min(count, kCounts.size() - 1)]);
  add("mark", tokens.back().kind == TokenKind::kPunctuation ? tokens.back().text : "none");
}

// What the words are about, and which of it stands together.
void AddConcepts(std::uint64_t concepts, std::vector<std::uint32_t>& features) {
  constexpr std::uint32_t kKind = StableHash("concept");
  std::array<std::size_t, kDangerConceptCount> found{};
  std::size_t count = 0;
  for (; concepts != 0; concepts &= concepts - 1) found[count++] = static_cast<std::size_t>(std::countr_zero(concepts));
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a; b < count; ++b) {
      features.push_back(kKind ^
                         (static_cast<std::uint32_t>(found[a] * kDangerConceptCount + found[b] + 1) * 2654435761u));
    }
  }
  if (count == 0) features.push_back(kKind);
}

// The hash of a cue, of a pair of cues, or of a count.
std::uint32_t NumberedFeature(std::string_view kind, std::size_t number) {
  return StableHash(std::to_string(number), StableHash(kind));
}

struct CueHashes {
  std::array<std::uint32_t, kDangerCueCount> single{};
  std::array<std::array<std::uint32_t, kDangerCueCount>, kDangerCueCount> pair{};
  std::array<std::uint32_t, 4> dangers{};

  CueHashes() {
    for (std::size_t a = 0; a < kDangerCueCount; ++a) {
      single[a] = NumberedFeature("cue", a * kDangerCueCount);
      for (std::size_t b = 0; b < kDangerCueCount; ++b) pair[a][b] = NumberedFeature("cues", a * kDangerCueCount + b);
    }
    for (std::size_t count = 0; count < dangers.size(); ++count)
      dangers[count] = NumberedFeature("dangers", count * kDangerCueCount);
  }
};

// The cues and pairs of cues, concepts and places, as features of their own.
std::vector<std::uint32_t> CueFeatures(std::span<const Token> tokens, const DangerSigns& signs) {
  static const CueHashes hashes;
  std::vector<std::uint32_t> features;
  features.reserve(64);
  for (std::size_t a = 0; a < kDangerCueCount; ++a) {
    if (signs.cues[a] == 0) continue;
    features.push_back(hashes.single[a]);
    for (std::size_t b = a + 1; b < kDangerCueCount; ++b) {
      if (signs.cues[b] > 0) features.push_back(hashes.pair[a][b]);
    }
  }
  features.push_back(hashes.dangers[Dangers(signs)]);
  AddConcepts(signs.concepts, features);
  AddPlaces(tokens, features);
  return features;
}

double DangerSurplus(const LinearModel& model, const FeaturedTokens& text, const DangerSigns& signs) {
  std::vector<FeatureCount> cues = CountFeatures(CueFeatures(text.tokens, signs));
  for (FeatureCount& cue : cues) cue.count *= kWeightOfCues;
  const std::vector<FeatureCount> pairs = CountFeatures(PairFeatures(text.tokens));
  std::vector<FeatureCount> features;
  features.reserve(text.features.size() + cues.size() + pairs.size());
  const auto add = [&features](const std::vector<FeatureCount>& part) {
    features.insert(features.end(), part.begin(), part.end());
  };
  add(text.features);
  add(cues);
  add(pairs);
  std::array<float, 2> scores{};
  model.Score(features, scores);
  return scores[1] - scores[0];
}

// Each opinion by itself is fooled by other texts than the other; of long messages both are less sure.
std::vector<double> InputsOf(std::span<const Token> tokens, double surplus, double danger) {
  return {1, danger, surplus, std::log1p(static_cast<double>(tokens.size()))};
}

EmergencyKind KindOf(const DangerSigns& signs) {
  if (signs.Named(DangerCue::kSelfHarm) > 0) return EmergencyKind::kSelfHarm;
  if (signs.Named(DangerCue::kViolence) > 0) return EmergencyKind::kViolence;
  if (signs.Named(DangerCue::kFire) > 0) return EmergencyKind::kFire;
  if (signs.Named(DangerCue::kPoisoning) > 0) return EmergencyKind::kPoisoning;
  if (signs.Named(DangerCue::kMedical) > 0) return EmergencyKind::kMedical;
  return EmergencyKind::kOtherDanger;
}

int FoldOf(const std::string& text) { return static_cast<int>(StableHash(text) % kFolds); }

// Texts with their features, so that the folds do not make them anew.
class HeldBackJudge {
 public:
  HeldBackJudge(const std::vector<LabelledText>& texts, const std::vector<std::string>& lookalikes)
      : texts_(texts), lookalikes_(lookalikes.begin(), lookalikes.end()) {
    for (const LabelledText& each : texts) {
      if (each.label == kNotEmergency) lookalikes_.insert(each.text);
      const FoldedText folded = FoldWithOrigin(each.text);
      const std::vector<Token> tokens = Tokenize(folded);
      rows_.push_back(HashedFeatures(tokens));
      const std::vector<std::uint32_t> pairs = PairFeatures(tokens);
      rows_.back().insert(rows_.back().end(), pairs.begin(), pairs.end());
      danger_rows_.push_back(rows_.back());
      const std::vector<std::uint32_t> cues = CueFeatures(tokens, SignsOf(tokens));
      for (std::uint32_t copy = 0; copy < kWeightOfCues; ++copy) {
        danger_rows_.back().insert(danger_rows_.back().end(), cues.begin(), cues.end());
      }
      if (each.label == kNotEmergency) {
        numbers_.push_back(-1);
        continue;
      }
      numbers_.push_back(label_numbers_.emplace(each.label, static_cast<int>(label_numbers_.size())).first->second);
    }
  }

  // Each text of the fold, judged by a model that has not seen it.
  absl::Status AddFold(int fold, std::vector<LogisticExample>& judged) const {
    std::vector<std::vector<std::uint32_t>> rows;
    std::vector<int> labels;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (FoldOf(texts_[i].text) == fold || texts_[i].label == kNotEmergency) continue;  // the acts' labels only
      rows.push_back(rows_[i]);
      labels.push_back(numbers_[i]);
    }
    const int count = static_cast<int>(label_numbers_.size());
    const absl::StatusOr<LinearModel> model = LinearModel::Train(rows, labels, count, ClassifierOptions().linear);
    if (!model.ok()) return model.status();
    const absl::StatusOr<LinearModel> danger = TrainDanger(fold);
    if (!danger.ok()) return danger.status();
    const int emergency = EmergencyNumber();
    std::vector<float> scores(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (FoldOf(texts_[i].text) != fold) continue;
      model->Score(rows_[i], scores);
      const FoldedText folded = FoldWithOrigin(texts_[i].text);
      const std::vector<Token> tokens = Tokenize(folded);
      if (!HasWords(tokens)) continue;
      const bool positive = numbers_[i] == emergency;
      const double weight = positive                               ? kWeightOfEmergencies
                            : lookalikes_.contains(texts_[i].text) ? kWeightOfLookalikes
                                                                   : 1;
      const double surplus = EmergencySurplus(scores, emergency);
      judged.push_back({InputsOf(tokens, surplus, DangerSurplus(*danger, tokens, SignsOf(tokens))), positive, weight});
    }
    return absl::OkStatus();
  }

  // On all texts but those of one fold.
  absl::StatusOr<LinearModel> TrainDanger(int without_fold) const {
    std::vector<std::vector<std::uint32_t>> rows;
    std::vector<int> labels;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (FoldOf(texts_[i].text) == without_fold) continue;
      const bool emergency = numbers_[i] == EmergencyNumber();
      const int copies = emergency ? kRepeatedEmergency : lookalikes_.contains(texts_[i].text) ? kRepeatedLookalike : 1;
      for (int copy = 0; copy < copies; ++copy) {
        rows.push_back(danger_rows_[i]);
        labels.push_back(emergency ? 1 : 0);
      }
    }
    return LinearModel::Train(rows, labels, 2, {.cost = kCost, .minimum_count = 2});
  }

  bool knows_emergencies() const { return label_numbers_.contains(std::string(ActId(Act::kEmergency))); }

 private:
  int EmergencyNumber() const { return label_numbers_.at(std::string(ActId(Act::kEmergency))); }

  const std::vector<LabelledText>& texts_;
  std::set<std::string> lookalikes_;
  std::map<std::string, int> label_numbers_;
  std::vector<std::vector<std::uint32_t>> rows_;         // as the act classifier sees them
  std::vector<std::vector<std::uint32_t>> danger_rows_;  // as the model of danger sees them
  std::vector<int> numbers_;
};

}  // namespace

double EmergencySurplus(std::span<const float> decision_values, int emergency_label) {
  float rival = -1e9f;
  for (std::size_t i = 0; i < decision_values.size(); ++i) {
    if (static_cast<int>(i) != emergency_label) rival = std::max(rival, decision_values[i]);
  }
  return decision_values[static_cast<std::size_t>(emergency_label)] - rival;
}

absl::StatusOr<EmergencyModel> EmergencyModel::Train(const std::vector<LabelledText>& texts,
                                                     const std::vector<std::string>& lookalikes) {
  const HeldBackJudge judge(texts, lookalikes);
  if (!judge.knows_emergencies()) return absl::InvalidArgumentError("no example of an emergency");
  std::vector<LogisticExample> judged;
  for (int fold = 0; fold < kFolds; ++fold) {
    if (auto status = judge.AddFold(fold, judged); !status.ok()) return status;
  }
  absl::StatusOr<LinearModel> danger = judge.TrainDanger(-1);
  if (!danger.ok()) return danger.status();
  EmergencyModel result(*std::move(danger));
  result.weights_ = FitLogistic(judged, std::vector<double>(kInputs, 0.0), kRidge);
  return result;
}

std::string EmergencyModel::Write() const {
  ByteWriter out;
  out.Put(kFormat);
  out.PutAll(weights_);
  return out.Take() + danger_.Write();
}

absl::StatusOr<EmergencyModel> EmergencyModel::Read(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.Get<std::uint32_t>() != kFormat) return absl::FailedPreconditionError("not an emergency model of this format");
  std::vector<double> weights = in.GetAll<double>();
  if (!in.ok() || weights.size() != kInputs) return absl::DataLossError("damaged emergency model");
  absl::StatusOr<LinearModel> danger = LinearModel::Read(in.rest());
  if (!danger.ok()) return danger.status();
  if (danger->label_count() != 2) return absl::DataLossError("damaged emergency model");
  EmergencyModel result(*std::move(danger));
  result.weights_ = std::move(weights);
  return result;
}

std::optional<Emergency> EmergencyModel::Judge(const FeaturedTokens& text, const DangerSigns& signs,
                                               double surplus) const {
  const double probability = Logistic(weights_, InputsOf(text.tokens, surplus, DangerSurplus(danger_, text, signs)));
  if (probability < kThreshold) return std::nullopt;
  Emergency emergency;
  emergency.kind = KindOf(signs);
  emergency.confidence = probability;
  emergency.span = {text.tokens.front().span.begin, text.tokens.back().span.end};
  return emergency;
}

std::optional<Emergency> EmergencyModel::Find(const FeaturedTokens& text, double surplus) const {
  return HasWords(text.tokens) ? Judge(text, SignsOf(text.tokens), surplus) : std::nullopt;
}

std::optional<Emergency> EmergencyModel::FindNamed(std::span<const Token> tokens, double surplus) const {
  if (!HasWords(tokens)) return std::nullopt;
  const DangerSigns signs = SignsOf(tokens);
  return KindOf(signs) == EmergencyKind::kOtherDanger ? std::nullopt : Judge(tokens, signs, surplus);
}

}  // namespace amtslotse::nlu
