#pragma once

#include <span>
#include <vector>

namespace amtslotse::nlu {

struct LogisticExample {
  std::vector<double> inputs;
  bool positive = false;
  double weight = 1;
};

// The weights of a logistic regression, one per input, by Newton's method; they are drawn towards
// `prior` with the strength `ridge`. Deterministic. All examples must have as many inputs as `prior`.
std::vector<double> FitLogistic(std::span<const LogisticExample> examples, std::vector<double> prior, double ridge);

double Logistic(std::span<const double> weights, std::span<const double> inputs);

}  // namespace amtslotse::nlu
