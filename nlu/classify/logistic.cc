#include "nlu/classify/logistic.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace amtslotse::nlu {
namespace {

constexpr int kNewtonSteps = 50;
constexpr double kConverged = 1e-9;
constexpr double kShortestStep = 1e-6;
constexpr double kEnough = 1e-4;  // of what the slope promises

using Row = std::vector<double>;

// Solves m · x = v by Gaussian elimination with pivoting; m is symmetric positive definite.
Row Solve(std::vector<Row> m, Row v) {
  const std::size_t size = v.size();
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < size; ++row) {
      if (std::abs(m[row][column]) > std::abs(m[pivot][column])) pivot = row;
    }
    std::swap(m[column], m[pivot]);
    std::swap(v[column], v[pivot]);
    for (std::size_t row = column + 1; row < size; ++row) {
      const double factor = m[row][column] / m[column][column];
      for (std::size_t k = column; k < size; ++k) m[row][k] -= factor * m[column][k];
      v[row] -= factor * v[column];
    }
  }
  Row x(size);
  for (std::size_t row = size; row-- > 0;) {
    double rest = v[row];
    for (std::size_t k = row + 1; k < size; ++k) rest -= m[row][k] * x[k];
    x[row] = rest / m[row][row];
  }
  return x;
}

// −log likelihood and the ridge.
double Loss(std::span<const LogisticExample> examples, const Row& weights, const Row& prior, double ridge) {
  double loss = 0;
  for (const LogisticExample& example : examples) {
    const double odds = std::inner_product(weights.begin(), weights.end(), example.inputs.begin(), 0.0);
    const double against = example.positive ? -odds : odds;
    loss += example.weight * (against > 0 ? against + std::log1p(std::exp(-against)) : std::log1p(std::exp(against)));
  }
  for (std::size_t i = 0; i < weights.size(); ++i)
    loss += ridge / 2 * (weights[i] - prior[i]) * (weights[i] - prior[i]);
  return loss;
}

}  // namespace

double Logistic(std::span<const double> weights, std::span<const double> inputs) {
  return 1 / (1 + std::exp(-std::inner_product(weights.begin(), weights.end(), inputs.begin(), 0.0)));
}

// Newton's method, each step shortened until it brings the loss down: a whole one may jump to and fro for ever.
std::vector<double> FitLogistic(std::span<const LogisticExample> examples, std::vector<double> prior, double ridge) {
  const std::size_t size = prior.size();
  Row weights = prior;
  double loss = Loss(examples, weights, prior, ridge);
  for (int step = 0; step < kNewtonSteps; ++step) {
    Row gradient(size);
    std::vector<Row> curvature(size, Row(size));
    for (std::size_t i = 0; i < size; ++i) {
      gradient[i] = ridge * (weights[i] - prior[i]);
      curvature[i][i] = ridge;
    }
    for (const LogisticExample& example : examples) {
      const double p = Logistic(weights, example.inputs);
      const double error = example.weight * (p - (example.positive ? 1 : 0));
      const double slope = example.weight * p * (1 - p);
      for (std::size_t i = 0; i < size; ++i) {
        gradient[i] += error * example.inputs[i];
        for (std::size_t j = 0; j < size; ++j) curvature[i][j] += slope * example.inputs[i] * example.inputs[j];
      }
    }
    const Row change = Solve(std::move(curvature), gradient);
    const double falls = std::inner_product(gradient.begin(), gradient.end(), change.begin(), 0.0);
    if (falls < kConverged) break;
    bool better = false;
    for (double part = 1; !better && part > kShortestStep; part /= 2) {
      Row tried = weights;
      for (std::size_t i = 0; i < size; ++i) tried[i] -= part * change[i];
      const double new_loss = Loss(examples, tried, prior, ridge);
      better = new_loss <= loss - kEnough * part * falls;
      if (better) {
        weights = std::move(tried);
        loss = new_loss;
      }
    }
    if (!better) break;
  }
  return weights;
}

}  // namespace amtslotse::nlu
