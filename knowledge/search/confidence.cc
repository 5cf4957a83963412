#include "knowledge/search/confidence.h"

#include <algorithm>
#include <cmath>

namespace amtslotse::knowledge {

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
  return features;
}

double Calibrated(const ConfidenceFeatures& f) {
  const double x =
      -3.2 + 1.2 * f.reached + 2.5 * f.margin + 1.0 * f.found + 1.2 * f.query_share + 0.8 * f.name_share;
  return 1 / (1 + std::exp(-x));
}

std::vector<double> Confidences(const Scorer& scorer, const std::vector<ScoredDocument>& best) {
  std::vector<double> confidences;
  if (best.empty()) return confidences;
  const double first = Calibrated(FeaturesOf(scorer, best));
  const double top = std::max<double>(best[0].score, 1e-6);
  for (const ScoredDocument& document : best) {
    const double share = document.score / top;
    confidences.push_back(first * share * share);
  }
  return confidences;
}

}  // namespace amtslotse::knowledge
