#include "services/dialogue/core/letter_end.h"

#include <algorithm>
#include <array>
#include <vector>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Token;
using nlu::TokenKind;

template <std::size_t n>
bool IsOneOf(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsGreeting(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kWords{"gruss", "gruesse", "gruessen", "hochachtungsvoll"};
  return IsOneOf(word, kWords);
}

bool IsShortGreeting(std::string_view word) {
  static constexpr std::array<std::string_view, 5> kWords{"lg", "vg", "mfg", "glg", "hg"};
  return IsOneOf(word, kWords);
}

bool BeginsGreeting(std::string_view word) {
  static constexpr std::array<std::string_view, 22> kWords{
      "mit",      "viele",       "vielen",       "liebe",        "lieben",   "beste",     "besten",  "schoene",
      "schoenen", "freundliche", "freundlichen", "freundlichem", "herzlich", "herzliche", "sonnige", "herzlichen",
      "ganz",     "einen",       "einem",        "netten",       "nette",    "und"};
  return IsOneOf(word, kWords);
}

// "das Rathaus der VG Maxdorf" is a Verbandsgemeinde.
bool GoesOn(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kWords{"der", "die", "das", "dem", "den", "in",  "im",
                                                           "von", "vom", "zur", "zum", "bei", "aus", "einen"};
  return IsOneOf(word, kWords);
}

// Where the words of the greeting begin and end among the tokens.
struct Greeting {
  std::size_t begin = 0, end = 0;
};

bool StandsApart(std::string_view text, const std::vector<Token>& tokens, std::size_t at) {
  const std::size_t begin = tokens[at - 1].span.end;
  const bool new_line = text.substr(begin, tokens[at].span.begin - begin).find('\n') != std::string_view::npos;
  return new_line || tokens[at - 1].kind == TokenKind::kPunctuation || tokens[at - 1].kind == TokenKind::kSymbol;
}

std::optional<Greeting> FindGreeting(std::string_view text, const std::vector<Token>& tokens) {
  for (std::size_t i = tokens.size(); i-- > 1;) {
    const bool brief = IsShortGreeting(tokens[i].text);
    if (!brief && !IsGreeting(tokens[i].text)) continue;
    std::size_t begin = i;
    while (!brief && begin > 0 && BeginsGreeting(tokens[begin - 1].text)) --begin;
    if (begin == 0) return std::nullopt;
    const bool last = i + 1 == tokens.size() || tokens[i + 1].kind == TokenKind::kPunctuation;
    const bool bare = begin == i;
    if (bare && !StandsApart(text, tokens, i) && !(last && !GoesOn(tokens[i - 1].text))) return std::nullopt;
    return Greeting{begin, i + 1};
  }
  return std::nullopt;
}

// "Anna Meier", "aus Nordhagen, Ihr Karl von der Heide", "anna"
bool IsSignature(std::string_view tail) {
  constexpr std::size_t kMostWords = 6;
  constexpr std::size_t kMostSmall = 2;
  static constexpr std::array<std::string_view, 11> kBeside{"aus", "von",  "van",  "der",  "dem", "de",
                                                            "zu",  "ihre", "euer", "eure", "dr"};
  if (tail.find_first_of("?@0123456789") != std::string_view::npos) return false;
  const nlu::FoldedText folded = nlu::FoldWithOrigin(tail);
  std::size_t words = 0, small = 0;
  for (const Token& token : nlu::Tokenize(folded)) {
    if (token.kind != TokenKind::kWord) continue;
    ++words;
    if (!IsCapital(nlu::Slice(tail, token.span)) && !IsOneOf(token.text, kBeside)) ++small;
  }
  const bool sends_them = words == 1 && Trimmed(tail) == "aus";  // "richten Sie ihr liebe Grüße aus"
  return words <= kMostWords && (small == 0 || words <= kMostSmall) && !sends_them && !IsSentence(std::string(tail));
}

// "aus Nordhagen" tells where from, not who.
std::string NameOf(std::string_view tail) {
  constexpr std::string_view kMarks = " \t\r\n,;.:!-–";
  const std::size_t begin = tail.find_first_not_of(kMarks);
  if (begin == std::string_view::npos || nlu::FoldedWords(tail).empty()) return {};
  std::string name = Trimmed(tail.substr(begin));
  if (name.starts_with("aus ")) name = name.find(',') == std::string::npos ? "" : name.substr(name.find(',') + 1);
  std::replace(name.begin(), name.end(), '\n', ' ');
  return Trimmed(name);
}

// What stands below the greeting, line by line: who signed it, the firm, the telephone number. The address for an
// answer is read with the letter, and beside it the name; nothing where a line asks or says something.
std::optional<Letter> ReadBlock(const std::string& letter, std::string_view tail) {
  constexpr std::size_t kMostWords = 8;
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < tail.size();) {
    const std::size_t end = std::min(tail.find('\n', at), tail.size());
    if (!nlu::FoldedWords(tail.substr(at, end - at)).empty()) lines.push_back(tail.substr(at, end - at));
    at = end + 1;
  }
  const bool says = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return line.find_first_of("?!") != std::string_view::npos || nlu::FoldedWords(line).size() > kMostWords ||
           IsSentence(std::string(line));
  });
  if (lines.size() < 2 || says || !IsSignature(lines.front())) return std::nullopt;
  std::string address;
  for (const std::string_view line : lines) {
    if (line.find('@') != std::string_view::npos) address += "\n" + Trimmed(line);
  }
  if (address.empty()) return Letter{letter, NameOf(lines.front())};
  return Letter{letter + "\n" + Trimmed(lines.front()) + address, ""};
}

}  // namespace

std::optional<Letter> ReadLetter(std::string_view text) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<Token> tokens = nlu::Tokenize(folded);
  const auto greeting = FindGreeting(text, tokens);
  if (!greeting) return std::nullopt;
  std::string before(text.substr(0, tokens[greeting->begin].span.begin));
  before.erase(before.find_last_not_of(" \t\r\n,;:-") + 1);
  if (std::none_of(before.begin(), before.end(), [](unsigned char c) { return std::isalnum(c) != 0; }))
    return std::nullopt;
  const std::string_view tail = text.substr(tokens[greeting->end - 1].span.end);
  if (IsSignature(tail)) return Letter{std::move(before), NameOf(tail)};
  // What stands below it, or with an address in it, is read with the rest.
  const std::size_t next = tail.find_first_not_of(" ,\r\t\n");
  const bool below = tail.substr(0, next).find('\n') != std::string_view::npos;
  if (!below && tail.find('@') == std::string_view::npos) return std::nullopt;
  if (auto block = ReadBlock(before, tail.substr(next)); below && block) return block;
  return Letter{before + "\n" + std::string(tail.substr(next)), ""};
}

}  // namespace amtslotse::dialogue
