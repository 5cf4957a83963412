#include "nlu/emergency.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "nlu/classify/features.h"

namespace amtslotse::nlu {
namespace {

constexpr int kOther = 0;
constexpr int kEmergency = 1;
constexpr double kSharpness = 4;
constexpr double kThreshold = 0.5;

struct Cue {
  std::string_view stem;  // folded; matches inside a word
  EmergencyKind kind;
};

constexpr std::array<Cue, 44> kCues = {{
    {"brennt", EmergencyKind::kFire}, {"feuer", EmergencyKind::kFire}, {"flammen", EmergencyKind::kFire},
    {"rauch", EmergencyKind::kFire}, {"qualm", EmergencyKind::kFire}, {"brand", EmergencyKind::kFire},
    {"explo", EmergencyKind::kFire}, {"gasgeruch", EmergencyKind::kFire}, {"gas", EmergencyKind::kFire},
    {"umbringen", EmergencyKind::kSelfHarm}, {"suizid", EmergencyKind::kSelfHarm}, {"selbstmord", EmergencyKind::kSelfHarm},
    {"nicht mehr leben", EmergencyKind::kSelfHarm}, {"leben nehmen", EmergencyKind::kSelfHarm},
    {"ritze", EmergencyKind::kSelfHarm}, {"sterben will", EmergencyKind::kSelfHarm}, {"will sterben", EmergencyKind::kSelfHarm},
    {"schluss machen", EmergencyKind::kSelfHarm}, {"springe", EmergencyKind::kSelfHarm},
    {"schlaegt", EmergencyKind::kViolence}, {"verpruegel", EmergencyKind::kViolence}, {"bedroht", EmergencyKind::kViolence},
    {"messer", EmergencyKind::kViolence}, {"vergewaltig", EmergencyKind::kViolence}, {"wuergt", EmergencyKind::kViolence},
    {"einbrecher", EmergencyKind::kViolence}, {"ueberfall", EmergencyKind::kViolence}, {"stalk", EmergencyKind::kViolence},
    {"pistole", EmergencyKind::kViolence}, {"geschlagen", EmergencyKind::kViolence}, {"waffe", EmergencyKind::kViolence},
    {"gift", EmergencyKind::kPoisoning}, {"tabletten", EmergencyKind::kPoisoning}, {"verschluckt", EmergencyKind::kPoisoning},
    {"getrunken", EmergencyKind::kPoisoning}, {"pilze", EmergencyKind::kPoisoning},
    {"bewusstlos", EmergencyKind::kMedical}, {"herz", EmergencyKind::kMedical}, {"atmet", EmergencyKind::kMedical},
    {"blutet", EmergencyKind::kMedical}, {"schlaganfall", EmergencyKind::kMedical}, {"unfall", EmergencyKind::kMedical},
    {"notarzt", EmergencyKind::kMedical}, {"luft", EmergencyKind::kMedical},
}};

EmergencyKind KindOf(std::span<const Token> tokens) {
  std::string line;
  for (const Token& token : tokens) {
    line += token.text;
    line.push_back(' ');
  }
  // The first listed kind that is named wins: self-harm with tablets is self-harm.
  for (const EmergencyKind kind : {EmergencyKind::kSelfHarm, EmergencyKind::kViolence, EmergencyKind::kFire,
                                   EmergencyKind::kPoisoning, EmergencyKind::kMedical}) {
    for (const Cue& cue : kCues) {
      if (cue.kind == kind && line.find(cue.stem) != std::string::npos) return kind;
    }
  }
  return EmergencyKind::kOtherDanger;
}

}  // namespace

absl::StatusOr<EmergencyModel> EmergencyModel::Train(const std::vector<std::string>& emergencies,
                                                     const std::vector<std::string>& others) {
  std::vector<std::vector<std::uint32_t>> rows;
  std::vector<int> labels;
  const auto add = [&](const std::string& text, int label) {
    const FoldedText folded = FoldWithOrigin(text);
    rows.push_back(HashedFeatures(Tokenize(folded)));
    labels.push_back(label);
  };
  for (const std::string& text : emergencies) add(text, kEmergency);
  for (const std::string& text : others) add(text, kOther);
  absl::StatusOr<LinearModel> model = LinearModel::Train(rows, labels, 2, {.cost = 1, .minimum_count = 2});
  if (!model.ok()) return model.status();
  return EmergencyModel(*std::move(model));
}

absl::StatusOr<EmergencyModel> EmergencyModel::Read(std::string_view bytes) {
  absl::StatusOr<LinearModel> model = LinearModel::Read(bytes);
  if (!model.ok()) return model.status();
  if (model->label_count() != 2) return absl::DataLossError("not an emergency model");
  return EmergencyModel(*std::move(model));
}

std::optional<Emergency> EmergencyModel::Find(std::span<const Token> tokens) const {
  if (tokens.empty()) return std::nullopt;
  std::array<float, 2> scores{};
  model_.Score(HashedFeatures(tokens), scores);
  const double surplus = scores[kEmergency] - scores[kOther];
  const double confidence = 1 / (1 + std::exp(-kSharpness * surplus));
  if (confidence < kThreshold) return std::nullopt;
  Emergency emergency;
  emergency.kind = KindOf(tokens);
  emergency.confidence = confidence;
  emergency.span = {tokens.front().span.begin, tokens.back().span.end};
  return emergency;
}

}  // namespace amtslotse::nlu
