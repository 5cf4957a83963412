#include "services/dialogue/core/dictation.h"

#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kLongest = 1000;

std::vector<std::string> WordsOf(const std::string& text) { return absl::StrSplit(text, ' ', absl::SkipEmpty()); }

// "abmelden" and "anmelden", "Perso" and "Reisepass": of one kind, so that one may stand for the other.
bool MayBeMixedUp(const std::string& one, const std::string& other) {
  constexpr std::size_t kSameEnd = 5;
  if (one.empty() || other.empty()) return false;
  if (IsCapital(one) && IsCapital(other)) return true;
  return one.size() > kSameEnd && other.size() > kSameEnd &&
         one.substr(one.size() - kSameEnd) == other.substr(other.size() - kSameEnd);
}

}  // namespace

std::string WithSpokenSigns(const std::string& text) {
  static constexpr std::array<std::pair<std::string_view, char>, 4> kSigns{
      {{"komma", ','}, {"punkt", '.'}, {"fragezeichen", '?'}, {"ausrufezeichen", '!'}}};
  // "hans punkt lange at web punkt de" is an address, "Punkt acht" a time.
  const std::string folded = " " + Folded(text) + " ";
  const bool dictated = SaysAny(folded, {" komma ", " fragezeichen ", " ausrufezeichen "});
  if (!dictated || text.size() > kLongest || SaysAny(folded, {" at ", " klammeraffe ", " aet ", "@"})) return text;
  std::string written;
  for (const std::string& word : WordsOf(text)) {
    const std::string said = Folded(word);
    const auto sign = std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& each) { return each.first == said; });
    if (sign != kSigns.end())
      written += sign->second;
    else
      written += (written.empty() ? "" : " ") + word;
  }
  return written;
}

std::string WithoutSlip(const std::string& text) {
  static constexpr std::array<std::string_view, 8> kMarks{", äh nein ", " äh nein ",   ", ach nein ", ", ne ",
                                                          ", nee ",     ", quatsch, ", ", quatsch ",  ", ich meine "};
  if (text.size() > kLongest) return text;
  for (const std::string_view mark : kMarks) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) continue;
    std::vector<std::string> before = WordsOf(text.substr(0, at));
    std::vector<std::string> after = WordsOf(text.substr(at + mark.size()));
    if (before.empty() || after.empty() || !MayBeMixedUp(before.back(), after.front())) continue;
    before.pop_back();
    if (after.size() >= 2 && Folded(after.back()) == "ich" && Folded(after[after.size() - 2]) == "meine")
      after.resize(after.size() - 2);
    before.insert(before.end(), after.begin(), after.end());
    return absl::StrJoin(before, " ");
  }
  return text;
}

}  // namespace amtslotse::dialogue
