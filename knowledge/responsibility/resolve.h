// Which office is responsible for a service at a place.
//
// The most specific valid rule wins: first one that names the service, then the longest LeiKa prefix; among these the
// smallest area around the place (Ortsteil, Bezirk, Gemeinde, Verband, Kreis, Regierungsbezirk, Land, Bund); among
// these one for the house number, then one for the initial, then the town's own. What is still equal gives several
// offices.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "knowledge/responsibility/place_reading.h"
#include "knowledge/responsibility/rules.h"

namespace amtslotse::responsibility {

struct Question {
  knowledge::ServiceId service;
  PlaceInput place;                     // empty: the municipality itself, as far as that is enough
  std::optional<knowledge::Role> role;  // nothing: who decides, else who accepts, else who informs
  std::chrono::sys_days today;          // for the rules' validity
};

struct ResponsibleOffice {
  const knowledge::Office* office = nullptr;  // public; borrowed from the catalogue
  std::string qualifier;                      // to be said with the name when another office bears it too
  knowledge::Role role = knowledge::Role::kResponsible;
};

struct Unique {
  ResponsibleOffice office;
};
struct Several {  // any of them
  std::vector<ResponsibleOffice> offices;
  std::string reason;
};
struct NeedInput {
  enum class Field : std::uint8_t { kPlace, kStreet, kHouseNumber, kInitial };
  Field field = Field::kPlace;
  std::vector<AreaIndex> choices;  // largest first; may be empty
  std::string reason;              // what is wrong with what was given; may be empty
};
struct NotApplicable {
  std::string reason;
};
struct NoData {
  std::string reason;  // says where to ask: 115
};

struct Resolution {
  std::variant<NoData, Unique, Several, NeedInput, NotApplicable> outcome;
  std::vector<ResponsibleOffice> also;  // who else takes applications or informs, when nobody asked for a role
  std::vector<std::string> path;        // how it came about, a sentence each
  std::vector<AreaIndex> areas;         // what the place was taken to be, smallest first, up to the Land
  PlaceKind place_kind = PlaceKind::kResidence;
};

std::string_view FieldId(NeedInput::Field field);          // place, street, house_number, initial
std::string_view OutcomeId(const Resolution& resolution);  // unique, several, need_input, not_applicable, no_data
std::string_view RoleId(knowledge::Role role);             // decides, accepts, informs
std::optional<knowledge::Role> RoleFromId(std::string_view id);

// Borrows; thread-safe, deterministic, remembers nothing.
class Resolver {
 public:
  // `book` was made with `areas` and `streets`.
  Resolver(const AreaTable& areas, const StreetTable& streets, const RuleBook& book)
      : areas_(areas), streets_(streets), book_(book), reader_(areas, streets, book.input().home) {}

  Resolution Resolve(const Question& question) const;
  // The areas a place may mean, largest first, or what is wrong with it.
  PlaceReading ReadPlace(const PlaceInput& place, std::optional<PlaceKind> kind = std::nullopt) const {
    return reader_.Read(place, kind);
  }

 private:
  const AreaTable& areas_;
  const StreetTable& streets_;
  const RuleBook& book_;
  PlaceReader reader_;
};

}  // namespace amtslotse::responsibility
