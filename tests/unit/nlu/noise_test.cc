#include "nlu/training/noise.h"

#include <gtest/gtest.h>

namespace amtslotse::nlu {
namespace {

TEST(Noise, IsTheSameForTheSameSeed) {
  std::mt19937_64 one(7);
  std::mt19937_64 other(7);
  EXPECT_EQ(WithTypos("Was kostet ein neuer Führerschein für Motorräder?", one),
            WithTypos("Was kostet ein neuer Führerschein für Motorräder?", other));
}

TEST(Noise, ChangesMostLongTextsButKeepsTheirLength) {
  std::mt19937_64 random(1);
  const std::string text = "welche unterlagen brauche ich fuer die anmeldung meines gewerbes";
  int changed = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string noisy = WithTypos(text, random);
    changed += noisy != text ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(noisy.size()), static_cast<double>(text.size()), 12);
  }
  EXPECT_GT(changed, 80);
}

TEST(Noise, LeavesEmptyTextEmpty) {
  std::mt19937_64 random(1);
  EXPECT_EQ(WithTypos("", random), "");
}

}  // namespace
}  // namespace amtslotse::nlu
