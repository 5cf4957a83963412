#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/danger_features.h"
#include "nlu/danger_signs.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// The label of texts that only sound like danger and whose act is not known.
inline constexpr std::string_view kNotEmergency = "not_emergency";

// The decision value of one label over its best rival's.
double EmergencySurplus(std::span<const float> decision_values, int emergency_label);

// Finds messages of somebody in danger. Immutable; thread-safe.
//
// The act classifier's opinion and two of its own (danger_features.h) are weighed against each other:
// "Es brennt" is one, "Osterfeuer anmelden", "Notfalltermin", "ich sterbe vor Neugier" and
// "Feuerwehr als Arbeitgeber" are none. Missing one is worse than asking once too often.
class EmergencyModel {
 public:
  // `acts` are what the act classifier learns from, `danger_only` what it does not; either may also be labelled
  // kNotEmergency. `lookalikes` are those among them that only sound like danger.
  static absl::StatusOr<EmergencyModel> Train(const std::vector<LabelledText>& acts,
                                              const std::vector<LabelledText>& danger_only,
                                              const std::vector<std::string>& lookalikes);
  static absl::StatusOr<EmergencyModel> Read(std::string_view bytes);
  std::string Write() const;

  // `surplus` is EmergencySurplus of the act classifier's linear opinion.
  // The kind is the first that is named of self-harm, violence, fire, poisoning, illness.
  std::optional<Emergency> Find(std::span<const Token> tokens, double surplus) const;

  // The same for one wish among several: only what names one of those kinds.
  std::optional<Emergency> FindNamed(std::span<const Token> tokens, double surplus) const;

 private:
  using Opinions = std::array<LinearModel, kDangerOpinions>;  // each over its features: 0 other, 1 emergency

  explicit EmergencyModel(Opinions danger) : danger_(std::move(danger)) {}
  std::optional<Emergency> Judge(std::span<const Token> tokens, const DangerSigns& signs, double surplus) const;

  Opinions danger_;
  std::vector<double> weights_;
};

}  // namespace amtslotse::nlu
