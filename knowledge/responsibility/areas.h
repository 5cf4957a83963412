// The areas of Germany in memory: Bund, Land, Regierungsbezirk, Kreis, Verband, Gemeinde, and below them the Bezirke
// and Ortsteile that are known; and which postcode belongs to which of them.
//
// Areas are numbered in preorder: the areas inside area `a` are exactly `a` to `at(a).last`. The numbers belong to one
// table; keys (ARS) are what may be stored. The table is immutable and safe to share between threads.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/name_index.h"
#include "knowledge/responsibility/text_map.h"

namespace amtslotse::responsibility {

inline constexpr AreaIndex kWholeCountry = 0;  // the Bund

enum class Level : std::uint8_t { kBund, kLand, kRegierungsbezirk, kKreis, kVerband, kGemeinde, kBezirk, kOrtsteil };
std::string_view LevelId(Level level);  // "bund", "land", …

struct Area {
  // Amtlicher Regionalschlüssel, 12 digits, "000000000000" for the Bund; below the Gemeinde "<its ARS>-<own part>".
  std::string key;
  std::string name;   // as citizens read it: "Neustadt in Holstein", "Kreis Plön", "Amt Wikland"
  std::string title;  // what the official name adds: "Stadt", "Landeshauptstadt"
  // One area may stand for several levels: a kreisfreie Stadt for Kreis and Gemeinde, Berlin and Hamburg also for the
  // Land. `level` is the lowest, `top` the highest. It follows from the Textkennzeichen, never from the name.
  Level level = Level::kGemeinde;
  Level top = Level::kGemeinde;
  std::uint8_t text_kind = 0;  // Textkennzeichen (GV100AD); 0 where there is none
  bool proven = true;          // false: an Ortsteil that no directory puts into its Gemeinde
  AreaIndex parent = kNoArea;
  AreaIndex last = 0;
  std::uint32_t inhabitants = 0;
  float latitude = 0;  // WGS 84, roughly the middle; 0 and 0: unknown
  float longitude = 0;
};

struct MergedArea {
  std::string key;  // as before the merger
  std::string name;
  std::string date;  // YYYY-MM-DD, since when it is part of `into`
  AreaIndex into = kNoArea;
};

// A mean of coordinates, WGS 84.
struct Middle {
  float latitude = 0, longitude = 0;
  float weight = 0;  // how many went in

  void Add(float row_latitude, float row_longitude) {
    ++weight;
    latitude += (row_latitude - latitude) / weight;
    longitude += (row_longitude - longitude) / weight;
  }
};

class AreaTable {
 public:
  std::size_t size() const { return areas_.size(); }
  const Area& at(AreaIndex area) const { return areas_[area]; }

  // By ARS (12 digits), key below a Gemeinde, AGS (8), Verband (9), Kreis (5), Regierungsbezirk (3) or Land (2); an old
  // key of a merged area gives what it became.
  std::optional<AreaIndex> FindKey(std::string_view key) const;
  const MergedArea* FindMerged(std::string_view key) const;  // nullptr: not an old key

  bool Contains(AreaIndex outer, AreaIndex inner) const { return outer <= inner && inner <= areas_[outer].last; }
  // The area itself or the one around it that stands for `level`; kNoArea when there is none.
  AreaIndex Enclosing(AreaIndex area, Level level) const;

  // Places (Gemeinden and Ortsteile) of a postcode, Gemeinden first; empty for one that does not exist.
  std::span<const AreaIndex> PlacesOf(std::uint32_t postcode) const;
  // Roughly the middle of the places of a postcode; nothing for one that is not in the postcode file.
  std::optional<Middle> MiddleOf(std::uint32_t postcode) const;
  // A postcode that is only the address of an administration (for large customers or post boxes), no delivery area.
  bool IsSeatPostcode(std::uint32_t postcode) const;

  // A place of which only the Kreis is certain, and the Gemeinden it may belong to (none known: any of the Kreis).
  bool IsUncertain(AreaIndex place) const;
  std::span<const AreaIndex> PossibleGemeinden(AreaIndex place) const;

  // "Kreis Plön, Schleswig-Holstein": what tells areas of one name apart.
  std::string Qualifier(AreaIndex area) const;

  const NameIndex& names() const { return names_; }
  // A word that only looks like a misspelt place. `compact` as for NameIndex.
  bool IsNeverPlace(std::string_view compact) const {
    return never_places_.contains(compact) || abroad_.contains(compact);
  }
  // A country, island or city that is not in Germany.
  bool IsAbroad(std::string_view compact) const { return abroad_.contains(compact); }

 private:
  friend class AreaTableBuilder;
  struct PostcodePlace {
    std::uint32_t postcode;
    bool seat;
  };

  std::vector<Area> areas_;
  TextMap<AreaIndex> by_key_;
  std::vector<MergedArea> merged_;
  TextMap<std::size_t> merged_by_key_;
  std::vector<PostcodePlace> postcodes_;  // sorted, parallel to postcode_places_
  std::vector<AreaIndex> postcode_places_;
  absl::flat_hash_map<std::uint32_t, Middle> postcode_middles_;
  absl::flat_hash_map<AreaIndex, std::vector<AreaIndex>> possible_;
  NameIndex names_;
  TextSet never_places_;
  TextSet abroad_;
};

}  // namespace amtslotse::responsibility
