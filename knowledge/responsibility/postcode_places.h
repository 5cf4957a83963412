// Finds for each row of the postcode file the Gemeinde or Ortsteil that it means.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/responsibility/area_builder.h"

namespace amtslotse::responsibility {

// Five digits; nothing for anything else.
std::optional<std::uint32_t> PostcodeNumber(std::string_view text);

// The file names places, not keys. A row means, within its Kreis: the Gemeinde of that name in any spelling; else, when
// a Gemeinde's name begins the row ("Hamburg Billstedt"), an Ortsteil of it; else an Ortsteil of the only Gemeinde that
// can be meant (the only one in the Kreis, one that bears the place in its name, the only one of the postcode). Of what
// is left only the Kreis is certain, and all Gemeinden of the postcode stay possible.
class PostcodePlaces {
 public:
  // Adds Ortsteile to `nodes`, which holds everything down to the Gemeinden and the known districts.
  PostcodePlaces(const std::vector<PostcodeRow>& rows, std::vector<Area>& nodes);

  void Match();

  const std::vector<std::pair<std::uint32_t, AreaIndex>>& places() const { return places_; }
  const absl::flat_hash_map<AreaIndex, std::vector<AreaIndex>>& possible() const { return possible_; }
  const absl::flat_hash_map<std::uint32_t, Middle>& middles() const { return middles_; }  // by postcode

 private:
  struct Reading {
    const PostcodeRow* row;
    std::uint32_t postcode;
    std::string words;
  };

  void IndexNames();
  bool MatchName(const Reading& reading);
  bool MatchBeginning(const Reading& reading);
  void MatchRest(const Reading& reading);
  std::vector<AreaIndex> OfPostcode(const Reading& reading) const;
  AreaIndex Ortsteil(AreaIndex parent, std::string_view name);
  void Put(const Reading& reading, AreaIndex node);
  static std::string Key(std::string_view kreis, std::string_view words);

  const std::vector<PostcodeRow>& rows_;
  std::vector<Area>& nodes_;
  TextMap<std::vector<AreaIndex>> gemeinden_;   // by Kreis and name
  TextMap<std::vector<AreaIndex>> name_parts_;  // by Kreis and part of a name
  TextMap<std::vector<AreaIndex>> of_kreis_;
  TextMap<AreaIndex> kreis_node_;
  TextMap<std::vector<AreaIndex>> districts_of_kreis_;  // known ones, by Kreis and name
  TextMap<AreaIndex> districts_;                        // by Gemeinde's key and name
  TextMap<std::vector<AreaIndex>> of_postcode_;         // by Kreis and postcode
  std::vector<std::pair<std::uint32_t, AreaIndex>> places_;
  absl::flat_hash_map<AreaIndex, std::vector<AreaIndex>> possible_;
  absl::flat_hash_map<std::uint32_t, Middle> middles_;
  std::vector<float> weights_;
};

}  // namespace amtslotse::responsibility
