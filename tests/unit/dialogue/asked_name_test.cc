// Surnames that are words, at the questions for a name, with the language model that ships.
#include "services/dialogue/core/asked_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "nlu/text/fold.h"
#include "tests/unit/dialogue/understanding_town.h"

namespace amtslotse::dialogue {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string>& Surnames() {
  static const std::vector<std::string> surnames{
      "Abend",   "Acker",   "Adler",   "Alt",      "Amt",      "Angst",   "Anker",    "Apfel",   "Arzt",    "Axt",
      "Bach",    "Bahn",    "Bär",     "Bauer",    "Baum",     "Beil",    "Berg",     "Bischof", "Bitter",  "Blank",
      "Blau",    "Blind",   "Blitz",   "Block",    "Blum",     "Blut",    "Bock",     "Bogen",   "Bombe",   "Boot",
      "Brand",   "Braun",   "Breit",   "Brot",     "Bruch",    "Bruder",  "Brücke",   "Buch",    "Bürger",  "Busch",
      "Dick",    "Dienst",  "Donner",  "Doppelt",  "Dorn",     "Dunkel",  "Ehrlich",  "Eis",     "Engel",   "Ernst",
      "Erste",   "Essig",   "Falle",   "Fasching", "Feder",    "Feier",   "Feld",     "Fest",    "Feuer",   "Fisch",
      "Fleisch", "Fluch",   "Frei",    "Freitag",  "Freund",   "Frey",    "Friede",   "Froh",    "Fromm",   "Frost",
      "Fuchs",   "Funke",   "Ganz",    "Gast",     "Geist",    "Geld",    "Glaube",   "Glück",   "Gold",    "Gott",
      "Graben",  "Grab",    "Grau",    "Groß",     "Gruß",     "Gut",     "Haft",     "Hahn",    "Halt",    "Hart",
      "Hase",    "Herbst",  "Herz",    "Himmel",   "Hirsch",   "Hoch",    "Hoffnung", "Hund",    "Hunger",  "Ja",
      "Jung",    "Kaiser",  "Kalt",    "Kampf",    "Kasten",   "Keller",  "Kind",     "Klage",   "Klein",   "Klug",
      "Knall",   "Koch",    "König",   "Kraft",    "Krank",    "Krieg",   "Kurz",     "Lang",    "Laut",    "Leer",
      "Lieb",    "Link",    "Löwe",    "Lustig",   "Mai",      "Markt",   "Mensch",   "Messer",  "Mittag",  "Montag",
      "Mord",    "Morgen",  "Müde",    "Mut",      "Nacht",    "Narr",    "Nein",     "Neu",     "Neumann", "Not",
      "Oster",   "Pass",    "Pech",    "Pfeil",    "Preis",    "Qual",    "Rauch",    "Recht",   "Reich",   "Rose",
      "Rot",     "Ruf",     "Ruhe",    "Sauer",    "Schade",   "Schlag",  "Schlecht", "Schnell", "Schön",   "Schreck",
      "Schuss",  "Schwach", "Schwarz", "Schwer",   "Sommer",   "Sonntag", "Spät",     "Späth",   "Stark",   "Stein",
      "Stern",   "Still",   "Stock",   "Stolz",    "Stornier", "Straße",  "Streit",   "Strick",  "Strom",   "Stumm",
      "Sturm",   "Süß",     "Tag",     "Taub",     "Teufel",   "Tod",     "Toll",     "Trost",   "Unfall",  "Unger",
      "Voll",    "Wahl",    "Wald",    "Wasser",   "Weg",      "Weiß",    "Wenig",    "Wild",    "Winter",  "Wirt",
      "Wohl",    "Wolf",    "Wunder",  "Wut",      "Zahl",     "Zange",   "Zart",     "Zeit",    "Zoll",    "Zurück"};
  return surnames;
}

struct Asked {
  std::string wish, sign;  // said first; what comes back once the appointment is known
};
const Asked kCancels{"ich möchte meinen Termin absagen", "wirklich absagen"};
const Asked kRebooks{"ich möchte meinen Termin verschieben", "Ich suche einen neuen Termin"};
const Asked kShows{"wann ist mein Termin?", "Termin verschieben"};

class AskedNames : public testing::Test {
 protected:
  // The questions up to the one for the surname; what is said to `answer`.
  std::string AnswerSurname(const Asked& asked, const std::string& surname, const std::string& answer) {
    town = UnderstandingTown();
    town.surname = surname;
    Talk talk(town);
    talk.Say(asked.wish);
    EXPECT_THAT(talk.Say("KT4H-92XR"), HasSubstr("Nachname"));
    return talk.Say(answer);
  }
  std::string AnswerName(const std::string& answer) {
    town = UnderstandingTown();
    Talk talk(town);
    talk.Say("Termin für Perso");
    EXPECT_THAT(talk.Say("1"), HasSubstr("Auf welchen Namen"));
    const std::string said = talk.Say(answer);
    booked_as = talk.session.booking ? talk.session.booking->contact.name + talk.session.booking->half_name : "";
    return said;
  }
  UnderstandingTown town;
  std::string booked_as;
};

void ExpectKnown(const Asked& asked, const std::string& answer, const std::string& said) {
  EXPECT_THAT(said, HasSubstr(asked.sign)) << answer;
  EXPECT_FALSE(Alarms(said)) << answer << ": " << said;
}

TEST_F(AskedNames, ASurnameThatIsAWordOpensItsAppointment) {
  ASSERT_GE(Surnames().size(), 120u);
  for (const Asked& asked : {kCancels, kRebooks, kShows}) {
    for (const std::string& surname : Surnames()) {
      for (const std::string& answer : {surname, "Vera " + surname, "Frau " + surname, "Herr Dr. " + surname,
                                        "ich heiße Vera " + surname, surname + ", Vera"})
        ExpectKnown(asked, answer, AnswerSurname(asked, surname, answer));
    }
  }
}

TEST_F(AskedNames, InSmallLettersToo) {
  for (const std::string& surname : Surnames()) {
    const std::string small = nlu::Fold(surname);
    if (surname == "Schnell") continue;  // "vera schnell" may be a cry, and is asked about
    for (const std::string& answer : {small, "vera " + small, "frau " + small})
      ExpectKnown(kCancels, answer, AnswerSurname(kCancels, surname, answer));
  }
}

TEST_F(AskedNames, ABookingTakesThem) {
  for (const std::string& surname : Surnames()) {
    for (const std::string& answer : {"Vera " + surname, "mein Name ist Vera " + surname}) {
      const std::string said = AnswerName(answer);
      EXPECT_EQ(booked_as, "Vera " + surname) << answer << ": " << said;
      EXPECT_FALSE(Alarms(said)) << answer << ": " << said;
    }
    const std::string said = AnswerName("Frau " + surname);
    EXPECT_EQ(booked_as, " " + surname) << said;
    EXPECT_FALSE(Alarms(said)) << said;
    if (surname == "Ja" || surname == "Nein" || surname == "Zurück") continue;  // alone they may mean what they say
    const std::string alone = AnswerName(surname);
    EXPECT_EQ(booked_as, surname) << alone;
    EXPECT_FALSE(Alarms(alone)) << alone;
  }
}

TEST_F(AskedNames, TheNamesOfSeveralSoundLikeNoDanger) {
  EXPECT_FALSE(Alarms(AnswerName("Petra Brand und Max Feuer")));
}

TEST_F(AskedNames, WhatNoAppointmentHasIsDoubted) {
  EXPECT_THAT(AnswerSurname(kCancels, "Muster", "Brand"),
              AllOf(HasSubstr("finde ich keinen Termin"), HasSubstr("Ist jemand in Gefahr?")));
  EXPECT_THAT(AnswerSurname(kCancels, "Muster", "Nein"), Not(HasSubstr("finde ich keinen Termin")));
  EXPECT_THAT(AnswerSurname(kCancels, "Muster", "abbrechen"), Not(HasSubstr("finde ich keinen Termin")));
  EXPECT_THAT(AnswerSurname(kCancels, "Muster", "Abbrechen"), Not(HasSubstr("finde ich keinen Termin")));
}

const std::vector<std::string>& RealEmergencies() {
  static const std::vector<std::string> texts{"Hilfe es brennt",
                                              "Feuer im Haus",
                                              "Feuer!",
                                              "er hat ein Messer",
                                              "Brand!",
                                              "es brennt",
                                              "Hilfe!",
                                              "Hilfe, mein Mann atmet nicht mehr",
                                              "Meine Mutter ist bewusstlos",
                                              "Herzinfarkt!",
                                              "Schlaganfall",
                                              "Überfall",
                                              "Einbrecher im Haus",
                                              "jemand bricht gerade ein",
                                              "ich blute stark",
                                              "überall ist Blut",
                                              "mein Kind hat Spülmittel getrunken",
                                              "ich will nicht mehr leben",
                                              "ich bringe mich um",
                                              "mein Freund schlägt mich",
                                              "er schlägt mich",
                                              "Notarzt bitte",
                                              "schnell einen Krankenwagen",
                                              "Unfall auf der Straße, zwei Verletzte",
                                              "ein Kind ist ins Wasser gefallen",
                                              "die Küche brennt",
                                              "es riecht nach Gas",
                                              "Rauch im Treppenhaus",
                                              "meine Oma ist gestürzt und steht nicht mehr auf",
                                              "Feuerwehr!",
                                              "Polizei, sofort",
                                              "hier ist eine Bombe",
                                              "mein Baby atmet nicht",
                                              "er verblutet",
                                              "Hilfe Messer",
                                              "Mann Bewusstlos",
                                              "Frau bewusstlos"};
  return texts;
}

TEST_F(AskedNames, ARealEmergencyGoesFirstThereToo) {
  ASSERT_GE(RealEmergencies().size(), 30u);
  for (const std::string& text : RealEmergencies()) {
    EXPECT_TRUE(Alarms(AnswerSurname(kCancels, "Muster", text))) << text;
    EXPECT_TRUE(Alarms(AnswerName(text))) << text;
  }
}

TEST(AskedName, ComesWithoutTheIntroductionAndFirstNameFirst) {
  EXPECT_EQ(ReadAskedName("Mein Name ist Vera Nein").name, "Vera Nein");
  EXPECT_EQ(ReadAskedName("Brand, Petra").name, "Petra Brand");
  EXPECT_EQ(ReadAskedName("Petra Brand, Max Sturm").shape, NameShape::kNone);
}

TEST(AskedName, HasTheShapeOfAName) {
  for (const char* text : {"Brand", "Petra Brand", "Frau Brand", "Dr. Karl von der Heide", "Anna-Lena Groß-Ja",
                           "Seán O'Neill", "Mein Name ist Vera Nein", "J. R. Weiß", "Łukasz Żak", "Brand, Petra",
                           "Ich bin Frau Brand", "auf Petra Brand", "Petra Brand bitte"})
    EXPECT_EQ(ReadAskedName(text).shape, NameShape::kSurely) << text;
  for (const char* text : {"brand", "petra brand", "Ja", "zurück", "Feuer Keller", "auf Brand", "Arzt bitte"})
    EXPECT_EQ(ReadAskedName(text).shape, NameShape::kPerhaps) << text;
  for (const char* text :
       {"Feuer!", "BRAND KELLER", "es brennt", "Wie bitte", "wer sind Sie?", "KT4H-92XR", "Keine Ahnung", "12", "",
        "ich bin verletzt", "Guten Tag", "Auf Wiedersehen", "Anderer Termin", "Petra Brand, petra@example.org"})
    EXPECT_EQ(ReadAskedName(text).shape, NameShape::kNone) << text;
}

}  // namespace
}  // namespace amtslotse::dialogue
