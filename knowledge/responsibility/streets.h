// Streets of a municipality, cut into segments where its inner borders run.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/area_builder.h"
#include "knowledge/responsibility/areas.h"
#include "knowledge/responsibility/house_number.h"
#include "knowledge/responsibility/name_index.h"

namespace amtslotse::responsibility {

enum class Parity : std::uint8_t { kAll, kOdd, kEven };

// One line of a street list.
struct StreetRow {
  std::string gemeinde;  // key; empty: the municipality's own
  std::string street;
  std::optional<HouseNumber> from, to;  // nothing: from the beginning, to the end
  Parity parity = Parity::kAll;
  std::string postcode;
  std::string ortsteil;  // name; empty: the Gemeinde itself
  std::string segment;   // id that rules may name; may stand on several lines
  std::size_t line = 0;
};

struct StreetList {
  std::vector<StreetRow> rows;
  std::vector<std::string> remarks;  // overlapping segments and the like, in German
};

// Columns street, from, to, parity (all, odd, even), postcode, ortsteil; and if need be gemeinde (key) and segment. ','
// or ';'. INVALID_ARGUMENT names line and column. Overlapping segments become remarks: they are kept, and only a house
// number in the overlap stays open.
absl::StatusOr<StreetList> ReadStreetsCsv(std::string_view name, std::string_view text);

// The Ortsteile that the list names, as areas below `home_key` (or the row's own Gemeinde), for BuildAreaTable.
std::vector<DistrictRow> OrtsteileOf(const StreetList& list, std::string_view home_key);

struct StreetSegment {
  std::uint32_t street = 0;
  HouseNumber from, to;  // inclusive; a `to` without letter includes all letters
  Parity parity = Parity::kAll;
  std::uint32_t postcode = 0;
  AreaIndex area = kNoArea;   // the Ortsteil, or the Gemeinde
  std::uint32_t segment = 0;  // number of its id, 0: none
  bool Covers(HouseNumber number) const;
};

// Immutable, safe to share between threads.
class StreetTable {
 public:
  StreetTable() = default;
  // Rows in Gemeinden or Ortsteile that `areas` does not have are left out and counted in `skipped`.
  static StreetTable Build(const AreaTable& areas, std::string_view home_key, const StreetList& list);

  struct Street {
    std::string name;
    AreaIndex gemeinde = kNoArea;
    std::uint32_t begin = 0, end = 0;  // its segments
  };

  bool empty() const { return streets_.empty(); }
  std::size_t size() const { return segments_.size(); }
  std::size_t skipped() const { return skipped_; }
  bool Has(AreaIndex gemeinde) const;  // is there any street of this Gemeinde
  // Every street of the Gemeinde lies in one of its Ortsteile.
  bool IsDivided(AreaIndex gemeinde) const;

  // The areas that streets of this postcode lie in, by number.
  std::vector<AreaIndex> AreasOfPostcode(AreaIndex gemeinde, std::uint32_t postcode) const;

  const Street& street(std::uint32_t street) const { return streets_[street]; }
  std::span<const StreetSegment> SegmentsOf(std::uint32_t street) const;
  // Streets of this name in any spelling, else of the most similar name. `inside`: the area they must lie in.
  struct Found {
    std::vector<std::uint32_t> streets;
    bool misspelt = false;
  };
  Found Find(std::string_view name, AreaIndex inside, const AreaTable& areas) const;
  bool IsStreet(std::string_view compact_street_words) const {
    return !names_.Find(compact_street_words).entries.empty();
  }

  std::uint32_t SegmentNumber(std::string_view id) const;  // 0: no such id
  std::size_t bytes() const;

 private:
  std::vector<Street> streets_;
  std::vector<StreetSegment> segments_;  // by street
  std::vector<std::string> segment_ids_;
  TextMap<std::uint32_t> segment_numbers_;
  std::vector<AreaIndex> gemeinden_;  // sorted
  std::vector<AreaIndex> undivided_;  // sorted: some street lies in no Ortsteil
  NameIndex names_;                   // the entries' area is the street's number
  std::size_t skipped_ = 0;
};

}  // namespace amtslotse::responsibility
