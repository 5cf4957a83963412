#include "knowledge/street_answer.h"

#include <algorithm>
#include <cstdlib>

#include "knowledge/import/fields.h"
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

std::optional<int> NumberBehind(std::string_view squeezed, std::size_t at) {
  std::size_t end = at;
  while (end < squeezed.size() && squeezed[end] >= '0' && squeezed[end] <= '9') ++end;
  if (end == at || end - at > 4) return std::nullopt;
  return std::atoi(std::string(squeezed.substr(at, end - at)).c_str());
}

}  // namespace

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
    if (values.size() == 1 && (from    ? number >= values[0]
                               : until ? number <= values[0]
                                       : number == values[0]))
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

}  // namespace amtslotse::knowledge
