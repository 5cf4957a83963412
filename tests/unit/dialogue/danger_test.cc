// What is danger, with nlu and without it.
#include "services/dialogue/core/danger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/understanding_town.h"

namespace amtslotse::dialogue {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Danger : public testing::Test {
 protected:
  std::string Say(const std::string& text) { return Talk(town).Say(text); }
  UnderstandingTown town;
};

class DangerWithoutNlu : public Danger {
 protected:
  DangerWithoutNlu() { town.nlu_down = true; }
};

TEST_F(DangerWithoutNlu, EmergenciesGetTheNumbers) {
  for (const char* text : {"Meine Frau atmet nicht mehr",
                           "ich will nicht mehr leben",
                           "es brennt",
                           "Hilfe es brennt",
                           "Feuer im Haus",
                           "Feuer!",
                           "Hilfe!",
                           "mein Vater ist bewusstlos",
                           "meine Mutter ist umgefallen und bewegt sich nicht",
                           "er hat ein Messer",
                           "mein Mann schlägt mich",
                           "jemand bricht gerade bei uns ein",
                           "mein Kind hat Spülmittel getrunken",
                           "ich habe alle Tabletten genommen",
                           "ich bringe mich um",
                           "Ich bringe mich heute noch um",
                           "Unfall auf der Kreuzung, zwei Verletzte",
                           "mein Sohn ist ins Wasser gefallen",
                           "es riecht nach Gas im Keller",
                           "Rauch im Treppenhaus",
                           "Opa hat einen Herzinfarkt",
                           "er blutet stark am Kopf",
                           "meine Tochter bekommt keine Luft",
                           "wir werden überfallen",
                           "mein Nachbar steht auf der Brücke und will springen",
                           "brauche sofort einen Krankenwagen",
                           "starke Schmerzen in der Brust",
                           "Einbrecher im Haus",
                           "help my house is on fire"})
    EXPECT_TRUE(Alarms(Say(text))) << text;
}

TEST_F(DangerWithoutNlu, ErrandsGetNone) {
  for (const char* text : {"Was kostet ein Personalausweis?",
                           "Aus der Kirche austreten",
                           "Hund anmelden",
                           "wann hat das Bürgerbüro offen",
                           "Osterfeuer anmelden",
                           "Mitglied der Feuerwehr werden",
                           "Termin für Reisepass",
                           "Wohnung ummelden",
                           "Sterbeurkunde beantragen",
                           "Meine Frau ist gestorben, was muss ich tun?",
                           "Führerschein verloren",
                           "mein Auto wurde gestohlen, Kennzeichen neu",
                           "Waffenschein beantragen",
                           "Brandschutz prüfen lassen",
                           "Gebührenbescheid vom Rettungsdienst",
                           "Polizeiliches Führungszeugnis",
                           "Kind anmelden Kita",
                           "Wo gilt Leinenpflicht für Hunde?",
                           "Geburtsurkunde",
                           "Wo kann ich Altöl abgeben",
                           "Sperrmüll anmelden",
                           "Schwerbehindertenausweis verlängern",
                           "Vielen Dank",
                           "Grundsteuer Bescheid",
                           "Gewerbe abmelden"})
    EXPECT_FALSE(Alarms(Say(text))) << text;
}

TEST_F(DangerWithoutNlu, ThoseWhoGiveUpAreToldWhoListens) {
  EXPECT_THAT(Say("ich will nicht mehr leben"), HasSubstr("0800 1110111"));
  EXPECT_THAT(Say("mein Mann schlägt mich"), HasSubstr("116 016"));
}

TEST_F(DangerWithoutNlu, ASurnameStillOpensItsAppointment) {
  town.surname = "Brand";
  town.nlu_down = false;
  Talk talk(town);
  talk.Say("ich möchte meinen Termin absagen");
  talk.Say("KT4H-92XR");
  town.nlu_down = true;
  EXPECT_THAT(talk.Say("Brand"), AllOf(HasSubstr("wirklich absagen"), Not(HasSubstr("112"))));
}

TEST_F(Danger, WhoSpeaksOfEndingTheirLifeIsToldWhoListens) {
  for (const char* text : {"Ich bringe mich heute noch um", "es wäre besser wenn ich tot wäre",
                           "ich nehme mir heute Nacht das Leben", "ohne mich wäre alles besser, ich will nicht mehr"})
    EXPECT_THAT(Say(text), HasSubstr("0800 1110111")) << text;
}

TEST_F(Danger, WhoIsBeatenIsToldTheHelplineInTheirLanguage) {
  for (const char* text : {"My husband is beating me", "mon mari me frappe", "kocam beni dövüyor", "mąż mnie bije",
                           "муж меня бьет", "чоловік мене б'є", "زوجي يضربني"}) {
    const std::string said = Say(text);
    EXPECT_THAT(said, AllOf(HasSubstr("110"), HasSubstr("116 016"))) << text;
    EXPECT_NE(said.find("116 016"), said.rfind("116 016")) << text << ": " << said;  // in German too
  }
}

TEST_F(Danger, AFigureOfSpeechIsNone) {
  for (const char* text : {"Ich bin Feuer und Flamme", "Feuer und Flamme für Ihre Arbeit!",
                           "Ich sitze auf heißen Kohlen", "mir brennt es unter den Nägeln"})
    EXPECT_FALSE(Alarms(Say(text))) << text;
  EXPECT_TRUE(Alarms(Say("Ich sitze auf heißen Kohlen, mein Vater ist bewusstlos")));
}

TEST_F(Danger, HasteAndWhatIsGoneAreNone) {
  for (const char* text : {"und schnell bitte!!! brauch ich nächste woche", "sofort bitte!!!", "Kindergeld ist weg!!!",
                           "'; DROP TABLE appointment; --", "Kind weg vom Pass", "I need help with registration"})
    EXPECT_FALSE(Alarms(Say(text))) << text;
}

TEST_F(Danger, AStreetAndANameAreNone) {
  for (const char* text : {"Kind Weg 3", "vera schnell"}) EXPECT_FALSE(Alarms(Say(text))) << text;
}

TEST_F(Danger, TheDoctorOnDutyHasANumber) {
  for (const char* text : {"wo ist der Bereitschaftsdienst", "ärztlicher Bereitschaftsdienst"})
    EXPECT_THAT(Say(text), HasSubstr("116 117")) << text;
}

}  // namespace
}  // namespace amtslotse::dialogue
