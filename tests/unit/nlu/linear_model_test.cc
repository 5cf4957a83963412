#include "nlu/classify/linear_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace amtslotse::nlu {
namespace {

LinearModel Trained() {
  return *LinearModel::Train({{1, 2}, {1, 3}, {4, 5}, {4, 6}}, {0, 0, 1, 1}, 2, {.cost = 1, .minimum_count = 1});
}

TEST(LinearModel, SeparatesWhatItWasTaught) {
  std::array<float, 2> scores{};
  Trained().Score(std::array<std::uint32_t, 2>{1, 2}, scores);
  EXPECT_GT(scores[0], scores[1]);
  Trained().Score(std::array<std::uint32_t, 2>{4, 6}, scores);
  EXPECT_LT(scores[0], scores[1]);
}

// More labels than are summed at a time.
TEST(LinearModel, TellsManyLabelsApart) {
  constexpr int kLabels = 45;
  std::vector<std::vector<std::uint32_t>> rows;
  std::vector<int> labels;
  for (int label = 0; label < kLabels; ++label) {
    rows.push_back({static_cast<std::uint32_t>(1000 + label), 7});
    labels.push_back(label);
  }
  const auto model = LinearModel::Train(rows, labels, kLabels, {});
  ASSERT_TRUE(model.ok());
  std::array<float, kLabels> scores{};
  for (int label = 0; label < kLabels; ++label) {
    model->Score(rows[static_cast<std::size_t>(label)], scores);
    EXPECT_EQ(std::max_element(scores.begin(), scores.end()) - scores.begin(), label);
  }
}

float Surplus(const LinearModel& model, std::uint32_t feature) {
  std::array<float, 2> scores{};
  model.Score(std::array<std::uint32_t, 1>{feature}, scores);
  return scores[1] - scores[0];
}

TEST(LinearModel, LogOddsAreAddedToWhatTheMachineGives) {
  constexpr std::uint32_t kOfBoth = 5;
  const std::vector<std::vector<std::uint32_t>> rows = {
      {1, 2, kOfBoth}, {1, 2, kOfBoth}, {3, 4, kOfBoth}, {3, 4, kOfBoth}};
  const std::vector<int> labels = {1, 1, 0, 0};
  const auto plain = LinearModel::Train(rows, labels, 2, {});
  const auto odds = LinearModel::Train(rows, labels, 2, {.odds_share = .5});
  ASSERT_TRUE(plain.ok() && odds.ok());
  EXPECT_NEAR(Surplus(*odds, 1), Surplus(*plain, 1) + .5 * std::log(3), .01);
  EXPECT_NEAR(Surplus(*odds, 3), Surplus(*plain, 3) - .5 * std::log(3), .01);
  EXPECT_NEAR(Surplus(*odds, kOfBoth), Surplus(*plain, kOfBoth), .01);
}

TEST(LinearModel, CountsFeaturesByTheValueGivenForThem) {
  constexpr std::uint32_t kGiven = 100;
  const std::vector<std::vector<std::uint32_t>> rows = {{1, 2}, {1, 2}};
  const auto model = LinearModel::Train(rows, {0, 1}, 2, {}, {{{kGiven, -.5f}}, {{kGiven, .5f}}});
  ASSERT_TRUE(model.ok());
  const auto surplus = [&](std::span<const FeatureCount> features, float value) {
    std::array<float, 2> scores{};
    const std::array<FeatureValue, 1> given = {{{kGiven, value}}};
    model->Score(features, scores, given);
    return scores[1] - scores[0];
  };
  const std::vector<FeatureCount> known = {{1, 1}, {2, 1}};
  const float plain = surplus(known, 0);
  EXPECT_GT(surplus(known, .5f), plain);
  EXPECT_NEAR(surplus(known, -.5f) - plain, plain - surplus(known, .5f), 1e-5);
  EXPECT_NEAR(surplus({}, .5f), surplus(known, .5f) - plain, 1e-5);
  EXPECT_FALSE(LinearModel::Train(rows, {0, 1}, 2, {}, {{{kGiven, 1}}}).ok());
}

TEST(LinearModel, SaysHowMuchItKnows) {
  std::array<float, 2> scores{};
  const LinearModel model = Trained();
  EXPECT_DOUBLE_EQ(model.Score(std::array<std::uint32_t, 1>{1}, scores), 1);
  EXPECT_DOUBLE_EQ(model.Score(std::array<std::uint32_t, 1>{99}, scores), 0);
  const double half = model.Score(std::array<std::uint32_t, 2>{2, 99}, scores);
  EXPECT_GT(half, 0.2);
  EXPECT_LT(half, 0.8);
}

TEST(LinearModel, ReadsWhatItWrote) {
  const LinearModel model = Trained();
  const auto again = LinearModel::Read(model.Write());
  ASSERT_TRUE(again.ok());
  std::array<float, 2> a{};
  std::array<float, 2> b{};
  model.Score(std::array<std::uint32_t, 2>{1, 3}, a);
  again->Score(std::array<std::uint32_t, 2>{1, 3}, b);
  EXPECT_EQ(a, b);
}

TEST(LinearModel, RefusesDamagedBytes) {
  const std::string bytes = Trained().Write();
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(LinearModel::Read(bytes.substr(0, size)).ok());
  EXPECT_FALSE(LinearModel::Read(bytes + "x").ok());
  EXPECT_FALSE(LinearModel::Read("garbage garbage garbage").ok());
}

TEST(LinearModel, IsTheSameForTheSameExamples) { EXPECT_EQ(Trained().Write(), Trained().Write()); }

TEST(LinearModel, RefusesLabelsOutOfRange) {
  EXPECT_FALSE(LinearModel::Train({{1}}, {2}, 2, {}).ok());
  EXPECT_FALSE(LinearModel::Train({}, {}, 2, {}).ok());
}

}  // namespace
}  // namespace amtslotse::nlu
