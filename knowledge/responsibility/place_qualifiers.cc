#include "knowledge/responsibility/place_qualifiers.h"

#include <algorithm>
#include <array>

#include "knowledge/responsibility/place_names.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kMostLinks = 3;          // "an der", "i. d."
constexpr std::size_t kLongestShortForm = 5;   // letters of a word that may leave out any letters: "Rbge"
constexpr std::size_t kShortestBeginning = 3;  // letters that a word may begin with: "Westf"

// Words between a name and its qualifier. Behind the second group a river, wood or hill stands, and nothing else.
constexpr std::array<std::string_view, 13> kLinks{"in",  "im", "i",   "bei", "b", "der", "dem",
                                                  "den", "d",  "auf", "vor", "v", "o"};
constexpr std::array<std::string_view, 6> kGeographicLinks{"am", "an", "a", "ob", "unter", "unterm"};

template <std::size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The words of the official name behind the part that is `head`; empty when it does not begin so.
std::vector<std::string_view> WordsBehind(std::string_view official, std::string_view head) {
  std::vector<std::string_view> behind;
  for (std::size_t at = 0; at < official.size();) {
    const std::size_t end = std::min(official.find(' ', at), official.size());
    const std::string_view word = official.substr(at, end - at);
    if (head.empty())
      behind.push_back(word);
    else if (head.starts_with(word))
      head.remove_prefix(word.size());
    else
      return {};
    at = end + 1;
  }
  return behind;
}

// "ts" of "taunus": the first letter and others in order.
bool IsLettersOf(std::string_view word, std::string_view full) {
  if (word.front() != full.front()) return false;
  std::size_t at = 0;
  for (const char c : full) at += at < word.size() && word[at] == c ? 1 : 0;
  return at == word.size();
}

bool IsShortFormOf(std::string_view word, std::string_view full) {
  if (word.size() >= full.size() || word.front() != full.front()) return false;
  if (full.starts_with(word)) return word.size() >= kShortestBeginning;
  if (word.size() < kShortestBeginning || word.size() > kLongestShortForm) return false;
  return IsLettersOf(word, full);
}

// "Frankfurt/M", "Frankfurt (O.)", "Freiburg i. Br.": letters that stand for a word.
bool IsMarked(const TextWords& words, std::size_t at) {
  const std::string_view text = words.original();
  const auto is = [&](std::size_t position, std::string_view marks) {
    return position < text.size() && marks.find(text[position]) != std::string_view::npos;
  };
  const nlu::Span& span = words[at].span;
  return is(span.end, ".)") || (span.begin > 0 && is(span.begin - 1, "/("));
}

bool Chooses(const TextWords& words, std::size_t at, std::string_view full) {
  const std::string_view word = words[at].text;
  if (word == full) return true;
  if (word.size() < kShortestBeginning)
    return IsMarked(words, at) && (full.starts_with(word) || IsLettersOf(word, full));
  return IsShortFormOf(word, full);
}

}  // namespace

QualifiedName ReadQualifier(const AreaTable& areas, const TextWords& words, std::size_t begin, const NameGroup& group) {
  QualifiedName result;
  std::size_t at = begin;
  bool geographic = false;
  while (at < words.size() && at - begin < kMostLinks &&
         (IsOneOf(words[at].text, kLinks) || IsOneOf(words[at].text, kGeographicLinks))) {
    // The letter may itself be the qualifier: "Frankfurt (O.)".
    const bool last = at + 1 == words.size() || words[at + 1].number;
    if (last && words[at].text.size() == 1) break;
    geographic = geographic || IsOneOf(words[at].text, kGeographicLinks);
    ++at;
  }
  if (at >= words.size() || words[at].number) return result;
  bool some_qualified = false;
  for (const NameEntry& entry : group.entries) {
    const std::string official = PlaceWords(areas.at(entry.area).name);
    const std::vector<std::string_view> behind = WordsBehind(official, group.text);
    const auto chosen = std::find_if(behind.begin(), behind.end(), [&](std::string_view full) {
      return !IsOneOf(full, kLinks) && !IsOneOf(full, kGeographicLinks) && Chooses(words, at, full);
    });
    some_qualified = some_qualified || !behind.empty();
    if (chosen != behind.end()) result.entries.push_back(entry);
  }
  result.end = at + 1;
  result.contradicted = result.entries.empty() && geographic && some_qualified && words[at].role == WordRole::kOther;
  return result;
}

}  // namespace amtslotse::responsibility
