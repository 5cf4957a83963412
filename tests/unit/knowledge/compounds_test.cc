#include "knowledge/search/compounds.h"

#include <gtest/gtest.h>

#include "knowledge/search/analysis.h"

namespace amtslotse::knowledge {
namespace {

Vocabulary Of(const std::vector<std::string>& words) {
  Vocabulary vocabulary;
  for (const std::string& word : words) {
    vocabulary.AddPart(word, StemOf(word));
    vocabulary.AddWord(word, 1);
  }
  return vocabulary;
}

TEST(Compounds, AreSplitIntoKnownParts) {
  const Vocabulary vocabulary = Of({"anwohner", "parkausweis", "verlaengerung", "geburt", "urkunde"});
  EXPECT_EQ(vocabulary.Split("anwohnerparkausweisverlaengerung"),
            (std::vector<std::string>{StemOf("anwohner"), StemOf("parkausweis"), StemOf("verlaengerung")}));
  EXPECT_EQ(vocabulary.Split("geburtsurkunde"), (std::vector<std::string>{StemOf("geburt"), StemOf("urkunde")}));
}

TEST(Compounds, UnknownPartsStayWhole) {
  const Vocabulary vocabulary = Of({"geburt"});
  EXPECT_TRUE(vocabulary.Split("geburtshaus").empty());
  EXPECT_TRUE(vocabulary.Split("geburt").empty());
  EXPECT_TRUE(vocabulary.Split("").empty());
}

TEST(Spelling, StaysWithinTheVocabulary) {
  const Vocabulary vocabulary = Of({"personalausweis", "gewerbe", "hund"});
  EXPECT_EQ(vocabulary.Correct("personalauswies"), "personalausweis");
  EXPECT_EQ(vocabulary.Correct("gewebe"), "gewerbe");
  EXPECT_EQ(vocabulary.Correct("egwerbe"), "gewerbe");
  EXPECT_EQ(vocabulary.Correct("gewerbe"), "");
  EXPECT_EQ(vocabulary.Correct("xylophon"), "");
  EXPECT_EQ(vocabulary.Correct("hut"), "");
}

TEST(EditDistance, CountsSwapsAsOne) {
  EXPECT_EQ(EditDistance("abcd", "abdc", 2), 1);
  EXPECT_EQ(EditDistance("kitten", "sitting", 3), 3);
  EXPECT_EQ(EditDistance("abc", "xyz", 2), 3);
  EXPECT_EQ(EditDistance("", "ab", 2), 2);
}

}  // namespace
}  // namespace amtslotse::knowledge
