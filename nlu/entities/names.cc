#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "nlu/entities/people.h"
#include "nlu/name_particles.h"

namespace amtslotse::nlu {
namespace {

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> kTitles = {"dr", "prof", "herr", "frau", "familie", "dipl"};
constexpr std::array<std::string_view, 3> kDegrees = {"dr", "prof", "dipl"};  // beside first name and surname
// Words around a name in an answer.
constexpr std::array<std::string_view, 34> kNotNames = {
    "ich",  "heisse", "bin",     "mein",    "name",  "ist",     "der",      "die",  "das", "hallo", "guten", "tag",
    "moin", "ja",     "nein",    "bitte",   "danke", "vorname", "nachname", "und",  "auf", "fuer",  "es",    "geht",
    "um",   "hier",   "spricht", "heissen", "wir",   "zwar",    "lautet",   "also", "aeh", "den"};

class NameReader {
 public:
  NameReader(std::string_view text, std::span<const Token> tokens) : text_(text), tokens_(tokens) {}

  // The words of a name from token `i` on; one past its end.
  std::size_t End(std::size_t i, bool capitals_needed, std::size_t longest) const {
    std::size_t end = i;
    std::size_t words = 0;  // "Anna-Lena" is one
    bool joined = false;
    while (end < tokens_.size()) {
      const Token& token = tokens_[end];
      const bool particle = IsNameParticle(token.text) && words > 0 && end + 1 < tokens_.size();
      if (token.kind == TokenKind::kWord && (words < longest || joined) &&
          (particle || (!Contains(kNotNames, token.text) && (!capitals_needed || IsCapital(token))))) {
        ++end;
        words += particle || joined || Contains(kDegrees, token.text) ? 0 : 1;
        joined = false;
        continue;
      }
      joined = (token.text == "-" || token.text == "'") && end > i && end + 1 < tokens_.size() && Adjoins(end);
      const bool title_dot = token.text == "." && end > i && words < longest &&
                             (Contains(kTitles, tokens_[end - 1].text) || tokens_[end - 1].text.size() == 1);
      if (!joined && !title_dot) break;
      ++end;
    }
    while (end > i && (tokens_[end - 1].kind != TokenKind::kWord || IsNameParticle(tokens_[end - 1].text))) --end;
    return end;
  }

 private:
  bool IsCapital(const Token& token) const {
    const std::string_view original = Slice(text_, token.span);
    const auto first = static_cast<unsigned char>(original.empty() ? ' ' : original.front());
    return std::isupper(first) != 0 || first >= 0x80;
  }

  bool Adjoins(std::size_t i) const {
    return tokens_[i - 1].span.end == tokens_[i].span.begin && tokens_[i].span.end == tokens_[i + 1].span.begin;
  }

  std::string_view text_;
  std::span<const Token> tokens_;
};

// After "mein Name ist", "ich heiße", "hier ist", "ich bin Frau": index of the first name word.
std::size_t AfterIntroduction(std::span<const Token> tokens, std::size_t i) {
  const auto at = [&](std::size_t k) { return k < tokens.size() ? tokens[k].text : std::string_view(); };
  if (at(i) == "heisse") return i + 1;
  if (at(i) == "name" && (at(i + 1) == "ist" || at(i + 1) == "lautet" || at(i + 1) == ":")) return i + 2;
  if ((at(i) == "nachname" || at(i) == "vorname") && (at(i + 1) == "ist" || at(i + 1) == ":")) return i + 2;
  if (at(i) == "bin" && (at(i + 1) == "der" || at(i + 1) == "die") && i + 2 < tokens.size()) return i + 2;
  if (at(i) == "bin" && Contains(kTitles, at(i + 1))) return i + 2;
  if (at(i) == "name" && i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::kWord)
    return i + 1;  // "Code …, Name Brandt"
  if (at(i) == "hier" && (at(i + 1) == "ist" || at(i + 1) == "spricht")) return i + 2;
  return 0;
}

// "Montag mein Name", "Winter ist mein Name": where the sentence begins with it and ends there. The first word of the
// name, before token `end`, where "mein Name" stands from `i` on.
std::size_t NameBefore(std::span<const Token> tokens, std::size_t i, std::size_t& end) {
  // "Wird mein Name?"
  constexpr std::array<std::string_view, 24> kNoSurname = {
      "kann", "wird", "wie", "warum", "soll",  "darf", "muss", "steht", "war",  "hat", "wo",    "dass",
      "weil", "wenn", "ob",  "aber",  "wurde", "dann", "auch", "da",    "oder", "nur", "nicht", "wer"};
  const auto at = [&](std::size_t k) { return k < tokens.size() ? tokens[k].text : std::string_view(); };
  const bool closed = i + 2 >= tokens.size() || tokens[i + 2].kind == TokenKind::kPunctuation;
  if (at(i) != "mein" || at(i + 1) != "name" || !closed) return i;
  end = i > 0 && at(i - 1) == "ist" ? i - 1 : i;
  std::size_t begin = end;
  while (begin > 0 && end - begin < 3 && tokens[begin - 1].kind == TokenKind::kWord &&
         !Contains(kNotNames, at(begin - 1)) && !Contains(kNoSurname, at(begin - 1)))
    --begin;
  constexpr std::array<std::string_view, 7> kGreeted = {"tag", "hallo", "moin", "ja", "nein", "danke", "bitte"};
  const bool sentence_begins =
      begin == 0 || tokens[begin - 1].kind == TokenKind::kPunctuation || Contains(kGreeted, at(begin - 1));
  return sentence_begins && begin < end ? begin : i;
}

}  // namespace

void FindNames(std::string_view text, std::span<const Token> tokens, Expecting expecting, Found& found) {
  const NameReader reader(text, tokens);
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (end <= begin) return false;
    const Span span{tokens[begin].span.begin, tokens[end - 1].span.end};
    if (!found.IsFree(span)) return false;
    found.Add(EntityKind::kPersonName, span, std::string(Slice(text, span)));
    return true;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t end = 0;
    if (const std::size_t before = NameBefore(tokens, i, end); before < end && add(before, end)) return;
    const std::size_t begin = AfterIntroduction(tokens, i);
    if (begin == 0 || begin >= tokens.size()) continue;
    const bool lower_allowed = expecting == Expecting::kName || tokens[i].text == "heisse" ||
                               (tokens[i].text == "name" && begin > i + 1) || tokens[i].text == "nachname";
    if (add(begin, reader.End(begin, !lower_allowed, lower_allowed ? 2 : 3))) return;
  }
  if (expecting != Expecting::kName) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if ((tokens[i].text == "herr" || tokens[i].text == "herrn" || tokens[i].text == "frau" ||
           tokens[i].text == "familie")) {
        add(i + 1, reader.End(i + 1, true, 2));
      }
    }
    return;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t end = reader.End(i, false, 5);
    if (end > i && add(i, end)) return;
  }
}

}  // namespace amtslotse::nlu
