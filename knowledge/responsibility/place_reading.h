// From what a citizen or a program gives as a place to the areas it may be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge/responsibility/areas.h"
#include "knowledge/responsibility/places.h"
#include "knowledge/responsibility/streets.h"

namespace amtslotse::responsibility {

// What was given; every field may be empty. `ars` and `ags` exclude each other.
struct PlaceInput {
  std::string text;  // free text
  std::string ars;   // any key that AreaTable::FindKey knows
  std::string ags;
  std::string postcode;
  std::string street;
  std::string house_number;
  std::string initial;  // of the family name, or the whole name
};

// What is missing or wrong, in words.
struct PlaceProblem {
  enum class Field : std::uint8_t { kPlace, kStreet, kHouseNumber };
  Field field = Field::kPlace;
  std::string reason;
  std::vector<AreaIndex> choices;
};

struct PlaceReading {
  bool given = false;                 // a place was given, not only assumed
  std::vector<AreaIndex> candidates;  // largest first; empty: no place, or a problem
  std::uint32_t postcode = 0;
  std::string street;                  // as written; empty: none
  std::vector<std::uint32_t> streets;  // in the table
  bool street_misspelt = false;
  std::optional<HouseNumber> number;
  std::string initial;             // key (initials.h)
  std::vector<std::string> notes;  // German, for the path
  std::optional<PlaceProblem> problem;
};

// Borrows; thread-safe.
class PlaceReader {
 public:
  PlaceReader(const AreaTable& areas, const StreetTable& streets, AreaIndex home)
      : areas_(areas), streets_(streets), home_(home), finder_(areas) {}

  // `kind` decides which of several places in the text counts; of one that only says where somebody was born, an office
  // for residents learns nothing: then none was given. Without a kind any place counts.
  PlaceReading Read(const PlaceInput& input, std::optional<PlaceKind> kind) const;

 private:
  void ReadKeyInput(std::string_view key, PlaceReading& reading) const;
  void ReadPostcodeInput(std::string_view postcode, PlaceReading& reading) const;
  void ReadText(const PlaceInput& input, std::optional<PlaceKind> kind, PlaceReading& reading,
                std::string& house_number) const;
  void TakeMention(const Mention& mention, std::string_view text, PlaceReading& reading) const;
  bool IsGuess(const Mention& mention, std::string_view text) const;
  void ReadStreet(const std::string& house_number, PlaceReading& reading) const;
  void PreferHome(PlaceReading& reading) const;

  const AreaTable& areas_;
  const StreetTable& streets_;
  AreaIndex home_;
  PlaceFinder finder_;
};

}  // namespace amtslotse::responsibility
