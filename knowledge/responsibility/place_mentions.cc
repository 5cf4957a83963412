#include "knowledge/responsibility/place_mentions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "knowledge/responsibility/place_names.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kClauseWords = 6;
constexpr std::uint32_t kLargeTown = 100000;  // inhabitants of a place that is meant wherever it is named

// Index of the first word that begins at or behind `position`.
std::size_t WordAt(const TextWords& words, std::size_t position) {
  std::size_t i = 0;
  while (i < words.size() && words[i].span.begin < position) ++i;
  return i;
}

// Only what may stand between a place and what tells it from others: "in", "im", "bei", kind words.
bool AreNeighbours(const TextWords& words, const Mention& a, const Mention& b) {
  const std::size_t begin = WordAt(words, a.span.end);
  const std::size_t end = WordAt(words, b.span.begin);
  if (end < begin || end - begin > 2) return false;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view word = words[i].text;
    const bool connects =
        word == "in" || word == "im" || word == "bei" || word == "am" || words[i].role == WordRole::kKind;
    if (!connects) return false;
  }
  // "Kiel. In Plön": a new sentence is no neighbour, a comma is.
  for (std::size_t at = a.span.end; at < b.span.begin && at < words.original().size(); ++at) {
    const char c = words.original()[at];
    if (c == '.' || c == '?' || c == '!' || c == ';') return false;
  }
  return true;
}

// Everything the mention's name may mean, also what ranked lower.
std::vector<AreaIndex> AllMeanings(const AreaTable& areas, const Mention& mention) {
  std::vector<AreaIndex> all = mention.areas;
  if (mention.is_postcode || mention.misspelt) return all;
  for (const NameEntry& entry : areas.names().Find(Compact(PlaceWords(mention.surface))).entries)
    all.push_back(entry.area);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// The meanings of `inner` that lie inside one of `outer`'s.
std::vector<AreaIndex> Inside(const AreaTable& areas, const std::vector<AreaIndex>& inner,
                              const std::vector<AreaIndex>& outer) {
  std::vector<AreaIndex> result;
  for (const AreaIndex a : inner) {
    const bool in =
        std::any_of(outer.begin(), outer.end(), [&](AreaIndex b) { return a != b && areas.Contains(b, a); });
    if (in) result.push_back(a);
  }
  return result;
}

// Merges a postcode with the name beside it.
void JoinPostcode(const AreaTable& areas, Mention& name, const Mention& postcode) {
  name.postcode = postcode.postcode;
  const auto places = areas.PlacesOf(postcode.postcode);
  if (places.empty()) return;  // told later: the postcode does not exist
  std::vector<AreaIndex> fitting;
  for (const AreaIndex area : AllMeanings(areas, name)) {
    const bool fits = std::any_of(places.begin(), places.end(), [&](AreaIndex place) {
      return areas.Contains(area, place) || areas.Contains(place, area);
    });
    if (fits) fitting.push_back(area);
  }
  if (!fitting.empty()) {
    // A Kreis or Land of the same name is not the place, when there is one.
    const bool has_place =
        std::any_of(fitting.begin(), fitting.end(), [&](AreaIndex a) { return areas.at(a).level >= Level::kGemeinde; });
    if (has_place) std::erase_if(fitting, [&](AreaIndex a) { return areas.at(a).level < Level::kGemeinde; });
    name.areas = std::move(fitting);
    SortBySize(areas, kNoArea, name.areas);
    return;
  }
  name.conflict = true;
  name.areas.insert(name.areas.end(), postcode.areas.begin(), postcode.areas.end());
}

bool Any(std::string_view word, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view b) { return word.substr(0, b.size()) == b; });
}

std::optional<Relation> RelationWord(std::string_view word) {
  if (word == "geb" || Any(word, {"geboren", "geburt"})) return Relation::kBirth;
  if (Any(word, {"firma", "betrieb", "gewerbe", "geschaeft", "laden", "unternehmen", "praxis", "restaurant",
                 "gaststaette", "imbiss", "salon", "buero"}))
    return Relation::kBusiness;
  if (Any(word, {"grundstueck", "baugrundstueck", "bauplatz", "bauen", "baue", "haus", "eigentumswohnung", "garten",
                 "immobilie", "neubau"}))
    return Relation::kProperty;
  if (Any(word, {"unfall", "veranstalt", "strassenfest", "heirate", "hochzeit", "trauung", "getraut", "gestorben",
                 "verstorben", "starb", "verloren", "gefunden", "stattfind"}))
    return Relation::kEvent;
  return std::nullopt;
}

bool IsMoveWord(std::string_view word) {
  return Any(word, {"zieh", "gezogen", "umzug", "umzieh", "umgezogen", "zuzug", "zugezogen", "hinzieh"});
}

}  // namespace

namespace {

struct Compound {
  std::size_t begin = 0, end = 0;  // words
};

nlu::Span SpanOf(const TextWords& words, Compound compound) {
  return {words[compound.begin].span.begin, words[compound.end - 1].span.end};
}

// A place is to be expected: after a preposition, or when the text says nothing else.
bool IsExpected(const TextWords& words, Compound compound) {
  const std::size_t begin = compound.begin;
  if (begin > 0 && !words[begin].after_break && words[begin - 1].role == WordRole::kPreposition) return true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if ((i < begin || i >= compound.end) && !words[i].number && words[i].role == WordRole::kOther) return false;
  }
  return true;
}

bool IsLargeTown(const AreaTable& areas, const Mention& mention) {
  return std::any_of(mention.areas.begin(), mention.areas.end(),
                     [&](AreaIndex area) { return areas.at(area).inhabitants >= kLargeTown; });
}

// "Köln-Ehrenfeld" is in Köln whether the Ortsteil is known or not, and "Frankfurt-Höchst" has nothing to do with the
// town of Höchst. But "Essen-Bestellung" is nothing of Essen, and "Hamburg-Berlin" are two places.
bool KeepTown(const AreaTable& areas, const TextWords& words, Compound compound, std::vector<Mention>& mentions) {
  const nlu::Span span = SpanOf(words, compound);
  const auto town = std::find_if(mentions.begin(), mentions.end(),
                                 [&](const Mention& mention) { return mention.span.begin == span.begin; });
  if (town == mentions.end() || town->misspelt || town->span.end >= span.end) return false;
  const bool is_town = std::any_of(town->areas.begin(), town->areas.end(),
                                   [&](AreaIndex area) { return areas.at(area).level == Level::kGemeinde; });
  const bool is_name = words.all_lower() || words[compound.end - 1].upper;
  if (!is_town || !is_name || words[compound.end - 1].role == WordRole::kStreet || !IsExpected(words, compound))
    return false;
  const nlu::Span rest{words[WordAt(words, town->span.end)].span.begin, span.end};
  for (const Mention& other : mentions) {
    if (!rest.Overlaps(other.span)) continue;
    const bool known_part = !Inside(areas, AllMeanings(areas, other), town->areas).empty();
    if (known_part || IsLargeTown(areas, other)) return false;
  }
  town->unknown_part = nlu::Slice(words.original(), rest);
  std::erase_if(mentions, [&](const Mention& other) { return rest.Overlaps(other.span); });
  return true;
}

bool IsMisspeltName(const AreaTable& areas, const TextWords& words, Compound compound) {
  std::string compact;
  for (std::size_t i = compound.begin; i < compound.end; ++i) compact += words[i].text;
  return !areas.names().FindSimilar(compact).empty();
}

}  // namespace

void DropPartsOfCompounds(const AreaTable& areas, const TextWords& words, std::vector<bool>& taken,
                          std::vector<Mention>& mentions) {
  for (Compound compound; compound.begin < words.size(); compound.begin = compound.end) {
    compound.end = compound.begin + 1;
    while (compound.end < words.size() && words[compound.end].joined) ++compound.end;
    if (compound.end - compound.begin < 2) continue;
    const auto first = taken.begin() + static_cast<std::ptrdiff_t>(compound.begin);
    const auto last = taken.begin() + static_cast<std::ptrdiff_t>(compound.end);
    const bool whole = std::all_of(first, last, [](bool t) { return t; });
    if (std::none_of(first, last, [](bool t) { return t; })) continue;
    if ((whole || !IsMisspeltName(areas, words, compound)) && KeepTown(areas, words, compound, mentions)) {
      std::fill(first, last, true);
    } else if (!whole) {
      std::fill(first, last, false);
      const nlu::Span span = SpanOf(words, compound);
      std::erase_if(mentions, [&](const Mention& mention) { return mention.span.Overlaps(span); });
    }
  }
}

namespace {

bool AreDistricts(const AreaTable& areas, const Mention& mention) {
  return !mention.areas.empty() && std::all_of(mention.areas.begin(), mention.areas.end(),
                                               [&](AreaIndex area) { return areas.at(area).level > Level::kGemeinde; });
}

bool IsTown(const AreaTable& areas, const Mention& mention) {
  return mention.areas.size() == 1 && !mention.conflict && areas.at(mention.areas.front()).level == Level::kGemeinde;
}

// "50667 Köln Altstadt": the Ortsteil of that name elsewhere is not meant. Of mentions `i` and the next.
bool TakeUnknownPart(const AreaTable& areas, std::vector<Mention>& mentions, std::size_t i) {
  const bool first = IsTown(areas, mentions[i]) && AreDistricts(areas, mentions[i + 1]);
  const bool second = IsTown(areas, mentions[i + 1]) && AreDistricts(areas, mentions[i]);
  if (!first && !second) return false;
  Mention& town = mentions[first ? i : i + 1];
  Mention& part = mentions[first ? i + 1 : i];
  town.unknown_part = part.surface;
  town.span = {mentions[i].span.begin, mentions[i + 1].span.end};
  mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(first ? i + 1 : i));
  return true;
}

}  // namespace

void NarrowByNeighbours(const AreaTable& areas, const TextWords& words, AreaIndex home,
                        std::vector<Mention>& mentions) {
  for (std::size_t i = 0; i + 1 < mentions.size();) {
    Mention& a = mentions[i];
    Mention& b = mentions[i + 1];
    if (!AreNeighbours(words, a, b)) {
      ++i;
      continue;
    }
    if (a.is_postcode != b.is_postcode) {
      Mention& name = a.is_postcode ? b : a;
      JoinPostcode(areas, name, a.is_postcode ? a : b);
      name.span = {a.span.begin, b.span.end};
      mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(a.is_postcode ? i : i + 1));
      continue;
    }
    const std::vector<AreaIndex> of_a = AllMeanings(areas, a);
    const std::vector<AreaIndex> of_b = AllMeanings(areas, b);
    std::vector<AreaIndex> a_in_b = Inside(areas, of_a, b.areas);
    std::vector<AreaIndex> b_in_a = Inside(areas, of_b, a.areas);
    if (a_in_b.empty() && b_in_a.empty()) {
      if (!TakeUnknownPart(areas, mentions, i)) ++i;
      continue;
    }
    const bool first = !a_in_b.empty();
    Mention& inner = first ? a : b;
    inner.areas = first ? std::move(a_in_b) : std::move(b_in_a);
    SortBySize(areas, home, inner.areas);
    inner.span = {a.span.begin, b.span.end};
    mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(first ? i + 1 : i));
  }
}

void Relate(const TextWords& words, std::vector<Mention>& mentions, std::size_t i) {
  Mention& mention = mentions[i];
  const std::size_t begin = WordAt(words, mention.span.begin);
  const std::size_t end = WordAt(words, mention.span.end);
  const std::size_t floor = i == 0 ? 0 : WordAt(words, mentions[i - 1].span.end);
  const std::size_t ceiling = i + 1 < mentions.size() ? WordAt(words, mentions[i + 1].span.begin) : words.size();
  bool moves = false;
  std::optional<Relation> special;
  for (std::size_t k = begin; k-- > floor && begin - k <= kClauseWords;) {
    if (words[k].text == "und" && k + 1 < begin) break;
    if (begin - k <= 3 && words[k].text == "nicht") mention.negated = true;
    if (!special) special = RelationWord(words[k].text);
    moves = moves || IsMoveWord(words[k].text);
    if (words[k].after_break && k > floor) break;
  }
  for (std::size_t k = end; k < ceiling && k < end + kClauseWords && !words[k].after_break; ++k) {
    // Of two places, the words between belong to the one whose verb they end: "in Kiel geboren und wohne in Plön".
    if (words[k].text == "und") break;
    if (!special) special = RelationWord(words[k].text);
    moves = moves || IsMoveWord(words[k].text);
  }
  std::string_view preposition = begin > floor ? words[begin - 1].text : std::string_view();
  if (begin > floor + 1 && words[begin - 1].role == WordRole::kKind) preposition = words[begin - 2].text;
  if (begin > floor + 2 && words[begin - 1].role == WordRole::kKind && words[begin - 2].role == WordRole::kFiller)
    preposition = words[begin - 3].text;
  if (preposition == "nach")
    mention.relation = Relation::kTo;
  else if (preposition == "von" || preposition == "aus")
    mention.relation = Relation::kFrom;
  else if (special)
    mention.relation = *special;
  else if (moves && i > 0 && mentions[i - 1].relation == Relation::kFrom)
    mention.relation = Relation::kTo;
}

namespace {

// Who names two places of one kind corrects the first.
const Mention* LastOf(Relation relation, const std::vector<Mention>& mentions) {
  const auto found = std::find_if(mentions.rbegin(), mentions.rend(), [&](const Mention& mention) {
    return mention.relation == relation && !mention.negated;
  });
  return found == mentions.rend() ? nullptr : &*found;
}

}  // namespace

const Mention* MentionFor(std::optional<PlaceKind> kind, const std::vector<Mention>& mentions) {
  using enum Relation;
  // Where a business is or something was lost says nothing about where one lives; where one was born says nothing about
  // anything else.
  static constexpr std::array<std::initializer_list<Relation>, 7> kOrder{{
      {kHere, kTo, kFrom, kProperty},                     // residence
      {kFrom, kHere, kTo, kProperty},                     // former residence
      {kTo, kHere, kFrom, kProperty},                     // future residence
      {kBirth, kHere, kFrom, kEvent, kTo},                // birthplace
      {kBusiness, kHere, kTo, kProperty, kEvent, kFrom},  // business seat
      {kProperty, kHere, kTo, kEvent, kBusiness, kFrom},  // property
      {kEvent, kHere, kTo, kProperty, kBusiness, kFrom},  // event
  }};
  static constexpr std::array kAny{kHere, kTo, kFrom, kProperty, kEvent, kBusiness, kBirth};
  if (kind) {
    for (const Relation relation : kOrder[static_cast<std::size_t>(*kind)]) {
      if (const Mention* mention = LastOf(relation, mentions)) return mention;
    }
    return nullptr;
  }
  for (const Relation relation : kAny) {
    if (const Mention* mention = LastOf(relation, mentions)) return mention;
  }
  return nullptr;
}

}  // namespace amtslotse::responsibility
