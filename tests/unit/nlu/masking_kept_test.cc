// What is kept of questions names nobody: more ways in which people write names and numbers, and what must stay.
#include <gtest/gtest.h>

#include <utility>

#include "nlu/masking.h"

namespace amtslotse::nlu {
namespace {

std::string Masked(std::string_view text) { return MaskPersonalData(text, {{}, std::chrono::year{2026}}); }

using Pairs = std::vector<std::pair<const char*, const char*>>;

void ExpectMasked(const Pairs& pairs) {
  for (const auto& [text, masked] : pairs) {
    EXPECT_EQ(Masked(text), masked);
    EXPECT_EQ(Masked(masked), masked) << "masked twice";
  }
}

TEST(MaskingKept, NamesAfterTitles) {
  ExpectMasked({
      {"Herr Dr. Alfons Brettschneider wohnt hier", "Herr Dr. «Name» wohnt hier"},
      {"Frau Prof. Dr. med. Hedwig Sauerbier-Thoms kommt", "Frau Prof. Dr. med. «Name» kommt"},
      {"Gibt es bei Frau Kesselring einen Termin?", "Gibt es bei Frau «Name» einen Termin?"},
      {"Herr Bürgermeister Holtfrerich hat zugesagt", "Herr Bürgermeister «Name» hat zugesagt"},
      {"für Familie Overath van der Linde", "für Familie «Name»"},
      {"Sachbearbeiter war Herr Quast", "Sachbearbeiter war Herr «Name»"},
  });
}

TEST(MaskingKept, NamesThatPeopleGiveInOtherLanguages) {
  ExpectMasked({
      {"i am John Baker and need help", "i am «Name» and need help"},
      {"I'm Grace Hopkins, I lost my passport", "I'm «Name», I lost my passport"},
      {"my name is Priya", "my name is «Name»"},
      {"Je m'appelle Jeanne Moreau", "Je m'appelle «Name»"},
      {"nazywam się Ewa Lis", "nazywam się «Name»"},
      {"Benim adım Ayşe Kaya", "Benim adım «Name»"},
      {"меня зовут Ольга Петрова", "меня зовут «Name»"},
      {"Мене звати Тарас", "Мене звати «Name»"},
      {"I am Polish and need a permit", "I am Polish and need a permit"},
  });
}

TEST(MaskingKept, NamesOfRelativesAndNeighbours) {
  ExpectMasked({
      {"Mein Nachbar Kunibert Vogelgesang parkt falsch", "Mein Nachbar «Name» parkt falsch"},
      {"meine Tochter Lina braucht einen Pass", "meine Tochter «Name» braucht einen Pass"},
      {"Unser Sohn, Ole Petersen, ist 16", "Unser Sohn, «Name», ist 16"},
      {"Meine Vermieterin Roswitha Kappelhoff unterschreibt nicht", "Meine Vermieterin «Name» unterschreibt nicht"},
      {"mein Enkel heißt Torge", "mein Enkel heißt «Name»"},
      {"Für meinen Vater Heinz-Dieter Krusenbaum", "Für meinen Vater «Name»"},
      {"mein mann uwe braucht einen ausweis", "mein mann «Name» braucht einen ausweis"},
  });
}

TEST(MaskingKept, NamesUnderGreetings) {
  ExpectMasked({
      {"Wann haben Sie auf? Grüße, Waltraud Dinkelbach", "Wann haben Sie auf? Grüße, «Name»"},
      {"Danke vorab. Mit freundlichen Grüßen Gundolf Ehrenpreis", "Danke vorab. Mit freundlichen Grüßen «Name»"},
      {"brauche einen termin lg jonas", "brauche einen termin lg «Name»"},
      {"MfG Kallenbach", "MfG «Name»"},
      {"Viele Grüße\nIhre Notburga Zschoche", "Viele Grüße\nIhre «Name»"},
      {"grüße von karla meisenbach", "grüße von «Name»"},
      {"schöne grüße von karla meisenbach aus der hofgasse", "schöne grüße von «Name» aus der hofgasse"},
      {"lg karla meisenbach.", "lg «Name»."},
      {"mfg torben von der aue!", "mfg «Name»!"},
      {"viele grüße rottluff, und bitte bald", "viele grüße «Name», und bitte bald"},
      {"mfg t. rottluff", "mfg «Name»"},
  });
}

TEST(MaskingKept, NamesInLowerCaseAndAlone) {
  ExpectMasked({
      {"ich bin die erika mustermann", "ich bin die «Name»"},
      {"Ich bin Thomas Hoffmann und ich brauche einen Parkplatz", "Ich bin «Name» und ich brauche einen Parkplatz"},
      {"Ich bin Thorbjörn Wackernagel und wohne in der Nähe", "Ich bin «Name» und wohne in der Nähe"},
      {"ich bin thomas müller und ich brauche einen pass", "ich bin «Name» und ich brauche einen pass"},
      {"Ich bin Anna-Lena Hofmeister, guten Tag", "Ich bin «Name», guten Tag"},
      {"Guten Tag, Becker mein Name", "Guten Tag, «Name» mein Name"},
      {"Winter ist mein Name, wann habt ihr auf", "«Name» ist mein Name, wann habt ihr auf"},
      {"hallo ich bin der stefan und brauche einen pass", "hallo ich bin der «Name» und brauche einen pass"},
      {"hier ist sabine rottluff", "hier ist «Name»"},
      {"Kann Petra Wohlgemuth für mich abholen?", "Kann «Name» für mich abholen?"},
      {"Termin von Karl-Heinz Budde verlegen", "Termin von «Name» verlegen"},
  });
}

TEST(MaskingKept, SpokenAddressesAndNumbers) {
  ExpectMasked({
      {"schreiben sie an hans (at) web punkt de", "schreiben sie an «E-Mail»"},
      {"meine adresse: klara.fink[at]posteo.de", "meine adresse: «E-Mail»"},
      {"klara punkt fink at posteo punkt de", "«E-Mail»"},
      {"null eins sieben sechs vier vier drei zwei eins null", "«Telefon»"},
      {"meine nummer ist null vier drei eins, neun null eins zwei", "meine nummer ist «Telefon»"},
      {"Führerscheinnummer B072RRE2I55", "Führerscheinnummer «Ausweisnummer»"},
      {"Mein Führerschein hat die Nummer b072rre2i55", "Mein Führerschein hat die Nummer «Ausweisnummer»"},
      {"Passnummer CAE4711OI", "Passnummer «Ausweisnummer»"},
  });
}

TEST(MaskingKept, WhatNamesNobodyStays) {
  for (const char* text : {
           "Die Frau im Rathaus war nett",
           "Sehr geehrter Herr Bürgermeister, wann wird gebaut?",
           "ich bin die Mutter",
           "ich bin der Vater und möchte die Geburt anmelden",
           "Ich bin die Vermieterin, was muss ich ausfüllen?",
           "Herr oder Frau spielt keine Rolle",
           "Meine Tochter braucht einen Personalausweis",
           "Mein Sohn Reisepass beantragen",
           "meine Mutter Pflegegrad",
           "Meine Tochter Kita anmelden",
           "Viele Grüße aus Erlenfurt",
           "Mit freundlichen Grüßen",
           "lg und danke",
           "schöne grüße und bis bald, wann habt ihr auf",
           "Liebe Grüße und schönen Tag",
           "ich bin neu hier",
           "In der Urkunde ist mein Name falsch",
           "Im Brief ist mein Name falsch",
           "Ich bin Rentner und habe eine Frage",
           "ich bin die neue Mieterin",
           "hier ist es laut",
           "Gilt das auch für die Sankt-Peter-Schule?",
           "Wo ist die Heinrich Heine Straße?",
           "Wie komme ich zum Max-Planck-Institut?",
           "Mein Nachbar macht Lärm",
           "Mein Nachbar baut eine Garage ohne Baugenehmigung",
           "Der Chef im Standesamt",
           "eins, zwei oder drei Personen",
           "zwei Kinder, drei Erwachsene",
           "Ich komme um zehn nach neun",
           "Führerschein umtauschen Jahrgang wann dran?",
           "Was kostet der Führerschein 2026?",
           "Welche Formulare für Wohngeld Heizkosten?",
           "Frau Bürgermeisterin und Herr Landrat reden",
           "Meine Oma Rente Grundsicherung",
           "Treffpunkt um acht am Rathaus",
       })
    EXPECT_EQ(Masked(text), text);
}

}  // namespace
}  // namespace amtslotse::nlu
