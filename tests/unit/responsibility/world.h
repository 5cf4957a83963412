// The areas of Germany and of the demo towns, and small catalogues made of one line per rule.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/resolve.h"

namespace amtslotse::responsibility {

// Loaded once for the whole test program.
const AreaTable& Germany();
// The number of an area by key; a test that names an unknown key is wrong.
AreaIndex AreaOf(std::string_view key);

// A municipality's catalogue in words:
//   "service: personalausweis = Personalausweis beantragen"          optional ";any" behind the name:
//   location-independent "leika: personalausweis = 99008003012000" "valid: personalausweis = 010000000000" "office:
//   rathaus = Rathaus"                                      "(intern)" behind the name: internal; "< parent" "rule:
//   personalausweis @ 010990001001 -> rathaus"                "#seg" behind the area, "[A-K]" initials,
//   "accepts"/"informs",
//                                                                    "town", "from 2026-01-01", "to 2026-12-31"
//   "rule: 99008* @ 01099 -> kreis"                                  LeiKa prefix
//   "rule: parken @ 02 -> none: Gibt es in Hamburg nicht."           not applicable, with a note
class World {
 public:
  World(std::string_view home_key, const std::vector<std::string>& lines, std::string_view streets_csv = {});

  const RuleBook& book() const { return *book_; }
  const AreaTable& areas() const { return *areas_; }
  const StreetTable& streets() const { return streets_; }
  Resolution Resolve(const std::string& service, const PlaceInput& place, std::string_view role = {}) const;
  // In one line: "unique rathaus", "several a b", "need street", "need place Kiel|Plön", "not_applicable …", "no_data".
  std::string Short(const std::string& service, const PlaceInput& place, std::string_view role = {}) const;
  std::string ShortText(const std::string& service, const std::string& text) const {
    return Short(service, {.text = text});
  }

 private:
  void AddLine(const std::string& line);
  void AddRule(std::string line);

  std::shared_ptr<const AreaTable> own_areas_;  // when the streets bring Ortsteile
  const AreaTable* areas_;
  StreetTable streets_;
  PlaceKinds kinds_;
  std::vector<knowledge::ServiceHead> services_;
  std::vector<knowledge::Office> offices_;
  std::vector<knowledge::Offering> offerings_;
  std::vector<Rule> rules_;
  std::unique_ptr<RuleBook> book_;
};

}  // namespace amtslotse::responsibility
