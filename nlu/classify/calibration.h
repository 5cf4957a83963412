#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace amtslotse::nlu {

// What is known about a prediction when its confidence is computed.
struct Evidence {
  double best = 0;         // probability of the best label
  double second = 0;       // of the second
  double known_share = 0;  // share of the text seen in training
  double agreement = 0;    // 1 when both opinions name the same label, else 0
  double length = 0;       // words, damped
};

// Logistic regression from evidence to the probability that the best label is right.
// A value; thread-safe.
class Calibration {
 public:
  static constexpr std::size_t kInputs = 6;

  Calibration() = default;
  // As many weights as `kInputs`.
  explicit Calibration(std::vector<double> weights) : weights_(std::move(weights)) {}

  // Fits on held-out predictions with a small ridge. Empty input leaves the
  // best label's probability as it is.
  static Calibration Fit(std::span<const Evidence> evidence, const std::vector<bool>& right);

  double Confidence(const Evidence& evidence) const;
  const std::vector<double>& weights() const { return weights_; }

 private:
  // constant, log-odds of best, margin to the second, known share, agreement, length
  std::vector<double> weights_ = {0, 1, 0, 0, 0, 0};
};

// The mean gap between confidence and precision over ten equal bins, weighted by their size (ECE).
double CalibrationError(std::span<const double> confidence, const std::vector<bool>& right);

// The area under the ROC curve: how often a positive scores above a negative; ties count half.
double Auroc(std::vector<double> positives, std::vector<double> negatives);

// The largest share of predictions that can be accepted, most confident first, with at least this
// precision among them.
double CoverageAtPrecision(std::span<const double> confidence, const std::vector<bool>& right, double precision);

// The lowest confidence from which on (all above included) that precision holds; above 1 if none.
double ThresholdForPrecision(std::span<const double> confidence, const std::vector<bool>& right, double precision);

}  // namespace amtslotse::nlu
