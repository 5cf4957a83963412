#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/fold.h"
#include "nlu/text/span.h"

namespace amtslotse::nlu {

enum class TokenKind { kWord, kNumber, kPunctuation, kSymbol };

// A word (letters, or letters and digits), a number (digits), one punctuation mark, or one symbol
// (emoji, currency). A hyphen, a point or a colon is a token of its own: "24-Stunden" is three
// tokens, "14.30" is three.
struct Token {
  TokenKind kind = TokenKind::kWord;
  std::string_view text;  // folded; points into the FoldedText it was made from
  Span folded;            // bytes in FoldedText::text
  Span span;              // bytes in the original
};

// Tokens in order of appearance. The result borrows from `folded`. Linear; thread-safe.
std::vector<Token> Tokenize(const FoldedText& folded);

// Only the words and numbers of `text`, folded: what search and classification look at.
std::vector<std::string> FoldedWords(std::string_view text);

}  // namespace amtslotse::nlu
