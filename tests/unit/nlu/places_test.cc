#include "nlu/entities/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_texts.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Places, AreFoundAfterAPreposition) {
  EXPECT_THAT(FoundTexts("ich ziehe nach kiel"), ElementsAre("place: kiel"));
  EXPECT_THAT(FoundTexts("in Bad Segeberg gemeldet"), ElementsAre("place: Bad Segeberg"));
  EXPECT_THAT(FoundTexts("und in hamburg-altona?"), ElementsAre("place: hamburg-altona"));
}

TEST(Places, AreFoundAfterAPostcode) {
  EXPECT_THAT(FoundTexts("24107 Kiel"), ElementsAre("postcode: 24107", "place: Kiel"));
}

TEST(Places, NamedLikeACommonWordNeedMore) {
  EXPECT_THAT(FoundTexts("der Hund ist im Hof"), IsEmpty());
  EXPECT_THAT(FoundTexts("Gemeinde Hof"), ElementsAre("place: Hof"));
  EXPECT_THAT(FoundTexts("Hof", Expecting::kPlace), ElementsAre("place: Hof"));
}

TEST(Places, AreReadBackAsWritten) {
  const PlaceNames places({"Kiel"}, {});
  EXPECT_TRUE(PlaceNames::Read(places.Write()).ok());
  EXPECT_FALSE(PlaceNames::Read("x").ok());
  EXPECT_FALSE(PlaceNames::Read(places.Write() + "x").ok());
}

}  // namespace
}  // namespace amtslotse::nlu
