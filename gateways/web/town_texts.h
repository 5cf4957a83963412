// The shipped message catalogues with a town's own words laid over them.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "gateways/web/texts.h"

namespace amtslotse::gateways::web {

// `shipped` as Texts::Load; `own` holds files "<municipality>.de.json" and "<municipality>.en.json" with the keys that
// a town says otherwise, or does not exist. INVALID_ARGUMENT names file and key of what is no ICU message, uses an
// argument that the shipped text does not have, or replaces no shipped text. Changes take effect with the next start.
absl::StatusOr<Texts> LoadTexts(const std::string& shipped, const std::string& own);

// The language to ask Texts in for a town's words: "de@erlenfurt".
std::string TownLanguage(const std::string& language, const std::string& municipality_id);

}  // namespace amtslotse::gateways::web
