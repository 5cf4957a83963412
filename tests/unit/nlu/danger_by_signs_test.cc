// What the signs of danger tell where no model is at hand.
#include "nlu/danger_by_signs.h"

#include <gtest/gtest.h>

#include "nlu/act.h"
#include "nlu/training/labelled_file.h"

namespace amtslotse::nlu {
namespace {

struct Shares {
  double certain = 0;
  double possible = 0;  // certain ones as well
};

// Of the texts of a held-out file that are emergencies, or that are none.
Shares Judge(const char* file, bool emergencies) {
  const auto texts = ReadLabelledFile(file);
  EXPECT_TRUE(texts.ok()) << texts.status();
  double all = 0, certain = 0, possible = 0;
  for (const LabelledText& each : *texts) {
    if ((each.label == ActId(Act::kEmergency)) != emergencies) continue;
    const auto danger = DangerBySigns(each.text);
    ++all;
    possible += danger ? 1 : 0;
    certain += danger && danger->confidence > 0 ? 1 : 0;
  }
  EXPECT_GT(all, 0) << file;
  return {certain / all, possible / all};
}

TEST(DangerBySigns, MostEmergenciesAreFound) {
  const Shares found = Judge("nlu/data/test/emergencies.tsv", true);
  EXPECT_GE(found.possible, 0.9);
  EXPECT_GE(found.certain, 0.78);
}

TEST(DangerBySigns, ErrandsAreSeldomTakenForDanger) {
  const Shares errands = Judge("nlu/data/test/acts.tsv", false);
  EXPECT_LE(errands.possible, 0.07);
  EXPECT_LE(errands.certain, 0.03);
  EXPECT_LE(Judge("nlu/data/test/emergencies.tsv", false).possible, 0.1);
}

TEST(DangerBySigns, TheKindIsNamedWhereDangerIsCertain) {
  const auto poisoned = DangerBySigns("mein Kind hat Spülmittel getrunken");
  ASSERT_TRUE(poisoned);
  EXPECT_EQ(poisoned->kind, EmergencyKind::kPoisoning);
  EXPECT_GT(poisoned->confidence, 0);
}

TEST(DangerBySigns, ACryIsShortAndCalls) {
  EXPECT_TRUE(IsACry("Feuer!"));
  EXPECT_TRUE(IsACry("Hilfe!"));
  EXPECT_FALSE(IsACry("Feuer"));
  EXPECT_FALSE(IsACry("Hilfe beim Ausfüllen bitte sofort!"));
}

}  // namespace
}  // namespace amtslotse::nlu
