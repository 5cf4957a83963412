#include "knowledge/responsibility/initials.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "nlu/text/tokens.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 6> kUmlauts{
    {{"ä", 'a'}, {"ö", 'o'}, {"ü", 'u'}, {"Ä", 'a'}, {"Ö", 'o'}, {"Ü", 'u'}}};
constexpr std::array<std::string_view, 22> kNotCounted{"von", "van", "vom", "zu", "zum",  "zur",     "de", "der",
                                                       "den", "dem", "del", "da", "di",   "du",      "la", "le",
                                                       "el",  "ten", "ter", "dr", "prof", "freiherr"};

}  // namespace

std::string InitialKey(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size();) {
    const auto* umlaut = std::find_if(kUmlauts.begin(), kUmlauts.end(),
                                      [&](const auto& entry) { return name.substr(i, 2) == entry.first; });
    if (umlaut != kUmlauts.end()) {
      plain.push_back(umlaut->second);
      i += 2;
    } else {
      plain.push_back(name[i++]);
    }
  }
  const std::vector<std::string> words = nlu::FoldedWords(plain);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool counted = std::find(kNotCounted.begin(), kNotCounted.end(), words[i]) == kNotCounted.end();
    if (counted || i + 1 == words.size()) return words[i];
  }
  return {};
}

InitialFit Fit(const InitialRange& range, std::string_view key) {
  if (range.all()) return InitialFit::kInside;
  const auto begins = [](std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
  };
  const bool from_open = key.size() < range.from.size() && begins(range.from, key);
  const bool to_open = !range.to.empty() && key.size() < range.to.size() && begins(range.to, key);
  if (!from_open && key < range.from) return InitialFit::kOutside;
  if (!to_open && !range.to.empty() && key.substr(0, range.to.size()) > range.to) return InitialFit::kOutside;
  return from_open || to_open ? InitialFit::kMoreLettersNeeded : InitialFit::kInside;
}

}  // namespace amtslotse::responsibility
