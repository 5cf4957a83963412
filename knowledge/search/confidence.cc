#include "knowledge/search/confidence.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "knowledge/search/grounds.h"

namespace amtslotse::knowledge {
namespace {

constexpr double kMostByTextAlone = 0.45;  // the citizen is asked

// "Brauche ich eine Erlaubnis?": every office has some.
bool SaysNoMatter(const std::vector<Word>& query) {
  static constexpr std::array<std::string_view, 9> kAnyOffice = {
      "erlaubnis", "genehmigung", "antrag", "antraege", "formular", "formulare", "nachweis", "nachweise", "unterlage"};
  return std::all_of(query.begin(), query.end(), [](const Word& word) {
    return std::find(kAnyOffice.begin(), kAnyOffice.end(), word.text) != kAnyOffice.end();
  });
}

// `least`: what such a meaning must weigh.
bool NamedBySynonym(const Scorer& scorer, const ScoredDocument& document, float least = 0) {
  return std::any_of(scorer.meanings().begin(), scorer.meanings().end(), [&](const Scorer::Meaning& meaning) {
    const Synonyms::Expansion& from = *meaning.expansion;
    const bool counts = !from.near && from.weight >= least &&
                        (!from.of_begin || SaysEnd(scorer, document, static_cast<std::size_t>(from.source)));
    return counts && std::all_of(meaning.words.begin(), meaning.words.end(), [&](const auto& word) {
             return Has(*word, document.segment, document.document, TermField::kName);
           });
  });
}

// Only the end of a compound means it: a "Bewohnerparkausweis" is no "Personalausweis".
bool NamedByItsEnd(const Scorer& scorer, const ScoredDocument& document) {
  constexpr float kWholeWord = 1;
  return scorer.HasOnlyAnEnd(document) && !NamedBySynonym(scorer, document, kWholeWord);
}

// "Kfz ummelden" finds "Gewerbe-Ummeldung" by a word of any matter; what else is said must be meant by it.
bool NamedByAnyMatterOnly(const Scorer& scorer, const ScoredDocument& document) {
  for (std::size_t i = 0; i < scorer.query().size(); ++i) {
    const bool in_name = Has(*scorer.words()[i], document.segment, document.document, TermField::kName);
    if (in_name && !IsOfAnyMatter(scorer.query()[i])) return false;
  }
  return !NamedBySynonym(scorer, document);
}

}  // namespace

ConfidenceFeatures FeaturesOf(const Scorer& scorer, const std::vector<ScoredDocument>& best) {
  ConfidenceFeatures features;
  if (best.empty()) return features;
  const double possible = std::max<double>(scorer.Possible(), 1e-3);
  features.reached = std::min(best[0].score / possible, 3.0);
  const double second = best.size() > 1 ? best[1].score : 0;
  features.margin = best[0].score > 0 ? (best[0].score - second) / best[0].score : 0;
  features.found = best[0].found;
  features.query_share = best[0].query_share;
  features.name_share = best[0].name_share;
  features.words = std::max<double>(1, static_cast<double>(scorer.query().size()));
  return features;
}

// A logistic regression. Right first hits: the demo town's synonyms and question variants, each found while
// it was left out of the index, and its names with nothing left out. Wrong ones: the shipped out-of-scope
// utterances.
double Calibrated(const ConfidenceFeatures& f) {
  const double x = -1.76 + 0.95 * f.reached + 1.24 * f.margin + 3.28 * f.found - 1.86 * f.query_share -
                   1.99 * f.name_share + 2.41 * f.query_share * f.name_share - 1.60 * std::log(f.words) -
                   0.65 * f.found * f.reached + 1.42 * f.margin * f.reached;
  return 1 / (1 + std::exp(-x));
}

std::vector<double> Confidences(const Scorer& scorer, const std::vector<ScoredDocument>& best) {
  std::vector<double> confidences;
  if (best.empty()) return confidences;
  double first = Calibrated(FeaturesOf(scorer, best));
  // A rare word that only its text mentions ("im Voraus", "weiter") does not name it.
  const bool by_name = best[0].query_share > 0;
  if (!by_name && (!NamedBySynonym(scorer, best[0]) || NamedByItsEnd(scorer, best[0])))
    first = std::min(first, kMostByTextAlone);
  // The names of an entry are questions: who asks one in other words says none of them wholly.
  const Open open = NamedByAnyMatterOnly(scorer, best[0]) ? Open::kUnlessMeant : Open::kUnlessNear;
  if (scorer.KindOf(best[0]) != HitKind::kEntry && LeavesWordOpen(scorer, best[0], open))
    first = std::min(first, kMostByTextAlone);
  if (SaysNoMatter(scorer.query())) first = std::min(first, kMostByTextAlone);
  const double top = std::max<double>(best[0].score, 1e-6);
  for (const ScoredDocument& document : best) {
    const double share = document.score / top;
    confidences.push_back(first * share * share);
  }
  return confidences;
}

}  // namespace amtslotse::knowledge
