// Whether there is a reason to show a document for a query at all. Internal to the library.
#pragma once

#include <cstdint>

#include "knowledge/search.h"
#include "knowledge/search/scoring.h"

namespace amtslotse::knowledge {

// A word that, in any of its forms, is said of any matter: "anmelden", "Antrag", "Termin".
bool IsOfAnyMatter(const Word& word);

// A compound, the word of the query at `place`, has an end that the document says too, or that is said of any matter:
// "Hundeanmeldung" is about the Hundesteuer, "Hundeschule" is not.
bool SaysEnd(const Scorer& scorer, const ScoredDocument& document, std::size_t place);

// What closes a word that the document has nowhere: what it means, or also a word of the same field.
enum class Open : std::uint8_t { kUnlessMeant, kUnlessNear };

// A word of the query is nowhere in the document, nor what it may mean, and the others say none of its names wholly:
// "Auto abgeschleppt" and "Auto ummelden".
bool LeavesWordOpen(const Scorer& scorer, const ScoredDocument& document, Open open = Open::kUnlessNear);

// Where the document has a word of the query that means something, or what it may mean: in a name, or in its text if
// the word is rare there; in a large town also a word of the same field in a name. What only looks alike, is of the end
// of a compound or of any matter is no reason, unless the query says nothing else. Where a short query has a word that
// the document has nowhere ("PIN-Brief"), one that only its text mentions is a reason for the `nearest` alone; so is,
// in a small town, another word for it in a service's text.
Hit::Grounds GroundsOf(const Scorer& scorer, const ScoredDocument& document, bool nearest);

}  // namespace amtslotse::knowledge
