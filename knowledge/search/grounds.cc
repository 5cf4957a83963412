#include "knowledge/search/grounds.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace amtslotse::knowledge {
namespace {

// With so many services, what is asked for is probably there under some name.
constexpr std::uint32_t kLargeTown = 150;
constexpr std::size_t kFewWords = 3;  // each of them is meant

bool IsRareInTexts(const KnownWord& word, std::uint32_t documents) {
  constexpr std::size_t kFew = 2;
  constexpr std::size_t kOneIn = 4;
  std::size_t with = 0;
  for (const WeightedList& list : word.lists) {
    if (list.of_word && list.field == TermField::kBody) with += list.postings.size();
  }
  return with <= std::max(kFew, documents / kOneIn);
}

Hit::Grounds Of(const KnownWord& word, const Scorer& scorer, const ScoredDocument& document) {
  const auto in = [&](TermField field) { return Has(word, document.segment, document.document, field); };
  if (in(TermField::kName)) return Hit::Grounds::kName;
  return in(TermField::kBody) && IsRareInTexts(word, scorer.documents()) ? Hit::Grounds::kText : Hit::Grounds::kNone;
}

// All of its words.
Hit::Grounds Of(const Scorer::Meaning& meaning, const Scorer& scorer, const ScoredDocument& document) {
  Hit::Grounds least = Hit::Grounds::kName;
  for (const auto& word : meaning.words) least = std::min(least, Of(*word, scorer, document));
  return least;
}

const std::unordered_set<std::string_view>& WordsOfAnyMatter() {
  static const std::unordered_set<std::string_view> words = {
      "abgeben",     "abholen",     "abmelden",   "abmeldung",  "aendern",   "aenderung",  "alte",        "altes",
      "alten",       "amt",         "anmelden",   "anmeldung",  "antrag",    "antraege",   "anzeigen",    "ausfuellen",
      "ausstellen",  "ausstellung", "beantragen", "bearbeiten", "behoerde",  "bescheid",   "bezahlen",    "buero",
      "dauert",      "erlaubnis",   "formular",   "formulare",  "gebuehr",   "gebuehren",  "gehen",       "gemeinde",
      "genehmigung", "geld",        "haus",       "hause",      "hilfe",     "holen",      "jahr",        "kosten",
      "kostet",      "kreis",       "leistung",   "melden",     "nachweis",  "nachweise",  "neu",         "neue",
      "neuen",       "neuer",       "online",     "person",     "personen",  "platz",      "stadt",       "stelle",
      "termin",      "termine",     "ummelden",   "ummeldung",  "unterlage", "unterlagen", "verlaengern", "verloren",
      "weg",         "zahlen",      "zustaendig"};
  return words;
}

bool IsStemOfAnyMatter(const std::string& stem) {
  static const std::unordered_set<std::string> stems = [] {
    std::unordered_set<std::string> all;
    for (const std::string_view word : WordsOfAnyMatter()) all.insert(StemOf(std::string(word)));
    return all;
  }();
  return stems.contains(stem);
}

// Says what is meant ("Auto kaputt" is not about its registration), but leads to nothing by itself.
bool LeadsNowhere(const Word& word) {
  static const std::unordered_set<std::string> stems = [] {
    std::unordered_set<std::string> all;
    for (const char* verb : {"kaputt", "defekt", "halten", "loswerden", "eintragen", "mitmachen"})
      all.insert(StemOf(verb));
    return all;
  }();
  return stems.contains(word.stem) || IsOfAnyMatter(word);
}

bool IsSaid(const Scorer::Meaning& meaning, const ScoredDocument& document) {
  return std::all_of(meaning.words.begin(), meaning.words.end(), [&](const auto& word) {
    return Has(*word, document.segment, document.document, TermField::kName) ||
           Has(*word, document.segment, document.document, TermField::kBody);
  });
}

bool IsSaid(const Scorer& scorer, const ScoredDocument& document, std::size_t place, Open open) {
  const KnownWord& word = *scorer.words()[place];
  if (Has(word, document.segment, document.document, TermField::kName) ||
      Has(word, document.segment, document.document, TermField::kBody)) {
    return true;
  }
  if (word.parts.size() > 1 && scorer.HasInText(document, word.parts.back())) return true;
  return std::any_of(scorer.meanings().begin(), scorer.meanings().end(), [&](const Scorer::Meaning& meaning) {
    const Synonyms::Expansion& from = *meaning.expansion;
    const bool of_it = static_cast<std::size_t>(from.source) == place || from.terms > 1;
    if (from.near && open == Open::kUnlessMeant) return false;
    return of_it && IsSaid(meaning, document) && (!from.of_begin || SaysEnd(scorer, document, place));
  });
}

}  // namespace

bool IsOfAnyMatter(const Word& word) { return IsStemOfAnyMatter(word.stem); }

bool SaysEnd(const Scorer& scorer, const ScoredDocument& document, std::size_t place) {
  const KnownWord& word = *scorer.words()[place];
  if (word.parts.size() < 2) return false;
  const std::string& end = word.parts.back();
  if (IsStemOfAnyMatter(end) || scorer.HasInName(document, end)) return true;
  return std::any_of(scorer.meanings().begin(), scorer.meanings().end(), [&](const Scorer::Meaning& meaning) {
    const Synonyms::Expansion& from = *meaning.expansion;
    return from.of_end && static_cast<std::size_t>(from.source) == place && IsSaid(meaning, document);
  });
}

bool LeavesWordOpen(const Scorer& scorer, const ScoredDocument& document, Open open) {
  const std::vector<Word>& query = scorer.query();
  if (query.size() < 2 || scorer.SaysWholeName(document)) return false;
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (!IsOfAnyMatter(query[i]) && !IsSaid(scorer, document, i, open)) return true;
  }
  return false;
}

Hit::Grounds GroundsOf(const Scorer& scorer, const ScoredDocument& document, bool nearest) {
  const std::vector<Word>& query = scorer.query();
  const bool says_nothing_else = std::all_of(query.begin(), query.end(), LeadsNowhere);
  const auto counts = [&](std::size_t i) { return says_nothing_else || !LeadsNowhere(query[i]); };
  // The names of an entry are questions, in which no word need be.
  const bool catalogued = scorer.KindOf(document) != HitKind::kEntry;
  const auto leaves_open = [&](Open open) { return catalogued && LeavesWordOpen(scorer, document, open); };
  bool begins = false;
  Hit::Grounds best = Hit::Grounds::kNone;
  // What a compound begins with leads to what is near, unless its end is said too.
  const auto by_begin = [&](std::size_t place, Hit::Grounds found) {
    best = std::max(best, SaysEnd(scorer, document, place) ? found : std::min(found, Hit::Grounds::kText));
  };
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (counts(i)) best = std::max(best, Of(*scorer.words()[i], scorer, document));
    if (!scorer.HasFirstPart(document, i)) continue;
    begins = true;
    by_begin(i, Hit::Grounds::kName);
  }
  const bool in_passing = best == Hit::Grounds::kText && !begins && !nearest && query.size() <= kFewWords;
  if (in_passing && leaves_open(Open::kUnlessMeant)) best = Hit::Grounds::kNone;
  for (const Scorer::Meaning& meaning : scorer.meanings()) {
    const Synonyms::Expansion& from = *meaning.expansion;
    const auto place = static_cast<std::size_t>(from.source);
    if (from.of_end && !begins) continue;
    if (from.near) {
      const bool named = scorer.services() >= kLargeTown && Of(meaning, scorer, document) == Hit::Grounds::kName &&
                         (counts(place) || !leaves_open(Open::kUnlessNear));
      if (named) best = std::max(best, Hit::Grounds::kText);
      continue;
    }
    // "Katze anmelden": what "anmelden" alone means is not it.
    const bool of_phrase = query.size() > 1 && from.words->size() > 1;
    if (!counts(place) && !of_phrase) continue;
    const Hit::Grounds found = Of(meaning, scorer, document);
    // Where little is offered, a text that has another word for it speaks of it in passing.
    const bool only_mentioned =
        found == Hit::Grounds::kText && !nearest && catalogued && scorer.services() < kLargeTown;
    if (only_mentioned) continue;
    from.of_begin ? by_begin(place, found) : void(best = std::max(best, found));
  }
  return best;
}

}  // namespace amtslotse::knowledge
