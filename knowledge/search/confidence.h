// How sure the first hit is, learnt on held-back phrases.
#pragma once

#include <vector>

#include "knowledge/search/scoring.h"

namespace amtslotse::knowledge {

// What the calibration sees of a result's first hit.
struct ConfidenceFeatures {
  double reached = 0;      // score against what a perfect match would have
  double margin = 0;       // lead over the second, 0…1
  double found = 0;        // share of the query found in the document
  double query_share = 0;  // share of the query in its best name
  double name_share = 0;   // share of that name in the query
  double words = 1;        // in the query
};

ConfidenceFeatures FeaturesOf(const Scorer& scorer, const std::vector<ScoredDocument>& best);

// 0…1, the chance that such a first hit is right.
double Calibrated(const ConfidenceFeatures& features);

// For each document; later ones get the first's share by score.
std::vector<double> Confidences(const Scorer& scorer, const std::vector<ScoredDocument>& best);

}  // namespace amtslotse::knowledge
