#include "knowledge/responsibility/text_words.h"

#include <array>
#include <functional>

#include "knowledge/responsibility/text_map.h"
#include "nlu/text/tokens.h"

namespace amtslotse::responsibility {
namespace {

bool BeginsUpper(std::string_view original, std::size_t at) {
  if (at >= original.size()) return false;
  const auto first = static_cast<unsigned char>(original[at]);
  if (first >= 'A' && first <= 'Z') return true;
  if (first != 0xC3 || at + 1 >= original.size()) return false;
  const auto second = static_cast<unsigned char>(original[at + 1]);
  return second >= 0x80 && second <= 0x9E;  // À to Þ
}

bool IsBreak(std::string_view mark) {
  return mark == "." || mark == "," || mark == ";" || mark == "?" || mark == "!" || mark == ":" || mark == "\n";
}

constexpr std::array<std::string_view, 86> kFillers{
    "ich",     "wir",    "er",    "sie",      "wohne",  "wohnen",     "wohnt",    "lebe",   "leben",        "komme",
    "kommen",  "bin",    "sind",  "ist",      "war",    "es",         "das",      "der",    "die",          "den",
    "dem",     "ein",    "eine",  "und",      "oder",   "ach",        "ne",       "nee",    "nein",         "ja",
    "doch",    "also",   "aber",  "bitte",    "hier",   "jetzt",      "nun",      "dann",   "mein",         "meine",
    "meinem",  "meiner", "unser", "wohnhaft", "ort",    "wohnort",    "wohnsitz", "plz",    "postleitzahl", "adresse",
    "lautet",  "heisst", "zur",   "zeit",     "gerade", "eigentlich", "ziehe",    "ziehen", "umziehen",     "umgezogen",
    "gezogen", "hallo",  "guten", "tag",      "moin",   "was",        "wie",      "wo",     "sorry",        "quatsch",
    "danke",   "d",      "wer",   "wann",     "da",     "dort",       "man",      "mir",    "mich",         "uns",
    "habe",    "haben",  "hatte", "will",     "muss",   "dazu"};
constexpr std::array<std::string_view, 15> kPrepositions{"in",    "nach", "aus",      "von",   "bei",
                                                         "fuer",  "ab",   "richtung", "naehe", "bis",
                                                         "ueber", "um",   "nahe",     "raum",  "innerhalb"};
constexpr std::array<std::string_view, 9> kContractions{"im", "am", "zum", "zur", "vom", "beim", "ins", "aufs", "auf"};
constexpr std::array<std::string_view, 28> kKinds{"stadt",
                                                  "gemeinde",
                                                  "dorf",
                                                  "ort",
                                                  "ortschaft",
                                                  "markt",
                                                  "kreis",
                                                  "landkreis",
                                                  "lk",
                                                  "kreisstadt",
                                                  "land",
                                                  "bundesland",
                                                  "freistaat",
                                                  "amt",
                                                  "samtgemeinde",
                                                  "sg",
                                                  "verbandsgemeinde",
                                                  "vg",
                                                  "vgem",
                                                  "verwaltungsgemeinschaft",
                                                  "bezirk",
                                                  "stadtbezirk",
                                                  "stadtteil",
                                                  "ortsteil",
                                                  "ot",
                                                  "regierungsbezirk",
                                                  "region",
                                                  "staedteregion"};
constexpr std::array<std::string_view, 13> kPersons{"herr",     "herrn",   "frau",   "familie", "name",
                                                    "nachname", "vorname", "heisse", "heissen", "heisst",
                                                    "dr",       "prof",    "namens"};

constexpr std::array<std::string_view, 12> kStreets{"strasse", "str",  "weg",  "platz",    "allee", "gasse",
                                                    "ring",    "damm", "ufer", "chaussee", "stieg", "twiete"};

using RoleTable = absl::flat_hash_map<std::string_view, WordRole, TextHash, std::equal_to<>>;

template <std::size_t N>
void Put(RoleTable& table, const std::array<std::string_view, N>& words, WordRole role) {
  for (const std::string_view word : words) table.try_emplace(word, role);
}

// Of words in several lists the first list counts.
RoleTable MakeRoles() {
  RoleTable table;
  Put(table, kPersons, WordRole::kPerson);
  Put(table, kPrepositions, WordRole::kPreposition);
  Put(table, kKinds, WordRole::kKind);
  Put(table, kContractions, WordRole::kContraction);
  Put(table, kStreets, WordRole::kStreet);
  Put(table, kFillers, WordRole::kFiller);
  return table;
}

WordRole RoleOf(std::string_view word) {
  static const RoleTable kRoles = MakeRoles();
  const auto found = kRoles.find(word);
  return found == kRoles.end() ? WordRole::kOther : found->second;
}

}  // namespace

TextWords::TextWords(std::string_view text) : original_(text), folded_(nlu::FoldWithOrigin(text)) {
  bool after_break = false;
  bool hyphen = false;
  for (const nlu::Token& token : nlu::Tokenize(folded_)) {
    if (token.kind == nlu::TokenKind::kPunctuation || token.kind == nlu::TokenKind::kSymbol) {
      after_break = after_break || IsBreak(token.text);
      hyphen = token.text == "-";
      continue;
    }
    TextWord word;
    word.text = token.text == "st" ? std::string_view("sankt") : token.text;
    word.span = token.span;
    word.number = token.kind == nlu::TokenKind::kNumber;
    word.upper = BeginsUpper(text, token.span.begin);
    word.role = RoleOf(word.text);
    word.after_break = after_break;
    word.joined = hyphen && !words_.empty() && words_.back().span.end + 1 == word.span.begin;
    after_break = hyphen = false;
    if (word.upper && !words_.empty()) all_lower_ = false;
    words_.push_back(word);
  }
}

}  // namespace amtslotse::responsibility
