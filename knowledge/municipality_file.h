// municipality.json, as written by hand.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <string_view>

#include "knowledge/catalogue.h"

namespace amtslotse::knowledge {

// Gives the text of a file that municipality.json names, e.g. "legal/impressum.md".
using ReadBeside = std::function<absl::StatusOr<std::string>(const std::string& relative_path)>;

// Keys: id, name, ars, ags, land, hosts, postcodes, time_zone, form_of_address ("Sie" or "du"), demo,
// greeting, contact {telephone, email, address, website, opening_hours}, human {telephone, email,
// hours_text}, legal {imprint, privacy, accessibility: files, or the texts themselves}, theme {primary},
// enforcement_body, search_page, agency_id, embedding_origins, targets. Others are ignored. INVALID_ARGUMENT
// names the key that is missing or out of range; a file that is named must be there.
absl::StatusOr<Municipality> ParseMunicipality(std::string_view json_text, const ReadBeside& read_beside = {});
absl::StatusOr<Municipality> LoadMunicipality(const std::string& path);

}  // namespace amtslotse::knowledge
