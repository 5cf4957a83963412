#include "nlu/training/clusters.h"

#include <gtest/gtest.h>

#include <set>

#include "nlu/training/train.h"

namespace amtslotse::nlu {
namespace {

TEST(Clusters, NearDuplicatesShareOne) {
  const auto clusters = NearDuplicateClusters(
      {"Was kostet ein Personalausweis?", "was kostet ein Personalausweis", "Wo ist das Standesamt?"});
  EXPECT_EQ(clusters[0], clusters[1]);
  EXPECT_NE(clusters[0], clusters[2]);
}

TEST(Clusters, AreJoinedByWayOfOthers) {
  const std::vector<std::string> texts = {"termin buchen bitte", "termin buchen bitte heute",
                                          "termin buchen bitte heute noch"};
  const auto clusters = NearDuplicateClusters(texts);
  EXPECT_EQ(clusters[0], clusters[2]);
}

TEST(Clusters, UmlautSpellingMakesNoDifference) { EXPECT_DOUBLE_EQ(Likeness("Führerschein", "fuehrerschein"), 1); }

TEST(Split, PutsNoClusterOnTwoSides) {
  const auto texts = ReadTrainingTexts("nlu/data");
  ASSERT_TRUE(texts.ok()) << texts.status();
  std::vector<std::string> all;
  for (const LabelledText& each : texts->single) all.push_back(each.text);
  const std::vector<bool> held = HeldBack(all, 0.15, 1);
  std::vector<std::string> training;
  std::vector<std::string> validation;
  for (std::size_t i = 0; i < all.size(); ++i) (held[i] ? validation : training).push_back(all[i]);
  for (const bool leak : Leaks(validation, training)) EXPECT_FALSE(leak);
  EXPECT_NEAR(static_cast<double>(validation.size()) / static_cast<double>(all.size()), 0.15, 0.03);
}

TEST(TrainingData, HasFiveThousandClusters) {
  const auto texts = ReadTrainingTexts("nlu/data");
  ASSERT_TRUE(texts.ok()) << texts.status();
  std::vector<std::string> all;
  for (const LabelledText& each : texts->single) all.push_back(each.text);
  EXPECT_GE(all.size(), 8000u);
  const auto clusters = NearDuplicateClusters(all);
  EXPECT_GE(std::set<std::size_t>(clusters.begin(), clusters.end()).size(), 5000u);
}

TEST(Leaks, AreFoundAcrossFiles) {
  const auto leaks = Leaks({"was kostet der pass", "wo ist das amt"}, {"Was kostet der Pass?"});
  EXPECT_TRUE(leaks[0]);
  EXPECT_FALSE(leaks[1]);
}

}  // namespace
}  // namespace amtslotse::nlu
