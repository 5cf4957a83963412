#include "knowledge/search.h"

#include <gtest/gtest.h>

#include "knowledge/search/catalogue_index.h"
#include "knowledge/search/evaluate.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class SearchTest : public ::testing::Test {
 protected:
  SearchTest() {
    Add(HitKind::kService, "perso", "Personalausweis beantragen", {"Perso"}, "Sie brauchen ein Foto.");
    Add(HitKind::kService, "pass", "Reisepass beantragen", {}, "Für Reisen in ferne Länder.");
    Add(HitKind::kService, "parken", "Bewohnerparkausweis", {}, "Parken in Ihrer Straße.");
    Add(HitKind::kService, "ehe", "Eheschließung anmelden", {}, "Im Standesamt.");
    Add(HitKind::kService, "hund", "Hund anmelden und Hundesteuer zahlen", {}, "");
    Add(HitKind::kOffice, "amt", "Standesamt", {}, "");
    Add(HitKind::kEntry, "faq", "Darf ich meinen Hund ins Rathaus mitbringen?", {"Hund im Rathaus"}, "Nein.");
    auto synonyms = std::make_shared<Synonyms>(*Synonyms::Parse(ShippedSynonymsText()));
    Vocabulary known;
    for (const Word& word : synonyms->AllWords()) known.AddPart(word.text, word.stem);
    segment_ = *Segment::FromBytes(BuildSegment(documents_, &known));
    search_ = std::make_unique<Search>(std::vector<std::shared_ptr<const Segment>>{segment_}, synonyms);
  }

  void Add(HitKind kind, const std::string& id, const std::string& title, std::vector<std::string> names,
           const std::string& body) {
    names.insert(names.begin(), title);
    documents_.push_back({kind, id, title, std::move(names), body, 0.5f});
  }
  std::string First(std::string_view query) {
    const auto hits = search_->Find(query).hits;
    return hits.empty() ? "" : hits[0].id;
  }

  std::vector<SearchDocument> documents_;
  std::shared_ptr<const Segment> segment_;
  std::unique_ptr<Search> search_;
};

TEST_F(SearchTest, FindsNamesWhateverTheSpelling) {
  EXPECT_EQ(First("personalausweis"), "perso");
  EXPECT_EQ(First("PERSONALAUSWEISE"), "perso");
  EXPECT_EQ(First("eheschliessung"), "ehe");
  EXPECT_EQ(First("reisepaesse"), "pass");
}

TEST_F(SearchTest, FindsBySynonymAndCompound) {
  EXPECT_EQ(First("heiraten"), "ehe");
  EXPECT_EQ(First("anwohnerparken"), "parken");
  EXPECT_EQ(First("Anwohnerparkausweisverlängerung"), "parken");
}

TEST_F(SearchTest, APhraseSaysMoreThanAWordThatNamesSomethingItself) {
  for (const char* name : {"Wechselkennzeichen", "Kennzeichen für Oldtimer", "Kennzeichen für die Saison"})
    Add(HitKind::kService, name, name, {}, "Ein Kennzeichen.");
  Add(HitKind::kService, "schilder", "Verlust oder Diebstahl der Schilder am Fahrzeug", {}, "");
  const Search search({*Segment::FromBytes(BuildSegment(documents_, nullptr))},
                      std::make_shared<Synonyms>(*Synonyms::Parse("kennzeichen weg\tverlust schilder\n")));
  EXPECT_EQ(search.Find("Kennzeichen weg").hits.at(0).id, "schilder");
  EXPECT_NE(search.Find("Kennzeichen").hits.at(0).id, "schilder");
}

TEST_F(SearchTest, FindsByAWordOfTheSameFieldButIsNotSure) {
  const Search search({segment_}, std::make_shared<Synonyms>(*Synonyms::Parse("~ vogelvolk eheschließung\n")));
  const auto hits = search.Find("vogelvolk").hits;
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].id, "ehe");
  EXPECT_EQ(hits[0].reason, "Verwandt: eheschliessung");
  EXPECT_LT(hits[0].confidence, 0.5);
}

TEST_F(SearchTest, StripsQuestionWords) {
  EXPECT_EQ(First("Was brauche ich bitte für den Perso?"), "perso");
  EXPECT_TRUE(search_->Find("???").hits.empty());
  EXPECT_TRUE(search_->Find("").hits.empty());
}

TEST_F(SearchTest, ForgivesTypingErrors) {
  EXPECT_EQ(First("personalauswies"), "perso");
  EXPECT_EQ(First("resiepass"), "pass");
}

TEST_F(SearchTest, AQuestionOfAnEntryWins) { EXPECT_EQ(First("hund im rathaus"), "faq"); }

TEST_F(SearchTest, KindsCanBeLeftOut) {
  SearchOptions services_only;
  services_only.entries = services_only.offices = false;
  for (const Hit& hit : search_->Find("Hund Standesamt", services_only).hits) EXPECT_EQ(hit.kind, HitKind::kService);
}

// There, what a word gives the documents is not kept added up.
TEST_F(SearchTest, ALargeTownIsSearchedTheSame) {
  for (int i = 0; i < 2100; ++i) {
    const std::string number = std::to_string(i);
    documents_.push_back({HitKind::kService, "x" + number, "Formblatt " + number, {"Formblatt " + number}, "", 0.5f});
  }
  const auto synonyms = std::make_shared<Synonyms>(*Synonyms::Parse(ShippedSynonymsText()));
  const Search large({*Segment::FromBytes(BuildSegment(documents_, &segment_->vocabulary()))}, synonyms);
  for (const char* query : {"personalausweise", "heiraten", "anwohnerparken", "resiepass", "hund im rathaus"})
    EXPECT_EQ(large.Find(query).hits.at(0).id, First(query)) << query;
}

TEST_F(SearchTest, TellsWhy) {
  const auto hits = search_->Find("Perso Foto").hits;
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].reason.rfind("Name: perso · Text: foto", 0), 0u) << hits[0].reason;
}

TEST_F(SearchTest, ConfidenceFallsWithTheMatch) {
  const double sure = search_->Find("personalausweis").hits.at(0).confidence;
  const auto vague = search_->Find("quantenphysik").hits;
  EXPECT_GT(sure, 0.8);
  EXPECT_LT(vague.empty() ? 0 : vague[0].confidence, 0.3);
}

TEST_F(SearchTest, AWordThatEveryOfficeHasNamesNoService) {
  Add(HitKind::kService, "spiel", "Spielhalle: Erlaubnis beantragen", {"Erlaubnis"}, "");
  const auto segment = *Segment::FromBytes(BuildSegment(documents_, nullptr));
  const Search search({segment}, std::make_shared<Synonyms>());
  EXPECT_EQ(search.Find("Brauche ich eine Erlaubnis?").hits.at(0).id, "spiel");
  EXPECT_LT(search.Find("Brauche ich eine Erlaubnis?").hits.at(0).confidence, 0.5);
  EXPECT_GT(search.Find("Erlaubnis Spielhalle").hits.at(0).confidence, 0.5);
}

TEST_F(SearchTest, LongQueriesAreCut) {
  std::string longest(100'000, 'x');
  EXPECT_NO_FATAL_FAILURE(search_->Find(longest));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "hund ";
  EXPECT_FALSE(search_->Find(many).hits.empty());
}

TEST_F(SearchTest, SegmentsAreRankedTogether) {
  const std::vector<SearchDocument> more = {
      {HitKind::kEntry, "neu", "Personalausweis für Kinder", {"Personalausweis für Kinder"}, "", 1}};
  const auto second = *Segment::FromBytes(BuildSegment(more, &segment_->vocabulary()));
  const Search both({segment_, second}, std::make_shared<Synonyms>());
  EXPECT_EQ(both.Find("personalausweis für kinder").hits.at(0).id, "neu");
  EXPECT_EQ(both.Find("reisepass").hits.at(0).id, "pass");
}

TEST(Evaluation, CountsRanks) {
  const auto queries = ParseTestQueries("a\tx\nb\ty,z\n");
  ASSERT_TRUE(queries.ok());
  const Quality quality = MeasureQuality(*queries, [](const std::string& phrase) {
    return phrase == "a" ? std::vector<std::string>{"x"} : std::vector<std::string>{"q", "z"};
  });
  EXPECT_DOUBLE_EQ(quality.recall_at_1, 0.5);
  EXPECT_DOUBLE_EQ(quality.recall_at_5, 1.0);
  EXPECT_DOUBLE_EQ(quality.mrr, 0.75);
  EXPECT_FALSE(ParseTestQueries("ohne ids\n").ok());
}

}  // namespace
}  // namespace amtslotse::knowledge
