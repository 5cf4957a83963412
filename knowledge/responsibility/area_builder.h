// Puts an AreaTable together from the rows of the official and the shipped files (area_files.h reads those).
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "knowledge/responsibility/areas.h"

namespace amtslotse::responsibility {

struct GemeindeRow {
  std::string ars, ags, name;
  int text_kind = 0;
  std::uint32_t inhabitants = 0;
  std::string seat_postcode;
  std::string land;
  std::string kreis_key, kreis_name;
  int kreis_kind = 0;
  std::string kreis_seat;
  std::string verband_key, verband_name;
  int verband_kind = 0;
};

struct PostcodeRow {
  std::string postcode, place, land, kreis_key;
  float latitude = 0, longitude = 0;
};

struct DistrictRow {
  std::string key;  // empty: made from the Gemeinde's key and the name
  std::string name;
  Level level = Level::kOrtsteil;
  std::string parent;  // key of a Gemeinde or of another district
  std::uint32_t inhabitants = 0;
  bool proven = true;  // false: no directory says so
};

struct RegionRow {
  std::string key, name;
};
struct MergerRow {
  std::string key, name, date, into;
};
struct AliasRow {
  std::string alias, key;
};
struct PlateRow {
  std::string letters, key;
};

// The key of a place inside a Gemeinde: "020000000000" and "Sankt Pauli" give "020000000000-sankt-pauli".
std::string DistrictKey(std::string_view gemeinde_key, std::string_view name);

struct AreaRows {
  std::vector<GemeindeRow> gemeinden;
  std::vector<PostcodeRow> postcodes;
  std::vector<DistrictRow> districts;
  std::vector<RegionRow> regions;
  std::vector<MergerRow> mergers;
  std::vector<AliasRow> aliases;
  std::vector<PlateRow> plates;
  std::vector<std::string> common_words;  // folded, compact
  std::vector<std::string> never_places;  // folded words that only look like a misspelt place
  std::vector<std::string> abroad;        // folded, compact names of places that are not in Germany
  std::vector<std::string> remarks;       // what is odd but does no harm, in German
};

// A later row of the same key replaces an earlier one. INVALID_ARGUMENT, in German: a malformed key, a district whose
// parent does not exist or that is, over others, its own parent. Linear up to sorting; about a third of a second for
// Germany.
absl::StatusOr<AreaTable> BuildAreaTable(const AreaRows& rows);

}  // namespace amtslotse::responsibility
