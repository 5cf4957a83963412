#pragma once

#include <optional>
#include <string_view>

#include "nlu/danger_sign_inputs.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Whether somebody is in danger, judged by the signs of danger alone (danger_sign_inputs.h): for whoever cannot reach a
// model. Certain (confidence 1) where the signs say so together ("mein Vater ist bewusstlos"), doubtful (0) where one
// may mean anything ("ich brauche Hilfe beim Ausfüllen"), nothing for an errand. It finds fewer than EmergencyModel.
// Thread-safe.
std::optional<Emergency> DangerBySigns(std::string_view text);

// "Feuer!", "Hilfe!": a few words with an exclamation mark that name a danger or call for help.
bool IsACry(std::string_view text);

// A logistic regression on the training texts, fitted while building (training/sign_weights_main.cc).
extern const DangerSignInputs kDangerSignWeights;

}  // namespace amtslotse::nlu
