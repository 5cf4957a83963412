// What somebody wants of the town about their own data goes on to who answers there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/dialogue/session_codec.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kWish[] = "Welche Daten haben Sie über mich, Max Muster, geboren 1.2.1980?";
constexpr char kTo[] = "datenschutz@erlenfurt.example";

struct ForwardingTown : FakeTown {
  std::vector<std::string> keys;
  std::vector<DataRequest> forwarded;
  bool takes_requests = true;

  bool TakesRequests() override { return takes_requests; }
  absl::StatusOr<std::chrono::sys_seconds> ForwardRequest(const std::string& key, const DataRequest& request) override {
    if (booking_down) return absl::UnavailableError("booking");
    keys.push_back(key);
    forwarded.push_back(request);
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(9);
  }
};

struct OwnData : testing::Test {
  ForwardingTown town;
  Talk talk{town};
  OwnData() {
    town.town.data_protection_email = kTo;
    town.Hear(kWish, Act::kDataProtection);
  }
  const DataRequest& Sent() { return town.forwarded.at(0); }
};

TEST_F(OwnData, NeedNoFormAndGoOnToWhoAnswersForThem) {
  EXPECT_THAT(talk.Say(kWish), AllOf(HasSubstr("kein Formular"), HasSubstr(kTo), HasSubstr("jederzeit selbst löschen"),
                                     HasSubstr("Wie heißen Sie?")));
  ASSERT_TRUE(talk.replies.back().prompt);
  EXPECT_EQ(talk.replies.back().prompt->kind, "form");
  EXPECT_THAT(talk.Say("Max Muster"), HasSubstr("E-Mail-Adresse"));
  EXPECT_THAT(talk.Say("max@example.org"),
              AllOf(HasSubstr("eingegangen"), HasSubstr(kTo), HasSubstr("Montag, 23. November 2026 um 10:00 Uhr"),
                    HasSubstr("spätestens in einem Monat"), HasSubstr("jederzeit selbst löschen")));
  ASSERT_EQ(town.forwarded.size(), 1U);
  EXPECT_EQ(Sent().to, kTo);
  EXPECT_EQ(Sent().text, kWish) << "in the citizen's own words";
  EXPECT_EQ(Sent().name, "Max Muster");
  EXPECT_EQ(Sent().email, "max@example.org");
  EXPECT_THAT(town.keys, ElementsAre("web-1:e3:data_request"));
  EXPECT_FALSE(talk.session.data_request);
  EXPECT_EQ(talk.session.awaiting, Awaiting::kNothing);
  EXPECT_THAT(town.unanswered, IsEmpty());
}

TEST_F(OwnData, ASurnameThatIsAWordIsTheNameThatWasAskedFor) {
  for (const char* name : {"Petra Brand", "Vera Nein", "Neu"}) {
    town.Hear(name, Act::kNo).emergency = nlu::Emergency{nlu::EmergencyKind::kFire, .99, {}};
    Talk again(town);
    again.Say(kWish);
    EXPECT_THAT(again.Say(name), AllOf(HasSubstr("E-Mail-Adresse"), Not(HasSubstr("112")))) << name;
    ASSERT_TRUE(again.session.data_request) << name;
    EXPECT_EQ(again.session.data_request->name, name);
  }
}

TEST_F(OwnData, TheFormIsTakenAtOnce) {
  talk.Say(kWish);
  EXPECT_THAT(talk.Send({{"name", "Max Muster"}, {"email", "max@example.org"}}), HasSubstr("eingegangen"));
  ASSERT_EQ(town.forwarded.size(), 1U);
  EXPECT_EQ(Sent().name, "Max Muster");
}

TEST_F(OwnData, AFormThatLacksSomethingAsksForItAndKeepsTheRest) {
  talk.Say(kWish);
  EXPECT_THAT(talk.Send({{"name", "Max Muster"}, {"email", "max"}}), HasSubstr("E-Mail-Adresse kann nicht stimmen"));
  EXPECT_EQ(talk.replies.back().prompt->fields.at(0).value, "Max Muster");
  EXPECT_THAT(talk.Send({{"name", " "}, {"email", "max@example.org"}}), HasSubstr("Wie heißen Sie?"));
  EXPECT_EQ(talk.replies.back().prompt->fields.at(1).value, "max@example.org");
  EXPECT_THAT(town.forwarded, IsEmpty());
  EXPECT_THAT(talk.Say("Max Muster"), HasSubstr("eingegangen"));
}

TEST_F(OwnData, WaitOverARestartOfTheProcess) {
  talk.Say(kWish);
  talk.Say("Max Muster");
  const std::string written = Serialize(talk.session);
  talk.session = *ParseSession(written);
  EXPECT_EQ(Serialize(talk.session), written);
  EXPECT_THAT(talk.Say("max@example.org"), HasSubstr("eingegangen"));
  EXPECT_EQ(Sent().text, kWish);
}

TEST_F(OwnData, ASecondSentenceGoesOnWithTheFirst) {
  talk.Say(kWish);
  town.Hear("Und löschen Sie bitte alles, was nicht sein muss.", Act::kDataProtection);
  EXPECT_THAT(talk.Say("Und löschen Sie bitte alles, was nicht sein muss."),
              AllOf(HasSubstr("leite ich mit weiter"), HasSubstr("Wie heißen Sie?")));
  talk.Say("Max Muster");
  talk.Say("max@example.org");
  EXPECT_THAT(Sent().text, AllOf(HasSubstr(kWish), HasSubstr("\nUnd löschen")));
}

TEST_F(OwnData, WhoAsksWhatForIsToldAndAskedAgain) {
  talk.Say(kWish);
  EXPECT_THAT(talk.Say("Wozu brauchen Sie meinen Namen?"),
              AllOf(HasSubstr("um Ihnen zu antworten"), HasSubstr("Wie heißen Sie?")));
  talk.Say("Max Muster");
  EXPECT_THAT(talk.Say("Warum meine Mail?"), AllOf(HasSubstr("um Ihnen zu antworten"), HasSubstr("soll die Antwort")));
  EXPECT_THAT(talk.Say("max@example.org"), HasSubstr("eingegangen"));
}

TEST_F(OwnData, WhoAsksHowLongItTakesIsTold) {
  town.Hear("Wie lange dauert das?", Act::kDuration);
  talk.Say(kWish);
  EXPECT_THAT(talk.Say("Wie lange dauert das?"), AllOf(HasSubstr("in einem Monat"), HasSubstr("Wie heißen Sie?")));
}

TEST_F(OwnData, WhoAsksForThePrivacyPolicyIsShownIt) {
  town.town.web_url = "https://erlenfurt.example";
  town.Hear("Wo finde ich Ihre Datenschutzerklärung?", Act::kDataProtection);
  EXPECT_THAT(talk.Say("Wo finde ich Ihre Datenschutzerklärung?"),
              AllOf(HasSubstr("https://erlenfurt.example/datenschutz"), Not(HasSubstr("Wie heißen Sie?"))));
  EXPECT_FALSE(talk.session.data_request);
}

TEST_F(OwnData, OneWordIsNothingToSendOn) {
  town.Hear("Datenschutz", Act::kDataProtection);
  EXPECT_THAT(talk.Say("Datenschutz"), AllOf(HasSubstr(kTo), Not(HasSubstr("Wie heißen Sie?"))));
}

TEST_F(OwnData, WhoThanksInsteadIsLetGo) {
  town.Hear("danke", Act::kThank);
  talk.Say(kWish);
  EXPECT_THAT(talk.Say("danke"), Not(HasSubstr("Vor- und Nachnamen")));
  EXPECT_FALSE(talk.session.data_request);
}

TEST_F(OwnData, WhoWantsItNotIsLeftAlone) {
  for (const char* no : {"abbrechen", "nein"}) {
    Talk other(town);
    town.Hear("nein", Act::kNo);
    other.Say(kWish);
    EXPECT_THAT(other.Say(no), AllOf(HasSubstr("leite nichts weiter"), HasSubstr(kTo))) << no;
    EXPECT_FALSE(other.session.data_request) << no;
    EXPECT_EQ(other.session.awaiting, Awaiting::kNothing) << no;
  }
  EXPECT_THAT(town.forwarded, IsEmpty());
}

TEST_F(OwnData, AnotherQuestionLeadsAwayAndForgetsThem) {
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  talk.Say(kWish);
  EXPECT_THAT(talk.Say("Was kostet ein Perso?"), AllOf(HasSubstr("46,00 Euro"), Not(HasSubstr("Wie heißen Sie?"))));
  EXPECT_FALSE(talk.session.data_request);
  EXPECT_THAT(talk.Send({{"name", "Max Muster"}, {"email", "max@example.org"}}), HasSubstr("früheren Frage"));
  EXPECT_THAT(town.forwarded, IsEmpty());
}

TEST_F(OwnData, AreAskedForBehindWhatTheSameMessageWantsToKnow) {
  const std::string both = "Wann haben Sie offen? Und welche Daten haben Sie von mir?";
  nlu::Understanding& understood = town.Hear(both, Act::kDataProtection);
  const nlu::Segment hours = town.Hear("x", Act::kOpeningHours).segments.front();
  understood.segments.insert(understood.segments.begin(), hours);
  EXPECT_THAT(talk.Say(both), AllOf(HasSubstr("Bürgerbüro Mitte"), HasSubstr("Wie heißen Sie?")));
  EXPECT_EQ(talk.session.awaiting, Awaiting::kDataRequest);
}

TEST_F(OwnData, WhereNoPersonalDataIsAskedTheAddressIsTold) {
  talk.session.data_level = DataLevel::kInformation;
  EXPECT_THAT(talk.Say(kWish), AllOf(HasSubstr("kein Formular"), HasSubstr(kTo), Not(HasSubstr("Wie heißen Sie?"))));
  EXPECT_FALSE(talk.session.data_request);
}

TEST_F(OwnData, WhereNobodyHasAnAddressALetterWill) {
  town.town.data_protection_email.clear();
  EXPECT_THAT(talk.Say(kWish), HasSubstr("info@erlenfurt.example")) << "the town's own";
  town.town.email.clear();
  town.town.address = "Marktplatz 1, 24201 Erlenfurt";
  Talk other(town);
  EXPECT_THAT(other.Say(kWish), AllOf(HasSubstr("kein Formular"), HasSubstr("Stadt Erlenfurt, Marktplatz 1"),
                                      Not(HasSubstr("Wie heißen Sie?"))));
}

TEST_F(OwnData, WhileABookingIsUnderWayTheAddressIsToldAndTheBookingGoesOn) {
  town.Hear("Termin für Perso", Act::kBook, "Perso");
  talk.Say("Termin für Perso");
  talk.Say("1");
  EXPECT_THAT(talk.Say(kWish), AllOf(HasSubstr(kTo), HasSubstr("welchen Namen")));
  EXPECT_FALSE(talk.session.data_request);
  EXPECT_EQ(talk.session.awaiting, Awaiting::kName);
}

TEST_F(OwnData, WhatCannotBeSentOnIsSaidWithTheAddress) {
  talk.Say(kWish);
  talk.Say("Max Muster");
  town.booking_down = true;
  EXPECT_THAT(talk.Say("max@example.org"),
              AllOf(HasSubstr("gerade nicht"), HasSubstr(kTo), Not(HasSubstr("eingegangen"))));
  EXPECT_EQ(talk.replies.back().kind, "error");
  EXPECT_FALSE(talk.session.data_request);
}

TEST_F(OwnData, WithoutAnAddressForTheAnswerALetterWill) {
  talk.Say(kWish);
  talk.Say("Max Muster");
  EXPECT_THAT(talk.Say("ich habe keine E-Mail"), AllOf(HasSubstr("Brief"), HasSubstr("Stadt Erlenfurt")));
  EXPECT_FALSE(talk.session.data_request);
}

TEST_F(OwnData, WhereNoMailGoesOutTheAddressIsToldAtOnce) {
  town.takes_requests = false;
  EXPECT_THAT(talk.Say(kWish), AllOf(HasSubstr("kein Formular"), HasSubstr(kTo), Not(HasSubstr("Wie heißen Sie?"))));
  EXPECT_FALSE(talk.session.data_request);
  EXPECT_EQ(talk.session.awaiting, Awaiting::kNothing);
}

TEST_F(OwnData, ANameBesideTheAddressIsNotAskedForAgain) {
  const std::string mail = "maria@example.org";
  for (const std::string said : {"Ich will wissen, was Sie von mir haben. Maria Beispiel, " + mail,
                                 "Löschen Sie alles von Maria Beispiel: " + mail,
                                 "Löschen Sie alles, Antwort an Frau Maria Beispiel (" + mail + ")",
                                 "Löschen Sie alles.\n" + mail + "\nMaria Beispiel"}) {
    Talk other(town);
    town.forwarded.clear();
    town.Hear(said, Act::kDataProtection)
        .entities.push_back({.kind = nlu::EntityKind::kEmail, .span = {}, .surface = mail, .value = mail});
    EXPECT_THAT(other.Say(said), HasSubstr("eingegangen")) << said;
    ASSERT_EQ(town.forwarded.size(), 1U) << said;
    EXPECT_EQ(Sent().name, "Maria Beispiel");
    EXPECT_EQ(Sent().email, mail);
  }
}

TEST_F(OwnData, WhatIsNoNameBesideTheAddressIsNotTakenForOne) {
  const std::string mail = "maria@example.org";
  for (const std::string said :
       {"Auskunft nach Art. 15 DSGVO. Antwort an " + mail, "Datenauskunft Stadt Erlenfurt " + mail,
        "Löschen Sie alles, meine E-Mail Adresse: " + mail, "Löschen Sie alles. " + mail + " Vielen Dank"}) {
    Talk other(town);
    town.Hear(said, Act::kDataProtection)
        .entities.push_back({.kind = nlu::EntityKind::kEmail, .span = {}, .surface = mail, .value = mail});
    EXPECT_THAT(other.Say(said), HasSubstr("Wie heißen Sie?")) << said;
  }
  EXPECT_THAT(town.forwarded, IsEmpty());
}

TEST_F(OwnData, WhoSignedTheirLetterIsKnown) {
  const std::string said = std::string(kWish) + "\nMit freundlichen Grüßen\nMax Muster";
  EXPECT_THAT(talk.Say(said), HasSubstr("An welche E-Mail-Adresse"));
  EXPECT_THAT(talk.Say("max@example.org"), HasSubstr("eingegangen"));
  EXPECT_EQ(Sent().name, "Max Muster");
}

TEST_F(OwnData, ANameAndAnAddressInOneMessageAreBothTaken) {
  town.Hear("Max Muster, max@example.org", Act::kOutOfScope)
      .entities.push_back({.kind = nlu::EntityKind::kEmail,
                           .span = {},
                           .surface = "max@example.org",
                           .value = std::string("max@example.org")});
  talk.Say(kWish);
  EXPECT_THAT(talk.Say("Max Muster, max@example.org"), HasSubstr("eingegangen"));
  EXPECT_EQ(Sent().name, "Max Muster");
}

TEST_F(OwnData, WhatIsNoNameIsAskedForAgain) {
  talk.Say(kWish);
  for (const char* text : {"ja bitte", "ok"}) {
    town.Hear(text, Act::kYes)
        .entities.push_back(
            {.kind = nlu::EntityKind::kPersonName, .span = {}, .surface = text, .value = std::string(text)});
    EXPECT_THAT(talk.Say(text), HasSubstr("Vor- und Nachnamen")) << text;
  }
  EXPECT_THAT(talk.Say("12345"), HasSubstr("Vor- und Nachnamen"));
  EXPECT_THAT(talk.Say("Max Muster"), HasSubstr("E-Mail-Adresse"));
  EXPECT_THAT(talk.Say("max muster"), HasSubstr("E-Mail-Adresse kann nicht stimmen"));
}

}  // namespace
}  // namespace amtslotse::dialogue
