#include "nlu/classify/logistic.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace amtslotse::nlu {
namespace {

constexpr int kNewtonSteps = 30;
constexpr double kLongestStep = 2;

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

}  // namespace

double Logistic(std::span<const double> weights, std::span<const double> inputs) {
  return 1 / (1 + std::exp(-std::inner_product(weights.begin(), weights.end(), inputs.begin(), 0.0)));
}

std::vector<double> FitLogistic(std::span<const LogisticExample> examples, std::vector<double> prior, double ridge) {
  const std::size_t size = prior.size();
  Row weights = prior;
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
    const Row change = Solve(std::move(curvature), std::move(gradient));
    for (std::size_t i = 0; i < size; ++i) weights[i] -= std::clamp(change[i], -kLongestStep, kLongestStep);
  }
  return weights;
}

}  // namespace amtslotse::nlu
