#include "services/rpc/person_words.h"

#include <gtest/gtest.h>

namespace amtslotse::rpc {
namespace {

TEST(PersonWords, FindAnAddressInAnyCaseAndANumberHoweverItIsWritten) {
  const PersonWords words("Ole.Olsen@Example.org", "+49 431 778 8990");
  EXPECT_TRUE(words.In("schreiben Sie an ole.olsen@example.ORG"));
  EXPECT_TRUE(words.In("Tel. 0431/778-8990, bitte abends"));
  EXPECT_FALSE(words.In("ole.hansen@example.org, 0431 778 8991"));
}

TEST(PersonWords, ANumberTooShortToTellPeopleApartFindsNobody) {
  EXPECT_TRUE(PersonWords("", "115").empty());
  EXPECT_FALSE(PersonWords("", "115").In("Rufen Sie 115 an"));
  EXPECT_TRUE(PersonWords("", "").empty());
  EXPECT_FALSE(PersonWords("", "123456").empty());
}

}  // namespace
}  // namespace amtslotse::rpc
