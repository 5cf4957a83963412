#include "nlu/entities/street.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace amtslotse::nlu {
namespace {

// A word ending in one of these names a street by itself.
constexpr std::array<std::string_view, 26> kEndings = {
    "strasse",  "str",       "weg",   "allee",  "platz", "gasse",  "ring",   "damm",   "ufer",
    "chaussee", "stieg",     "steig", "pfad",   "kamp",  "redder", "twiete", "graben", "deich",
    "wall",     "promenade", "markt", "winkel", "bogen", "hof",    "park",   "koppel"};
// Of those, endings that also end common nouns: they need a house number.
constexpr std::array<std::string_view, 15> kWeakEndings = {"weg",    "ring",   "platz", "damm", "ufer",
                                                           "kamp",   "graben", "deich", "wall", "markt",
                                                           "winkel", "bogen",  "hof",   "park", "koppel"};
constexpr std::array<std::string_view, 32> kNotStreets = {
    "hinweg",     "rueckweg",   "unterwegs", "weg",        "arbeitsplatz", "parkplatz",    "kitaplatz", "stellplatz",
    "spielplatz", "sportplatz", "bahnhof",   "friedhof",   "wertstoffhof", "recyclinghof", "bauhof",    "arbeitsweg",
    "postweg",    "strasse",    "platz",     "markt",      "hof",          "park",         "schulweg",  "radweg",
    "gehweg",     "supermarkt", "flohmarkt", "marktplatz", "landstrasse",  "hauptstrasse", "autobahn",  "wochenmarkt"};
// Names as common as words: a street only with a number.
constexpr std::array<std::string_view, 4> kStreetsWithNumber = {"hauptstrasse", "landstrasse", "marktplatz",
                                                                "schulweg"};
// Kinds that are named after a day: "Allee des 1. Mai", "Weg am 17. Juni 4".
constexpr std::array<std::string_view, 4> kNamedAfterDays = {"strasse", "platz", "allee", "weg"};
// Streets of several words: preposition, perhaps articles and adjectives, a noun.
constexpr std::array<std::string_view, 9> kOpeners = {"am", "an", "auf", "im", "in", "unter", "zum", "zur", "beim"};
constexpr std::array<std::string_view, 5> kArticles = {"der", "dem", "den", "die", "das"};

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t Size>
bool EndsWithOne(const std::array<std::string_view, Size>& endings, std::string_view word) {
  return std::any_of(endings.begin(), endings.end(), [word](std::string_view ending) {
    return word.size() > ending.size() + 1 && word.ends_with(ending);
  });
}

class StreetFinder {
 public:
  StreetFinder(std::string_view text, std::span<const Token> tokens, Found& found)
      : text_(text), tokens_(tokens), found_(found) {}

  void Run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::kWord) continue;
      if (const std::size_t next = TryAt(i); next > i) i = next - 1;
    }
  }

 private:
  // One past the street's last token, or `i` when there is none.
  std::size_t TryAt(std::size_t i) {
    const std::string_view word = tokens_[i].text;
    if (Contains(kNamedAfterDays, word)) {
      if (const std::size_t next = NamedAfter(i); next > i) return next;
    }
    if (IsCapital(i) && IsSeparateKind(i + 1) && !Contains(kOpeners, word) && !Contains(kArticles, word)) {
      return Emit(i, i + 2, true);  // "Kieler Straße 110", "Große Freiheit" is not recognised
    }
    if (Contains(kStreetsWithNumber, word)) return Emit(i, i + 1, false);
    if (EndsWithOne(kEndings, word) && !Contains(kNotStreets, word)) {
      return Emit(i, i + 1, !EndsWithOne(kWeakEndings, word) && (IsCapital(i) || word.ends_with("strasse")));
    }
    if (Contains(kOpeners, word) && IsCapital(i)) return Prepositional(i);
    return i;
  }

  // "Straße des 17. Juni 4", "Platz der Republik 1"; with another preposition only with a house number.
  std::size_t NamedAfter(std::size_t i) {
    if (i + 2 >= tokens_.size()) return i;
    const std::string_view joint = tokens_[i + 1].text;
    const bool genitive = joint == "des" || (joint == "der" && tokens_[i].text != "weg");
    const bool day = IsCapital(i) && tokens_[i + 2].kind == TokenKind::kNumber && (joint == "am" || joint == "zum");
    if (!genitive && !day) return i;
    std::size_t end = i + 2;
    if (tokens_[end].kind == TokenKind::kNumber) {
      ++end;
      if (end < tokens_.size() && tokens_[end].text == ".") ++end;
    }
    if (end >= tokens_.size() || tokens_[end].kind != TokenKind::kWord) return i;
    return Emit(i, end + 1, genitive);
  }

  // "Am Markt 3", "An der Alten Mühle 8 b": only with a number.
  std::size_t Prepositional(std::size_t i) {
    std::size_t end = i + 1;
    if (end < tokens_.size() && Contains(kArticles, tokens_[end].text)) ++end;
    std::size_t words = 0;
    while (end < tokens_.size() && words < 3 && tokens_[end].kind == TokenKind::kWord && IsCapital(end)) ++end, ++words;
    if (words == 0) return i;
    return Emit(i, end, false);
  }

  // "weg", "ring", "ufer" are common words as well: as a name they have a capital.
  bool IsSeparateKind(std::size_t i) const {
    if (i >= tokens_.size()) return false;
    const std::string_view word = tokens_[i].text;
    if (!IsCapital(i) && word != "strasse" && word != "str" && word != "allee") return false;
    return word == "strasse" || word == "str" || word == "weg" || word == "platz" || word == "allee" ||
           word == "chaussee" || word == "damm" || word == "ring" || word == "ufer";
  }

  bool IsCapital(std::size_t i) const {
    const std::string_view original = Slice(text_, tokens_[i].span);
    if (original.empty()) return false;
    const auto first = static_cast<unsigned char>(original.front());
    if (std::isupper(first) != 0) return true;
    return original.starts_with("Ä") || original.starts_with("Ö") || original.starts_with("Ü");
  }

  std::size_t Emit(std::size_t begin, std::size_t end, bool without_number) {
    std::size_t after = end;
    if (after < tokens_.size() && tokens_[after].text == "." && tokens_[end - 1].text.ends_with("str")) ++after;
    const std::size_t name_end = after;
    std::string number;
    if (after < tokens_.size() && IsHouseNumber(after)) {
      number = std::string(tokens_[after].text);
      ++after;
      if (after < tokens_.size() && tokens_[after].text.size() == 1 && tokens_[after].kind == TokenKind::kWord &&
          tokens_[after].text >= "a" && tokens_[after].text <= "h" && tokens_[after - 1].kind == TokenKind::kNumber) {
        number += tokens_[after].text;
        ++after;
      }
      // "14 bis 16", "14-16"
      const bool range = after + 1 < tokens_.size() && (tokens_[after].text == "bis" || tokens_[after].text == "-") &&
                         IsHouseNumber(after + 1);
      if (range) {
        number += "-" + std::string(tokens_[after + 1].text);
        after += 2;
      }
    }
    if (number.empty() && !without_number) return begin;
    StreetAddress address;
    address.street = std::string(Slice(text_, {tokens_[begin].span.begin, tokens_[name_end - 1].span.end}));
    address.number = number;
    const std::size_t last = number.empty() ? name_end : after;
    found_.Add(EntityKind::kStreetAddress, {tokens_[begin].span.begin, tokens_[last - 1].span.end}, std::move(address));
    return last;
  }

  // "12", "12a"; not a time ("8 Uhr", "8:30") or a date ("3.").
  bool IsHouseNumber(std::size_t i) const {
    const std::string_view word = tokens_[i].text;
    if (word.size() > 4 || word.empty() || word[0] < '0' || word[0] > '9') return false;
    if (tokens_[i].kind == TokenKind::kWord && (word.size() < 2 || word.back() > 'h' || word[word.size() - 2] > '9'))
      return false;
    if (i + 1 >= tokens_.size()) return true;
    const std::string_view next = tokens_[i + 1].text;
    if (next == "uhr" || next == ":") return false;
    const bool date = next == "." && i + 2 < tokens_.size() && tokens_[i + 2].kind == TokenKind::kNumber;
    return !date;
  }

  std::string_view text_;
  std::span<const Token> tokens_;
  Found& found_;
};

}  // namespace

void FindStreets(std::string_view text, std::span<const Token> tokens, Found& found) {
  StreetFinder(text, tokens, found).Run();
}

}  // namespace amtslotse::nlu
