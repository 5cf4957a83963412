// What a town's pages and chat say instead of the shipped text. Which keys there are the gateway knows, not this.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/database.h"

namespace amtslotse::knowledge {

struct OwnText {
  std::string language;  // de, en
  std::string key;
  std::string text;
  bool operator==(const OwnText&) const = default;
};

// INVALID_ARGUMENT for another language, an empty key or text, one of over 2000 bytes, or over 1000 of them.
absl::Status CheckOwnTexts(const std::vector<OwnText>& texts);

// By language and key.
absl::StatusOr<std::vector<OwnText>> ReadOwnTexts(const Database& database, const MunicipalityId& municipality);
// Replaces all of them.
absl::Status SaveOwnTexts(Database& database, const MunicipalityId& municipality, const std::vector<OwnText>& texts);

}  // namespace amtslotse::knowledge
