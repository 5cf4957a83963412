// What is read of a message where no model is at hand.
#include "nlu/by_words.h"

#include <gtest/gtest.h>

#include "nlu/training/train.h"

namespace amtslotse::nlu {
namespace {

const Reference kNow{.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23), .land = {}};

bool IsTold(std::string_view label) {
  return std::ranges::any_of(kActsByWords, [&](Act act) { return ActId(act) == label; });
}

TEST(ByWords, MostOfTheActsThatASearchCannotAnswerAreTold) {
  double all = 0, right = 0, wrong = 0;
  const auto texts = ReadValidationTexts("nlu/data").acts;
  for (const LabelledText& each : texts) {
    const Segment said = UnderstandByWords(each.text, kNow).segments.front();
    const bool told = said.band == Band::kAct;
    all += IsTold(each.label) ? 1 : 0;
    right += told && ActId(said.guesses.front().act) == each.label ? 1 : 0;
    wrong += told && ActId(said.guesses.front().act) != each.label ? 1 : 0;
  }
  ASSERT_GT(all, 250);
  RecordProperty("told", std::to_string(right / all));
  RecordProperty("wrong", std::to_string(wrong / static_cast<double>(texts.size())));
  EXPECT_GE(right / all, 0.82);
  EXPECT_LE(wrong / static_cast<double>(texts.size()), 0.025);
}

TEST(ByWords, WhatIsNamedIsReadAsEver) {
  const Understanding said = UnderstandByWords("Meinen Termin K7M2-PQR9 absagen, vera@example.org", kNow);
  EXPECT_EQ(said.segments.front().guesses.front().act, Act::kCancel);
  ASSERT_EQ(said.entities.size(), 2u);
  EXPECT_EQ(said.entities.front().kind, EntityKind::kAppointmentCode);
  EXPECT_EQ(said.entities.back().kind, EntityKind::kEmail);
  EXPECT_EQ(UnderstandByWords("Wann hat die Bücherei geöffnet?", kNow).topic, "Bücherei");
}

TEST(ByWords, OneSentenceOfManyIsEnough) {
  const auto said = UnderstandByWords(
      "Guten Tag. Ich habe gestern schon zweimal geschrieben und komme mit dem Formular für die Hundesteuer nicht "
      "zurecht. Bitte verbinden Sie mich mit einem Menschen!",
      kNow);
  EXPECT_EQ(said.segments.front().guesses.front().act, Act::kHuman);
}

TEST(ByWords, AnythingElseIsDeclined) {
  for (const char* text : {"Personalausweis", "Was kostet ein Reisepass?", "", "???"})
    EXPECT_EQ(UnderstandByWords(text, kNow).segments.front().band, Band::kDecline) << text;
}

TEST(ByWords, YesAndNoCountWhereTheyWereAskedFor) {
  Reference asked = kNow;
  asked.expecting = Expecting::kYesNo;
  EXPECT_EQ(UnderstandByWords("Ja bitte", asked).segments.front().guesses.front().act, Act::kYes);
  EXPECT_EQ(UnderstandByWords("nein", asked).segments.front().guesses.front().act, Act::kNo);
  EXPECT_EQ(UnderstandByWords("Ja bitte", kNow).segments.front().band, Band::kDecline);
}

}  // namespace
}  // namespace amtslotse::nlu
