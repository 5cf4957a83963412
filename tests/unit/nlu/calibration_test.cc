#include "nlu/classify/calibration.h"

#include <gtest/gtest.h>

#include <random>

#include "nlu/classify/logistic.h"

namespace amtslotse::nlu {
namespace {

TEST(Auroc, IsOneWhenAllPositivesScoreAboveAllNegatives) { EXPECT_DOUBLE_EQ(Auroc({3, 4}, {1, 2}), 1); }
TEST(Auroc, IsZeroWhenAllScoreBelow) { EXPECT_DOUBLE_EQ(Auroc({1}, {2, 3}), 0); }
TEST(Auroc, CountsTiesHalf) { EXPECT_DOUBLE_EQ(Auroc({1}, {1}), 0.5); }

TEST(CalibrationError, IsZeroWhenConfidenceEqualsPrecision) {
  const std::vector<double> confidence = {0.5, 0.5, 0.95, 0.95};
  EXPECT_NEAR(CalibrationError(confidence, {true, false, true, true}), 0.025, 1e-9);
}

TEST(Coverage, IsTheLargestShareThatKeepsThePrecision) {
  const std::vector<double> confidence = {0.9, 0.8, 0.7, 0.6};
  EXPECT_DOUBLE_EQ(CoverageAtPrecision(confidence, {true, true, false, false}, 0.95), 0.5);
  EXPECT_DOUBLE_EQ(ThresholdForPrecision(confidence, {true, true, false, false}, 0.95), 0.8);
  EXPECT_GT(ThresholdForPrecision(confidence, {false, true, true, true}, 0.95), 1);
}

// Large inputs that nearly tell the two apart, from a start far away: where whole Newton steps jump to and fro.
TEST(Logistic, IsFittedWhereNothingPullsItAnyMore) {
  constexpr double kRidge = 0.1;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> input(-14, 14), share(0, 1);
    std::vector<LogisticExample> examples;
    for (int i = 0; i < 300; ++i) {
      const double x = input(random), y = input(random);
      examples.push_back({{1, x, y}, share(random) < (x + 0.5 * y > 2 ? 0.97 : 0.02), 1});
    }
    const std::vector<double> prior = {0, -2, 3};
    const std::vector<double> weights = FitLogistic(examples, prior, kRidge);
    for (std::size_t k = 0; k < prior.size(); ++k) {
      double pull = kRidge * (weights[k] - prior[k]);
      for (const auto& each : examples)
        pull += (Logistic(weights, each.inputs) - (each.positive ? 1 : 0)) * each.inputs[k];
      EXPECT_NEAR(pull, 0, 1e-2) << seed;
    }
  }
}

TEST(Calibration, LearnsThatTheModelIsOverSure) {
  std::mt19937 random(3);
  std::bernoulli_distribution right_of_nine_tenths(0.6);
  std::vector<Evidence> evidence(2000, Evidence{0.9, 0.05, 1, 1, 0.5});
  std::vector<bool> right;
  for (std::size_t i = 0; i < evidence.size(); ++i) right.push_back(right_of_nine_tenths(random));
  EXPECT_NEAR(Calibration::Fit(evidence, right).Confidence(evidence.front()), 0.6, 0.04);
}

TEST(Calibration, WithoutEvidenceKeepsTheProbability) {
  EXPECT_NEAR(Calibration::Fit({}, {}).Confidence({0.7, 0.2, 1, 1, 1}), 0.7, 1e-9);
}

}  // namespace
}  // namespace amtslotse::nlu
