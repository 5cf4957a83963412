#include "knowledge/search/synonyms.h"

#include <gtest/gtest.h>

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

TEST(Synonyms, NameABadLine) {
  EXPECT_NE(std::string(Synonyms::Parse("a\tb\nohne tab\n").status().message()).find("line 2"),
            std::string::npos);
}

TEST(Synonyms, TheShippedOnesAreRead) {
  const auto synonyms = Synonyms::Parse(ShippedSynonymsText());
  ASSERT_TRUE(synonyms.ok()) << synonyms.status();
  EXPECT_GT(synonyms->size(), 400u);
}

}  // namespace
}  // namespace amtslotse::knowledge
