#include "knowledge/responsibility/street_names.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "nlu/text/tokens.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kWords{{{"str", "strasse"},
                                                                                {"bgm", "buergermeister"},
                                                                                {"bgmstr", "buergermeister"},
                                                                                {"buergerm", "buergermeister"},
                                                                                {"doktor", "dr"},
                                                                                {"prof", "professor"},
                                                                                {"st", "sankt"},
                                                                                {"gr", "grosse"},
                                                                                {"kl", "kleine"},
                                                                                {"pl", "platz"},
                                                                                {"pfr", "pfarrer"},
                                                                                {"gen", "general"},
                                                                                {"alee", "allee"}}};
// Only endings that places do not have: …berg, …feld and …hof may be either.
constexpr std::array<std::string_view, 17> kEndings{"strasse", "weg",  "platz",    "allee",  "gasse",    "ring",
                                                    "damm",    "ufer", "chaussee", "stieg",  "twiete",   "promenade",
                                                    "steig",   "pfad", "zeile",    "redder", "gaesschen"};

bool EndsIn(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

std::string StreetWords(std::string_view name) {
  std::string out;
  for (std::string& word : nlu::FoldedWords(name)) {
    const auto* found =
        std::find_if(kWords.begin(), kWords.end(), [&](const auto& entry) { return entry.first == word; });
    if (found != kWords.end())
      word = std::string(found->second);
    else if (word.size() > 4 && EndsIn(word, "str"))
      word += "asse";
    if (!out.empty()) out.push_back(' ');
    out += word;
  }
  return out;
}

bool LooksLikeStreet(std::string_view street_words) {
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return EndsIn(street_words, ending); });
}

}  // namespace amtslotse::responsibility
