#include "knowledge/responsibility/places.h"

#include <algorithm>
#include <array>
#include <optional>

#include "knowledge/responsibility/place_mentions.h"
#include "knowledge/responsibility/place_qualifiers.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kShortestFree = 4;      // letters of a name that counts without a preposition
constexpr std::size_t kShortestMisspelt = 7;  // letters of a misspelt name in running text
constexpr std::uint32_t kLargeTown = 100000;  // inhabitants of a place whose misspelt name is expected everywhere
constexpr std::size_t kLongestShortName = 6;  // letters of a name whose misspelling must be of a town
constexpr std::uint32_t kKnownTown = 10000;   // inhabitants of such a town
constexpr std::uint32_t kManyTimes =
    10;                                  // as large as others: "Schwenningen" is first of all in Villingen-Schwenningen
constexpr std::size_t kLongestRest = 6;  // words of a text that is nothing but a place
constexpr std::size_t kPostcodeDigits = 5;

// What stands before a window.
struct Before {
  bool strong = false;       // a place is to be expected: after a preposition, a kind word, another place
  bool contraction = false;  // im, am, zum
  bool person = false;
  std::optional<Level> level;
};

std::optional<Level> KindLevel(std::string_view word) {
  if (word == "land" || word == "bundesland" || word == "freistaat") return Level::kLand;
  if (word == "regierungsbezirk") return Level::kRegierungsbezirk;
  if (word == "kreis" || word == "landkreis" || word == "lk" || word == "region" || word == "staedteregion")
    return Level::kKreis;
  if (word == "amt" || word == "samtgemeinde" || word == "sg" || word == "verbandsgemeinde" || word == "vg" ||
      word == "vgem" || word == "verwaltungsgemeinschaft")
    return Level::kVerband;
  if (word == "bezirk" || word == "stadtbezirk") return Level::kBezirk;
  if (word == "stadtteil" || word == "ortsteil" || word == "ot") return Level::kOrtsteil;
  if (word == "stadt" || word == "gemeinde" || word == "kreisstadt") return Level::kGemeinde;
  return std::nullopt;
}

Before Look(const TextWords& words, std::size_t begin, bool after_mention) {
  Before before;
  before.strong = after_mention;
  if (begin == 0) return before;
  const TextWord& previous = words[begin - 1];
  if (words[begin].after_break) return before;
  switch (previous.role) {
    case WordRole::kPreposition: before.strong = true; break;
    case WordRole::kKind:
      before.strong = true;
      before.level = KindLevel(previous.text);
      break;
    case WordRole::kContraction: before.contraction = true; break;
    case WordRole::kPerson: before.person = true; break;
    default: break;
  }
  const bool copula = previous.text == "ist" || previous.text == "lautet";
  if (copula && begin > 1 && words[begin - 2].role == WordRole::kPerson) before.person = true;
  return before;
}

bool IsPlacePreposition(std::string_view word) {
  return word == "in" || word == "nach" || word == "aus" || word == "von";
}

bool FitsLevel(const Area& area, Level level) {
  if (level == Level::kOrtsteil || level == Level::kBezirk) return area.level >= Level::kBezirk;
  return area.top <= level && level <= area.level;
}

bool LowerInMixedText(const TextWords& words, std::size_t at) { return !words.all_lower() && !words[at].upper; }

// All that the text says beside words that say nothing.
bool IsWholeText(const TextWords& words, std::size_t begin, std::size_t end) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool outside = i < begin || i >= end;
    if (outside && (words[i].role == WordRole::kOther || words[i].role == WordRole::kPerson)) return false;
  }
  return true;
}

bool HasOrdinaryWord(const TextWords& words, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (words[i].role != WordRole::kOther && words[i].role != WordRole::kKind) return true;
  }
  return false;
}

std::string CompactOf(const TextWords& words, std::size_t begin, std::size_t count) {
  std::string compact;
  for (std::size_t i = begin; i < begin + count; ++i) compact += words[i].text;
  return compact;
}

// What is larger is called by its bare name only where no town of that name is meant: Plön is the town, Kreis Plön the
// Kreis; München is the city, not the Landkreis around it; Bremen the city. But Brandenburg is first of all the Land.
bool Overshadows(const AreaTable& areas, const NameEntry& town, const NameEntry& larger) {
  const Area& other = areas.at(town.area);
  const Area& area = areas.at(larger.area);
  if (area.level >= Level::kVerband || other.level != Level::kGemeinde) return false;
  if (area.level == Level::kLand) return town.kind == NameKind::kOfficial && areas.Contains(larger.area, town.area);
  return other.top <= Level::kKreis || areas.Contains(larger.area, town.area);
}

// "Sachsen" is the Land, not the short name of a village elsewhere (Sachsen b.Ansbach).
bool IsNamedLikeLand(const AreaTable& areas, std::span<const NameEntry> entries, const NameEntry& entry) {
  if (entry.kind != NameKind::kShort) return false;
  return std::any_of(entries.begin(), entries.end(), [&](const NameEntry& other) {
    return other.kind == NameKind::kOfficial && areas.at(other.area).level == Level::kLand &&
           !areas.Contains(other.area, entry.area);
  });
}

}  // namespace

std::vector<AreaIndex> ChooseAreas(const AreaTable& areas, std::span<const NameEntry> entries, AreaIndex home,
                                   std::optional<Level> level) {
  std::array<std::vector<AreaIndex>, 3> tiers;
  std::vector<AreaIndex> at_home;
  const bool inhabited =
      std::any_of(entries.begin(), entries.end(), [&](const NameEntry& e) { return areas.at(e.area).inhabitants > 0; });
  std::uint32_t largest = 0;  // of those that bear the whole name
  for (const NameEntry& entry : entries) {
    if (entry.kind != NameKind::kPart && areas.at(entry.area).level == Level::kGemeinde)
      largest = std::max(largest, areas.at(entry.area).inhabitants);
  }
  for (const NameEntry& entry : entries) {
    const Area& area = areas.at(entry.area);
    if (level ? !FitsLevel(area, *level) : entry.kind == NameKind::kPlate) continue;
    if (!level && IsNamedLikeLand(areas, entries, entry)) continue;
    if (home != kNoArea && entry.area != home && areas.Contains(home, entry.area)) {
      at_home.push_back(entry.area);
      continue;
    }
    std::size_t tier = 0;
    const bool large_part = area.level == Level::kGemeinde && area.inhabitants > kManyTimes * largest &&
                            area.name.find('-') != std::string::npos;
    if ((entry.kind == NameKind::kPart && !large_part) || area.level == Level::kOrtsteil)
      tier = 2;
    else if (area.level == Level::kVerband)
      tier = 1;
    else if (inhabited && area.level == Level::kGemeinde && area.inhabitants == 0)
      tier = 2;  // "Helmstedt" is the town, not the wood of that name
    if (level) tier = 0;
    const bool shadowed = !level && std::any_of(entries.begin(), entries.end(), [&](const NameEntry& other) {
      return Overshadows(areas, other, entry);
    });
    if (!shadowed) tiers[tier].push_back(entry.area);
  }
  for (auto& tier : tiers) {
    if (tier.empty()) continue;
    at_home.insert(at_home.end(), tier.begin(), tier.end());
    break;
  }
  SortBySize(areas, home, at_home);
  return at_home;
}

void SortBySize(const AreaTable& areas, AreaIndex home, std::vector<AreaIndex>& list) {
  const auto inside = [&](AreaIndex area) { return home != kNoArea && areas.Contains(home, area); };
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  std::erase_if(list, [&,
                       all = list](AreaIndex area) {  // of areas inside each other the town is meant, not its Ortsteil
    return std::any_of(all.begin(), all.end(), [&](AreaIndex other) {
      return other != area && areas.Contains(other, area) && areas.at(other).level >= Level::kGemeinde;
    });
  });
  std::sort(list.begin(), list.end(), [&](AreaIndex a, AreaIndex b) {
    if (inside(a) != inside(b)) return inside(a);
    if (areas.at(a).inhabitants != areas.at(b).inhabitants) return areas.at(a).inhabitants > areas.at(b).inhabitants;
    const auto town = [&](AreaIndex area) {  // of Ortsteile nobody counted, those of the larger town first
      const AreaIndex gemeinde = areas.Enclosing(area, Level::kGemeinde);
      return gemeinde == kNoArea ? 0 : areas.at(gemeinde).inhabitants;
    };
    if (town(a) != town(b)) return town(a) > town(b);
    return a < b;
  });
}

bool PlaceFinder::TryPostcode(const TextWords& words, std::size_t at, Mention& mention) const {
  const TextWord& word = words[at];
  if (!word.number || word.text.size() != kPostcodeDigits) return false;
  mention.is_postcode = true;
  mention.postcode = static_cast<std::uint32_t>(std::stoul(std::string(word.text)));
  const auto places = areas_.PlacesOf(mention.postcode);
  mention.areas.assign(places.begin(), places.end());
  SortBySize(areas_, kNoArea, mention.areas);
  mention.span = word.span;
  // Five digits that are no postcode may be anything, unless the text calls them one.
  const bool called = at > 0 && (words[at - 1].text == "plz" || words[at - 1].text == "postleitzahl" ||
                                 words[at - 1].role == WordRole::kPreposition);
  return !mention.areas.empty() || called || words.size() <= 2;
}

bool PlaceFinder::TryWindow(const TextWords& words, Window window, AreaIndex home, bool after_mention,
                            Mention& mention) const {
  const NameGroup group = areas_.names().Find(CompactOf(words, window.begin, window.words));
  if (group.entries.empty()) return false;
  const std::size_t end = window.begin + window.words;
  if (end < words.size() && words[end].role == WordRole::kStreet && !words[end].after_break) return false;
  const Before before = Look(words, window.begin, after_mention);
  if (before.person) return false;
  const QualifiedName qualified = ReadQualifier(areas_, words, end, group);
  if (!qualified.entries.empty()) {
    mention.areas = ChooseAreas(areas_, qualified.entries, home, std::nullopt);
    mention.span = {words[window.begin].span.begin, words[qualified.end - 1].span.end};
    return true;
  }
  if (qualified.contradicted &&
      TakeSimilar(CompactOf(words, window.begin, qualified.end - window.begin), home, mention)) {
    mention.span = {words[window.begin].span.begin, words[qualified.end - 1].span.end};
    return true;
  }
  const bool lower = LowerInMixedText(words, window.begin);
  const bool whole = IsWholeText(words, window.begin, end);
  // Words like "meine" and "oder" are no places, and "in den" is not Inden.
  const bool ordinary = HasOrdinaryWord(words, window.begin, end);
  std::vector<NameEntry> usable;
  for (const NameEntry& entry : group.entries) {
    if (ordinary && !whole && (window.words == 1 || window.words > entry.words)) continue;
    if (window.words == 1 && entry.words > 1 && areas_.IsAbroad(group.text)) continue;  // Neuseeland is not Neu-Seeland
    const Area& area = areas_.at(entry.area);
    const bool at_home = home != kNoArea && areas_.Contains(home, entry.area);
    const bool well_known = area.level <= Level::kGemeinde || at_home || whole;
    const bool fits = window.words <= entry.words || (whole && !ordinary);  // "Neu Münster"
    const bool free = well_known && (!entry.common || whole) && !lower && (entry.kind != NameKind::kPart || whole) &&
                      entry.kind != NameKind::kAbbreviation && fits && group.text.size() >= kShortestFree;
    const bool plate = entry.kind == NameKind::kPlate && before.level != Level::kKreis;
    const bool region = before.contraction && !entry.common && area.level <= Level::kKreis;
    const bool noun = !lower || !entry.common;  // "in essen" inside a text that does use capitals is the verb
    const bool abbreviation = entry.kind == NameKind::kAbbreviation && (!words[window.begin].upper || !before.strong);
    if ((free || region || (before.strong && noun)) && !abbreviation && !plate) usable.push_back(entry);
  }
  mention.areas = ChooseAreas(areas_, usable, home, before.level);
  if (mention.areas.empty() && before.level) mention.areas = ChooseAreas(areas_, usable, home, std::nullopt);
  mention.span = {words[window.begin].span.begin, words[end - 1].span.end};
  return !mention.areas.empty();
}

// The places whose names differ least from `compact`. Of short names much is similar to anything: only known ones
// count.
bool PlaceFinder::TakeSimilar(std::string_view compact, AreaIndex home, Mention& mention,
                              std::optional<Level> level) const {
  std::vector<NameEntry> entries;
  for (const NameGroup& group : areas_.names().FindSimilar(compact)) {
    for (const NameEntry& entry : group.entries) {
      const bool at_home = home != kNoArea && areas_.Contains(home, entry.area);
      const bool known =
          compact.size() > kLongestShortName || at_home || areas_.at(entry.area).inhabitants >= kKnownTown;
      if (entry.kind <= NameKind::kAlias && known) entries.push_back(entry);
    }
  }
  mention.areas = ChooseAreas(areas_, entries, home, level);
  mention.misspelt = !mention.areas.empty();
  return mention.misspelt;
}

// "Franfurt Oder": what stands behind the misspelt name chooses among those it is similar to. The word behind the
// qualifier, or `end`.
std::size_t PlaceFinder::QualifySimilar(const TextWords& words, Window window, AreaIndex home, Mention& mention) const {
  const std::size_t end = window.begin + window.words;
  std::vector<NameEntry> entries;
  std::size_t qualified_end = end;
  for (const NameGroup& group : areas_.names().FindSimilar(CompactOf(words, window.begin, window.words))) {
    const QualifiedName qualified = ReadQualifier(areas_, words, end, group);
    if (qualified.entries.empty()) continue;
    entries.insert(entries.end(), qualified.entries.begin(), qualified.entries.end());
    qualified_end = qualified.end;
  }
  if (entries.empty()) return end;
  mention.areas = ChooseAreas(areas_, entries, home, std::nullopt);
  return qualified_end;
}

bool PlaceFinder::TrySimilar(const TextWords& words, std::size_t at, AreaIndex home, Mention& mention) const {
  const TextWord& word = words[at];
  const Before before = Look(words, at, false);
  const bool preposition = at > 0 && !word.after_break && (IsPlacePreposition(words[at - 1].text) || before.level);
  if (!preposition || word.number || word.role != WordRole::kOther || word.text.size() < kShortestMisspelt)
    return false;
  if (LowerInMixedText(words, at) || areas_.IsNeverPlace(word.text)) return false;
  for (std::size_t count = std::min<std::size_t>(3, words.size() - at); count > 0; --count) {
    const std::vector<NameGroup> groups = areas_.names().FindSimilar(CompactOf(words, at, count));
    std::vector<NameEntry> entries;
    for (const NameGroup& group : groups) {
      for (const NameEntry& entry : group.entries) {
        const bool near = home == kNoArea || areas_.at(entry.area).inhabitants >= kLargeTown ||
                          areas_.Enclosing(entry.area, Level::kLand) == areas_.Enclosing(home, Level::kLand);
        if (near && entry.kind <= NameKind::kAlias && entry.words >= count) entries.push_back(entry);
      }
    }
    mention.areas = ChooseAreas(areas_, entries, home, before.level);
    if (mention.areas.empty()) continue;
    mention.misspelt = true;
    const std::size_t end = QualifySimilar(words, {at, count}, home, mention);
    mention.span = {word.span.begin, words[end - 1].span.end};
    return true;
  }
  return false;
}

std::vector<Mention> PlaceFinder::Exact(const TextWords& words, AreaIndex home, std::vector<bool>& taken) const {
  std::vector<Mention> mentions;
  std::size_t mention_end = static_cast<std::size_t>(-1);
  for (std::size_t i = 0; i < words.size();) {
    Mention mention;
    std::size_t count = 0;
    if (TryPostcode(words, i, mention)) {
      count = 1;
    } else if (!words[i].number) {
      const auto longest =
          std::min<std::size_t>(static_cast<std::size_t>(areas_.names().max_words()), words.size() - i);
      for (count = longest; count > 0 && !TryWindow(words, {i, count}, home, mention_end == i, mention); --count) {
      }
      if (count != 0 || TrySimilar(words, i, home, mention)) {
        while (i + count < words.size() && words[i + count].span.end <= mention.span.end) ++count;
      }
    }
    if (count == 0) {
      ++i;
      continue;
    }
    for (std::size_t k = i; k < i + count; ++k) taken[k] = true;
    mention.surface = std::string(nlu::Slice(words.original(), mention.span));
    mentions.push_back(std::move(mention));
    i += count;
    mention_end = i;
  }
  return mentions;
}

// What is left when all fillers are away may be nothing but a place: then ordinary words, Ortsteile and misspellings
// count.
void PlaceFinder::TakeRest(const TextWords& words, AreaIndex home, std::vector<bool>& taken,
                           std::vector<Mention>& mentions) const {
  std::size_t begin = words.size();
  std::size_t end = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (taken[i] || words[i].number || (words[i].role != WordRole::kOther && words[i].role != WordRole::kStreet))
      continue;
    begin = std::min(begin, i);
    end = i + 1;
  }
  if (begin >= end || end - begin > kLongestRest) return;
  for (std::size_t i = begin; i < end; ++i) {
    if (taken[i] || words[i].number || (i > begin && words[i].after_break)) return;
  }
  // Words like "Bad" or "Markt" before the rest may belong to the name.
  const std::string compact = CompactOf(words, begin, end - begin);
  const Before before = Look(words, begin, false);
  if (before.person) return;
  Mention mention;
  const NameGroup group = areas_.names().Find(compact);
  mention.areas = ChooseAreas(areas_, group.entries, home, before.level);
  if (mention.areas.empty() &&
      (!mentions.empty() || areas_.IsNeverPlace(compact) || !TakeSimilar(compact, home, mention, before.level)))
    return;
  if (mention.misspelt) end = QualifySimilar(words, {begin, end - begin}, home, mention);
  mention.span = {words[begin].span.begin, words[end - 1].span.end};
  for (std::size_t i = begin; i < end; ++i) taken[i] = true;
  mentions.push_back(std::move(mention));
}

std::vector<Mention> PlaceFinder::FindMentions(std::string_view text, AreaIndex home) const {
  const TextWords words(text);
  std::vector<bool> taken(words.size(), false);
  std::vector<Mention> mentions = Exact(words, home, taken);
  DropPartsOfCompounds(areas_, words, taken, mentions);
  TakeRest(words, home, taken, mentions);
  std::sort(mentions.begin(), mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span.begin < b.span.begin; });
  for (Mention& mention : mentions) mention.surface = std::string(nlu::Slice(text, mention.span));
  NarrowByNeighbours(areas_, words, home, mentions);
  for (std::size_t i = 0; i < mentions.size(); ++i) Relate(words, mentions, i);
  return mentions;
}

}  // namespace amtslotse::responsibility
