#include "nlu/text/phrase_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlu/danger_signs.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::size_t> Found(std::string_view text) {
  static constexpr std::array<std::string_view, 3> kLists = {" brand , rauch", "brandschutz,schutz", "пожар"};
  static const PhraseFinder finder(kLists);
  std::vector<std::size_t> found;
  finder.ForEach(text, [&found](std::size_t list) { found.push_back(list); });
  return found;
}

TEST(PhraseFinder, FindsWholeWordsWhereSpacesSaySo) {
  EXPECT_THAT(Found(" ein brand im haus "), ElementsAre(0u));
  EXPECT_THAT(Found(" brandneu "), IsEmpty());
}

TEST(PhraseFinder, CountsEachPlaceOncePerList) {
  EXPECT_THAT(Found(" brandschutz "), ElementsAre(1u));
  EXPECT_THAT(Found(" schutz schutz rauchmelder"), ElementsAre(1u, 1u, 0u));
}

TEST(PhraseFinder, KnowsOtherScripts) { EXPECT_THAT(Found(" тут пожар !"), ElementsAre(2u)); }

TEST(DangerSigns, CountCuesAndNameConcepts) {
  const DangerSigns signs = FindDangerSigns(" es brennt im keller ");
  EXPECT_GT(signs.Named(DangerCue::kFire), 0);
  EXPECT_NE(signs.concepts, 0u);
  EXPECT_EQ(FindDangerSigns("").concepts, 0u);
}

}  // namespace
}  // namespace amtslotse::nlu
