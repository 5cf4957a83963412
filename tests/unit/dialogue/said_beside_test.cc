// What people say beside what was asked for, while they book and behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/dialogue/session_codec.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SaidBeside : public testing::Test {
 protected:
  SaidBeside() {
    town.Hear("Termin für Perso", Act::kBook, "Perso");
    town.Hear("verschieben", Act::kRebook);
    for (const int day : {4, 10}) {
      const std::chrono::sys_days date = std::chrono::year(2026) / 12 / day;
      for (const int hour : {14, 16}) {
        Slot slot = town.free.front();
        slot.begin = date + std::chrono::hours(hour - 1);
        slot.local_begin =
            "2026-12-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T" + std::to_string(hour) + ":00";
        town.free.push_back(slot);
      }
    }
  }
  void Hold() {
    talk.Say("Termin für Perso");
    talk.Say("2");
  }
  void Book() {
    Hold();
    talk.Say("Erika Muster");
    talk.Say("erika@example.org");
  }
  void HearLength(const std::string& text, std::chrono::seconds length, Act act = Act::kRebook) {
    town.Hear(text, act, "später")
        .entities.push_back({.kind = nlu::EntityKind::kDuration,
                             .span = {},
                             .surface = "",
                             .value = nlu::DurationValue{.length = length}});
  }
  FakeTown town;
  Talk talk{town};
};

TEST_F(SaidBeside, AWeekLaterAtTheSameTimeIsCountedFromTheAppointment) {
  Book();
  HearLength("gleiche Uhrzeit eine Woche später", std::chrono::days(7), Act::kShowSlots);
  EXPECT_THAT(talk.Say("gleiche Uhrzeit eine Woche später"),
              AllOf(HasSubstr("(Do, 10.12. 14:00 Uhr)"), Not(HasSubstr("16:00"))));
  EXPECT_EQ(town.last_slot_query.from_date, "2026-12-10");
  EXPECT_THAT(talk.Say("1"), HasSubstr("ist verschoben"));
}

TEST_F(SaidBeside, TheDayAfterIsCountedFromWhatIsHeld) {
  Hold();
  town.Hear("lieber am Tag danach", Act::kCorrect);
  EXPECT_THAT(talk.Say("lieber am Tag danach"), HasSubstr("(Fr, 4.12. 14:00 Uhr)"));
  EXPECT_EQ(town.last_slot_query.to_date, "2026-12-04");
}

TEST_F(SaidBeside, TwoHoursLaterMovesWhatIsOffered) {
  talk.Say("Termin für Perso");
  HearLength("zwei Stunden später", std::chrono::hours(2));
  EXPECT_THAT(talk.Say("zwei Stunden später"), AllOf(HasSubstr("15:00"), Not(HasSubstr("14:00"))));
}

TEST_F(SaidBeside, WhoAsksForEarlierTimesChoosesNone) {
  talk.Say("Termin für Perso");
  town.Hear("gibt es nichts Früheres?", Act::kShowSlots, "Früheres");
  EXPECT_THAT(talk.Say("gibt es nichts Früheres?"),
              AllOf(HasSubstr("Früher ist leider nichts frei"), Not(HasSubstr("Ich halte"))));
}

TEST_F(SaidBeside, WhenIsKeptWhileTheCodeIsAskedFor) {
  Book();
  Talk other(town);
  auto& heard = town.Hear("auf den 10. verschieben", Act::kRebook);
  nlu::TimeReading reading;
  const auto day = std::chrono::local_days(std::chrono::year(2026) / 12 / 10);
  reading.days = nlu::DateRange{day, day};
  heard.entities.push_back(
      {.kind = nlu::EntityKind::kDateTime, .span = {}, .surface = "", .value = nlu::TimeValue{{reading}, false}});
  other.Say("auf den 10. verschieben");
  other.Say("KT4H92XR");
  EXPECT_THAT(other.Say("Muster"), AllOf(HasSubstr("(Do, 10.12. 14:00 Uhr)"), Not(HasSubstr("3.12. 13"))));
}

TEST_F(SaidBeside, ACodeHasEightSigns) {
  town.Hear("Termin absagen", Act::kCancel);
  talk.Say("Termin absagen");
  EXPECT_THAT(talk.Say("4711"), HasSubstr("hat 8 Zeichen"));
  EXPECT_EQ(talk.session.awaiting, Awaiting::kCode);
  EXPECT_THAT(talk.Say("ach, lass mal"), HasSubstr("Gut."));
  EXPECT_EQ(talk.session.awaiting, Awaiting::kNothing);
}

TEST_F(SaidBeside, TheSurnameMayStandBesideTheCode) {
  Book();
  const nlu::Entity code{.kind = nlu::EntityKind::kAppointmentCode,
                         .span = {0, 9},
                         .surface = "KT4H-92XR",
                         .value = std::string("KT4H92XR")};
  town.Hear("Termin KT4H-92XR auf Muster absagen", Act::kCancel).entities = {code};
  EXPECT_THAT(Talk(town).Say("Termin KT4H-92XR auf Muster absagen"), HasSubstr("wirklich absagen"));
  town.Hear("Termin absagen KT4H-92XR Muster", Act::kCancel).entities = {code};
  EXPECT_THAT(Talk(town).Say("Termin absagen KT4H-92XR Muster"), HasSubstr("wirklich absagen"));
  town.Hear("Termin absagen", Act::kCancel);
  town.Hear("KT4H-92XR, Muster", Act::kOutOfScope).entities = {code};
  town.Hear("KT4H-92XR", Act::kOutOfScope).entities = {code};
  Talk other(town);
  other.Say("Termin absagen");
  EXPECT_THAT(other.Say("KT4H-92XR, Muster"), HasSubstr("wirklich absagen"));
  Talk third(town);
  EXPECT_THAT(third.Say("KT4H-92XR"), HasSubstr("Nachname")) << "a code alone";
  third.Say("Termin absagen");
  EXPECT_THAT(third.Say("KT4H-92XR"), HasSubstr("Nachname"));
  EXPECT_THAT(third.Say("ja"), HasSubstr("Nachname"));
}

TEST_F(SaidBeside, WhatWasGivenUpCanBeTakenUpAgain) {
  Hold();
  EXPECT_THAT(talk.Say("abbrechen"), HasSubstr("nichts gebucht"));
  town.Hear("doch, ich will den Termin", Act::kCancel);
  EXPECT_THAT(talk.Say("doch, ich will den Termin"), HasSubstr("Freie Termine – Personalausweis"));
}

TEST_F(SaidBeside, PeopleAndNeedsAreRememberedUntilTheBooking) {
  town.Hear("Perso für unsere drei Kinder. Ich sitze im Rollstuhl.", Act::kOverview, "Perso").entities = {
      {.kind = nlu::EntityKind::kPersonCount, .span = {}, .surface = "drei Kinder", .value = std::int64_t{3}}};
  town.Hear("dann einen Termin bitte", Act::kBook);
  talk.Say("Perso für unsere drei Kinder. Ich sitze im Rollstuhl.");
  talk.session = *ParseSession(Serialize(talk.session));
  EXPECT_THAT(talk.Say("dann einen Termin bitte"), HasSubstr("(3 Personen)"));
  EXPECT_TRUE(town.slot_queries.front().step_free);
}

TEST_F(SaidBeside, AReminderIsSetWhenItIsWishedForInWords) {
  Book();
  EXPECT_THAT(talk.Say("kann ich am Tag vorher erinnert werden?"), HasSubstr("ich erinnere Sie"));
  EXPECT_TRUE(town.reminded);
}

TEST_F(SaidBeside, AnAddressBehindTheBookingIsNoQuestion) {
  Book();
  EXPECT_THAT(talk.Say("erika.muster@example.org"), HasSubstr("eines gebuchten Termins"));
}

TEST_F(SaidBeside, TheNameCanBePutRightWhenTheAddressIsAskedFor) {
  Hold();
  talk.Say("Erik Muster");
  EXPECT_THAT(talk.Say("Erika Muster"), AllOf(HasSubstr("auf den Namen Erika Muster"), HasSubstr("E-Mail")));
  talk.Say("erika@example.org");
  EXPECT_EQ(town.last_contact.name, "Erika Muster");
}

TEST_F(SaidBeside, ASalutationIsNoFirstName) {
  Hold();
  EXPECT_THAT(talk.Say("Frau Muster"), HasSubstr("Danke, Frau Muster. Wie ist der ganze Name"));
  EXPECT_THAT(talk.Say("Erika"), HasSubstr("E-Mail"));
  talk.Say("erika@example.org");
  EXPECT_EQ(town.last_contact.name, "Erika Muster");
}

TEST_F(SaidBeside, WhoStartsAnewGivesBackWhatWasHeld) {
  Hold();
  EXPECT_TRUE(town.taken.contains("2026-12-03T14:00"));
  town.Hear("nochmal von vorn", Act::kRestart);
  talk.Say("nochmal von vorn");
  EXPECT_FALSE(town.taken.contains("2026-12-03T14:00"));
}

TEST_F(SaidBeside, ACancelledAppointmentIsNotCancelledAgain) {
  Book();
  town.appointments.begin()->second.cancelled = true;
  town.Hear("Termin absagen", Act::kCancel);
  Talk other(town);
  other.Say("Termin absagen");
  other.Say("KT4H92XR");
  EXPECT_THAT(other.Say("Muster"), AllOf(HasSubstr("schon abgesagt"), Not(HasSubstr("wirklich"))));
}

TEST_F(SaidBeside, TheWaitingListLeadsAwayFromTheDetails) {
  Hold();
  town.Hear("setz mich auf die Warteliste", Act::kWaitingList);
  EXPECT_THAT(talk.Say("setz mich auf die Warteliste"), HasSubstr("Ich setze Sie auf die Warteliste"));
}

TEST_F(SaidBeside, TheWaitingListAsksForTheTelephoneWhereItIsNeeded) {
  town.waiting_by_telephone = true;
  Hold();
  town.Hear("setz mich auf die Warteliste", Act::kWaitingList);
  talk.Say("setz mich auf die Warteliste");
  talk.Say("Erika Muster");
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Telefonnummer"));
  town.Hear("04821 12345", Act::kOutOfScope)
      .entities.push_back({.kind = nlu::EntityKind::kTelephone,
                           .span = {},
                           .surface = "04821 12345",
                           .value = std::string("0482112345")});
  EXPECT_THAT(talk.Say("04821 12345"), HasSubstr("Sie stehen auf der Warteliste, an Stelle 1"));
}

TEST_F(SaidBeside, OneMoreMatterIsAddedToWhatIsBooked) {
  town.Hear("Termin für Perso", Act::kBook, "Perso");
  talk.Say("Termin für Perso");
  town.Hear("und noch Auto ummelden dazu", Act::kOverview, "Auto ummelden");
  EXPECT_THAT(talk.Say("und noch Auto ummelden dazu"),
              HasSubstr("Freie Termine – Personalausweis beantragen und Auto ummelden:"));
}

TEST_F(SaidBeside, WhatIsNoNameIsNotTakenForOne) {
  Hold();
  town.Hear("und noch was für meinen hund", Act::kOverview, "hund")
      .entities.push_back(
          {.kind = nlu::EntityKind::kPersonName, .span = {}, .surface = "hund", .value = std::string("meinen hund")});
  EXPECT_THAT(talk.Say("und noch was für meinen hund"), HasSubstr("Vor- und Nachnamen"));
  town.Hear("doch lieber Auto ummelden", Act::kCorrect, "lieber Auto ummelden");
  EXPECT_THAT(talk.Say("doch lieber Auto ummelden"), HasSubstr("Freie Termine – Auto ummelden"));
}

TEST_F(SaidBeside, WhoWantsToTelephoneInsteadIsToldTheNumber) {
  Hold();
  talk.Say("Karl von der Heide");
  EXPECT_THAT(talk.Say("Herr von der Heide"), HasSubstr("auf den Namen Karl von der Heide"));
  EXPECT_THAT(talk.Say("lieber am Telefon"), HasSubstr("am Telefon: 030 23125 100"));
}

TEST_F(SaidBeside, OnlyMeAndMyWifeAreTwo) {
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("nur ich und meine Frau"), HasSubstr("(2 Personen)"));
}

TEST_F(SaidBeside, HowManyIsPutRight) {
  town.Hear("Termin für 3 Personalausweise", Act::kBook, "Perso");
  EXPECT_THAT(talk.Say("Termin für 3 Personalausweise"), HasSubstr("(3 Personen)"));
  town.Hear("nee warte, nur 2", Act::kCorrect, "nee warte 2");
  EXPECT_THAT(talk.Say("nee warte, nur 2"), HasSubstr("(2 Personen)"));
}

TEST_F(SaidBeside, OneQuestionIsAskedAtATime) {
  auto& heard = town.Hear("Termin für ihn, müssen beide Eltern mit?", Act::kBook);
  nlu::Segment asks;
  asks.guesses.push_back({Act::kDocuments, 0.95});
  asks.band = nlu::Band::kAct;
  asks.topic = "Pass oder Perso";
  heard.segments.push_back(asks);
  EXPECT_THAT(talk.Say("Termin für ihn, müssen beide Eltern mit?"),
              AllOf(HasSubstr("Wofür brauchen Sie den Termin?"), Not(HasSubstr("Was meinen Sie?"))));
  EXPECT_THAT(talk.Say("Termin für Perso"), HasSubstr("Freie Termine"));
}

TEST_F(SaidBeside, HowLongTheAppointmentTakesIsNotHowLongThePassTakes) {
  town.Hear("wie lange dauert so ein Termin?", Act::kDuration);
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("wie lange dauert so ein Termin?"),
              AllOf(HasSubstr("Der Termin dauert 15 Minuten."), HasSubstr("stehen weiter zur Wahl")));
}

TEST_F(SaidBeside, NumbersAloneAreNoCryForHelp) {
  town.Hear("123", Act::kOutOfScope).emergency =
      nlu::Emergency{.kind = nlu::EmergencyKind::kOtherDanger, .confidence = 0.95, .span = {}};
  EXPECT_THAT(talk.Say("123"), Not(HasSubstr("112")));
  town.Hear("112", Act::kOutOfScope).emergency = town.heard["123"].emergency;
  EXPECT_THAT(talk.Say("112"), HasSubstr("Rufen Sie sofort"));
}

TEST_F(SaidBeside, WhoCannotComeIsOfferedOtherTimes) {
  Book();
  auto& heard = town.Hear("oh, da kann ich doch nicht, lieber am Freitag", Act::kOverview);
  nlu::TimeReading reading;
  const auto friday = std::chrono::local_days(std::chrono::year(2026) / 12 / 4);
  reading.days = nlu::DateRange{friday, friday};
  heard.entities.push_back(
      {.kind = nlu::EntityKind::kDateTime, .span = {}, .surface = "", .value = nlu::TimeValue{{reading}, false}});
  EXPECT_THAT(talk.Say("oh, da kann ich doch nicht, lieber am Freitag"),
              AllOf(HasSubstr("bleibt bestehen"), HasSubstr("(Fr, 4.12. 14:00 Uhr)")));
}

TEST_F(SaidBeside, WhyTheMatterIsAskedForIsExplained) {
  town.Hear("ich brauche einen Termin", Act::kBook);
  talk.Say("ich brauche einen Termin");
  EXPECT_THAT(talk.Say("warum wollen Sie das wissen?"), HasSubstr("Davon hängt ab"));
  EXPECT_THAT(talk.Say("Termin für Perso"), HasSubstr("Freie Termine"));
}

TEST_F(SaidBeside, AnotherServiceIsBookedInsteadOfTheOneOffered) {
  talk.Say("Termin für Perso");
  town.Hear("nein, doch Auto ummelden", Act::kCorrect, "Auto ummelden");
  EXPECT_THAT(talk.Say("nein, doch Auto ummelden"), HasSubstr("Freie Termine – Auto ummelden"));
}

TEST_F(SaidBeside, BothIsWhatWasTalkedOfLast) {
  town.Hear("Auto ummelden", Act::kOverview, "Auto ummelden");
  town.Hear("Perso", Act::kOverview, "Perso");
  town.Hear("einen Termin für beides", Act::kBook, "beides");
  talk.Say("Auto ummelden");
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("einen Termin für beides"),
              HasSubstr("Freie Termine – Auto ummelden und Personalausweis beantragen"));
}

TEST_F(SaidBeside, TheOverviewIsToldOnce) {
  town.Hear("Perso", Act::kOverview, "Perso");
  town.Hear("der läuft ab", Act::kOverview, "läuft");
  talk.Say("Perso");
  EXPECT_THAT(talk.Say("der läuft ab"), AllOf(HasSubstr("Genaueres weiß ich dazu nicht"), HasSubstr("(Kosten)"),
                                              Not(HasSubstr("Auskunft zu overview"))));
}

TEST_F(SaidBeside, NoneOfTheServicesOfferedAsksForOtherWords) {
  town.Hear("Was kostet ein Pass oder Perso?", Act::kFee, "Pass oder Perso");
  town.Hear("nein", Act::kNo);
  town.Hear("Perso", Act::kOverview, "Perso");
  talk.Say("Was kostet ein Pass oder Perso?");
  EXPECT_THAT(talk.Say("nein"), HasSubstr("mit anderen Worten"));
  EXPECT_THAT(talk.Say("Perso"), HasSubstr("46,00")) << "what was asked before is answered";
}

}  // namespace
}  // namespace amtslotse::dialogue
