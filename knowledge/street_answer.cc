#include "knowledge/street_answer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <regex>

#include "knowledge/import/fields.h"
#include "knowledge/search/analysis.h"
#include "knowledge/search/compounds.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

// "Bahnhofstr. 3" and "bahnhof straße 3" become the same words without spaces between them.
std::string Squeezed(std::string_view text) {
  std::string out;
  for (const std::string& word : nlu::FoldedWords(text)) {
    const bool short_form = word.ends_with("str") || word == "str";
    out += short_form ? word + "asse" : word;
  }
  return out;
}

constexpr std::array<std::string_view, 13> kStreetEnds{
    "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "chaussee", "stieg", "twiete", "steig"};
constexpr std::array<std::string_view, 14> kNoStreets{
    "parkplatz", "spielplatz", "sportplatz", "stellplatz", "arbeitsplatz", "kitaplatz",      "gehweg",
    "radweg",    "fussweg",    "umweg",      "keineswegs", "bring",        "einbahnstrasse", "bahnsteig"};
constexpr std::size_t kMostNear = 4;
constexpr int kNearlySpelt = 3;            // edits
constexpr std::size_t kSameBeginning = 5;  // letters

std::string_view StreetEndOf(std::string_view folded) {
  if (std::find(kNoStreets.begin(), kNoStreets.end(), folded) != kNoStreets.end()) return {};
  const auto end = std::find_if(kStreetEnds.begin(), kStreetEnds.end(),
                                [folded](std::string_view known) { return folded.ends_with(known); });
  return end == kStreetEnds.end() ? std::string_view() : *end;
}

std::optional<int> NumberBehind(std::string_view squeezed, std::size_t at) {
  std::size_t end = at;
  while (end < squeezed.size() && squeezed[end] >= '0' && squeezed[end] <= '9') ++end;
  if (end == at || end - at > 4) return std::nullopt;
  return std::atoi(std::string(squeezed.substr(at, end - at)).c_str());
}

}  // namespace

bool AreHouseNumbers(std::string_view numbers) {
  static const std::regex kPart(
      R"((?:(?:ab |bis )?(\d{1,4}) ?[a-z]?(?: ?(?:-|–|bis) ?(\d{1,4}) ?[a-z]?)?)?(?: ?\(?(?:un)?gerade\)?)?)",
      std::regex::icase);
  const std::vector<std::string> parts = SplitTrimmed(numbers, ',');
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    std::smatch values;
    if (!std::regex_match(part, values, kPart)) return false;
    return !values[2].matched || std::stoi(values[1]) <= std::stoi(values[2]);
  });
}

bool HouseNumberMatches(std::string_view numbers, int number) {
  if (Trim(numbers).empty()) return true;
  for (const std::string& part : SplitTrimmed(numbers, ',')) {
    const bool odd_only = part.find("ungerade") != std::string::npos;
    const bool even_only = !odd_only && part.find("gerade") != std::string::npos;
    if ((odd_only && number % 2 == 0) || (even_only && number % 2 != 0)) continue;
    std::vector<int> values;
    for (std::size_t i = 0; i < part.size();) {
      if (part[i] < '0' || part[i] > '9') {
        ++i;
        continue;
      }
      values.push_back(std::atoi(part.c_str() + i));
      while (i < part.size() && part[i] >= '0' && part[i] <= '9') ++i;
    }
    const bool from = part.starts_with("ab ");
    const bool until = part.starts_with("bis ");
    if (values.empty() && (odd_only || even_only)) return true;
    if (values.size() == 2 && values[0] <= number && number <= values[1]) return true;
    if (values.size() == 1 && (from ? number >= values[0] : until ? number <= values[0] : number == values[0]))
      return true;
  }
  return false;
}

const StreetAnswer* FindStreetAnswer(const Entry& entry, std::string_view text) {
  const std::string asked = Squeezed(text);
  const StreetAnswer* best = nullptr;
  std::size_t longest = 0;
  bool best_by_number = false;
  for (const StreetAnswer& answer : entry.by_street) {
    const std::string street = Squeezed(answer.street);
    if (street.size() < 3 || street.size() < longest) continue;
    const std::size_t at = asked.find(street);
    if (at == std::string::npos) continue;
    const std::optional<int> number = NumberBehind(asked, at + street.size());
    const bool by_number = number && !Trim(answer.house_numbers).empty();
    if (by_number && !HouseNumberMatches(answer.house_numbers, *number)) continue;
    if (street.size() == longest && best && best_by_number) continue;
    best = &answer;
    longest = street.size();
    best_by_number = by_number;
  }
  return best;
}

std::optional<NamedStreet> FindNamedStreet(std::string_view text) {
  constexpr std::size_t kShortestName = 3;  // before "weg" or "straße"
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != nlu::TokenKind::kWord) continue;
    const std::string_view end = StreetEndOf(tokens[i].text);
    if (end.empty()) continue;
    std::size_t first = i;  // of its words: "Theodor-Storm-Straße"
    while (first >= 2 && tokens[first - 1].text == "-" && tokens[first - 2].kind == nlu::TokenKind::kWord) first -= 2;
    if (first == i && tokens[i].text.size() < end.size() + kShortestName) {  // "Alter Weg", not "ein Weg"
      const bool adverb = end == "weg" && text[tokens[i].span.begin] != 'W';
      const bool named = tokens[i].text == end && !adverb && i > 0 && tokens[i - 1].kind == nlu::TokenKind::kWord &&
                         !IsStopWord(tokens[i - 1].text);
      if (!named) continue;
      first = i - 1;
    }
    const std::size_t begin = tokens[first].span.begin;
    return NamedStreet{std::string(text.substr(begin, tokens[i].span.end - begin)), begin, tokens[i].span.end};
  }
  return std::nullopt;
}

std::vector<std::string> StreetsNear(const Entry& entry, std::string_view name) {
  const std::string asked = Squeezed(name);
  std::vector<std::pair<int, std::string>> near;
  for (const StreetAnswer& answer : entry.by_street) {
    const std::string street = Squeezed(answer.street);
    int distance = EditDistance(asked, street, kNearlySpelt);
    const bool same_beginning = asked.size() > kSameBeginning && street.starts_with(asked.substr(0, kSameBeginning));
    if (distance > kNearlySpelt && !same_beginning) continue;
    near.emplace_back(distance, answer.street);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::vector<std::string> names;
  for (auto& [distance, street] : near) {
    if (names.size() < kMostNear) names.push_back(std::move(street));
  }
  return names;
}

}  // namespace amtslotse::knowledge
