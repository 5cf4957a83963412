#include "nlu/classify/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nlu/classify/logistic.h"

namespace amtslotse::nlu {
namespace {

constexpr double kRidge = 1.0;
constexpr double kSmallest = 1e-6;

double LogOdds(double probability) {
  const double bounded = std::clamp(probability, kSmallest, 1 - kSmallest);
  return std::log(bounded / (1 - bounded));
}

std::vector<double> InputsOf(const Evidence& evidence) {
  return {1,
          LogOdds(evidence.best),
          std::log((evidence.best + 1e-4) / (evidence.second + 1e-4)),
          evidence.known_share,
          evidence.agreement,
          evidence.length};
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
  std::vector<LogisticExample> examples;
  for (std::size_t i = 0; i < evidence.size(); ++i) examples.push_back({InputsOf(evidence[i]), right[i], 1});
  result.weights_ = FitLogistic(examples, result.weights_, kRidge);
  return result;
}

double Calibration::Confidence(const Evidence& evidence) const { return Logistic(weights_, InputsOf(evidence)); }

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
