#include "nlu/entities/contact.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "nlu/entities/street.h"
#include "nlu/entities/taken.h"

namespace amtslotse::nlu {
namespace {

constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t kCodeLength = 8;

bool IsLocalPart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

bool IsDomain(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'; }

void FindEmails(std::string_view text, Found& found) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && at - begin < 64 && IsLocalPart(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < 255 && IsDomain(text[end])) ++end;
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    while (begin < at && text[begin] == '.') ++begin;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    const std::size_t dot = domain.rfind('.');
    const bool complete = begin < at && dot != std::string_view::npos && dot > 0 && domain.size() - dot >= 3;
    if (!complete) continue;
    found.Add(EntityKind::kEmail, {begin, end}, std::string(text.substr(begin, end - begin)));
  }
}

// From a digit or "+": digits with single separators between them.
struct NumberRun {
  std::size_t end = 0;
  std::string digits;
  bool separated = false;
};

NumberRun RunFrom(std::string_view text, std::size_t begin) {
  NumberRun run;
  std::size_t at = begin;
  if (text[at] == '+') run.digits = "+", ++at;
  std::size_t gap = 0;
  for (; at < text.size() && run.digits.size() < 20; ++at) {
    const char c = text[at];
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      run.digits.push_back(c);
      run.separated = run.separated || gap > 0;
      run.end = at + 1;
      gap = 0;
    } else if ((c == ' ' || c == '/' || c == '-' || c == '(' || c == ')') && gap < 3) {
      ++gap;
    } else {
      break;
    }
  }
  return run;
}

// German numbers begin with 0 or +49 (or another country's +) and have 6 to 15 digits.
bool IsTelephone(const NumberRun& run, Expecting expecting) {
  const bool international = run.digits.starts_with("+");
  const std::size_t digits = run.digits.size() - (international ? 1 : 0);
  if (digits > 15) return false;
  if (international) return digits >= 8;
  if (run.digits.starts_with("0")) return digits >= 7;
  return expecting == Expecting::kTelephone && digits >= 4;
}

void FindTelephones(std::string_view text, Expecting expecting, Found& found) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool begins = (c == '+' || c == '(' || std::isdigit(static_cast<unsigned char>(c)) != 0) &&
                        (at == 0 || (std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0 &&
                                     text[at - 1] != '.' && text[at - 1] != ','));
    if (!begins) continue;
    const std::size_t number = c == '(' ? at + 1 : at;
    if (number >= text.size() || (text[number] != '+' && std::isdigit(static_cast<unsigned char>(text[number])) == 0))
      continue;
    const NumberRun run = RunFrom(text, number);
    if (run.end == 0 || !IsTelephone(run, expecting)) continue;
    const bool word_follows = run.end < text.size() && std::isalpha(static_cast<unsigned char>(text[run.end])) != 0;
    if (word_follows) continue;
    found.Add(EntityKind::kTelephone, {number, run.end}, run.digits);
    at = run.end;
  }
}

bool HasDigit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool HasLetter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

struct Code {
  std::string characters;
  std::size_t end = 0;  // one past its last token; 0 when there is none
};

// Two groups of four ("KT4H-92XR", "kt4h 92xr"), one of eight, or single characters, a digit among them. Unless a code
// is expected or a hyphen joins it, one group must mix letters and digits: "Pass 2029" is none.
Code CodeAt(std::span<const Token> tokens, std::size_t i, Expecting expecting) {
  Code code;
  bool hyphen = false;
  bool mixed = false;
  std::size_t last = i;
  for (std::size_t k = i; k < tokens.size() && code.characters.size() < kCodeLength; ++k) {
    const std::string_view text = tokens[k].text;
    if (text == "-" && k > i) {
      hyphen = true;
      continue;
    }
    const bool piece = text.size() == 1 || (code.characters.size() % 4 == 0 && (text.size() == 4 || text.size() == 8));
    if (tokens[k].kind == TokenKind::kPunctuation || tokens[k].kind == TokenKind::kSymbol || !piece) return {};
    mixed = mixed || (HasDigit(text) && HasLetter(text));
    for (const char c : text) code.characters.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
    last = k;
  }
  const bool alphabet = code.characters.find_first_not_of(kCodeAlphabet) == std::string::npos;
  const bool expected = expecting == Expecting::kCode;
  if (code.characters.size() != kCodeLength || !alphabet) return {};
  // Codes from before every one had a digit: "NTWQ-TVMU".
  if (!HasDigit(code.characters) && !(expected && hyphen)) return {};
  if (!expected && !(HasLetter(code.characters) && (hyphen || mixed))) return {};
  code.end = last + 1;
  return code;
}

void FindCodes(std::span<const Token> tokens, Expecting expecting, Found& found) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Code code = CodeAt(tokens, i, expecting);
    if (code.end == 0) continue;
    // "Code KT4H-92XR": the first word of four letters is not part of it.
    if (!HasDigit(tokens[i].text) && tokens[i].text.size() == 4 && CodeAt(tokens, i + 1, expecting).end > 0) continue;
    found.Add(EntityKind::kAppointmentCode, {tokens[i].span.begin, tokens[code.end - 1].span.end},
              std::move(code.characters));
    i = code.end - 1;
  }
}

// Money and counts are no postcodes: "12000 Euro", "10000 Einwohner".
bool CountsSomething(std::span<const Token> tokens, std::size_t after) {
  if (after >= tokens.size()) return false;
  static constexpr std::array<std::string_view, 12> kUnits = {
      "euro", "eur", "€", "einwohner", "km", "kilometer", "meter", "personen", "menschen", "leute", "kwh", "prozent"};
  return std::find(kUnits.begin(), kUnits.end(), tokens[after].text) != kUnits.end();
}

void FindPostcodes(std::span<const Token> tokens, Found& found) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind != TokenKind::kNumber || token.text.size() != 5) continue;
    if (token.text < "01001" || token.text > "99998") continue;
    if (CountsSomething(tokens, i + 1)) continue;
    const bool part_of_number = (i > 0 && (tokens[i - 1].text == "." || tokens[i - 1].text == "/") && i > 1 &&
                                 tokens[i - 2].kind == TokenKind::kNumber) ||
                                (i + 2 < tokens.size() && (tokens[i + 1].text == "/" || tokens[i + 1].text == "-") &&
                                 tokens[i + 2].kind == TokenKind::kNumber);
    if (part_of_number) continue;
    found.Add(EntityKind::kPostcode, token.span, std::string(token.text));
  }
}

}  // namespace

std::vector<Entity> FindContacts(std::string_view text, std::span<const Token> tokens, Expecting expecting) {
  Found found(text);
  FindEmails(text, found);
  FindCodes(tokens, expecting, found);
  FindTelephones(text, expecting, found);
  FindPostcodes(tokens, found);
  FindStreets(text, tokens, found);
  return found.Take();
}

}  // namespace amtslotse::nlu
