#include "nlu/masking_spoken.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "nlu/number_words.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kFewestNumbers = 7;
constexpr std::size_t kFewestAfterNull = 6;

std::string_view At(std::span<const Token> tokens, std::size_t i) {
  return i < tokens.size() ? tokens[i].text : std::string_view();
}
bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool IsLocal(std::span<const Token> tokens, std::size_t i) {
  return i < tokens.size() && (tokens[i].kind == TokenKind::kWord || tokens[i].kind == TokenKind::kNumber);
}
bool AreClose(std::span<const Token> tokens, std::size_t i) { return tokens[i].span.end == tokens[i + 1].span.begin; }

// One past "(at)", "[at]", "at", "klammeraffe" from `i` on; `i` for none. `bare`: without brackets.
std::size_t AfterAt(std::span<const Token> tokens, std::size_t i, bool& bare) {
  const bool open = IsOneOf(At(tokens, i), {"(", "[", "{", "<"});
  const std::size_t word = open ? i + 1 : i;
  if (!IsOneOf(At(tokens, word), {"at", "aet", "klammeraffe", "@"})) return i;
  bare = !open && At(tokens, word) != "klammeraffe";
  return open && IsOneOf(At(tokens, word + 1), {")", "]", "}", ">"}) ? word + 2 : word + 1;
}

// One past ".", "punkt", "(punkt)", "dot" from `i` on; `i` for none.
std::size_t AfterPoint(std::span<const Token> tokens, std::size_t i) {
  const bool open = IsOneOf(At(tokens, i), {"(", "[", "{"});
  const std::size_t word = open ? i + 1 : i;
  const bool point =
      IsOneOf(At(tokens, word), {"punkt", "dot"}) || (At(tokens, word) == "." && word > 0 && word + 1 < tokens.size() &&
                                                      AreClose(tokens, word - 1) && AreClose(tokens, word));
  if (!point) return i;
  return open && IsOneOf(At(tokens, word + 1), {")", "]", "}"}) ? word + 2 : word + 1;
}

// The host from `i` on: words with points between; `i` for none.
std::size_t HostEnd(std::span<const Token> tokens, std::size_t i) {
  std::size_t end = i, points = 0;
  while (IsLocal(tokens, end)) {
    std::size_t word = end + 1;
    while (word + 1 < tokens.size() && At(tokens, word) == "-" && AreClose(tokens, word - 1) &&
           IsLocal(tokens, word + 1))
      word += 2;
    const std::size_t next = AfterPoint(tokens, word);
    if (next == word || !IsLocal(tokens, next)) return points > 0 ? word : i;
    ++points;
    end = next;
  }
  return i;
}

// Where the name before the sign begins that ends before `i`: "hans punkt meier", "h.meier".
std::size_t LocalBegin(std::span<const Token> tokens, std::size_t i) {
  std::size_t begin = i - 1;
  while (begin >= 2) {
    const bool spoken = IsOneOf(At(tokens, begin - 1), {"punkt", "dot", "unterstrich", "minus", "bindestrich"});
    const bool written = IsOneOf(At(tokens, begin - 1), {".", "_", "-", "+"}) && AreClose(tokens, begin - 2) &&
                         AreClose(tokens, begin - 1);
    if ((!spoken && !written) || !IsLocal(tokens, begin - 2)) break;
    begin -= 2;
  }
  return begin;
}

bool IsSpokenNumber(const Token& token) {
  if (token.kind == TokenKind::kNumber) return token.text.size() <= 2;
  if (IsOneOf(token.text, {"null", "zwo", "doppelnull"})) return true;
  const auto number = NumberFromWord(token.text);
  return number && *number < 100;
}

// German driving licences: office letter and digits, five digits or letters, a check digit, the number of the copy.
bool IsDrivingLicence(std::string_view number) {
  return number.size() == 11 && std::isalpha(static_cast<unsigned char>(number[0])) != 0 &&
         std::isdigit(static_cast<unsigned char>(number[1])) != 0 &&
         std::isdigit(static_cast<unsigned char>(number[2])) != 0 &&
         std::isdigit(static_cast<unsigned char>(number[3])) != 0 &&
         std::isdigit(static_cast<unsigned char>(number[9])) != 0;
}

bool NamesPaper(std::string_view word) {
  for (const std::string_view part : {"fuehrerschein", "ausweisn", "passn", "passnummer", "dokumentennummer",
                                      "seriennummer", "kundennummer", "aktenzeichen", "versichertennummer", "fsnummer"})
    if (word.find(part) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::vector<Span> FindSpokenEmails(std::string_view, std::span<const Token> tokens) {
  std::vector<Span> found;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    bool bare = false;
    const std::size_t host = AfterAt(tokens, i, bare);
    if (host == i || !IsLocal(tokens, i - 1)) continue;
    const std::size_t end = HostEnd(tokens, host);
    if (end == host) continue;
    found.push_back({tokens[LocalBegin(tokens, i)].span.begin, tokens[end - 1].span.end});
    i = end - 1;
  }
  return found;
}

std::vector<Span> FindSpokenTelephones(std::string_view, std::span<const Token> tokens) {
  std::vector<Span> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t end = i, last = i, numbers = 0, words = 0;
    while (end < tokens.size() &&
           (IsSpokenNumber(tokens[end]) || (numbers > 0 && IsOneOf(At(tokens, end), {",", "-", "/"})))) {
      if (IsSpokenNumber(tokens[end])) {
        ++numbers;
        words += tokens[end].kind == TokenKind::kWord ? 1 : 0;
        last = end + 1;
      }
      ++end;
    }
    const std::size_t fewest = At(tokens, i) == "null" ? kFewestAfterNull : kFewestNumbers;
    if (numbers >= fewest && words * 2 >= numbers) found.push_back({tokens[i].span.begin, tokens[last - 1].span.end});
    if (numbers > 0) i = last - 1;
  }
  return found;
}

std::vector<Span> FindNamedPapers(std::string_view text, std::span<const Token> tokens) {
  std::vector<Span> found;
  std::size_t said = tokens.size();  // the last word that names a paper
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (NamesPaper(tokens[i].text)) said = i;
    std::size_t end = i;
    std::string number;
    while (IsLocal(tokens, end) && (end == i || AreClose(tokens, end - 1))) number += Slice(text, tokens[end++].span);
    const auto digits =
        std::count_if(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool near = said < i && i - said <= 4;
    if ((near && number.size() >= 7 && number.size() <= 14 && digits >= 3) || IsDrivingLicence(number))
      found.push_back({tokens[i].span.begin, tokens[end - 1].span.end});
    if (end > i) i = end - 1;
  }
  return found;
}

}  // namespace amtslotse::nlu
