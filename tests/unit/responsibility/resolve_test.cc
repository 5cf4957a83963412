#include "knowledge/responsibility/resolve.h"

#include <gtest/gtest.h>

#include "world.h"

namespace amtslotse::responsibility {
namespace {

World Erlenfurt() {
  return World("010990001001", {
      "service: personalausweis = Personalausweis beantragen",
      "service: kfz = Auto anmelden",
      "service: hund = Hund anmelden",
      "service: leer = Ohne Regel",
      "office: mitte = Bürgerbüro Mitte", "office: nord = Bürgerbüro Nord", "office: steuer = Steueramt",
      "office: kreis = Kreis Erlenau", "office: zulassung = Zulassungsstelle < kreis",
      "rule: personalausweis @ 010990001001 -> mitte", "rule: personalausweis @ 010990001001 -> nord",
      "rule: kfz @ 010990000000 -> zulassung", "rule: hund @ 010990001001 -> steuer",
  });
}

TEST(Resolution, ATownWhoseRulesCoverOnlyItselfAndItsKreisNeedsNoPlace) {
  const World world = Erlenfurt();
  EXPECT_EQ(world.Short("hund", {}), "unique steuer");
  EXPECT_EQ(world.Short("kfz", {}), "unique zulassung");
  EXPECT_EQ(world.Short("personalausweis", {}), "several mitte nord");
}

TEST(Resolution, FallsBackFromGemeindeToVerbandToKreis) {
  const World world = Erlenfurt();
  EXPECT_EQ(world.ShortText("kfz", "Moorhude"), "unique zulassung");
  EXPECT_EQ(world.ShortText("kfz", "24207"), "unique zulassung");
  EXPECT_EQ(world.ShortText("hund", "Moorhude"), "no_data");
  EXPECT_EQ(world.ShortText("kfz", "Kiel"), "no_data");
  EXPECT_EQ(world.Short("leer", {}), "no_data");
  EXPECT_EQ(world.Short("gibt-es-nicht", {}), "no_data");
}

TEST(Resolution, ThePathIsInWords) {
  const Resolution resolution = Erlenfurt().Resolve("kfz", {.text = "ich wohne in moorhude"});
  EXPECT_EQ(resolution.path, (std::vector<std::string>{"Ort: Moorhude (Kreis Erlenau, Schleswig-Holstein).", "Für „Auto anmelden“ zählt Ihr Wohnort.",
                                                       "Es gilt die Regel für: Kreis Erlenau.", "Zuständig: Zulassungsstelle."}));
}

}  // namespace
}  // namespace amtslotse::responsibility
