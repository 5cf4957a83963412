#pragma once

#include <optional>
#include <string_view>

namespace amtslotse::nlu {

// The sixteen Länder in the order of their official keys (01 Schleswig-Holstein … 16 Thüringen).
enum class Land {
  kSchleswigHolstein = 1,
  kHamburg,
  kNiedersachsen,
  kBremen,
  kNordrheinWestfalen,
  kHessen,
  kRheinlandPfalz,
  kBadenWuerttemberg,
  kBayern,
  kSaarland,
  kBerlin,
  kBrandenburg,
  kMecklenburgVorpommern,
  kSachsen,
  kSachsenAnhalt,
  kThueringen,
};

// From an official regional key (ARS) or municipality key (AGS): its first two digits.
std::optional<Land> LandFromKey(std::string_view ars_or_ags);

// From and to the ISO 3166-2 code without "DE-": "SH", "HH", "NI", …
std::optional<Land> LandFromCode(std::string_view code);
std::string_view LandCode(Land land);

}  // namespace amtslotse::nlu
