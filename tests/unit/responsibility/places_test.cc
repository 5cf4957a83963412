#include "knowledge/responsibility/places.h"

#include <gtest/gtest.h>

#include <string>

#include "world.h"

namespace amtslotse::responsibility {
namespace {

// "Moorhude" or "Essen|Essen (Oldenburg)"; mentions separated by " + ".
std::string Places(std::string_view text, std::string_view home = "010990001001") {
  const PlaceFinder finder(Germany());
  std::string out;
  for (const Mention& mention : finder.FindMentions(text, home.empty() ? kNoArea : AreaOf(home))) {
    if (!out.empty()) out += " + ";
    if (mention.negated) out += "not ";
    for (std::size_t i = 0; i < mention.areas.size(); ++i)
      out += (i == 0 ? "" : "|") + Germany().at(mention.areas[i]).name;
  }
  return out;
}

struct Row {
  const char* text;
  const char* places;
};

TEST(Places, AreFoundInRunningText) {
  // clang-format off
  const Row rows[] = {
      {"ich wohne in Moorhude", "Moorhude"},
      {"und in krummwik?", "Krummwik"},
      {"24207", "Moorhude|Krummwik|Sandkaten"},
      {"ach ne, Raa-Besenbek", "Raa-Besenbek"},
      {"Raa Besenbek", "Raa-Besenbek"},
      {"Wo muss ich in Erlenfurt hin, wenn ich umziehe?", "Erlenfurt"},
      {"im Kreis Plön", "Kreis Plön"},
      {"Amt Wikland", "Amt Wikland"},
      {"St. Peter-Ording", "Sankt Peter-Ording"},
      {"Weiden in der Oberpfalz", "Weiden i.d.OPf."},
      {"Limburg an der Lahn", "Limburg a. d. Lahn"},
      {"Hannoversch Münden", "Hann. Münden"},
      {"Chóśebuz", "Cottbus/Chóśebuz"},
      {"Rahlstedt", "Rahlstedt"},
      {"ich wohne in Nordhagen", "Nordhagen"},
      {"in NRW", "Nordrhein-Westfalen"},
      {"Oberbayern", "Oberbayern"},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text), row.places) << row.text;
}

TEST(Places, AreToldApartByWhatStandsBehindTheName) {
  // clang-format off
  const Row rows[] = {
      {"Halle an der Saale", "Halle (Saale)"},
      {"Halle/Saale", "Halle (Saale)"},
      {"Halle in Westfalen", "Halle (Westf.)"},
      {"ich wohne in Halle an der Saale in der Innenstadt", "Halle (Saale)"},
      {"Frankfurt/M.", "Frankfurt am Main"},
      {"Frankfurt (O.)", "Frankfurt (Oder)"},
      {"Frankfurt an der Oder", "Frankfurt (Oder)"},
      {"Neustadt/Weinstr.", "Neustadt an der Weinstraße"},
      {"Neustadt a. Rbge.", "Neustadt am Rübenberge"},
      {"Freiburg i. Br.", "Freiburg im Breisgau"},
      {"Lindau am Bodensee", "Lindau (Bodensee)"},
      {"Oldenburg (Oldb)", "Oldenburg (Oldenburg)"},
      {"Mühlheim an der Ruhr", "Mülheim an der Ruhr"},
      {"Lutherstadt Wittenberg", "Wittenberg"},
      {"Hansestadt Lübeck", "Lübeck"},
      {"Sachsen", "Sachsen"},
      {"in Halle im Sommer", "Halle (Saale)|Halle (Westf.)|Halle|Halle"},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text, ""), row.places) << row.text;
}

TEST(Places, AnUnknownPartBehindAHyphenLeavesTheTown) {
  // clang-format off
  const Row rows[] = {
      {"Köln-Ehrenfeld", "Ehrenfeld"},
      {"Bonn Bad Godesberg", "Bad Godesberg"},
      {"Köln-Weiden", "Köln"},
      {"ich wohne in Kassel-Nirgendwo", "Kassel"},
      {"Frankfurt-Höchst", "Höchst"},
      {"Kiel-Nirgendwo ist schön dort drüben", ""},
      {"Otto-Hahn-Straße", ""},
      {"Garmisch-Partenkirchn", "Garmisch-Partenkirchen"},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text, ""), row.places) << row.text;
  EXPECT_EQ(PlaceFinder(Germany()).FindMentions("Köln-Weiden").front().unknown_part, "Weiden");
}

TEST(Places, OfShortMisspeltNamesOnlyTownsCount) {
  EXPECT_EQ(Places("Berln", ""), "Berlin");
  EXPECT_EQ(Places("Dresdn", ""), "Dresden");
  EXPECT_EQ(Places("Sauerland", ""), "");
  EXPECT_EQ(Places("Musterstadt", ""), "");
}

TEST(Places, OfOneNameComeBySizeAndAreTheTownsOfThatName) {
  EXPECT_EQ(Places("Essen"), "Essen|Essen (Oldenburg)");
  EXPECT_EQ(Places("Frankfurt"), "Frankfurt am Main|Frankfurt (Oder)");
  EXPECT_EQ(Places("Brandenburg"), "Brandenburg|Brandenburg an der Havel");
  EXPECT_EQ(Places("Harburg"), "Landkreis Harburg|Harburg (Schwaben)|Harburg");
  EXPECT_EQ(Places("Neustadt").substr(0, 49), "Neustadt an der Weinstraße|Neustadt am Rübenber");
}

TEST(Places, TheTownIsMeantBeforeTheKreisOfItsName) {
  EXPECT_EQ(Places("Plön"), "Plön");
  EXPECT_EQ(Places("München"), "München");
  EXPECT_EQ(Places("Landkreis München"), "Landkreis München");
  EXPECT_EQ(Places("Bremen"), "Bremen");
}

TEST(Places, NeumuensterIsNeverNeustadt) {
  EXPECT_EQ(Places("Neumünster"), "Neumünster");
  EXPECT_EQ(Places("in neumünster"), "Neumünster");
  EXPECT_EQ(Places("Neumünstr"), "Neumünster");
  EXPECT_EQ(Places("Neustadt").find("Neumünster"), std::string::npos);
  EXPECT_EQ(Places("Neustatd").find("Neumünster"), std::string::npos);
}

TEST(Places, CommonWordsNeedAPrepositionOrStandAlone) {
  // clang-format off
  const Row rows[] = {
      {"ich möchte essen gehen", ""},       {"was gibt es zum Essen", ""},
      {"in Essen", "Essen|Essen (Oldenburg)"}, {"wohne in essen, wo muss ich hin", "Essen|Essen (Oldenburg)"},
      {"der Hund läuft im Wald", ""},       {"Wald", "Wald|Wald|Wald"},
      {"ein Buch ausleihen", ""},           {"termin buchen", ""},
      {"ich habe einen Bescheid bekommen", ""}, {"meine Frau und ich", ""},
      {"45127 Essen", "Essen"},             {"ohne Termin kommen", ""},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text), row.places) << row.text;
}

TEST(Places, NeighboursChooseAmongEqualNames) {
  // clang-format off
  const Row rows[] = {
      {"Neustadt in Hessen", "Neustadt (Hessen)"},       {"Neustadt Holstein", "Neustadt in Holstein"},
      {"Neustadt SH", "Neustadt in Holstein"},           {"Neuenkirchen Kreis Steinfurt", "Neuenkirchen"},
      {"24201 Erlenfurt", "Erlenfurt"},                  {"Hamburg-Altona", "Altona"},
      {"Hamburg Neustadt", "Neustadt"},                  {"Frankfurt Oder", "Frankfurt (Oder)"},
      {"Dresden Gompitz", "Gompitz"},                    {"Kiel, Schleswig-Holstein", "Kiel"},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text), row.places) << row.text;
}

TEST(Places, NamesOfPersonsAndStreetsAreNone) {
  EXPECT_EQ(Places("Frau Essen hat angerufen"), "");
  EXPECT_EQ(Places("Mein Nachname ist Lindau"), "");
  EXPECT_EQ(Places("Otto-Hahn-Straße 5"), "");
  EXPECT_EQ(Places("Wo ist das Bürgerbüro in der Kieler Straße"), "");
}

TEST(Places, MayBeMisspelt) {
  EXPECT_EQ(Places("krumwik"), "Krummwik");
  EXPECT_EQ(Places("ich wohne in Krumwik"), "Krummwik");
  EXPECT_EQ(Places("Raa Besenbeck"), "Raa-Besenbek");
  EXPECT_EQ(Places("Bad Oldeslo"), "Bad Oldesloe");
  EXPECT_EQ(Places("am Freitag"), "");
}

TEST(Places, WhatStandsBehindAMisspeltNameChoosesToo) {
  EXPECT_EQ(Places("Franfurt Oder"), "Frankfurt (Oder)");
  EXPECT_EQ(Places("ich wohne in Franfurt an der Oder"), "Frankfurt (Oder)");
  EXPECT_EQ(Places("Königstein i. Ts."), "Königstein im Taunus");
}

TEST(Places, MayBeWrittenApartShortOrAsTheyWereOnceCalled) {
  // clang-format off
  const Row rows[] = {
      {"Neu Münster", "Neumünster"},       {"Muenchen", "München"},           {"St. Augustin", "Sankt Augustin"},
      {"Hbg", "Hamburg"},                  {"Berg. Gladbach", "Bergisch Gladbach"}, {"Stalinstadt", "Eisenhüttenstadt"},
      {"Karl-Marx-Stadt", "Chemnitz"},     {"Rügen", "Landkreis Vorpommern-Rügen"}, {"Münden", "Hann. Münden"},
      {"Essen-Kettwig", "Kettwig"},        {"Schwenningen", "Villingen-Schwenningen|Schwenningen|Schwenningen"},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text), row.places) << row.text;
}

TEST(Places, LettersOfNumberPlatesCountBehindKreisOnly) {
  // clang-format off
  const Row rows[] = {
      {"Kreis OH", "Kreis Ostholstein"},      {"ich wohne im Landkreis MYK", "Landkreis Mayen-Koblenz"},
      {"lk ffb", "Landkreis Fürstenfeldbruck"}, {"Kreis RD-Eck", "Kreis Rendsburg-Eckernförde"},
      {"Rhein-Sieg", "Rhein-Sieg-Kreis"},     {"im Kreis in dem ich wohne", ""},
      {"OH", ""},                             {"so", ""},
      {"in EU", ""},                          {"Oh, das ist schön", ""},
      {"was kostet HU und AU", ""},           {"der Kreis ist groß", ""},
  };
  // clang-format on
  for (const Row& row : rows) EXPECT_EQ(Places(row.text), row.places) << row.text;
}

TEST(Places, CountriesAreNoMisspeltTowns) {
  for (const char* text :
       {"Wohnung abmelden Spanien", "ich ziehe nach Spanien", "Spanien", "nach Österreich", "aus Syrien",
        "ich gehe nach Neuseeland", "in der Türkei", "Umzug nach Norwegen", "aus Kroatien"})
    EXPECT_EQ(Places(text), "") << text;
}

TEST(Places, AnUnknownPartBesideATownIsNotAPlaceElsewhere) {
  EXPECT_EQ(Places("50667 Köln Altstadt"), "Köln");
  EXPECT_EQ(Places("Altstadt Köln"), "Köln");
}

TEST(Places, AWoodWithoutInhabitantsIsNotOfferedBesideTheTownOfItsName) {
  EXPECT_EQ(Places("Helmstedt"), "Helmstedt");
  EXPECT_EQ(Places("Harz"), "Landkreis Harz");
  EXPECT_EQ(Places("gemeindefreies Gebiet Osterheide"), "Osterheide");
}

TEST(Places, AMoveAndACorrectionTakeTheRightOne) {
  const PlaceFinder finder(Germany());
  const auto name = [&](PlaceKind kind, std::string_view text) {
    const std::vector<Mention> mentions = finder.FindMentions(text);
    const Mention* mention = MentionFor(kind, mentions);
    return mention == nullptr ? std::string() : Germany().at(mention->areas.front()).name;
  };
  EXPECT_EQ(name(PlaceKind::kFutureResidence, "Ich ziehe von Kiel nach Plön"), "Plön");
  EXPECT_EQ(name(PlaceKind::kFormerResidence, "Ich ziehe von Kiel nach Plön"), "Kiel");
  EXPECT_EQ(name(PlaceKind::kBirthplace, "Ich bin in Kiel geboren und wohne in Plön"), "Kiel");
  EXPECT_EQ(name(PlaceKind::kResidence, "Ich bin in Kiel geboren und wohne in Plön"), "Plön");
  EXPECT_EQ(name(PlaceKind::kResidence, "Ich bin in Kiel geboren"), "");
  EXPECT_EQ(name(PlaceKind::kResidence, "Ich habe meinen Ausweis in Kiel verloren"), "");
  EXPECT_EQ(name(PlaceKind::kEvent, "Ich habe meinen Ausweis in Kiel verloren"), "Kiel");
  EXPECT_EQ(name(PlaceKind::kResidence, "nicht in Kiel, sondern in Plön"), "Plön");
  EXPECT_EQ(name(PlaceKind::kBusinessSeat, "Ich wohne in Kiel, meine Firma ist in Plön"), "Plön");
  EXPECT_EQ(name(PlaceKind::kProperty, "Ich wohne in Kiel und habe ein Grundstück in Sandkaten"), "Sandkaten");
}

TEST(Places, APostcodeBesideAnotherTownIsAConflict) {
  const PlaceFinder finder(Germany());
  const auto mentions = finder.FindMentions("24201 Kiel");
  ASSERT_EQ(mentions.size(), 1u);
  EXPECT_TRUE(mentions.front().conflict);
}

}  // namespace
}  // namespace amtslotse::responsibility
