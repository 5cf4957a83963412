#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

nlu::Entity On(int day, std::optional<nlu::TimeRange> clock = {}) {
  const auto date = std::chrono::local_days(std::chrono::year(2026) / 12 / day);
  nlu::TimeReading reading;
  reading.days = nlu::DateRange{date, date};
  reading.clock = clock;
  return {.kind = nlu::EntityKind::kDateTime, .span = {}, .surface = "", .value = nlu::TimeValue{{reading}, false}};
}

class BookingTalk : public testing::Test {
 protected:
  BookingTalk() {
    town.Hear("Termin für Perso", Act::kBook, "Perso");
    town.Hear("Termin absagen", Act::kCancel);
    town.Hear("Termin verschieben", Act::kRebook);
    town.Hear("ja", Act::kYes);
  }
  void Book() {
    talk.Say("Termin für Perso");
    talk.Say("2");
    talk.Say("Erika Muster");
    talk.Say("erika@example.org");
  }
  FakeTown town;
  Talk talk{town};
};

TEST_F(BookingTalk, FromTheWishToTheConfirmation) {
  EXPECT_THAT(talk.Say("Termin für Perso"),
              AllOf(HasSubstr("(Do, 3.12. 13:00 Uhr)"), HasSubstr("(Do, 3.12. 15:00 Uhr)")));
  EXPECT_THAT(talk.Tap("Do, 3.12. 14:00 Uhr"), AllOf(HasSubstr("halte diesen Termin"), HasSubstr("welchen Namen")));
  EXPECT_THAT(talk.Say("Erika Muster"), HasSubstr("E-Mail-Adresse"));
  EXPECT_THAT(talk.Say("erika@example.org"),
              AllOf(HasSubstr("Donnerstag, 3. Dezember 2026 um 14:00 Uhr"), HasSubstr("Absagecode: KT4H92XR"),
                    HasSubstr("Bitte bringen Sie mit:\nAlter Ausweis"), HasSubstr("46,00")));
  ASSERT_EQ(talk.replies.back().files.size(), 1u);
  EXPECT_THAT(talk.replies.back().files.front().content, HasSubstr("BEGIN:VCALENDAR"));
}

TEST_F(BookingTalk, BothDetailsMayComeAsAForm) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  EXPECT_THAT(talk.Send({{"name", "Erika Muster"}, {"email", "erika@example.org"}}), HasSubstr("Absagecode"));
}

TEST_F(BookingTalk, WhoSpeaksAnotherLanguageIsOfferedPlacesWhereItIsSpoken) {
  town.Hear("Termin für Perso mit jemandem, der Arabisch kann", Act::kBook, "Perso");
  EXPECT_THAT(talk.Say("Termin für Perso mit jemandem, der Arabisch kann"), HasSubstr("Hier spricht jemand Arabisch."));
  EXPECT_EQ(town.last_slot_query.language, "ar");
  talk.Say("spricht da auch jemand Türkisch?");
  EXPECT_EQ(town.last_slot_query.language, "tr");
}

TEST_F(BookingTalk, WhereNobodySpeaksALanguageAnInterpreterIsAskedFor) {
  town.free.clear();
  town.Hear("Termin für Perso, ich spreche nur Türkisch", Act::kBook, "Perso");
  talk.Say("Termin für Perso, ich spreche nur Türkisch");
  EXPECT_EQ(town.last_slot_query.language, "");
  ASSERT_TRUE(talk.session.booking);
  EXPECT_EQ(talk.session.booking->contact.needs.interpreter, "tr");
}

TEST_F(BookingTalk, ALicenceOfAnotherCountryIsNoWishForItsLanguage) {
  town.Hear("Perso, kann ich meinen türkischen Führerschein mitbringen", Act::kBook, "Perso");
  talk.Say("Perso, kann ich meinen türkischen Führerschein mitbringen");
  EXPECT_EQ(town.last_slot_query.language, "");
}

TEST_F(BookingTalk, TheNearestPlaceComesFirstFromWhereTheCitizenLives) {
  town.places = {{"010990001001-nordhagen", "Nordhagen", "", {54'590'000, 10'475'000}}};
  talk.Say("Termin für Perso");
  EXPECT_FALSE(town.last_slot_query.near.known());
  EXPECT_THAT(talk.Say("was ist am nächsten bei mir?"), HasSubstr("Postleitzahl"));
  EXPECT_THAT(talk.Say("ich wohne in Nordhagen"),
              AllOf(HasSubstr("Die nächsten Standorte stehen zuerst."), HasSubstr("Do, 3.12. 13:00 Uhr")));
  EXPECT_EQ(town.last_slot_query.near.latitude, 54'590'000);
}

TEST_F(BookingTalk, OfSeveralPlacesOfOneNameNoneIsTakenForHome) {
  town.places = {{"1", "Neustadt", "", {54'100'000, 10'800'000}}, {"2", "Neustadt", "", {49'350'000, 8'130'000}}};
  talk.Say("Termin für Perso");
  talk.Say("ich wohne in Neustadt, was ist in meiner Nähe?");
  EXPECT_FALSE(town.last_slot_query.near.known());
}

TEST_F(BookingTalk, WhatIsNeededAtTheCounterIsNotedWhereverItIsSaid) {
  town.Hear("Perso, ich sitze im Rollstuhl", Act::kBook, "Perso");
  talk.Say("Perso, ich sitze im Rollstuhl");
  EXPECT_TRUE(town.last_slot_query.step_free);
  EXPECT_THAT(talk.Say("1"), AllOf(HasSubstr("welchen Namen"), Not(HasSubstr("Brauchen Sie vor Ort"))));
  EXPECT_THAT(talk.Say("Ich brauche einen Dolmetscher für Ukrainisch"),
              AllOf(HasSubstr("notiert: Rollstuhl und Dolmetschen (Ukrainisch)"), HasSubstr("welchen Namen")));
  EXPECT_THAT(talk.Say("Erika Muster, beim Termin bitte mehr Zeit"), HasSubstr("E-Mail-Adresse"));
  EXPECT_THAT(talk.Say("erika@example.org"),
              HasSubstr("Wir wissen Bescheid: Rollstuhl, Dolmetschen (Ukrainisch) und mehr Zeit."));
  EXPECT_EQ(town.last_contact.name, "Erika Muster");
  EXPECT_TRUE(town.last_contact.needs.wheelchair);
  EXPECT_EQ(town.last_contact.needs.interpreter, "uk");
  EXPECT_TRUE(town.last_contact.needs.more_time);
}

TEST_F(BookingTalk, TheFormHasAFieldForWhatIsNeeded) {
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("1"), HasSubstr("Brauchen Sie vor Ort etwas"));
  EXPECT_EQ(talk.replies.back().prompt->fields.back().id, "needs");
  EXPECT_FALSE(talk.replies.back().prompt->fields.back().required);
  talk.Send({{"name", "Erika Muster"}, {"email", "erika@example.org"}, {"needs", "Rollstuhl, ich höre schlecht"}});
  EXPECT_TRUE(town.last_contact.needs.wheelchair);
  EXPECT_EQ(town.last_contact.needs.note, "ich höre schlecht");
}

TEST_F(BookingTalk, AQuestionAboutTheWheelchairIsNoNeed) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  talk.Say("Ist das Rathaus mit dem Rollstuhl erreichbar?");
  talk.Say("Erika Muster");
  talk.Say("erika@example.org");
  EXPECT_FALSE(town.last_contact.needs.wheelchair);
}

TEST_F(BookingTalk, AWishedTimeIsAskedOfTheCalendar) {
  auto& heard = town.Hear("Perso Donnerstag ab 14 Uhr", Act::kBook, "Perso");
  heard.entities = {On(3, nlu::TimeRange{std::chrono::hours(14), std::chrono::hours(18)})};
  EXPECT_THAT(talk.Say("Perso Donnerstag ab 14 Uhr"),
              AllOf(Not(HasSubstr("13:00")), HasSubstr("14:00"), HasSubstr("15:00")));
  EXPECT_EQ(town.last_slot_query.from_date, "2026-12-03");
}

TEST_F(BookingTalk, ADayOfTheWeekIsRuledOutOrNamed) {
  const auto weekly = [](int day, bool ruled_out) {
    nlu::Entity entity = On(day);
    auto& value = std::get<nlu::TimeValue>(entity.value);
    value.weekly = true;
    value.ruled_out = ruled_out;
    return entity;
  };
  constexpr Weekdays kThursday = 1u << 3;
  town.Hear("Perso, aber nicht donnerstags", Act::kBook, "Perso").entities = {weekly(3, true)};
  EXPECT_THAT(talk.Say("Perso, aber nicht donnerstags"), HasSubstr("In diesem Zeitraum ist leider nichts frei"));
  EXPECT_EQ(town.slot_queries.front().weekdays, kEveryWeekday & ~kThursday);
  EXPECT_EQ(town.slot_queries.front().from_date, "");
  town.Hear("Perso, nur donnerstags", Act::kBook, "Perso").entities = {weekly(3, false)};
  EXPECT_THAT(talk.Say("Perso, nur donnerstags"), HasSubstr("(Do, 3.12. 13:00 Uhr)"));
  EXPECT_EQ(town.last_slot_query.weekdays, kThursday);
}

TEST_F(BookingTalk, WhatIsRuledOutLeavesTheRest) {
  nlu::Entity early{.kind = nlu::EntityKind::kDateTime, .span = {}, .surface = "", .value = {}};
  nlu::TimeReading reading;
  reading.clock = nlu::TimeRange{std::chrono::hours(0), std::chrono::hours(14)};
  nlu::TimeValue value{{reading}, false};
  value.ruled_out = true;
  early.value = value;
  town.Hear("Perso, nicht vor 14 Uhr", Act::kBook, "Perso").entities = {early};
  EXPECT_THAT(talk.Say("Perso, nicht vor 14 Uhr"), AllOf(Not(HasSubstr("13:00")), HasSubstr("14:00")));
  EXPECT_EQ(town.last_slot_query.from_minute, 14 * 60);
}

TEST_F(BookingTalk, NothingOnTheWishedDayOffersTheNext) {
  auto& heard = town.Hear("Perso am 2.12.", Act::kBook, "Perso");
  heard.entities = {On(2)};
  EXPECT_THAT(talk.Say("Perso am 2.12."),
              AllOf(HasSubstr("Am Mittwoch, 2. Dezember 2026 ist leider nichts frei. Die nächsten freien Termine"),
                    HasSubstr("13:00")));
}

TEST_F(BookingTalk, ASlotIsChosenByItsTime) {
  auto& heard = town.Hear("um drei", Act::kChoose);
  nlu::Entity at{.kind = nlu::EntityKind::kDateTime, .span = {}, .surface = "um drei", .value = {}};
  nlu::TimeReading reading;
  reading.clock = nlu::TimeRange{std::chrono::hours(3), std::chrono::hours(3)};
  at.value = nlu::TimeValue{{reading}, false};
  heard.entities = {at};
  talk.Say("Termin für Perso");
  EXPECT_THAT(talk.Say("um drei"), HasSubstr("15:00 Uhr"));
}

TEST_F(BookingTalk, ATakenSlotIsSaidAndOthersAreOffered) {
  talk.Say("Termin für Perso");
  town.taken.insert("2026-12-03T14:00");
  EXPECT_THAT(talk.Say("2"),
              AllOf(HasSubstr("jemand anderem"), HasSubstr("13:00"), Not(HasSubstr("(Do, 3.12. 14:00"))));
}

TEST_F(BookingTalk, ATakenSlotIsNotOfferedAgainByAProcessThatDoesNotKnowYet) {
  town.finds_taken = true;
  talk.Say("Termin für Perso");
  town.taken.insert("2026-12-03T14:00");
  EXPECT_THAT(talk.Say("2"),
              AllOf(HasSubstr("jemand anderem"), HasSubstr("13:00"), Not(HasSubstr("(Do, 3.12. 14:00"))));
}

TEST_F(BookingTalk, AnExpiredHoldKeepsWhatWasEntered) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  talk.Say("Erika Muster");
  town.holds.clear();  // expired and retaken
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Ihre Angaben habe ich noch"));
  EXPECT_THAT(talk.Say("1"), AllOf(HasSubstr("Soll ich den Termin so buchen?"), HasSubstr("Erika Muster")));
  EXPECT_THAT(talk.Say("ja"), HasSubstr("Absagecode"));
}

TEST_F(BookingTalk, AnInvalidAddressIsAskedForAgain) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  talk.Say("Erika Muster");
  EXPECT_THAT(talk.Say("erika at example"), HasSubstr("E-Mail-Adresse kann nicht stimmen"));
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Absagecode"));
}

TEST_F(BookingTalk, AQuestionInBetweenKeepsTheHold) {
  town.Hear("Was kostet das denn?", Act::kFee);
  talk.Say("Termin für Perso");
  talk.Say("1");
  EXPECT_THAT(talk.Say("Was kostet das denn?"),
              AllOf(HasSubstr("46,00"), HasSubstr("Reservierung"), HasSubstr("welchen Namen")));
  talk.Say("Erika Muster");
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Absagecode"));
}

TEST_F(BookingTalk, TheAppointmentOfThisConversationIsCancelledWithoutItsCode) {
  Book();
  EXPECT_THAT(talk.Say("Termin absagen"), AllOf(HasSubstr("wirklich absagen"), HasSubstr("14:00 Uhr")));
  EXPECT_THAT(talk.Say("ja"), HasSubstr("ist abgesagt"));
  EXPECT_TRUE(town.appointments.begin()->second.cancelled);
}

TEST_F(BookingTalk, NoKeepsTheAppointment) {
  town.Hear("nein", Act::kNo);
  Book();
  talk.Say("Termin absagen");
  EXPECT_THAT(talk.Say("nein"), HasSubstr("bleibt bestehen"));
  EXPECT_FALSE(town.appointments.begin()->second.cancelled);
}

TEST_F(BookingTalk, AnotherConversationNeedsCodeAndSurname) {
  Book();
  Talk other(town);
  EXPECT_THAT(other.Say("Termin absagen"), HasSubstr("Absagecode"));
  EXPECT_THAT(other.Say("KT4H92XR"), HasSubstr("Nachname"));
  EXPECT_THAT(other.Say("Muster"), HasSubstr("wirklich absagen"));
  EXPECT_THAT(other.Tap("Ja, absagen"), HasSubstr("ist abgesagt"));
}

TEST_F(BookingTalk, AWrongCodeIsSaidAndMayBeTriedAgain) {
  Talk other(town);
  other.Say("Termin absagen");
  other.Say("AAAA1111");
  EXPECT_THAT(other.Say("Muster"), HasSubstr("keinen Termin"));
  EXPECT_EQ(other.session.awaiting, Awaiting::kCode);
}

TEST_F(BookingTalk, RebookingKeepsTheOldAppointmentWhenTheNewOneIsTaken) {
  Book();
  EXPECT_THAT(talk.Say("Termin verschieben"), HasSubstr("bleibt bestehen, bis Sie einen neuen gewählt haben"));
  town.taken.insert("2026-12-03T15:00");
  EXPECT_THAT(talk.Tap("Do, 3.12. 15:00 Uhr"), HasSubstr("jemand anderem"));
  EXPECT_EQ(town.appointments.begin()->second.slot.local_begin, "2026-12-03T14:00");
  EXPECT_THAT(talk.Tap("Do, 3.12. 13:00 Uhr"), HasSubstr("ist verschoben"));
}

TEST_F(BookingTalk, SendingTheDetailsTwiceMakesOneAppointment) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  Session copy = talk.session;  // a crash before the session was written: the event is handled again
  talk.Send({{"name", "Erika Muster"}, {"email", "erika@example.org"}});
  talk.session = copy;
  EXPECT_THAT(talk.Send({{"name", "Erika Muster"}, {"email", "erika@example.org"}}), HasSubstr("Absagecode"));
  EXPECT_EQ(town.appointments.size(), 1u);
}

TEST_F(BookingTalk, AChannelWithoutPersonalDataGetsALink) {
  town.town.web_url = "https://erlenfurt.example";
  talk.session.data_level = DataLevel::kInformation;
  EXPECT_THAT(talk.Say("Termin für Perso"), HasSubstr("https://erlenfurt.example/termin?leistung=personalausweis"));
  EXPECT_TRUE(town.holds.empty());
  EXPECT_FALSE(talk.session.booking) << "nothing is under way here";
}

nlu::Entity People(const std::string& surface, std::int64_t number) {
  return {.kind = nlu::EntityKind::kPersonCount, .span = {}, .surface = surface, .value = number};
}

TEST_F(BookingTalk, TheLinkGoesOnWhereTheTalkHasCome) {
  town.town.web_url = "https://erlenfurt.example";
  talk.session.data_level = DataLevel::kInformation;
  town.Hear("Termin für zwei Persos", Act::kBook, "Perso").entities.push_back(People("zwei", 2));
  EXPECT_THAT(talk.Say("Termin für zwei Persos"), HasSubstr("/termin?leistung=personalausweis*2"));
}

TEST_F(BookingTalk, AChannelWithoutPersonalDataAsksForNoCodeOrSurname) {
  town.town.web_url = "https://erlenfurt.example";
  talk.session.data_level = DataLevel::kInformation;
  town.Hear("Termin absagen", Act::kCancel, "");
  EXPECT_THAT(talk.Say("Termin absagen"),
              AllOf(HasSubstr("https://erlenfurt.example/termin/verwalten"), Not(HasSubstr("Absagecode"))));
  EXPECT_EQ(talk.session.awaiting, Awaiting::kNothing);
}

TEST_F(BookingTalk, WithoutBookingAnswersGoOn) {
  town.booking_down = true;
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  EXPECT_THAT(talk.Say("Termin für Perso"), HasSubstr("nicht erreichbar"));
  EXPECT_THAT(talk.Say("Was kostet ein Perso?"), HasSubstr("46,00"));
}

TEST_F(BookingTalk, WhereACodeMustComeBackItIsAskedForInTheChat) {
  town.code = "123456";
  talk.Say("Termin für Perso");
  talk.Say("1");
  talk.Say("Erika Muster");
  EXPECT_THAT(talk.Say("erika@example.org"),
              AllOf(HasSubstr("an erika@example.org einen Code"), Not(HasSubstr("Absagecode"))));
  EXPECT_THAT(talk.Say("654321"), HasSubstr("Dieser Code stimmt nicht"));
  EXPECT_THAT(talk.Say("Der Code ist 123 456"), AllOf(HasSubstr("Ihr Termin ist gebucht"), HasSubstr("Absagecode")));
}

TEST_F(BookingTalk, AWrongAddressCanBePutRightWhileTheCodeIsAwaited) {
  town.code = "123456";
  talk.Say("Termin für Perso");
  talk.Say("1");
  talk.Say("Erika Muster");
  talk.Say("erika@exmaple.org");
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("an erika@example.org einen Code"));
  EXPECT_EQ(town.last_contact.email, "erika@example.org");
}

TEST_F(BookingTalk, AHoldIsExtendedByAWord) {
  talk.Say("Termin für Perso");
  talk.Say("1");
  EXPECT_THAT(talk.Say("Ich brauche mehr Zeit"), AllOf(HasSubstr("jetzt bis"), HasSubstr("welchen Namen")));
  talk.Say("Erika Muster");
  talk.Say("bitte verlängern");
  talk.Say("bitte verlängern");
  EXPECT_THAT(talk.Say("bitte verlängern"),
              AllOf(HasSubstr("Länger kann ich den Platz nicht halten"), HasSubstr("E-Mail")));
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Absagecode"));
}

TEST_F(BookingTalk, ForMeAndMyTwoChildrenAreThree) {
  const std::string text = "Termin für Perso für mich und meine zwei Kinder";
  town.Hear(text, Act::kBook, "Perso").entities = {People("zwei Kinder", 2)};
  EXPECT_THAT(talk.Say(text), HasSubstr("(3 Personen)"));
  ASSERT_EQ(town.last_slot_query.services.size(), 1u);
  EXPECT_EQ(town.last_slot_query.services.front().quantity, 3);
  talk.Say("1");
  EXPECT_EQ(town.last_attendees, 3);
}

TEST_F(BookingTalk, ThreePersonsAreThreeHoweverTheyAreListed) {
  const std::string text = "Termin für Perso für drei Personen: für mich und meine zwei Kinder";
  town.Hear(text, Act::kBook, "Perso").entities = {People("drei Personen", 3), People("zwei Kinder", 2)};
  talk.Say(text);
  EXPECT_EQ(town.last_slot_query.services.front().quantity, 3);
}

TEST_F(BookingTalk, ForMyWifeAndMeAreTwo) {
  town.Hear("Termin für Perso für meine Frau und mich", Act::kBook, "Perso");
  talk.Say("Termin für Perso für meine Frau und mich");
  EXPECT_EQ(town.last_slot_query.services.front().quantity, 2);
}

TEST_F(BookingTalk, ForMySonIsOne) {
  town.Hear("Termin für Perso für meinen Sohn", Act::kBook, "Perso");
  talk.Say("Termin für Perso für meinen Sohn");
  EXPECT_EQ(town.last_slot_query.services.front().quantity, 1);
}

TEST_F(BookingTalk, WhoComesIsAskedWhereEveryNameIsNeeded) {
  town.attendee_names = true;
  town.Hear("Termin für Perso zu dritt", Act::kBook, "Perso").entities = {People("zu dritt", 3)};
  talk.Say("Termin für Perso zu dritt");
  talk.Say("1");
  talk.Say("Erika Muster");
  EXPECT_THAT(talk.Say("erika@example.org"), HasSubstr("Namen aller 3 Personen"));
  EXPECT_THAT(talk.Say("Max"), HasSubstr("Das waren nicht 3 Namen"));
  EXPECT_THAT(talk.Say("Max Muster und Lisa Muster"), HasSubstr("Absagecode"));
  EXPECT_THAT(town.last_contact.attendees, testing::ElementsAre("Erika Muster", "Max Muster", "Lisa Muster"));
}

}  // namespace
}  // namespace amtslotse::dialogue
