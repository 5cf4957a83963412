#include "knowledge/search/synonyms.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

std::vector<std::string> Expanded(const Synonyms& synonyms, std::string_view query) {
  const std::vector<Word> words = QueryWords(query);
  std::vector<std::string> meanings;
  for (const auto& expansion : synonyms.Expand(words)) {
    std::string meaning;
    for (const Word& word : *expansion.words) meaning += (meaning.empty() ? "" : " ") + word.text;
    meanings.push_back(meaning);
  }
  return meanings;
}

TEST(Synonyms, ExpandWordsPhrasesAndParts) {
  const auto synonyms = *Synonyms::Parse("# Kommentar\nauto\tfahrzeug, kfz\nauto anmelden\tkfz-zulassung\n");
  EXPECT_EQ(Expanded(synonyms, "Autos"), (std::vector<std::string>{"fahrzeug", "kfz"}));
  EXPECT_EQ(Expanded(synonyms, "auto anmelden"), (std::vector<std::string>{"kfz zulassung"}));
  EXPECT_TRUE(Expanded(synonyms, "Fahrzeug").empty());
}

TEST(Synonyms, AShortModifierNeedsAKnownHead) {
  const auto synonyms = *Synonyms::Parse("auto\tfahrzeug, kfz\nperso\tpersonalausweis\nanhänger\tfahrzeug\n");
  EXPECT_EQ(Expanded(synonyms, "Autoanhänger"), (std::vector<std::string>{"fahrzeug", "kfz"}));
  EXPECT_TRUE(Expanded(synonyms, "Personenstand").empty());
}

TEST(Synonyms, AWholeWordIsNotLookedAtInParts) {
  const auto synonyms = *Synonyms::Parse("auto\tfahrzeug\nanhänger\tlast\n");
  const std::vector<Word> words = QueryWords("Autoanhänger Auto");
  EXPECT_EQ(synonyms.Expand(words).size(), 2u);
  const auto whole = synonyms.Expand(words, {true, true});
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ((*whole[0].words)[0].text, "fahrzeug");
}

TEST(Synonyms, NameABadLine) {
  EXPECT_NE(std::string(Synonyms::Parse("a\tb\nohne tab\n").status().message()).find("line 2"), std::string::npos);
}

TEST(Synonyms, TheShippedOnesAreRead) {
  const auto synonyms = Synonyms::Parse(ShippedSynonymsText());
  ASSERT_TRUE(synonyms.ok()) << synonyms.status();
  EXPECT_GT(synonyms->size(), 400u);
}

// "Kein Geld" would mean every "Geld", "am Leben" every "Leben": words without a topic are not looked at.
TEST(Synonyms, OfAShippedPhraseMoreThanAnEverydayWordIsLeft) {
  static const std::set<std::string_view> meant_so = {"ziehe um",
                                                      "ziehen aus",
                                                      "ziehe aus",
                                                      "wo wohnt",
                                                      "führerschein machen",
                                                      "selbständig machen",
                                                      "darf ich bauen",
                                                      "etwas verloren",
                                                      "arbeiten dürfen",
                                                      "deutscher werden",
                                                      "weg ist",
                                                      "nicht verheiratet",
                                                      "kein kitaplatz",
                                                      "wirt werden",
                                                      "hund bekommen",
                                                      "pflegefamilie werden",
                                                      "konfessionslos werden"};
  std::istringstream lines{std::string(ShippedSynonymsText())};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '~') continue;
    const std::string term = line.substr(0, line.find('\t'));
    if (nlu::FoldedWords(term).size() < 2 || meant_so.contains(term)) continue;
    EXPECT_GT(QueryWords(term).size(), 1u) << term;
  }
}

TEST(Synonyms, PhrasesOfTwoWordsAreFoundInAnyOrderAndApart) {
  const auto synonyms = *Synonyms::Parse("auto anmelden\tkfz-zulassung\n");
  for (const char* query : {"auto anmelden", "anmelden auto", "Auto online anmelden"}) {
    const std::vector<Word> words = QueryWords(query);
    ASSERT_EQ(synonyms.Expand(words).size(), 1u) << query;
  }
  EXPECT_TRUE(synonyms.Expand(QueryWords("auto abmelden")).empty());
}

TEST(Synonyms, WordsOfOneFieldAreNearEachOtherButNoSynonyms) {
  const auto synonyms = *Synonyms::Parse("~ party fest veranstaltung\n~ fest starr\n");
  const auto near = synonyms.Near(StemOf("party"));
  ASSERT_EQ(near.size(), 2u);
  EXPECT_EQ((*near[0])[0].text, "fest");
  EXPECT_EQ((*near[1])[0].text, "veranstaltung");
  EXPECT_EQ(synonyms.Near(StemOf("fest")).size(), 3u);
  EXPECT_TRUE(synonyms.Near("urlaub").empty());
  EXPECT_TRUE(synonyms.Expand(QueryWords("party")).empty());
}

TEST(Synonyms, TheShippedFieldsAreRead) {
  const auto synonyms = Synonyms::Parse(ShippedSynonymsText());
  ASSERT_TRUE(synonyms.ok());
  EXPECT_FALSE(synonyms->Near(StemOf("kita")).empty());
}

}  // namespace
}  // namespace amtslotse::knowledge
