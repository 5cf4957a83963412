#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Conversation : public testing::Test {
 protected:
  FakeTown town;
  Talk talk{town};
};

TEST_F(Conversation, SaysAtTheStartThatItIsAProgramAndWhatItStores) {
  ASSERT_GE(talk.session.messages.size(), 2u);
  EXPECT_EQ(talk.session.messages.front().author, Author::kNotice);
  EXPECT_THAT(talk.session.messages.front().text,
              AllOf(HasSubstr("automatischer Assistent (KI)"), HasSubstr("30 Minuten")));
}

TEST_F(Conversation, SaysHowLongItIsKeptAsItIsSet) {
  town.town.conversations_kept = std::chrono::hours(1);
  Talk here{town};
  EXPECT_THAT(here.session.messages.front().text, HasSubstr("und 1 Stunde nach Ihrer letzten Nachricht gelöscht"));
  town.Hear("Wie lange wird das Gespräch gespeichert?", Act::kDataProtection);
  EXPECT_THAT(here.Say("Wie lange wird das Gespräch gespeichert?"), HasSubstr("und 1 Stunde nach Ihrer letzten"));
}

TEST_F(Conversation, WhatTheTownHasToSayComesFirst) {
  town.notices = {{"Stromausfall: Alle Ämter sind zu.", {}, {}},
                  {"Aufzug steht still", {}, {town.resolution.offices.front().id}},
                  {"Ausweisdruck steht still", {"personalausweis"}, {}}};
  Talk here{town};
  ASSERT_GE(here.session.messages.size(), 3u);
  EXPECT_EQ(here.session.messages[1].text, "Stromausfall: Alle Ämter sind zu.");
  EXPECT_EQ(here.session.messages[1].kind, "notice");
  EXPECT_EQ(here.session.messages.back().kind, "question") << "the greeting asks last";
  town.Hear("Hallo", Act::kGreet);
  EXPECT_THAT(here.Say("Hallo"), testing::StartsWith("Stromausfall"));
  town.Hear("Wann habt ihr offen?", Act::kOpeningHours);
  const std::string hours = here.Say("Wann habt ihr offen?");
  EXPECT_THAT(hours, testing::StartsWith("Stromausfall: Alle Ämter sind zu.\nAufzug steht still\n"));
  EXPECT_EQ(hours.find("Ausweisdruck"), std::string::npos);
  EXPECT_EQ(hours.find("Stromausfall", 1), std::string::npos) << "once";
}

TEST_F(Conversation, AFeeIsAnsweredWithItsSource) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  EXPECT_THAT(talk.Say("Was kostet ein Perso?"), HasSubstr("46,00 Euro, darunter 27,60"));
  ASSERT_EQ(talk.replies.front().sources.size(), 1u);
  EXPECT_EQ(talk.replies.front().sources.front().url, "https://erlenfurt.example/personalausweis");
}

TEST_F(Conversation, AFollowUpKeepsTheService) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  town.Hear("und welche Unterlagen?", Act::kDocuments);
  talk.Say("Was kostet ein Perso?");
  EXPECT_THAT(talk.Say("und welche Unterlagen?"), HasSubstr("Alter Ausweis und Foto."));
}

TEST_F(Conversation, TwoQuestionsInOneMessageGetBothAnswers) {
  auto& heard = town.Hear("Was kostet der Perso und was brauche ich?", Act::kFee, "Perso");
  heard.segments.push_back(heard.segments.front());
  heard.segments.back().guesses.front().act = Act::kDocuments;
  heard.segments.back().topic = "";
  EXPECT_THAT(talk.Say("Was kostet der Perso und was brauche ich?"),
              AllOf(HasSubstr("46,00"), HasSubstr("Alter Ausweis")));
}

TEST_F(Conversation, ANeedBeforeTheQuestionSaysWhatItIsAbout) {
  auto& heard =
      town.Hear("Mein Perso läuft ab, was kostet ein neuer?", Act::kOverview, "Perso läuft ab", nlu::Band::kAsk);
  heard.segments.push_back(heard.segments.front());
  heard.segments.back().guesses.front().act = Act::kFee;
  heard.segments.back().band = nlu::Band::kAct;
  heard.segments.back().topic = "neuer";
  EXPECT_THAT(talk.Say("Mein Perso läuft ab, was kostet ein neuer?"),
              AllOf(HasSubstr("46,00"), Not(HasSubstr("overview"))));
}

TEST_F(Conversation, AFillerReadWithoutCertaintyCountsForNothing) {
  auto& heard = town.Hear("Sagen Sie mal, was kostet ein Perso?", Act::kCancel, "", nlu::Band::kAsk);
  heard.segments.push_back(heard.segments.front());
  heard.segments.back().guesses.front().act = Act::kFee;
  heard.segments.back().topic = "Perso";
  EXPECT_THAT(talk.Say("Sagen Sie mal, was kostet ein Perso?"),
              AllOf(HasSubstr("46,00"), Not(HasSubstr("Absagecode"))));
}

TEST_F(Conversation, AQuestionWithoutAServiceAsksForItAndThenAnswers) {
  town.Hear("Was kostet das?", Act::kFee);
  town.Hear("Perso", Act::kOverview, "Perso");
  EXPECT_THAT(talk.Say("Was kostet das?"), HasSubstr("Worum geht es?"));
  EXPECT_THAT(talk.Say("Perso"), HasSubstr("46,00"));
}

TEST_F(Conversation, CloseCandidatesAreOfferedAndTheChoiceAnswersTheQuestion) {
  town.Hear("Was kostet das?", Act::kFee, "Pass oder Perso");
  EXPECT_THAT(talk.Say("Was kostet das?"),
              AllOf(HasSubstr("(Reisepass beantragen)"), HasSubstr("(Personalausweis beantragen)")));
  EXPECT_THAT(talk.Tap("Personalausweis beantragen"), HasSubstr("46,00"));
}

TEST_F(Conversation, AChoiceMayBeTypedAsNumberOrLabel) {
  town.Hear("Was kostet das?", Act::kFee, "Pass oder Perso");
  talk.Say("Was kostet das?");
  EXPECT_THAT(talk.Say("2"), HasSubstr("46,00"));
  talk.Say("Was kostet das?");
  EXPECT_THAT(talk.Say("personalausweis beantragen"), HasSubstr("46,00"));
}

TEST_F(Conversation, AStaleChoiceSaysSoAndDoesNothing) {
  town.Hear("Was kostet das?", Act::kFee, "Pass oder Perso");
  talk.Say("Was kostet das?");
  const std::string old_id = talk.replies.back().choices.front().id;
  talk.Tap("Personalausweis beantragen");
  EXPECT_THAT(talk.TapId(old_id), HasSubstr("früheren Frage"));
}

TEST_F(Conversation, NonsenseOffersHelpAndTheSecondTimeAHuman) {
  EXPECT_THAT(talk.Say("asdf qwer"), HasSubstr("nicht sicher verstanden"));
  EXPECT_THAT(talk.Say("yxcv"), AllOf(HasSubstr("Ein Mensch"), HasSubstr("115")));
  EXPECT_EQ(town.unanswered.size(), 2u);
}

TEST_F(Conversation, WhatIsNoMatterOfTheTownIsKeptApart) {
  for (const char* text : {"Wie wird das Wetter?", "Wer wird Meister?"}) town.Hear(text, Act::kOutOfScope, "");
  EXPECT_THAT(talk.Say("Wie wird das Wetter?"), HasSubstr("Dazu kann ich nichts sagen"));
  talk.Say("Wer wird Meister?");
  EXPECT_THAT(town.unanswered, testing::ElementsAre("declined: Wie wird das Wetter?", "declined: Wer wird Meister?"));
}

TEST_F(Conversation, WhatTheCatalogueLacksIsSaidWithTheSearchPage) {
  town.town.web_url = "https://stadt.example";
  town.Hear("Wer reinigt Rußkamine?", Act::kProcedure, "Rußkamine");
  EXPECT_THAT(talk.Say("Wer reinigt Rußkamine?"), AllOf(HasSubstr("nichts gefunden"), HasSubstr("115")));
  ASSERT_EQ(talk.replies.back().links.size(), 1u);
  EXPECT_EQ(talk.replies.back().links.front().url, "https://stadt.example/suche?q=Ru%C3%9Fkamine");
  town.town.search_page = "https://suche.example/?wort={query}&seite=1";
  talk.session.unclear_in_a_row = 0;
  talk.Say("Wer reinigt Rußkamine?");
  EXPECT_EQ(talk.replies.back().links.front().url, "https://suche.example/?wort=Ru%C3%9Fkamine&seite=1");
}

TEST_F(Conversation, OfAThingThatIsNotKnownHereNothingElseIsAnswered) {
  town.town.web_url = "https://erlenfurt.example";
  town.Hear("Gibt es hier eine Sauna?", Act::kCapabilities, "Sauna", nlu::Band::kAsk);
  EXPECT_THAT(talk.Say("Gibt es hier eine Sauna?"), AllOf(HasSubstr("nichts gefunden"), HasSubstr("115")));
  ASSERT_FALSE(talk.replies.back().links.empty());
  EXPECT_EQ(talk.replies.back().links.front().url, "https://erlenfurt.example/suche?q=Sauna");
}

TEST_F(Conversation, AQuestionThatAnAnswerOvertakesIsNotAsked) {
  auto& heard = town.Hear("Pass oder Perso? Was kostet der Perso?", Act::kOverview, "Pass oder Perso");
  nlu::Segment fee = heard.segments.front();
  fee.guesses.front().act = Act::kFee;
  fee.topic = "Perso";
  heard.segments.push_back(fee);
  heard.segments.front().guesses.front().act = Act::kDuration;
  EXPECT_THAT(talk.Say("Pass oder Perso? Was kostet der Perso?"),
              AllOf(HasSubstr("46,00 Euro"), Not(HasSubstr("Was meinen Sie?"))));
}

TEST_F(Conversation, APostcodeThatIsNotKnownIsSaidBeforeTheAnswer) {
  auto& heard = town.Hear("PLZ 99999, was kostet der Perso?", Act::kFee, "Perso");
  heard.entities.push_back(
      {.kind = nlu::EntityKind::kPostcode, .span = {4, 9}, .surface = "99999", .value = std::string("99999")});
  EXPECT_THAT(talk.Say("PLZ 99999, was kostet der Perso?"),
              AllOf(HasSubstr("Die Postleitzahl 99999 kenne ich nicht."), HasSubstr("46,00 Euro")));
}

TEST_F(Conversation, AnEmergencyComesBeforeEverythingElse) {
  auto& heard = town.Hear("Es brennt! Was kostet ein Perso?", Act::kFee, "Perso");
  heard.emergency = nlu::Emergency{nlu::EmergencyKind::kFire, .99, {}};
  EXPECT_THAT(talk.Say("Es brennt! Was kostet ein Perso?"), AllOf(HasSubstr("112"), Not(HasSubstr("46,00"))));
  EXPECT_TRUE(talk.replies.front().urgent);
}

TEST_F(Conversation, WhatHardlySoundsLikeDangerIsAnsweredBehindTheNumbers) {
  auto& heard = town.Hear("kommt jemand wegen dem Perso", Act::kEmergency, "Perso");
  heard.segments.front().guesses.push_back({Act::kOverview, 0.03});
  heard.emergency = nlu::Emergency{.kind = nlu::EmergencyKind::kOtherDanger, .confidence = 0.36, .span = {}};
  EXPECT_THAT(talk.Say("kommt jemand wegen dem Perso"),
              AllOf(HasSubstr("Ist jemand in Gefahr?"), HasSubstr("Auskunft zu overview")));
  heard.emergency->confidence = 0.6;
  EXPECT_THAT(talk.Say("kommt jemand wegen dem Perso"), HasSubstr("Rufen Sie sofort an"));
}

TEST_F(Conversation, APlaceIsAskedForOnlyWhereItMattersAndIsThenKept) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  town.Hear("Wo muss ich hin?", Act::kResponsibleOffice);
  town.resolution.outcome = Resolution::Outcome::kNeedInput;
  town.places = {{"010995999013", "Moorhude", ""}};
  talk.Say("Was kostet ein Perso?");
  EXPECT_THAT(talk.Say("Wo muss ich hin?"), HasSubstr("In welchem Ort"));
  EXPECT_THAT(talk.Say("Moorhude"), HasSubstr("Bürgerbüro Mitte"));
  talk.Say("Wo muss ich hin?");
  EXPECT_EQ(town.asked_places.back().text, "Moorhude");
}

TEST_F(Conversation, APlaceThatWasChosenCountsExactly) {
  town.Hear("Wo bekomme ich einen Perso?", Act::kResponsibleOffice, "Perso");
  town.resolution.outcome = Resolution::Outcome::kNeedInput;
  town.resolution.choices = {{"010995999013", "Moorhude", "Kreis Erlenau"}, {"010995999014", "Moorhude", "Kreis Plön"}};
  talk.Say("Wo bekomme ich einen Perso?");
  talk.Tap("Moorhude (Kreis Plön)");
  EXPECT_EQ(town.asked_places.back().ars, "010995999014");
}

TEST_F(Conversation, TheInitialIsAskedForWhereOfficesAreSplitByIt) {
  town.Hear("Wo bekomme ich einen Perso?", Act::kResponsibleOffice, "Perso");
  town.resolution.outcome = Resolution::Outcome::kNeedInput;
  town.resolution.need = "initial";
  EXPECT_THAT(talk.Say("Wo bekomme ich einen Perso?"), HasSubstr("Nachname"));
  town.resolution.outcome = Resolution::Outcome::kUnique;
  EXPECT_THAT(talk.Say("Müller"), HasSubstr("Bürgerbüro Mitte"));
  EXPECT_EQ(town.asked_places.back().initial, "Müller");
}

TEST_F(Conversation, AStreetAndThenItsNumberAreReadTogether) {
  town.Hear("Wo bekomme ich einen Perso?", Act::kResponsibleOffice, "Perso");
  town.resolution.outcome = Resolution::Outcome::kNeedInput;
  town.resolution.need = "street";
  EXPECT_THAT(talk.Say("Wo bekomme ich einen Perso?"), HasSubstr("In welcher Straße"));
  town.resolution.need = "house_number";
  town.resolution.offices.clear();
  talk.session.place_text.clear();
  talk.Say("Musterweg");
  EXPECT_EQ(talk.session.place_text, "Musterweg");
}

TEST_F(Conversation, TwoMattersInOneQuestionGetTheirOfficesEach) {
  town.Hear("Wo muss ich Perso und Auto ummelden?", Act::kResponsibleOffice, "Perso Auto ummelden");
  EXPECT_THAT(
      talk.Say("Wo muss ich Perso und Auto ummelden?"),
      AllOf(HasSubstr("Personalausweis beantragen:\nZuständig ist"), HasSubstr("Auto ummelden:\nZuständig ist")));
  EXPECT_EQ(talk.session.together.size(), 2u);
}

TEST_F(Conversation, TwoMattersAreAnsweredTogetherOnceThePlaceIsKnown) {
  town.Hear("Wo muss ich Perso und Auto ummelden?", Act::kResponsibleOffice, "Perso Auto ummelden");
  town.resolution.outcome = Resolution::Outcome::kNeedInput;
  town.places = {{"010995999013", "Moorhude", ""}};
  EXPECT_THAT(talk.Say("Wo muss ich Perso und Auto ummelden?"), HasSubstr("In welchem Ort"));
  EXPECT_THAT(talk.Say("Moorhude"), AllOf(HasSubstr("Personalausweis beantragen:\n"), HasSubstr("Auto ummelden:\n")));
}

TEST_F(Conversation, APlaceGivenInPassingIsKept) {
  town.Hear("Was kostet ein Perso in Moorhude?", Act::kFee, "Perso");
  town.places = {{"010995999013", "Moorhude", ""}};
  talk.Say("Was kostet ein Perso in Moorhude?");
  town.Hear("Wo muss ich hin?", Act::kResponsibleOffice);
  talk.Say("Wo muss ich hin?");
  EXPECT_EQ(town.asked_places.back().text, "Was kostet ein Perso in Moorhude?");
}

TEST_F(Conversation, WithoutNluTheWordsAreSearched) {
  town.nlu_down = true;
  EXPECT_THAT(talk.Say("Perso"), HasSubstr("Auskunft zu overview"));
}

TEST_F(Conversation, WithoutNluItIsSaidOnceThatOnlyWordsAreSearched) {
  town.nlu_down = true;
  EXPECT_THAT(talk.Say("Perso"), AllOf(HasSubstr("nur nach einzelnen Wörtern"), HasSubstr("115")));
  EXPECT_THAT(talk.Say("Perso"), Not(HasSubstr("nur nach einzelnen Wörtern")));
  town.nlu_down = false;
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  EXPECT_THAT(talk.Say("Was kostet ein Perso?"), HasSubstr("46,00"));
  town.nlu_down = true;
  EXPECT_THAT(talk.Say("Perso"), HasSubstr("nur nach einzelnen Wörtern"));
}

TEST_F(Conversation, WithoutNluNoSearchAnswersWhoWantsAHumanOrObjects) {
  town.nlu_down = true;
  EXPECT_THAT(talk.Say("Ich möchte mit einem Menschen sprechen"),
              AllOf(HasSubstr("030 23125 100"), Not(HasSubstr("Auskunft zu"))));
  EXPECT_THAT(talk.Say("Hiermit lege ich Widerspruch gegen den Bescheid vom 3. November ein"),
              HasSubstr("zählt rechtlich nicht"));
  EXPECT_THAT(talk.Say("Bitte löschen Sie alle Daten, die Sie über mich gespeichert haben"),
              HasSubstr("Auskunft oder Löschung"));
}

TEST_F(Conversation, WithoutKnowledgeItNamesTheTelephoneAnd115) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  town.knowledge_down = true;
  EXPECT_THAT(talk.Say("Was kostet ein Perso?"), AllOf(HasSubstr("030 23125 100"), HasSubstr("115")));
}

TEST_F(Conversation, RemembersWhereTheRepliesOfAnEventStand) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  const auto first = Handle(talk.session, {.id = "x", .content = TextEvent{"Was kostet ein Perso?"}}, town, talk.now);
  const HandledEvent* handled = FindHandled(talk.session, "x");
  ASSERT_NE(handled, nullptr);
  EXPECT_EQ(handled->first_sequence, first.front().sequence);
  EXPECT_EQ(handled->last_sequence, first.back().sequence);
  EXPECT_EQ(FindHandled(talk.session, "y"), nullptr);
}

TEST_F(Conversation, AfterHandOverTheAssistantIsSilent) {
  talk.session.hand_over = HandOver{.id = "h", .office_id = "o", .office_name = "Bürgerbüro", .connected = true};
  EXPECT_EQ(talk.Say("Was kostet ein Perso?"), "");
}

TEST_F(Conversation, APhotoGetsAStatedAnswer) {
  const auto replies = Handle(talk.session, {.id = "p", .content = UnsupportedEvent{"photo"}}, town, talk.now);
  EXPECT_THAT(replies.front().text, HasSubstr("nichts davon gespeichert"));
}

TEST_F(Conversation, ADeclarationInTheChatDoesNotCount) {
  town.Hear("Ich lege Widerspruch ein", Act::kLegalDeclaration);
  EXPECT_THAT(talk.Say("Ich lege Widerspruch ein"),
              AllOf(HasSubstr("zählt rechtlich nicht"), HasSubstr("Rechtsbehelfsbelehrung")));
}

}  // namespace
}  // namespace amtslotse::dialogue
