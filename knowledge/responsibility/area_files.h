// Reads the area files (knowledge/data/areas/README.md describes them) into an AreaTable.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/area_builder.h"

namespace amtslotse::responsibility {

// Reads every area file of each folder, by name: gemeinden*.csv, areas.csv, GV100AD*.txt, plz*.csv, postcodes.csv,
// regions.csv, districts.csv, mergers.csv, aliases.csv, corrections.csv, common_words.csv. Later folders add to and
// replace earlier ones; corrections change all rows read so far. NOT_FOUND when no folder has a list of Gemeinden;
// INVALID_ARGUMENT names file, line and column.
absl::StatusOr<AreaRows> ReadAreaRows(const std::vector<std::string>& folders);
absl::StatusOr<AreaTable> LoadAreas(const std::vector<std::string>& folders);

// One file's text each. `name` stands in messages.
absl::Status ReadGemeindenCsv(std::string_view name, std::string_view text, AreaRows& rows);
absl::Status ReadPostcodesCsv(std::string_view name, std::string_view text, AreaRows& rows);
absl::Status ReadDistrictsCsv(std::string_view name, std::string_view text, AreaRows& rows);
// A correction that meets no row becomes a remark: the defect is gone, and the correction should go too.
absl::Status ApplyCorrections(std::string_view name, std::string_view text, AreaRows& rows);

}  // namespace amtslotse::responsibility
