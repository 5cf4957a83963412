// What people say in a word or two, which only the talk so far tells the meaning of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FewWords : public testing::Test {
 protected:
  FewWords() {
    town.Hear("Termin für Perso", Act::kBook, "Perso");
    town.Hear("Perso", Act::kOverview, "Perso");
    for (const int hour : {14, 16}) {
      Slot slot = town.free.front();
      slot.begin = std::chrono::sys_days(std::chrono::year(2026) / 12 / 4) + std::chrono::hours(hour - 1);
      slot.local_begin = "2026-12-04T" + std::to_string(hour) + ":00";
      town.free.push_back(slot);
    }
  }
  void Hold() {
    talk.Say("Termin für Perso");
    talk.Say("2");
  }
  void HearDays(const std::string& text, std::chrono::local_days first, std::chrono::local_days last,
                bool weekly = false) {
    nlu::TimeReading reading;
    reading.days = nlu::DateRange{first, last};
    town.Hear(text, Act::kShowSlots)
        .entities.push_back({.kind = nlu::EntityKind::kDateTime,
                             .span = {},
                             .surface = "",
                             .value = nlu::TimeValue{.readings = {reading}, .weekly = weekly}});
  }
  FakeTown town;
  Talk talk{town};
};

TEST_F(FewWords, HowLongIsAskedInFewWords) {
  town.Hear("wie lang der termin", Act::kBook, "", nlu::Band::kAsk);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("wie lang der termin"), HasSubstr("Der Termin dauert 15 Minuten."));
}

TEST_F(FewWords, WhatOnlyAnnouncesAQuestionIsNone) {
  town.Hear("und noch was", Act::kShowSlots);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("und noch was"), AllOf(HasSubstr("Was möchten Sie wissen?"), Not(HasSubstr("Freie Termine"))));
  EXPECT_THAT(talk.Say("2"), HasSubstr("Ich halte diesen Termin"));
}

TEST_F(FewWords, WhatAppointmentsThereAreForIsShown) {
  town.town.web_url = "https://erlenfurt.example";
  town.Hear("ich brauche einen Termin", Act::kBook);
  town.Hear("wofür gibts die", Act::kOverview, "", nlu::Band::kAsk);
  talk.Say("ich brauche einen Termin");
  talk.Say("wofür gibts die");
  ASSERT_FALSE(talk.replies.back().links.empty());
  EXPECT_EQ(talk.replies.back().links.front().url, "https://erlenfurt.example/termin");
  EXPECT_THAT(talk.Say("Termin für Perso"), HasSubstr("Freie Termine"));
}

TEST_F(FewWords, EitherOfTwoDaysIsBothOfThem) {
  using std::chrono::local_days;
  auto& heard = town.Hear("Freitag oder Donnerstag", Act::kShowSlots);
  for (const auto day : {std::chrono::year(2026) / 12 / 4, std::chrono::year(2026) / 12 / 3}) {
    nlu::TimeReading reading;
    reading.days = nlu::DateRange{local_days(day), local_days(day)};
    heard.entities.push_back({.kind = nlu::EntityKind::kDateTime,
                              .span = {},
                              .surface = "",
                              .value = nlu::TimeValue{.readings = {reading}, .weekly = false}});
  }
  talk.Say("Termin für Perso");
  talk.Say("Freitag oder Donnerstag");
  EXPECT_EQ(town.last_slot_query.from_date, "2026-12-03");
  EXPECT_EQ(town.last_slot_query.to_date, "2026-12-04");
  EXPECT_EQ(town.last_slot_query.weekdays, (1u << 3) | (1u << 4));
}

TEST_F(FewWords, ADayOfTheWeekStaysWithinTheMonthThatWasWishedFor) {
  using std::chrono::local_days;
  const auto december = std::chrono::year(2026) / 12;
  HearDays("im Dezember", local_days(december / 1), local_days(december / 31));
  HearDays("nur freitags", local_days(december / 4), local_days(december / 4), true);
  talk.Say("Termin für Perso");
  talk.Say("im Dezember");
  EXPECT_THAT(talk.Say("nur freitags"), AllOf(HasSubstr("Fr, 4.12."), Not(HasSubstr("Do, "))));
  EXPECT_EQ(town.last_slot_query.from_date, "2026-12-01");
  EXPECT_EQ(town.last_slot_query.to_date, "2026-12-31");
}

TEST_F(FewWords, AnHourIsSaidOfTheDaysThatAreOfferedInstead) {
  using std::chrono::local_days;
  HearDays("diese Woche", local_days(std::chrono::year(2026) / 11 / 30), local_days(std::chrono::year(2026) / 12 / 1));
  town.Hear("nach 14", Act::kShowSlots);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("diese Woche"), HasSubstr("nichts frei"));
  EXPECT_THAT(talk.Say("nach 14"), AllOf(HasSubstr("Do, 3.12. 14:00"), Not(HasSubstr("nichts frei"))));
}

TEST_F(FewWords, AnHourNeedsNoWordForTheClock) {
  town.Hear("lieber ab 15", Act::kShowSlots);
  town.Hear("nein, elf", Act::kNo);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("lieber ab 15"), Not(HasSubstr("14:00")));
  EXPECT_EQ(town.last_slot_query.from_minute, 15 * 60);
  EXPECT_EQ(town.last_slot_query.to_minute, 0);
  talk.Say("nein, elf");
  EXPECT_THAT(town.slot_queries, testing::Contains(testing::Field(&SlotQuery::from_minute, 11 * 60)));
}

TEST_F(FewWords, StoppIsNoName) {
  Hold();
  EXPECT_THAT(talk.Say("Stopp!"), HasSubstr("nichts gebucht"));
  EXPECT_TRUE(town.taken.empty());
}

TEST_F(FewWords, WhoDoesItForMeDoesNotComeAlong) {
  town.Hear("Kann meine Tochter das für mich machen?", Act::kEligibility);
  talk.Say("Perso");
  talk.Say("Kann meine Tochter das für mich machen?");
  Hold();
  EXPECT_EQ(town.last_attendees, 1);
}

TEST_F(FewWords, WhoMustComeAlongStandsWithWhatToBring) {
  const std::string asked = "müssen meine eltern mit";
  town.Hear(asked, Act::kEligibility, "eltern", nlu::Band::kAsk).segments.front().span = {0, asked.size()};
  talk.Say("Perso");
  EXPECT_THAT(talk.Say(asked), HasSubstr("Alter Ausweis und Foto."));
}

TEST_F(FewWords, WhomItIsForIsToldAndNotAsked) {
  town.Hear("von meiner Tochter", Act::kOverview, "Tochter");
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("von meiner Tochter"), HasSubstr("Was möchten Sie zu „Personalausweis beantragen“ wissen?"));
  EXPECT_TRUE(town.unanswered.empty());
}

TEST_F(FewWords, ADayOfTheWeekIsSaidOfTheDaysThatAreOfferedInstead) {
  using std::chrono::local_days;
  HearDays("im nächsten Jahr", local_days(std::chrono::year(2027) / 1 / 1),
           local_days(std::chrono::year(2027) / 12 / 31));
  const auto friday = local_days(std::chrono::year(2026) / 12 / 4);
  HearDays("lieber freitags", friday, friday, true);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("im nächsten Jahr"), HasSubstr("nichts frei"));
  EXPECT_THAT(talk.Say("lieber freitags"), AllOf(HasSubstr("Fr, 4.12."), Not(HasSubstr("nichts frei"))));
}

TEST_F(FewWords, WhoWantsANewAppointmentIsAskedForNoCode) {
  town.Hear("hab den Termin verpasst", Act::kMyAppointment);
  town.Hear("neuer Termin bitte", Act::kRebook, "neuer");
  EXPECT_THAT(talk.Say("hab den Termin verpasst"), HasSubstr("Absagecode"));
  EXPECT_THAT(talk.Say("neuer Termin bitte"), HasSubstr("Wofür brauchen Sie den Termin?"));
}

TEST_F(FewWords, DochNichtEndsTheWaiting) {
  town.Hear("Warteliste für Perso", Act::kWaitingList, "Perso");
  town.Hear("doch nicht", Act::kNo);
  EXPECT_THAT(talk.Say("Warteliste für Perso"), HasSubstr("Auf welchen Namen"));
  talk.Say("doch nicht");
  EXPECT_EQ(talk.session.awaiting, Awaiting::kNothing);
}

TEST_F(FewWords, WhetherBothMustComeIsAskedOfTheService) {
  town.Hear("müssen wir beide kommen", Act::kProcedure, "beide", nlu::Band::kAsk);
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("müssen wir beide kommen"), HasSubstr("Auskunft zu"));
  EXPECT_EQ(talk.session.service->id, "personalausweis");
}

TEST_F(FewWords, AnAgeIsNoCryForHelp) {
  auto& heard = town.Hear("er ist 4", Act::kEmergency);
  heard.segments.front().guesses.push_back({Act::kOverview, 0.1});
  heard.emergency = nlu::Emergency{.kind = nlu::EmergencyKind::kOtherDanger, .confidence = 0.95, .span = {}};
  heard.entities.push_back({.kind = nlu::EntityKind::kAge, .span = {7, 8}, .surface = "4", .value = std::int64_t{4}});
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("er ist 4"), AllOf(Not(HasSubstr("112")), HasSubstr("Was möchten Sie zu")));
}

TEST_F(FewWords, HowToBeReachedIsNoName) {
  const std::string said = "E-Mail ist erika@example.org, Erika Muster";
  town.Hear(said, Act::kContact)
      .entities.push_back({.kind = nlu::EntityKind::kEmail,
                           .span = {11, 28},
                           .surface = "erika@example.org",
                           .value = std::string("erika@example.org")});
  Hold();
  EXPECT_THAT(talk.Say(said), HasSubstr("Ihr Termin ist gebucht"));
  EXPECT_EQ(town.last_contact.name, "Erika Muster");
}

TEST_F(FewWords, WhoSpeaksOfNoAppointmentMovesNone) {
  auto& heard = town.Hear("kann ich mit ihm kommen statt der Eltern", Act::kRebook);
  heard.segments.front().guesses.push_back({Act::kEligibility, 0.3});
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("kann ich mit ihm kommen statt der Eltern"),
              AllOf(HasSubstr("Auskunft zu eligibility"), Not(HasSubstr("Absagecode"))));
}

TEST_F(FewWords, HoursOfAnotherOfficeAreAskedByItsName) {
  town.Hear("Wann habt ihr offen?", Act::kOpeningHours);
  town.Hear("und in Mitte?", Act::kShowSlots, "Mitte");
  talk.Say("Wann habt ihr offen?");
  talk.Say("und in Mitte?");
  ASSERT_FALSE(talk.replies.front().cards.empty());
  EXPECT_EQ(talk.replies.front().cards.front().title, "Bürgerbüro Mitte");
}

TEST_F(FewWords, WhoHearsBadlyIsNotedForTheCounter) {
  town.Hear("Er hört schlecht, bitte laut sprechen", Act::kHuman);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("Er hört schlecht, bitte laut sprechen"),
              HasSubstr("Das habe ich notiert: Er hört schlecht, bitte laut sprechen."));
  EXPECT_THAT(talk.Say("2"), HasSubstr("Ich halte diesen Termin"));
}

TEST_F(FewWords, WhatIsOnlyToldBesideAnAnswerIsNotLookedForInVain) {
  auto& heard = town.Hear("Perso verloren. bin nich einverstanden", Act::kFee, "Perso");
  nlu::Segment told = heard.segments.front();
  told.guesses.front().act = Act::kOverview;
  told.topic = "nich einverstanden";
  heard.segments.push_back(told);
  heard.segments.front().span = {0, 15};
  heard.segments.back().span = {16, 38};
  EXPECT_THAT(talk.Say("Perso verloren. bin nich einverstanden"), Not(HasSubstr("nichts gefunden")));
}

TEST_F(FewWords, HowWellSomebodySpeaksGermanIsNoMatter) {
  auto& heard = town.Hear("ich nicht gut deutsch, brauche Perso", Act::kOverview, "deutsch Perso");
  heard.segments.front().span = {0, 36};
  talk.Say("ich nicht gut deutsch, brauche Perso");
  EXPECT_EQ(talk.session.service->id, "personalausweis");
}

}  // namespace
}  // namespace amtslotse::dialogue
