#include "knowledge/responsibility/address.h"

#include <algorithm>
#include <optional>

#include "knowledge/responsibility/place_names.h"
#include "knowledge/responsibility/street_names.h"
#include "knowledge/responsibility/text_words.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kMostWords = 6;
constexpr std::size_t kPostcodeDigits = 5;

struct StreetWindow {
  std::size_t begin = 0, end = 0;  // words
  bool known = false;
};

bool IsHouseNumber(const TextWord& word) {
  if (word.text.empty() || word.text.front() < '0' || word.text.front() > '9') return false;
  return word.text.size() != kPostcodeDigits || !word.number;
}

std::string_view Written(const TextWords& words, std::size_t begin, std::size_t end) {
  return nlu::Slice(words.original(), {words[begin].span.begin, words[end - 1].span.end});
}

// The longest window ending before `end` that is a street: of the table, or by its last word.
std::optional<StreetWindow> StreetBefore(const TextWords& words, std::size_t end, const StreetTable& streets) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < kMostWords && !words[begin - 1].number &&
         (begin == end || !words[begin].after_break))
    --begin;
  for (std::size_t at = begin; at < end; ++at) {
    if (streets.IsStreet(Compact(StreetWords(Written(words, at, end))))) return StreetWindow{at, end, true};
  }
  if (begin == end || !LooksLikeStreet(StreetWords(words[end - 1].text))) return std::nullopt;
  // Unknown street: its last word, and what belongs to it by a hyphen, an ending (-er) or a capital letter.
  std::size_t at = end - 1;
  const auto belongs = [&](std::size_t i) {
    if (words[i + 1].joined) return true;
    if (words[i].role != WordRole::kOther) return false;
    return words[i + 1].role == WordRole::kStreet || words[i].text.size() <= 2;
  };
  while (at > begin && belongs(at - 1)) --at;
  return StreetWindow{at, end, false};
}

// The text with the span blanked out, so that positions stay.
std::string Without(std::string_view text, const nlu::Span& span) {
  std::string out(text);
  if (span.end <= out.size())
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(span.begin),
              out.begin() + static_cast<std::ptrdiff_t>(span.end), ' ');
  if (!span.empty()) out[span.begin] = ',';
  return out;
}

}  // namespace

AddressInText FindAddress(std::string_view text, const StreetTable& streets, std::span<const Mention> places) {
  const TextWords words(text);
  AddressInText found;
  const auto is_place = [&](const StreetWindow& window) {
    const nlu::Span span{words[window.begin].span.begin, words[window.end - 1].span.end};
    return !window.known &&
           std::any_of(places.begin(), places.end(), [&](const Mention& place) { return place.span.Overlaps(span); });
  };
  const auto take = [&](const StreetWindow& window) {
    found.street = std::string(Written(words, window.begin, window.end));
    found.span = {words[window.begin].span.begin, words[window.end - 1].span.end};
  };
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!IsHouseNumber(words[i])) continue;
    const auto window = StreetBefore(words, i, streets);
    if (!window || is_place(*window)) continue;
    take(*window);
    std::size_t end = i + 1;  // "12 a"
    if (end < words.size() && words[i].number && words[end].text.size() == 1 && !words[end].number &&
        !words[end].after_break)
      ++end;
    found.house_number = std::string(Written(words, i, end));
    found.span.end = words[end - 1].span.end;
    return found;
  }
  for (std::size_t end = words.size(); end > 0; --end) {  // a street without a number
    const auto window = StreetBefore(words, end, streets);
    if (!window || is_place(*window)) continue;
    const bool sure = LooksLikeStreet(StreetWords(words[end - 1].text)) &&
                      (window->known || words[end - 1].text.size() > 5 || window->end - window->begin > 1);
    if (!sure && !(window->known && window->begin == 0 && end == words.size())) continue;
    take(*window);
    return found;
  }
  return found;
}

PlacesAndAddress ReadPlacesAndAddress(std::string_view text, const PlaceFinder& finder, const StreetTable& streets,
                                      AreaIndex home) {
  PlacesAndAddress found;
  found.places = finder.FindMentions(text, home);
  found.address = FindAddress(text, streets, found.places);
  if (!found.address.span.empty()) found.places = finder.FindMentions(Without(text, found.address.span), home);
  return found;
}

}  // namespace amtslotse::responsibility
