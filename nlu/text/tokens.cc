#include "nlu/text/tokens.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace amtslotse::nlu {
namespace {

enum class CharacterClass { kSpace, kLetter, kDigit, kPunctuation, kSymbol };

CharacterClass ClassOf(UChar32 c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return CharacterClass::kLetter;
    if (c >= '0' && c <= '9') return CharacterClass::kDigit;
    if (c <= ' ') return CharacterClass::kSpace;
    if (c == '$' || c == '+' || c == '<' || c == '>' || c == '=' || c == '^' || c == '|' || c == '~') {
      return CharacterClass::kSymbol;
    }
    return CharacterClass::kPunctuation;
  }
  if (u_isalpha(c)) return CharacterClass::kLetter;
  if (u_isdigit(c)) return CharacterClass::kDigit;
  if (u_isUWhiteSpace(c)) return CharacterClass::kSpace;
  if (u_ispunct(c)) return CharacterClass::kPunctuation;
  if (u_charType(c) == U_COMBINING_SPACING_MARK) return CharacterClass::kLetter;
  return CharacterClass::kSymbol;
}

bool IsWordCharacter(CharacterClass c) { return c == CharacterClass::kLetter || c == CharacterClass::kDigit; }

TokenKind KindOf(CharacterClass c) {
  switch (c) {
    case CharacterClass::kLetter: return TokenKind::kWord;
    case CharacterClass::kDigit: return TokenKind::kNumber;
    case CharacterClass::kSymbol: return TokenKind::kSymbol;
    default: return TokenKind::kPunctuation;
  }
}

}  // namespace

std::vector<Token> Tokenize(const FoldedText& folded) {
  std::vector<Token> tokens;
  tokens.reserve(folded.text.size() / 5 + 4);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(folded.text.data());
  const std::size_t size = folded.text.size();
  const std::string_view text = folded.text;
  auto finish = [&](Token& token, std::size_t begin, std::size_t end) {
    token.text = text.substr(begin, end - begin);
    token.folded = {begin, end};
    token.span = folded.OriginalSpan(begin, end);
    tokens.push_back(token);
  };
  for (std::size_t at = 0; at < size;) {
    const std::size_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    const CharacterClass first = ClassOf(c);
    if (first == CharacterClass::kSpace) continue;
    Token token;
    token.kind = KindOf(first);
    std::size_t end = at;
    while (IsWordCharacter(first) && at < size) {
      U8_NEXT(bytes, at, size, c);
      const CharacterClass next = ClassOf(c);
      if (!IsWordCharacter(next)) break;
      if (next == CharacterClass::kLetter) token.kind = TokenKind::kWord;
      end = at;
    }
    at = end;
    finish(token, begin, end);
  }
  return tokens;
}

std::vector<std::string> FoldedWords(std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  std::vector<std::string> words;
  for (const Token& token : Tokenize(folded)) {
    if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber) words.emplace_back(token.text);
  }
  return words;
}

}  // namespace amtslotse::nlu
