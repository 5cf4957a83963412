#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/features.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/text_classifier.h"
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
// The act classifier's opinion, one of its own over n-grams and cues, and the cues by themselves
// (danger_cues.h) are weighed against each other:
// "Es brennt" is one, "Osterfeuer anmelden", "Notfalltermin", "ich sterbe vor Neugier" and
// "Feuerwehr als Arbeitgeber" are none. Missing one is worse than asking once too often.
class EmergencyModel {
 public:
  // `texts` are labelled with acts or kNotEmergency; `lookalikes` are those among them that only sound like danger.
  static absl::StatusOr<EmergencyModel> Train(const std::vector<LabelledText>& texts,
                                              const std::vector<std::string>& lookalikes);
  static absl::StatusOr<EmergencyModel> Read(std::string_view bytes);
  std::string Write() const;

  // `surplus` is EmergencySurplus of the act classifier's linear opinion.
  // The kind is the first that is named of self-harm, violence, fire, poisoning, illness.
  std::optional<Emergency> Find(const FeaturedTokens& text, double surplus) const;

  // The same for one wish among several: only what names one of those kinds.
  std::optional<Emergency> FindNamed(std::span<const Token> tokens, double surplus) const;

 private:
  std::optional<Emergency> Judge(const FeaturedTokens& text, const DangerSigns& signs, double surplus) const;
  explicit EmergencyModel(LinearModel danger) : danger_(std::move(danger)) {}

  LinearModel danger_;  // over n-grams and cues: 0 other, 1 emergency
  std::vector<double> weights_;
};

}  // namespace amtslotse::nlu
