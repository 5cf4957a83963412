#include "knowledge/own_texts.h"

#include <gtest/gtest.h>

namespace amtslotse::knowledge {
namespace {

TEST(OwnTexts, AreKeptPerTownAndReplacedWhole) {
  const auto database = *OpenSqliteInMemory();
  ASSERT_TRUE(PrepareTables(*database).ok());
  const std::vector<OwnText> first{{"de", "page.hero", "Moin!"}, {"en", "page.hero", "Hello!"}};
  ASSERT_TRUE(SaveOwnTexts(*database, {"erlenfurt"}, first).ok());
  EXPECT_EQ(*ReadOwnTexts(*database, {"erlenfurt"}), first);
  EXPECT_TRUE(ReadOwnTexts(*database, {"krummwik"})->empty());
  ASSERT_TRUE(SaveOwnTexts(*database, {"erlenfurt"}, {{"de", "page.hero", "Na?"}}).ok());
  EXPECT_EQ(ReadOwnTexts(*database, {"erlenfurt"})->size(), 1u);
}

TEST(OwnTexts, HaveALanguageAKeyAndAShortText) {
  EXPECT_TRUE(CheckOwnTexts({{"de", "page.hero", "Moin!"}}).ok());
  for (const OwnText& wrong : {OwnText{"fr", "page.hero", "Salut"}, OwnText{"de", "", "x"},
                               OwnText{"de", "page.hero", ""}, OwnText{"de", "page.hero", std::string(2001, 'x')}})
    EXPECT_FALSE(CheckOwnTexts({wrong}).ok());
  EXPECT_FALSE(CheckOwnTexts(std::vector<OwnText>(1001, {"de", "page.hero", "Moin!"})).ok());
}

}  // namespace
}  // namespace amtslotse::knowledge
