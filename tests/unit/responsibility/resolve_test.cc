#include "knowledge/responsibility/resolve.h"

#include <gtest/gtest.h>

#include "world.h"

namespace amtslotse::responsibility {
namespace {

constexpr char kStreets[] =
    "street;from;to;parity;postcode;ortsteil;segment\n"
    "Am Markt;;;all;24201;Altstadt;\n"
    "Feldstraße;1;30;all;24201;Lindenviertel;\n"
    "Feldstraße;31;;all;24201;Süderfeld;\n"
    "Grenzweg;;;even;24203;Nordhagen;grenz-gerade\n"
    "Grenzweg;;;odd;24201;Süderfeld;grenz-ungerade\n"
    "Am Stadtgraben;1;12a;all;24201;Altstadt;\n"
    "Am Stadtgraben;12b;40;all;24201;Lindenviertel;\n"
    "Dr.-Käthe-Lorenzen-Straße;;;all;24201;Lindenviertel;\n"
    "Ringweg;1;20;all;24201;Altstadt;\n"
    "Ringweg;15;40;all;24201;Nordhagen;\n"
    "Neue Straße;1;9;odd;24201;Altstadt;\n"
    "Neue Straße;11;;odd;24201;Süderfeld;\n"
    "Neue Straße;;;even;24201;Süderfeld;\n";

const World& Erlenfurt() {
  static const World world("010990001001",
                           {
                               "service: personalausweis = Personalausweis beantragen",
                               "service: kfz = Auto anmelden",
                               "service: hund = Hund anmelden",
                               "service: leer = Ohne Regel",
                               "service: schule = Kind einschulen",
                               "service: sozial = Sozialhilfe beantragen",
                               "service: beide = Ausweis abholen",
                               "service: frei = Fundsache melden ;any",
                               "service: termin = Urkunde bestellen",
                               "service: parken = Parkausweis beantragen",
                               "service: wald = Reiterplakette kaufen",
                               "service: intern = Akte einsehen",
                               "service: wahl = Wahlschein beantragen",
                               "service: steuer = Bescheid erklären",
                               "service: neu = Zukunft beantragen",
                               "service: land = Landesleistung",
                               "leika: steuer = 99102013000000",
                               "leika: hund = 99102001000000",
                               "valid: land = 010000000000",
                               "office: mitte = Bürgerbüro Mitte",
                               "office: nord = Bürgerbüro Nord",
                               "office: steueramt = Steueramt",
                               "office: kreis = Kreis Erlenau",
                               "office: zulassung = Zulassungsstelle < kreis",
                               "office: schule-a = Grundschule",
                               "office: schule-b = Grundschule",
                               "office: schule-c = Grundschule Nord",
                               "office: sozialamt = Sozialamt",
                               "office: sozial-ak = Sozialamt A bis K",
                               "office: sozial-lr = Sozialamt L bis R",
                               "office: sozial-s = Sozialamt S bis Sch",
                               "office: sozial-st = Sozialamt St bis Z",
                               "office: referat = Referat 12 (intern) < mitte",
                               "office: geheim = Referat 13 (intern)",
                               "rule: personalausweis @ 010990001001 -> mitte",
                               "rule: personalausweis @ 010990001001 -> nord",
                               "rule: kfz @ 010990000000 -> zulassung",
                               "rule: hund @ 010990001001 -> steueramt",
                               // by Ortsteil, one segment of its own
                               "rule: schule @ 010990001001-altstadt -> schule-a",
                               "rule: schule @ 010990001001-lindenviertel -> schule-a",
                               "rule: schule @ 010990001001-suederfeld -> schule-b",
                               "rule: schule @ 010990001001-nordhagen -> schule-c",
                               "rule: wald @ 010990001001 -> steueramt",
                               "rule: wald @ 010990001001#grenz-gerade -> nord",
                               // by initials
                               "rule: sozial @ 010990001001 [A-K] -> sozial-ak",
                               "rule: sozial @ 010990001001 [L-R] -> sozial-lr",
                               "rule: sozial @ 010990001001 [S-Sch] -> sozial-s",
                               "rule: sozial @ 010990001001 [St-Z] -> sozial-st",
                               // roles
                               "rule: beide @ 010990000000 -> kreis",
                               "rule: beide @ 010990001001 accepts -> mitte",
                               "rule: beide @ 010990001001 informs -> steueramt",
                               "rule: frei @ 010990001001 -> mitte",
                               "rule: frei @ 010990001001 -> nord",
                               "offering: termin = nord",
                               // town before import, validity, not applicable
                               "rule: parken @ 010990001001 -> mitte",
                               "rule: parken @ 010990001001 town -> nord",
                               "rule: wahl @ 010990001001 to 2026-10-31 -> mitte",
                               "rule: wahl @ 010990001001 from 2026-11-01 -> nord",
                               "rule: neu @ 010990001001 from 2027-01-01 -> mitte",
                               "rule: intern @ 010990001001 -> referat",
                               "rule: leer @ 010990001001 -> geheim",
                               // LeiKa
                               "rule: 99102* @ 010990001001 -> mitte",
                               "rule: 99102013* @ 01099 -> kreis",
                               "rule: land @ 01 -> kreis",
                           },
                           kStreets);
  return world;
}

TEST(Resolution, ATownWhoseRulesCoverOnlyItselfAndItsKreisNeedsNoPlace) {
  EXPECT_EQ(Erlenfurt().Short("hund", {}), "unique steueramt");
  EXPECT_EQ(Erlenfurt().Short("kfz", {}), "unique zulassung");
  EXPECT_EQ(Erlenfurt().Short("personalausweis", {}), "several mitte nord");
}

TEST(Resolution, FallsBackFromGemeindeToKreis) {
  EXPECT_EQ(Erlenfurt().ShortText("kfz", "Moorhude"), "unique zulassung");
  EXPECT_EQ(Erlenfurt().ShortText("kfz", "24207"), "unique zulassung");
  EXPECT_EQ(Erlenfurt().ShortText("hund", "Moorhude"), "no_data");
  EXPECT_EQ(Erlenfurt().ShortText("kfz", "Kiel"), "no_data");
  EXPECT_EQ(Erlenfurt().Short("gibt-es-nicht", {}), "no_data");
}

TEST(Resolution, ThePathIsInWords) {
  const Resolution resolution = Erlenfurt().Resolve("kfz", {.text = "ich wohne in moorhude"});
  EXPECT_EQ(resolution.path,
            (std::vector<std::string>{"Ort: Moorhude (Kreis Erlenau, Schleswig-Holstein).",
                                      "Für „Auto anmelden“ zählt Ihr Wohnort.", "Es gilt die Regel für: Kreis Erlenau.",
                                      "Zuständig: Zulassungsstelle."}));
}

struct Row {
  const char* service;
  PlaceInput place;
  const char* outcome;
};

void Check(const std::vector<Row>& rows) {
  for (const Row& row : rows)
    EXPECT_EQ(Erlenfurt().Short(row.service, row.place), row.outcome)
        << row.service << " @ " << row.place.text << " / " << row.place.street << " " << row.place.house_number << " / "
        << row.place.initial;
}

TEST(Streets, DecideWhereTheTownIsDivided) {
  // clang-format off
  Check({
      {"schule", {}, "need street"},
      {"schule", {.text = "Erlenfurt"}, "need street"},
      {"schule", {.text = "Nordhagen"}, "unique schule-c"},
      {"schule", {.text = "Am Markt 1, 24201 Erlenfurt"}, "unique schule-a"},
      {"schule", {.text = "Am Markt"}, "unique schule-a"},
      {"schule", {.text = "am markt"}, "unique schule-a"},
      {"schule", {.text = "Feldstraße 12"}, "unique schule-a"},
      {"schule", {.text = "Feldstr. 31"}, "unique schule-b"},
      {"schule", {.text = "feldstrasse 30b"}, "unique schule-a"},
      {"schule", {.text = "Feldstraße"}, "need house_number"},
      {"schule", {.text = "Grenzweg 4"}, "unique schule-c"},
      {"schule", {.text = "Grenzweg 5"}, "unique schule-b"},
      {"schule", {.text = "Am Stadtgraben 12a"}, "unique schule-a"},
      {"schule", {.text = "Am Stadtgraben"}, "unique schule-a"},
      {"schule", {.text = "dr käthe lorenzen str 3"}, "unique schule-a"},
      {"schule", {.street = "Neue Str.", .house_number = "9"}, "unique schule-a"},
      {"schule", {.street = "Neue Straße", .house_number = "11"}, "unique schule-b"},
      {"schule", {.street = "neuestraße", .house_number = "2"}, "unique schule-b"},
      {"schule", {.ars = "010990001001", .street = "Feldstraße", .house_number = "40 a"}, "unique schule-b"},
      {"schule", {.text = "Fledstraße 12"}, "unique schule-a"},
      {"schule", {.text = "ich wohne in der Feldstraße 12 in Erlenfurt"}, "unique schule-a"},
      {"schule", {.text = "24203"}, "unique schule-c"},
      {"schule", {.text = "24201"}, "need street"},
  });
  // clang-format on
}

TEST(Streets, ThatDoNotMatterAreNotAskedFor) {
  Check({{"hund", {.text = "Feldstraße"}, "unique steueramt"},
         {"kfz", {.text = "Gibtesnichtweg 5"}, "unique zulassung"},
         {"schule", {.text = "Am Stadtgraben"}, "unique schule-a"}});
}

TEST(Streets, AUnitBelowAGemeindeMayDependOnASegment) {
  Check({{"wald", {}, "need street"},
         {"wald", {.text = "Grenzweg 8"}, "unique nord"},
         {"wald", {.text = "Grenzweg 7"}, "unique steueramt"},
         {"wald", {.text = "Am Markt 3"}, "unique steueramt"},
         {"wald", {.text = "Grenzweg"}, "need house_number"}});
}

TEST(BadInput, GetsWordsAndNeverAGuess) {
  const auto reason = [](const char* service, const PlaceInput& place) {
    const Resolution resolution = Erlenfurt().Resolve(service, place);
    const auto* need = std::get_if<NeedInput>(&resolution.outcome);
    return need == nullptr ? std::string(OutcomeId(resolution)) : need->reason;
  };
  EXPECT_EQ(reason("kfz", {.text = "99999"}), "Die Postleitzahl 99999 gibt es nicht.");
  EXPECT_EQ(reason("kfz", {.text = "PLZ 99999"}), "Die Postleitzahl 99999 gibt es nicht.");
  EXPECT_EQ(reason("kfz", {.ars = "1057032"}),
            "Der Schlüssel „1057032“ hat 7 Ziffern. Fehlt die führende Null? 01057032 wäre Kalübbe.");
  EXPECT_EQ(reason("kfz", {.ars = "10575739032"}),
            "Der Schlüssel „10575739032“ hat 11 Ziffern. Fehlt die führende Null? 010575739032 wäre Kalübbe.");
  EXPECT_EQ(reason("kfz", {.text = "1057032"}),
            "Der Schlüssel „1057032“ hat 7 Ziffern. Fehlt die führende Null? 01057032 wäre Kalübbe.");
  EXPECT_EQ(reason("kfz", {.text = "1067"}),
            "„1067“ ist keine Postleitzahl. Sie hat fünf Ziffern. Fehlt die führende Null? 01067 wäre Dresden.");
  EXPECT_EQ(reason("kfz", {.ars = "999999999999"}), "Ein Gebiet mit dem Schlüssel „999999999999“ gibt es nicht.");
  EXPECT_EQ(reason("kfz", {.ars = "abc"}), "„abc“ ist kein Gemeinde- oder Regionalschlüssel.");
  EXPECT_EQ(reason("kfz", {.postcode = "1234567"}), "„1234567“ ist keine Postleitzahl. Sie hat fünf Ziffern.");
  EXPECT_EQ(reason("kfz", {.text = "Hintertupfingen"}), "Einen Ort „Hintertupfingen“ kenne ich nicht.");
  EXPECT_EQ(reason("kfz", {.text = "24201 Kiel"}), "Die Postleitzahl 24201 gehört nicht zu Kiel.");
  EXPECT_EQ(reason("kfz", {.ars = "010020000000", .postcode = "24201"}),
            "Die Postleitzahl 24201 gehört nicht zu Kiel.");
  EXPECT_EQ(reason("schule", {.street = "Feldstraße", .house_number = "0"}), "Eine Hausnummer 0 gibt es nicht.");
  EXPECT_EQ(reason("schule", {.street = "Feldstraße", .house_number = "9999z"}),
            "Eine so hohe Hausnummer wie 9999z gibt es nicht.");
  EXPECT_EQ(reason("schule", {.street = "Feldstraße", .house_number = "links"}), "„links“ ist keine Hausnummer.");
  EXPECT_EQ(reason("schule", {.street = "Mondscheinstraße", .house_number = "1"}),
            "Eine Straße „Mondscheinstraße“ steht nicht im Straßenverzeichnis von Erlenfurt.");
  EXPECT_EQ(reason("schule", {.street = "Ringweg", .house_number = "16"}),
            "Das Straßenverzeichnis ordnet Ringweg 16 zwei Gebieten zu.");
  EXPECT_EQ(reason("schule", {.street = "Ringweg", .house_number = "41"}),
            "Die Hausnummer 41 kenne ich in der Straße Ringweg nicht.");
  EXPECT_EQ(reason("kfz", {.text = std::string(5000, 'x')}).substr(0, 13), "Einen Ort „");
  EXPECT_EQ(reason("kfz", {.text = "\xff\xfe\x80"}).substr(0, 9), "Einen Ort");
  EXPECT_EQ(reason("kfz", {.text = "   "}), "unique");
}

TEST(BadInput, AMissingZeroIsOfferedAsAChoice) {
  EXPECT_EQ(Erlenfurt().Short("kfz", {.text = "1067"}), "need place Dresden");
  EXPECT_EQ(Erlenfurt().Short("kfz", {.ars = "1057032"}), "need place Kalübbe");
  EXPECT_EQ(Erlenfurt().Short("kfz", {.text = "24201 Kiel"}), "need place Erlenfurt|Kiel");
}

TEST(Initials, SplitByTheWrittenRule) {
  // clang-format off
  Check({
      {"sozial", {}, "need initial"},
      {"sozial", {.initial = "M"}, "unique sozial-lr"},
      {"sozial", {.initial = "Müller"}, "unique sozial-lr"},
      {"sozial", {.initial = "Ärmel"}, "unique sozial-ak"},
      {"sozial", {.initial = "von der Leine"}, "unique sozial-lr"},
      {"sozial", {.initial = "Adam-Zander"}, "unique sozial-ak"},
      {"sozial", {.initial = "S"}, "need initial"},
      {"sozial", {.initial = "Schulz"}, "unique sozial-s"},
      {"sozial", {.initial = "Sander"}, "unique sozial-s"},
      {"sozial", {.initial = "Stein"}, "unique sozial-st"},
      {"sozial", {.initial = "Öztürk"}, "unique sozial-lr"},
      {"sozial", {.initial = "Dr. Zapf"}, "unique sozial-st"},
      {"sozial", {.initial = "Schmidt"}, "unique sozial-s"},
      {"sozial", {.initial = "zu Putlitz"}, "unique sozial-lr"},
      {"sozial", {.initial = "K"}, "unique sozial-ak"},
      {"sozial", {.initial = "St"}, "unique sozial-st"},
      {"sozial", {.initial = "Sk"}, "no_data"},
  });
  // clang-format on
}

TEST(Roles, DecidingAcceptingAndInformingDiffer) {
  EXPECT_EQ(Erlenfurt().Short("beide", {}), "unique kreis");
  EXPECT_EQ(Erlenfurt().Short("beide", {}, "decides"), "unique kreis");
  EXPECT_EQ(Erlenfurt().Short("beide", {}, "accepts"), "unique mitte");
  EXPECT_EQ(Erlenfurt().Short("beide", {}, "informs"), "unique steueramt");
  EXPECT_EQ(Erlenfurt().Short("hund", {}, "accepts"), "no_data");
  const Resolution resolution = Erlenfurt().Resolve("beide", {});
  ASSERT_EQ(resolution.also.size(), 2u);
  EXPECT_EQ(resolution.also[0].office->id.value, "mitte");
  EXPECT_EQ(resolution.also[1].office->id.value, "steueramt");
}

TEST(Rules, TheMoreSpecificWinsAndThenTheTowns) {
  // clang-format off
  Check({
      {"parken", {}, "unique nord"},
      {"wahl", {}, "unique nord"},
      {"neu", {}, "no_data"},
      {"hund", {}, "unique steueramt"},  // names the service: before 99102*
      {"steuer", {}, "unique kreis"},    // the longer LeiKa prefix, though the area is larger
      {"frei", {}, "several mitte nord"},
      {"frei", {.text = "Kiel"}, "several mitte nord"},
      {"frei", {.text = "Quatschhausen"}, "several mitte nord"},
      {"termin", {}, "unique nord"},
  });
  // clang-format on
}

TEST(Rules, AServiceOfOneLandDoesNotExistInOthersWhichDiffersFromNoData) {
  Check({{"land", {.text = "Kiel"}, "unique kreis"},
         {"land", {.text = "München"}, "not_applicable"},
         {"hund", {.text = "München"}, "no_data"}});
}

TEST(Offices, InternalUnitsAreReplacedByThePublicOneAboveThem) {
  EXPECT_EQ(Erlenfurt().Short("intern", {}), "unique mitte");
  EXPECT_EQ(Erlenfurt().Short("leer", {}), "no_data");
}

TEST(Offices, EqualNamesGetTheirQualifier) {
  const Resolution resolution = Erlenfurt().Resolve("schule", {.text = "Am Markt 3"});
  EXPECT_EQ(std::get<Unique>(resolution.outcome).office.qualifier, "Am Grundschule 1");
  const Resolution other = Erlenfurt().Resolve("schule", {.text = "Nordhagen"});
  EXPECT_EQ(std::get<Unique>(other.outcome).office.qualifier, "");
}

TEST(Place, IsToldSmallestFirst) {
  const Resolution resolution = Erlenfurt().Resolve("kfz", {.text = "krummwik"});
  ASSERT_EQ(resolution.areas.size(), 4u);
  EXPECT_EQ(Erlenfurt().areas().at(resolution.areas[0]).name, "Krummwik");
  EXPECT_EQ(Erlenfurt().areas().at(resolution.areas[1]).name, "Amt Wikland");
  EXPECT_EQ(Erlenfurt().areas().at(resolution.areas[2]).name, "Kreis Erlenau");
}

TEST(Place, TwoMunicipalitiesOfOneAmtAreNotAskedApart) {
  const World world("010995999000",
                    {"service: melden = Wohnsitz anmelden", "service: wald = Reiten", "office: amt = Amt Wikland",
                     "office: moor = Gemeinde Moorhude", "rule: melden @ 010995999000 -> amt",
                     "rule: wald @ 010995999000 -> amt", "rule: wald @ 010995999013 -> moor"});
  EXPECT_EQ(world.ShortText("melden", "24207"), "unique amt");
  EXPECT_EQ(world.ShortText("wald", "24207"), "need place Moorhude|Krummwik|Sandkaten");
  EXPECT_EQ(world.Short("wald", {}), "need place Moorhude");
  EXPECT_EQ(world.Short("melden", {}), "unique amt");
}

TEST(Place, ATownIsMeantInItsOwnChatWhenOthersBearItsName) {
  const World world("010550032032", {"service: hund = Hund anmelden", "office: rathaus = Rathaus",
                                     "rule: hund @ 010550032032 -> rathaus"});
  EXPECT_EQ(world.ShortText("hund", "Neustadt"), "unique rathaus");
  EXPECT_EQ(world.Resolve("hund", {.text = "Neustadt"}).path.front(),
            "Gemeint ist Neustadt in Holstein (Kreis Ostholstein, Schleswig-Holstein).");
}

// districts.csv says which Ortsteile nobody has looked up.
TEST(Place, AnUnprovenOrtsteilIsAskedUnlessItsTownIsSaid) {
  const World world("010990001001",
                    {"service: hund = Hund anmelden", "office: rathaus = Rathaus", "office: koeln = Köln",
                     "rule: hund @ 010990001001 -> rathaus", "rule: hund @ 053150000000 -> koeln"});
  const Resolution asked = world.Resolve("hund", {.text = "Neuehrenfeld"});
  ASSERT_TRUE(std::holds_alternative<NeedInput>(asked.outcome));
  EXPECT_EQ(std::get<NeedInput>(asked.outcome).choices.size(), 1u);
  EXPECT_NE(asked.path.front().find("Neuehrenfeld ist wohl ein Ortsteil von Köln"), std::string::npos);
  EXPECT_EQ(world.ShortText("hund", "Köln-Neuehrenfeld"), "unique koeln");
  EXPECT_EQ(world.ShortText("hund", "Neuehrenfeld in Köln"), "unique koeln");
  EXPECT_EQ(world.ShortText("hund", "50823 Neuehrenfeld"), "unique koeln");
  EXPECT_EQ(world.Short("hund", {.ars = "053150000000-neuehrenfeld"}), "unique koeln");
  const World at_home("053150000000",
                      {"service: hund = Hund anmelden", "office: koeln = Köln", "rule: hund @ 053150000000 -> koeln"});
  EXPECT_EQ(at_home.ShortText("hund", "Neuehrenfeld"), "unique koeln");
}

TEST(Place, APlaceAbroadIsToldAndNotTaken) {
  const Resolution resolution = Erlenfurt().Resolve("kfz", {.text = "Auto abmelden Spanien"});
  EXPECT_EQ(resolution.path.front(), "Spanien liegt nicht in Deutschland.");
  EXPECT_EQ(Erlenfurt().ShortText("kfz", "Auto abmelden Spanien"), Erlenfurt().Short("kfz", {}));
}

TEST(Place, AMisspeltNameIsToldBack) {
  EXPECT_EQ(Erlenfurt().Resolve("kfz", {.text = "ich wohne in Krumwik"}).path.front(),
            "„Krumwik“ lese ich als Krummwik.");
}

}  // namespace
}  // namespace amtslotse::responsibility
