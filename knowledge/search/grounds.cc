#include "knowledge/search/grounds.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace amtslotse::knowledge {
namespace {

// From so many documents on, what is asked for is probably there under some name.
constexpr std::uint32_t kLargeTown = 150;

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

}  // namespace

bool IsOfAnyMatter(std::string_view folded) {
  static const std::unordered_set<std::string_view> words = {
      "abgeben",     "abholen",   "abmelden", "abmeldung", "aendern",     "aenderung",  "amt",        "anmelden",
      "anmeldung",   "antrag",    "antraege", "anzeigen",  "ausfuellen",  "ausstellen", "beantragen", "bearbeiten",
      "behoerde",    "bescheid",  "bezahlen", "buero",     "dauert",      "erlaubnis",  "formular",   "formulare",
      "gebuehr",     "gebuehren", "gehen",    "gemeinde",  "genehmigung", "geld",       "hilfe",      "holen",
      "jahr",        "kosten",    "kostet",   "kreis",     "leistung",    "melden",     "nachweis",   "nachweise",
      "neu",         "neue",      "neuen",    "neuer",     "online",      "person",     "personen",   "platz",
      "stadt",       "stelle",    "termin",   "termine",   "ummelden",    "ummeldung",  "unterlage",  "unterlagen",
      "verlaengern", "verloren",  "weg",      "zahlen",    "zustaendig"};
  return words.contains(folded);
}

Hit::Grounds GroundsOf(const Scorer& scorer, const ScoredDocument& document) {
  const std::vector<Word>& query = scorer.query();
  const bool says_nothing_else =
      std::all_of(query.begin(), query.end(), [](const Word& word) { return IsOfAnyMatter(word.text); });
  const auto counts = [&](std::size_t i) { return says_nothing_else || !IsOfAnyMatter(query[i].text); };
  const bool begins = scorer.HasFirstPart(document);
  Hit::Grounds best = begins ? Hit::Grounds::kName : Hit::Grounds::kNone;
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (counts(i)) best = std::max(best, Of(*scorer.words()[i], scorer, document));
  }
  for (const Scorer::Meaning& meaning : scorer.meanings()) {
    const Synonyms::Expansion& from = *meaning.expansion;
    if (from.of_end && !begins) continue;
    if (from.near) {
      const bool named = scorer.documents() >= kLargeTown && Of(meaning, scorer, document) == Hit::Grounds::kName;
      if (named) best = std::max(best, Hit::Grounds::kText);
      continue;
    }
    // "Katze anmelden": what "anmelden" alone means is not it.
    const bool of_phrase = query.size() > 1 && from.words->size() > 1;
    if (counts(static_cast<std::size_t>(from.source)) || of_phrase)
      best = std::max(best, Of(meaning, scorer, document));
  }
  return best;
}

}  // namespace amtslotse::knowledge
