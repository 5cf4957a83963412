#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_texts.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(People, AreCounted) {
  EXPECT_THAT(FoundTexts("Wir sind vier Personen"), ElementsAre("person_count: vier Personen"));
  EXPECT_THAT(FoundTexts("drei Erwachsene und 2 Kinder"),
              ElementsAre("person_count: drei Erwachsene", "person_count: 2 Kinder"));
  EXPECT_THAT(FoundTexts("wir kommen zu dritt"), ElementsAre("person_count: dritt"));
}

TEST(People, ABareNumberCountsThemOnlyWhenAskedFor) {
  EXPECT_THAT(FoundTexts("3"), IsEmpty());
  EXPECT_THAT(FoundTexts("3", Expecting::kPeople), ElementsAre("person_count: 3"));
}

TEST(Ages, AreFound) {
  EXPECT_THAT(FoundTexts("Meine Tochter ist 15 Jahre alt"), ElementsAre("age: 15 Jahre alt"));
  EXPECT_THAT(FoundTexts("Mein Sohn ist 9 und braucht einen Ausweis"), ElementsAre("age: 9"));
  EXPECT_THAT(FoundTexts("17-jährige Tochter"), ElementsAre("age: 17-jährige"));
  EXPECT_THAT(FoundTexts("Mein Vater (82) kann nicht mehr laufen"), ElementsAre("age: 82"));
}

TEST(Ages, OfSeveralAreFoundOneByOne) {
  EXPECT_THAT(FoundTexts("3 Kinder im Alter von 4, 7 und 12 Jahren"),
              ElementsAre("person_count: 3 Kinder", "age: 4", "age: 7", "age: 12 Jahren"));
  EXPECT_THAT(FoundTexts("Reisepass für meine Kinder (3 und 8)"), ElementsAre("age: 3", "age: 8"));
  EXPECT_THAT(FoundTexts("meine zwei Töchter, drei und fünf"), ElementsAre("age: drei", "age: fünf"));
  EXPECT_THAT(FoundTexts("Termin für 2 Personen, 34 und 36 Jahre"),
              ElementsAre("person_count: 2 Personen", "age: 34", "age: 36 Jahre"));
  EXPECT_THAT(FoundTexts("sie sind 4, 6 und 9 Jahre alt"), ElementsAre("age: 4", "age: 6", "age: 9 Jahre alt"));
}

TEST(Ages, OfBabiesAreTheYearsTheyHave) {
  const auto years = [](std::string_view text) {
    const FoldedText folded = FoldWithOrigin(text);
    const std::vector<Token> tokens = Tokenize(folded);
    for (const Entity& entity : FindEntities(text, tokens, {}, PlaceNames({}, {})))
      if (entity.kind == EntityKind::kAge) return std::get<std::int64_t>(entity.value);
    return std::int64_t{-1};
  };
  EXPECT_EQ(years("Pass für Baby (6 Monate)"), 0);
  EXPECT_EQ(years("Tochter ist 18 Monate alt"), 1);
  EXPECT_EQ(years("Sohn (3 Wochen)"), 0);
  EXPECT_EQ(years("Sohn (3)"), 3);
}

TEST(Ages, AreNotSeenInOtherLists) {
  for (const char* text : {"Wohnung für zwei Kinder, 2 und 3 Zimmer", "Kinder, 3 und 4 Klasse", "4, 7 und 12 Bescheide",
                           "mit den Linien 4, 7 und 12", "Paragraf 4, 7 und 12", "do oder fr ab 14"})
    for (const std::string& found : FoundTexts(text)) EXPECT_FALSE(found.starts_with("age")) << text << ": " << found;
}

TEST(Ages, FollowFromTheYearOfBirth) {
  for (const char* text : {"bin 1965 geboren", "ich bin geb. 1965", "Jahrgang 1965", "geboren im Jahr 1965"})
    EXPECT_THAT(FoundTexts(text), ElementsAre("age: 1965")) << text;
  EXPECT_THAT(FoundTexts("geboren am 12.3.1965"), ElementsAre("age: 12.3.1965"));
  EXPECT_THAT(FoundTexts("geboren am 12. März 1965 in Kiel"), ElementsAre("age: 12. März 1965", "place: Kiel"));
}

TEST(Choices, AreOrdinalsAndNumberedOnes) {
  EXPECT_THAT(FoundTexts("das zweite bitte"), ElementsAre("choice: zweite"));
  EXPECT_THAT(FoundTexts("Nummer 3"), ElementsAre("choice: 3"));
  EXPECT_THAT(FoundTexts("den letzten"), ElementsAre("choice: letzten"));
  EXPECT_THAT(FoundTexts("2", Expecting::kChoice), ElementsAre("choice: 2"));
}

}  // namespace
}  // namespace amtslotse::nlu
