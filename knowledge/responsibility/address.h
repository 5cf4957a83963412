// Street and house number inside a citizen's text.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/responsibility/streets.h"
#include "nlu/text/span.h"

namespace amtslotse::responsibility {

struct AddressInText {
  std::string street;        // as written; empty: none
  std::string house_number;  // as written; may be empty
  nlu::Span span;            // of both
};

// "Musterweg 5, 24201 Erlenfurt", "ich wohne in der neuen str. 11a". A street of the table is found under any spelling; others
// by what streets are called (…weg, …straße). Postcodes are no house numbers. Thread-safe.
AddressInText FindAddress(std::string_view text, const StreetTable& streets);

// The text with the span blanked out, so that positions stay.
std::string Without(std::string_view text, const nlu::Span& span);

}  // namespace amtslotse::responsibility
