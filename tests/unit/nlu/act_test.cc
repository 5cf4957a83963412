#include "nlu/act.h"

#include <gtest/gtest.h>

namespace amtslotse::nlu {
namespace {

TEST(Acts, EveryIdLeadsBackToItsAct) {
  for (const Act act : AllActs()) EXPECT_EQ(ActFromId(ActId(act)), act);
}

TEST(Acts, FirstAndLastIdsStandWhereTheEnumSays) {
  EXPECT_EQ(ActId(Act::kOverview), "overview");
  EXPECT_EQ(ActId(Act::kBook), "book");
  EXPECT_EQ(ActId(Act::kOutOfScope), "out_of_scope");
}

TEST(Acts, AnUnknownIdIsNoAct) { EXPECT_FALSE(ActFromId("tea").has_value()); }

}  // namespace
}  // namespace amtslotse::nlu
