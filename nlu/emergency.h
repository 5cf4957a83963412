#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/linear_model.h"
#include "nlu/text/tokens.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Finds messages of somebody in danger. Immutable; thread-safe.
//
// A linear model decides, a word list names the kind and lifts doubtful cases; employers,
// exercises, fees and figures of speech ("Feuerwehr als Arbeitgeber", "Notfalltermin") are what the
// model learns from its second set of examples.
class EmergencyModel {
 public:
  static absl::StatusOr<EmergencyModel> Train(const std::vector<std::string>& emergencies,
                                              const std::vector<std::string>& others);
  static absl::StatusOr<EmergencyModel> Read(std::string_view bytes);
  std::string Write() const { return model_.Write(); }

  std::optional<Emergency> Find(std::span<const Token> tokens) const;

 private:
  explicit EmergencyModel(LinearModel model) : model_(std::move(model)) {}
  LinearModel model_;
};

}  // namespace amtslotse::nlu
