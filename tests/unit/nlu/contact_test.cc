#include "nlu/entities/contact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_texts.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Contacts, EmailAddressesAreFoundWithoutTheSentencesPoint) {
  EXPECT_THAT(FoundTexts("Schreiben Sie an max.muster+amt@post.example.de."),
              ElementsAre("email: max.muster+amt@post.example.de"));
  EXPECT_THAT(FoundTexts("so @ nicht, und a@b auch nicht"), IsEmpty());
}

TEST(Contacts, TelephoneNumbersAreFoundInUsualSpellings) {
  EXPECT_THAT(FoundTexts("unter 0431 901234"), ElementsAre("telephone: 0431 901234"));
  EXPECT_THAT(FoundTexts("04321/556677"), ElementsAre("telephone: 04321/556677"));
  EXPECT_THAT(FoundTexts("+49 151 23456789"), ElementsAre("telephone: +49 151 23456789"));
}

TEST(Contacts, ShortNumbersAreTelephonesOnlyWhenAskedFor) {
  EXPECT_THAT(FoundTexts("901234"), IsEmpty());
  EXPECT_THAT(FoundTexts("901234", Expecting::kTelephone), ElementsAre("telephone: 901234"));
}

TEST(Contacts, AppointmentCodesAreFoundAsTypedAndDictated) {
  EXPECT_THAT(FoundTexts("Termin absagen, Code KT4H-92XR"), ElementsAre("appointment_code: KT4H-92XR"));
  EXPECT_THAT(FoundTexts("kt4h 92xr"), ElementsAre("appointment_code: kt4h 92xr"));
  EXPECT_THAT(FoundTexts("K T 4 H - 9 2 X R", Expecting::kCode), ElementsAre("appointment_code: K T 4 H - 9 2 X R"));
}

TEST(Contacts, ACodeOfLettersIsFoundWhereOneIsAskedFor) {
  EXPECT_THAT(FoundTexts("NTWQ-TVMU", Expecting::kCode), ElementsAre("appointment_code: NTWQ-TVMU"));
  EXPECT_THAT(FoundTexts("ntwq-tvmu"), IsEmpty());
  EXPECT_THAT(FoundTexts("name mark", Expecting::kCode), IsEmpty());
}

TEST(Contacts, AWordAndAYearAreNoCode) { EXPECT_THAT(FoundTexts("wahl 2029 Pass 2024"), IsEmpty()); }

TEST(Contacts, PostcodesAreFoundAndAmountsAreNot) {
  EXPECT_THAT(FoundTexts("wohne in 22765"), ElementsAre("postcode: 22765"));
  EXPECT_THAT(FoundTexts("12000 Euro Einkommen"), IsEmpty());
}

TEST(Streets, AreFoundWithTheirNumber) {
  EXPECT_THAT(FoundTexts("Hafenstraße 12a, 24201"), ElementsAre("street_address: Hafenstraße 12a", "postcode: 24201"));
  EXPECT_THAT(FoundTexts("Straße des 17. Juni 4"), ElementsAre("street_address: Straße des 17. Juni 4"));
  EXPECT_THAT(FoundTexts("Allee des 1. Mai"), ElementsAre("street_address: Allee des 1. Mai"));
  EXPECT_THAT(FoundTexts("Weg am 1. Mai 4"), ElementsAre("street_address: Weg am 1. Mai 4"));
  EXPECT_THAT(FoundTexts("Schlagloch Kieler Straße 110"), ElementsAre("street_address: Kieler Straße 110"));
  EXPECT_THAT(FoundTexts("An der Alten Mühle 8 b wohne ich"), ElementsAre("street_address: An der Alten Mühle 8 b"));
}

TEST(Streets, TheMainStreetIsOneWithItsNumber) {
  EXPECT_THAT(FoundTexts("in die Hauptstraße 12, zu viert"),
              ElementsAre("street_address: Hauptstraße 12", "person_count: viert"));
  EXPECT_THAT(FoundTexts("der Müll an der Hauptstraße liegt da"), ElementsAre());
}

TEST(Streets, CommonNounsAreNone) {
  EXPECT_THAT(FoundTexts("Der Radweg ist gesperrt und der Parkplatz voll"), IsEmpty());
  EXPECT_THAT(FoundTexts("Ich bin am Bahnhof"), IsEmpty());
}

}  // namespace
}  // namespace amtslotse::nlu
