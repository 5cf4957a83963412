// Street and house number inside a citizen's text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/places.h"
#include "knowledge/responsibility/streets.h"
#include "nlu/text/span.h"

namespace amtslotse::responsibility {

struct AddressInText {
  std::string street;        // as written; empty: none
  std::string house_number;  // as written; may be empty
  nlu::Span span;            // of both
};

// "Musterweg 5, 24201 Erlenfurt", "ich wohne in der neuen str. 11a". A street of the table is found under any spelling;
// others by what streets are called (…weg, …straße), unless the words are one of `places`: Kottgeisering and Neustadt
// an der Weinstraße are no streets. Postcodes are no house numbers. Thread-safe.
AddressInText FindAddress(std::string_view text, const StreetTable& streets, std::span<const Mention> places);

// The places of a text beside its address.
struct PlacesAndAddress {
  std::vector<Mention> places;
  AddressInText address;
};
PlacesAndAddress ReadPlacesAndAddress(std::string_view text, const PlaceFinder& finder, const StreetTable& streets,
                                      AreaIndex home);

}  // namespace amtslotse::responsibility
