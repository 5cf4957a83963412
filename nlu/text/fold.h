#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/span.h"

namespace amtslotse::nlu {

// Text made comparable, with the way back to the original.
//
// Two spellings a citizen may use for the same word fold to the same bytes:
// compatibility forms and case are folded (ICU's NFKC case folding), ä ö ü ß and their decomposed
// forms become ae oe ue ss, other diacritics go ("Café" = "cafe"), digits of all scripts become 0 to 9,
// invisible characters go (zero width, soft hyphen, direction marks), typographic quotes and dashes become ASCII ones,
// letters of other scripts that only look Latin become Latin inside a Latin word ("Pаss" with a Cyrillic а), invalid
// UTF-8 and control characters become a space. There is no stemming.
struct FoldedText {
  std::string text;
  // For each byte of `text`, and one past its end: where its character begins in the original.
  std::vector<std::uint32_t> origin;
  // For each byte of `text`: where its character ends in the original.
  std::vector<std::uint32_t> origin_end;

  // The span of the original that [begin, end) of `text` came from.
  Span OriginalSpan(std::size_t begin, std::size_t end) const;
};

// Linear in the length of `text`; never fails. Thread-safe.
FoldedText FoldWithOrigin(std::string_view text);

// The same without the way back.
std::string Fold(std::string_view text);

// Canonical composition (NFC) without invisible characters; case and umlauts stay. Invalid UTF-8
// becomes U+FFFD. For showing and storing what a citizen wrote. At most four combining marks per
// letter are kept.
std::string Nfc(std::string_view text);

// The longest prefix of `text` with at most `max_bytes` bytes that does not cut a character.
std::string_view Truncated(std::string_view text, std::size_t max_bytes);

}  // namespace amtslotse::nlu
