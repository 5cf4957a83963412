// The official list of Gemeinden as Destatis publishes it: GV100AD, fixed-width records of kinds 10 (Land), 20
// (Regierungsbezirk), 40 (Kreis), 50 (Gemeindeverband) and 60 (Gemeinde); 30 (Region) is skipped.
// https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/
#pragma once

#include <absl/status/status.h>

#include <string_view>

#include "knowledge/responsibility/area_builder.h"

namespace amtslotse::responsibility {

// Adds the file's Gemeinden and Regierungsbezirke to `rows`. The text may be UTF-8 (since 2020) or Windows-1252
// (before). INVALID_ARGUMENT names the line: an unknown kind, a key that is not digits, a Gemeinde before its Kreis or
// Verband.
absl::Status ReadGv100ad(std::string_view name, std::string_view text, AreaRows& rows);

}  // namespace amtslotse::responsibility
