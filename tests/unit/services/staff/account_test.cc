#include "services/staff/core/account.h"

#include <gtest/gtest.h>

namespace amtslotse::staff {
namespace {

TEST(Names, AreFoldedToLowerCase) { EXPECT_EQ(ParseLoginName(" Anke.Petersen ")->value, "anke.petersen"); }

TEST(Names, OfOtherCharactersAreRefused) {
  for (const char* bad :
       {"", "ab", "anke müller", "anke\npaul", ".anke", "anke<b>", "ANKE'--", "аnke" /* Cyrillic а */})
    EXPECT_FALSE(ParseLoginName(bad).ok()) << bad;
  EXPECT_FALSE(ParseLoginName(std::string(65, 'a')).ok());
  EXPECT_TRUE(ParseLoginName(std::string(64, 'a')).ok());
}

TEST(Emails, AreFoldedAndMayBeMissing) {
  EXPECT_EQ(*ParseEmail(" Anke@Erlenfurt.Example "), "anke@erlenfurt.example");
  EXPECT_EQ(*ParseEmail(""), "");
}

TEST(Emails, ThatCannotBeAreRefused) {
  for (const char* bad :
       {"anke", "@erlenfurt.example", "anke@", "anke@erlenfurt", "a@b@c.de", "anke@.de", "anke@erlenfurt.",
        "anke petersen@x.de", "anke@x.de,paul@x.de", "<anke@x.de>", "anke@x.de\r\nBcc: y"})
    EXPECT_FALSE(ParseEmail(bad).ok()) << bad;
  EXPECT_FALSE(ParseEmail(std::string(250, 'a') + "@x.de").ok());
}

TEST(DisplayNames, AreOneLineOfText) {
  EXPECT_EQ(*ParseDisplayName("  Anke Müller-Lüdenscheidt "), "Anke Müller-Lüdenscheidt");
  EXPECT_TRUE(ParseDisplayName(std::string(100, 'a')).ok());
  for (const std::string& bad : {std::string(), std::string("   "), std::string("a\nb"), std::string("a\x01"),
                                 std::string("\xff"), std::string(101, 'a'), std::string("a\0b", 3)})
    EXPECT_FALSE(ParseDisplayName(bad).ok()) << bad;
}

TEST(MunicipalityIds, AreRefusedWhenTheyCouldBeAnythingElse) {
  EXPECT_TRUE(ParseMunicipalityId("erlenfurt").ok());
  for (const char* bad : {"", "Erlenfurt", "erlen furt", "erlenfurt|x", "../x"})
    EXPECT_FALSE(ParseMunicipalityId(bad).ok()) << bad;
  EXPECT_FALSE(ParseMunicipalityId(std::string(65, 'a')).ok());
}

}  // namespace
}  // namespace amtslotse::staff
