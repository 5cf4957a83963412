#include "nlu/classify/calibration.h"

#include <gtest/gtest.h>

#include <random>

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
