#include "nlu/emergency.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "nlu/act.h"
#include "nlu/classify/bytes.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/logistic.h"
#include "nlu/danger_features.h"
#include "nlu/danger_signs.h"
#include "nlu/text/fold.h"
#include "nlu/text/ngrams.h"
#include "nlu/text/tokens.h"
#include "nlu/training/clusters.h"

namespace amtslotse::nlu {
namespace {

constexpr std::uint32_t kFormat = 0x35454C41;  // "ALE5"
constexpr int kFolds = 4;
constexpr double kRidge = 1;
constexpr double kWeightOfEmergencies = 4;
constexpr double kWeightOfLookalikes = 6;
// Missing one costs about as much as two false alarms among what only sounds like one: chosen so on validation's texts,
// judged by a model that had not learned them. The shipped model has learned those too.
constexpr double kThreshold = 0.32;
constexpr std::size_t kInputs = 5 + 2 * kDangerOpinions;
constexpr double kUsualLength = 2.3;  // log(1 + tokens) of a short sentence
constexpr int kRepeatedEmergency = 3;
constexpr int kRepeatedLookalike = 3;
constexpr double kCost = 1;
constexpr double kOddsShare = 0.06;
constexpr int kMinimumCount = 4;  // more than one repeated text must have a feature

bool HasWords(std::span<const Token> tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
  });
}

using Opinions = std::array<LinearModel, kDangerOpinions>;

// Each opinion by itself is fooled by other texts than the others; of long messages all are less sure, and how much
// each is worth depends on the length: of a cry of three words the acts know most, of a story the runs of letters.
std::vector<double> InputsOf(const Opinions& danger, const DangerFeatures& features, std::size_t tokens,
                             double surplus) {
  const double length = std::log1p(static_cast<double>(tokens)) - kUsualLength;
  std::vector<double> inputs = {1, surplus, length, length * length, length * surplus};
  for (std::size_t opinion = 0; opinion < kDangerOpinions; ++opinion) {
    std::array<float, 2> scores{};
    danger[opinion].Score(features[opinion], scores);
    const double danger_over_errand = scores[1] - scores[0];
    inputs.push_back(danger_over_errand);
    inputs.push_back(length * danger_over_errand);
  }
  return inputs;
}

EmergencyKind KindOf(const DangerSigns& signs) {
  if (signs.Named(DangerCue::kSelfHarm) > 0) return EmergencyKind::kSelfHarm;
  if (signs.Named(DangerCue::kViolence) > 0) return EmergencyKind::kViolence;
  if (signs.Named(DangerCue::kFire) > 0) return EmergencyKind::kFire;
  if (signs.Named(DangerCue::kPoisoning) > 0) return EmergencyKind::kPoisoning;
  if (signs.Named(DangerCue::kMedical) > 0) return EmergencyKind::kMedical;
  return EmergencyKind::kOtherDanger;
}

// Texts with their features, so that the folds do not make them anew. Near-duplicates share a fold.
class HeldBackJudge {
 public:
  HeldBackJudge(const std::vector<LabelledText>& acts, const std::vector<LabelledText>& danger,
                const std::vector<std::string>& lookalikes)
      : lookalikes_(lookalikes.begin(), lookalikes.end()) {
    std::vector<std::string> plain;
    for (const auto* texts : {&acts, &danger}) {
      for (const LabelledText& each : *texts) {
        plain.push_back(each.text);
        Add(each, texts == &acts && each.label != kNotEmergency);
      }
    }
    for (const std::size_t cluster : NearDuplicateClusters(plain)) {
      folds_.push_back(static_cast<int>(StableHash(plain[cluster]) % kFolds));
    }
  }

  // Each text of the fold, judged by models that have not seen it.
  absl::Status AddFold(int fold, std::vector<LogisticExample>& judged) const {
    const absl::StatusOr<LinearModel> acts = TrainActs(fold);
    if (!acts.ok()) return acts.status();
    const absl::StatusOr<Opinions> danger = TrainDanger(fold);
    if (!danger.ok()) return danger.status();
    std::vector<float> scores(act_numbers_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (folds_[i] != fold || !rows_[i].has_words) continue;
      acts->Score(rows_[i].act, scores);
      const double surplus = EmergencySurplus(scores, EmergencyNumber());
      const double weight = rows_[i].emergency ? kWeightOfEmergencies : rows_[i].lookalike ? kWeightOfLookalikes : 1;
      judged.push_back({InputsOf(*danger, rows_[i].danger, rows_[i].tokens, surplus), rows_[i].emergency, weight});
    }
    return absl::OkStatus();
  }

  // On all texts but those of one fold.
  absl::StatusOr<Opinions> TrainDanger(int without_fold) const {
    Opinions opinions;
    for (std::size_t opinion = 0; opinion < kDangerOpinions; ++opinion) {
      std::vector<std::vector<std::uint32_t>> rows;
      std::vector<int> labels;
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (folds_[i] == without_fold) continue;
        const int copies = rows_[i].emergency ? kRepeatedEmergency : rows_[i].lookalike ? kRepeatedLookalike : 1;
        for (int copy = 0; copy < copies; ++copy) {
          rows.push_back(rows_[i].danger[opinion]);
          labels.push_back(rows_[i].emergency ? 1 : 0);
        }
      }
      absl::StatusOr<LinearModel> model = LinearModel::Train(
          rows, labels, 2, {.cost = kCost, .minimum_count = kMinimumCount, .odds_share = kOddsShare});
      if (!model.ok()) return model.status();
      opinions[opinion] = *std::move(model);
    }
    return opinions;
  }

  bool knows_emergencies() const { return act_numbers_.contains(std::string(ActId(Act::kEmergency))); }

 private:
  static constexpr int kNoAct = -1;

  struct Row {
    std::vector<std::uint32_t> act;  // as the act classifier sees it
    DangerFeatures danger;
    std::size_t tokens = 0;
    bool has_words = false;
    bool lookalike = false;
    bool emergency = false;
    int act_number = kNoAct;  // kNoAct also where the act classifier does not learn from the text
  };

  void Add(const LabelledText& text, bool names_an_act) {
    const FoldedText folded = FoldWithOrigin(text.text);
    const std::vector<Token> tokens = Tokenize(folded);
    Row row;
    row.act = HashedFeatures(tokens);
    const std::vector<std::uint32_t> pairs = PairFeatures(tokens);
    row.act.insert(row.act.end(), pairs.begin(), pairs.end());
    row.danger = FeaturesOfDanger(tokens, SignsOf(tokens));
    row.tokens = tokens.size();
    row.has_words = HasWords(tokens);
    row.lookalike = text.label == kNotEmergency || lookalikes_.contains(text.text);
    row.emergency = text.label == ActId(Act::kEmergency);
    if (names_an_act)
      row.act_number = act_numbers_.emplace(text.label, static_cast<int>(act_numbers_.size())).first->second;
    rows_.push_back(std::move(row));
  }

  // On the texts whose act is known, but those of one fold.
  absl::StatusOr<LinearModel> TrainActs(int without_fold) const {
    std::vector<std::vector<std::uint32_t>> rows;
    std::vector<int> labels;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (folds_[i] == without_fold || rows_[i].act_number == kNoAct) continue;
      rows.push_back(rows_[i].act);
      labels.push_back(rows_[i].act_number);
    }
    return LinearModel::Train(rows, labels, static_cast<int>(act_numbers_.size()), ClassifierOptions().linear);
  }

  int EmergencyNumber() const { return act_numbers_.at(std::string(ActId(Act::kEmergency))); }

  std::set<std::string> lookalikes_;
  std::map<std::string, int> act_numbers_;
  std::vector<Row> rows_;
  std::vector<int> folds_;
};

}  // namespace

double EmergencySurplus(std::span<const float> decision_values, int emergency_label) {
  float rival = -1e9f;
  for (std::size_t i = 0; i < decision_values.size(); ++i) {
    if (static_cast<int>(i) != emergency_label) rival = std::max(rival, decision_values[i]);
  }
  return decision_values[static_cast<std::size_t>(emergency_label)] - rival;
}

absl::StatusOr<EmergencyModel> EmergencyModel::Train(const std::vector<LabelledText>& acts,
                                                     const std::vector<LabelledText>& danger_only,
                                                     const std::vector<std::string>& lookalikes) {
  const HeldBackJudge judge(acts, danger_only, lookalikes);
  if (!judge.knows_emergencies()) return absl::InvalidArgumentError("no example of an emergency");
  std::vector<LogisticExample> judged;
  for (int fold = 0; fold < kFolds; ++fold) {
    if (auto status = judge.AddFold(fold, judged); !status.ok()) return status;
  }
  absl::StatusOr<Opinions> danger = judge.TrainDanger(-1);
  if (!danger.ok()) return danger.status();
  EmergencyModel result(*std::move(danger));
  result.weights_ = FitLogistic(judged, std::vector<double>(kInputs, 0.0), kRidge);
  return result;
}

std::string EmergencyModel::Write() const {
  ByteWriter out;
  out.Put(kFormat);
  out.PutAll(weights_);
  for (const LinearModel& opinion : danger_) {
    const std::string bytes = opinion.Write();
    out.PutAll(std::vector<char>(bytes.begin(), bytes.end()));
  }
  return out.Take();
}

absl::StatusOr<EmergencyModel> EmergencyModel::Read(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.Get<std::uint32_t>() != kFormat) return absl::FailedPreconditionError("not an emergency model of this format");
  std::vector<double> weights = in.GetAll<double>();
  if (!in.ok() || weights.size() != kInputs) return absl::DataLossError("damaged emergency model");
  Opinions danger;
  for (LinearModel& opinion : danger) {
    const std::vector<char> part = in.GetAll<char>();
    absl::StatusOr<LinearModel> read = LinearModel::Read({part.data(), part.size()});
    if (!read.ok()) return read.status();
    if (read->label_count() != 2) return absl::DataLossError("damaged emergency model");
    opinion = *std::move(read);
  }
  if (!in.at_end()) return absl::DataLossError("damaged emergency model");
  EmergencyModel result(std::move(danger));
  result.weights_ = std::move(weights);
  return result;
}

std::optional<Emergency> EmergencyModel::Judge(std::span<const Token> tokens, const DangerSigns& signs,
                                               double surplus) const {
  const std::vector<double> inputs = InputsOf(danger_, FeaturesOfDanger(tokens, signs), tokens.size(), surplus);
  const double probability = Logistic(weights_, inputs);
  if (probability < kThreshold) return std::nullopt;
  Emergency emergency;
  emergency.kind = KindOf(signs);
  emergency.confidence = probability;
  emergency.span = {tokens.front().span.begin, tokens.back().span.end};
  return emergency;
}

std::optional<Emergency> EmergencyModel::Find(std::span<const Token> tokens, double surplus) const {
  return HasWords(tokens) ? Judge(tokens, SignsOf(tokens), surplus) : std::nullopt;
}

std::optional<Emergency> EmergencyModel::FindNamed(std::span<const Token> tokens, double surplus) const {
  if (!HasWords(tokens)) return std::nullopt;
  const DangerSigns signs = SignsOf(tokens);
  return KindOf(signs) == EmergencyKind::kOtherDanger ? std::nullopt : Judge(tokens, signs, surplus);
}

}  // namespace amtslotse::nlu
