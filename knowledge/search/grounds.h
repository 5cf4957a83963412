// Whether there is a reason to show a document for a query at all. Internal to the library.
#pragma once

#include <string_view>

#include "knowledge/search.h"
#include "knowledge/search/scoring.h"

namespace amtslotse::knowledge {

// A folded word that is said of any matter: "anmelden", "Antrag", "Termin".
bool IsOfAnyMatter(std::string_view folded);

// A compound, the word of the query at `place`, has an end that the document says too, or that is said of any matter:
// "Hundeanmeldung" is about the Hundesteuer, "Hundeschule" is not.
bool SaysEnd(const Scorer& scorer, const ScoredDocument& document, std::size_t place);

// A word of the query is nowhere in the document, nor what it may mean, and the others say none of its names wholly:
// "Auto abgeschleppt" and "Auto ummelden".
bool LeavesWordOpen(const Scorer& scorer, const ScoredDocument& document);

// Where the document has a word of the query that means something, or what it may mean: in a name, or in its text if
// the word is rare there; in a large town also a word of the same field in a name. What only looks alike, is of the end
// of a compound or of any matter is no reason, unless the query says nothing else.
Hit::Grounds GroundsOf(const Scorer& scorer, const ScoredDocument& document);

}  // namespace amtslotse::knowledge
