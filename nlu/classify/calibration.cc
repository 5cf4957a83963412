#include "nlu/classify/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kInputs = Calibration::kInputs;
constexpr double kRidge = 1.0;
constexpr int kNewtonSteps = 25;
constexpr double kSmallest = 1e-6;

using Inputs = std::array<double, kInputs>;

double LogOdds(double probability) {
  const double bounded = std::clamp(probability, kSmallest, 1 - kSmallest);
  return std::log(bounded / (1 - bounded));
}

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

Inputs InputsOf(const Evidence& evidence) {
  return {1, LogOdds(evidence.best), std::log((evidence.best + 1e-4) / (evidence.second + 1e-4)), evidence.known_share,
          evidence.agreement, evidence.length};
}

double Dot(const Inputs& a, const Inputs& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

// Solves m · x = v by Gaussian elimination with pivoting; m is symmetric positive definite.
Inputs Solve(std::array<Inputs, kInputs> m, Inputs v) {
  for (std::size_t column = 0; column < kInputs; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < kInputs; ++row) {
      if (std::abs(m[row][column]) > std::abs(m[pivot][column])) pivot = row;
    }
    std::swap(m[column], m[pivot]);
    std::swap(v[column], v[pivot]);
    for (std::size_t row = column + 1; row < kInputs; ++row) {
      const double factor = m[row][column] / m[column][column];
      for (std::size_t k = column; k < kInputs; ++k) m[row][k] -= factor * m[column][k];
      v[row] -= factor * v[column];
    }
  }
  Inputs x{};
  for (std::size_t row = kInputs; row-- > 0;) {
    double rest = v[row];
    for (std::size_t k = row + 1; k < kInputs; ++k) rest -= m[row][k] * x[k];
    x[row] = rest / m[row][row];
  }
  return x;
}

std::vector<std::size_t> MostConfidentFirst(std::span<const double> confidence) {
  std::vector<std::size_t> order(confidence.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return confidence[a] > confidence[b]; });
  return order;
}

}  // namespace

Calibration Calibration::Fit(std::span<const Evidence> evidence, const std::vector<bool>& right) {
  Calibration result;
  if (evidence.empty() || evidence.size() != right.size()) return result;
  const Inputs prior = result.weights_;
  Inputs weights = prior;
  for (int step = 0; step < kNewtonSteps; ++step) {
    Inputs gradient{};
    std::array<Inputs, kInputs> curvature{};
    for (std::size_t i = 0; i < kInputs; ++i) {
      gradient[i] = kRidge * (weights[i] - prior[i]);
      curvature[i][i] = kRidge;
    }
    for (std::size_t n = 0; n < evidence.size(); ++n) {
      const Inputs x = InputsOf(evidence[n]);
      const double p = Sigmoid(Dot(weights, x));
      for (std::size_t i = 0; i < kInputs; ++i) {
        gradient[i] += (p - (right[n] ? 1 : 0)) * x[i];
        for (std::size_t j = 0; j < kInputs; ++j) curvature[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    const Inputs change = Solve(curvature, gradient);
    for (std::size_t i = 0; i < kInputs; ++i) weights[i] -= std::clamp(change[i], -2.0, 2.0);
  }
  return Calibration(weights);
}

double Calibration::Confidence(const Evidence& evidence) const { return Sigmoid(Dot(weights_, InputsOf(evidence))); }

double CalibrationError(std::span<const double> confidence, const std::vector<bool>& right) {
  constexpr std::size_t kBins = 10;
  std::array<double, kBins> sum_confidence{};
  std::array<double, kBins> sum_right{};
  for (std::size_t i = 0; i < confidence.size(); ++i) {
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>(confidence[i] * kBins));
    sum_confidence[bin] += confidence[i];
    sum_right[bin] += right[i] ? 1 : 0;
  }
  double gap = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) gap += std::abs(sum_confidence[bin] - sum_right[bin]);
  return confidence.empty() ? 0 : gap / static_cast<double>(confidence.size());
}

double Auroc(std::vector<double> positives, std::vector<double> negatives) {
  if (positives.empty() || negatives.empty()) return 0;
  std::sort(negatives.begin(), negatives.end());
  double wins = 0;
  for (const double positive : positives) {
    const auto [low, high] = std::equal_range(negatives.begin(), negatives.end(), positive);
    wins += static_cast<double>(low - negatives.begin()) + 0.5 * static_cast<double>(high - low);
  }
  return wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
}

double CoverageAtPrecision(std::span<const double> confidence, const std::vector<bool>& right, double precision) {
  std::size_t accepted = 0;
  std::size_t correct = 0;
  std::size_t best = 0;
  for (const std::size_t i : MostConfidentFirst(confidence)) {
    ++accepted;
    correct += right[i] ? 1 : 0;
    if (static_cast<double>(correct) >= precision * static_cast<double>(accepted)) best = accepted;
  }
  return confidence.empty() ? 0 : static_cast<double>(best) / static_cast<double>(confidence.size());
}

double ThresholdForPrecision(std::span<const double> confidence, const std::vector<bool>& right, double precision) {
  double threshold = 1.01;
  std::size_t accepted = 0;
  std::size_t correct = 0;
  for (const std::size_t i : MostConfidentFirst(confidence)) {
    ++accepted;
    correct += right[i] ? 1 : 0;
    if (static_cast<double>(correct) >= precision * static_cast<double>(accepted)) threshold = confidence[i];
  }
  return threshold;
}

}  // namespace amtslotse::nlu
