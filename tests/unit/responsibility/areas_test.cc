#include "knowledge/responsibility/areas.h"

#include <gtest/gtest.h>

#include <chrono>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/csv.h"
#include "knowledge/responsibility/gv100ad.h"
#include "knowledge/responsibility/house_number.h"
#include "knowledge/responsibility/keys.h"
#include "knowledge/responsibility/place_names.h"
#include "knowledge/responsibility/street_names.h"
#include "world.h"

namespace amtslotse::responsibility {
namespace {

const Area& At(std::string_view key) { return Germany().at(AreaOf(key)); }

TEST(Areas, HoldGermanyAndTheDemoTowns) {
  int gemeinden = 0, laender = 0, verbaende = 0, kreise = 0;
  for (AreaIndex i = 0; i < Germany().size(); ++i) {
    const Area& area = Germany().at(i);
    gemeinden += area.level == Level::kGemeinde;
    laender += area.top == Level::kLand || area.level == Level::kLand;
    verbaende += area.level == Level::kVerband;
    kreise += area.top <= Level::kKreis && area.level >= Level::kKreis;
  }
  EXPECT_EQ(gemeinden, 10981 + 4);
  EXPECT_EQ(laender, 16);
  EXPECT_EQ(kreise, 400 + 1);
  EXPECT_GT(verbaende, 1200);
  EXPECT_EQ(Germany().at(kWholeCountry).inhabitants > 83'000'000, true);
}

TEST(Areas, LieInsideEachOther) {
  const auto chain = [](std::string_view key) {
    std::string out;
    for (AreaIndex area = AreaOf(key); area != kNoArea; area = Germany().at(area).parent)
      out += (out.empty() ? "" : " < ") + Germany().at(area).name;
    return out;
  };
  EXPECT_EQ(chain("010575739032"), "Kalübbe < Amt Großer Plöner See < Kreis Plön < Schleswig-Holstein < Bund");
  EXPECT_EQ(chain("010020000000"), "Kiel < Schleswig-Holstein < Bund");
  EXPECT_EQ(chain("110000000000-pankow"), "Pankow < Pankow < Berlin < Bund");
  EXPECT_EQ(chain("091620000000"), "München < Oberbayern < Bayern < Bund");
  EXPECT_EQ(chain("040120000000"), "Bremerhaven < Bremen < Bund");
  EXPECT_EQ(chain("072335001027"),
            "Gillenfeld < Verbandsgemeinde Daun < Landkreis Vulkaneifel < Rheinland-Pfalz < Bund");
  EXPECT_EQ(chain("010995999013"), "Moorhude < Amt Wikland < Kreis Erlenau < Schleswig-Holstein < Bund");
}

TEST(Areas, AreKreisfreiByTheirTextkennzeichenNotByTheirName) {
  EXPECT_EQ(At("01002000").top, Level::kKreis);
  EXPECT_EQ(At("09161000").top, Level::kKreis) << "Ingolstadt has no „Stadt“ in its name";
  EXPECT_EQ(At("01057057").top, Level::kGemeinde) << "„Plön, Stadt“ is not kreisfrei";
  EXPECT_EQ(At("11000000").top, Level::kLand);
  EXPECT_EQ(At("02000000").top, Level::kLand);
}

TEST(Areas, AreFoundByEveryKey) {
  for (const char* key : {"010575739032", "01057032"}) EXPECT_EQ(At(key).name, "Kalübbe") << key;
  for (const char* key : {"010575739000", "010575739"}) EXPECT_EQ(At(key).name, "Amt Großer Plöner See") << key;
  for (const char* key : {"010570000000", "01057", "01057000"}) EXPECT_EQ(At(key).name, "Kreis Plön") << key;
  for (const char* key : {"010000000000", "01"}) EXPECT_EQ(At(key).name, "Schleswig-Holstein") << key;
  for (const char* key : {"091000000000", "091"}) EXPECT_EQ(At(key).name, "Oberbayern") << key;
  for (const char* key : {"010020000000", "01002", "01002000"}) EXPECT_EQ(At(key).name, "Kiel") << key;
  for (const char* key : {"010990001001", "010990001000", "010990001"}) EXPECT_EQ(At(key).name, "Erlenfurt") << key;
  for (const char* key : {"110000000000", "11", "11000", "11000000"}) EXPECT_EQ(At(key).name, "Berlin") << key;
  EXPECT_EQ(At("16056000").name, "Eisenach") << "until 2021 kreisfrei";
  EXPECT_FALSE(Germany().FindKey("1057032"));
  EXPECT_FALSE(Germany().FindKey(""));
}

TEST(Areas, PostcodesBelongToManyAndManyToThem) {
  const auto names = [](std::uint32_t postcode) {
    std::string out;
    for (const AreaIndex area : Germany().PlacesOf(postcode))
      out += (out.empty() ? "" : ", ") + Germany().at(area).name;
    return out;
  };
  EXPECT_EQ(names(24207), "Krummwik, Moorhude, Sandkaten");
  EXPECT_EQ(names(24203), "Erlenfurt, Nordhagen");
  EXPECT_EQ(names(1067), "Dresden, Friedrichstadt, Innere Altstadt");
  EXPECT_EQ(names(99999), "");
}

TEST(Corrections, PutHamburgsQuartersBackIntoHamburg) {
  for (const std::uint32_t postcode : {22113u, 22145u, 21039u}) {
    for (const AreaIndex place : Germany().PlacesOf(postcode)) {
      const Area& area = Germany().at(place);
      const bool quarter = area.key.find('-') != std::string::npos;
      EXPECT_TRUE(!quarter || area.key.substr(0, 2) == "02") << area.name;
    }
  }
  EXPECT_TRUE(Germany().PlacesOf(87491).empty()) << "Jungholz is in Austria";
}

TEST(Corrections, MustNameTheirSource) {
  AreaRows rows;
  rows.postcodes.push_back({"22113", "Hamburg Horn", "SH", "01062", 0, 0});
  EXPECT_TRUE(
      ApplyCorrections(
          "c",
          "file,op,match,set,source\npostcodes,set,plz=22113;ort=Hamburg*,kreis_schluessel=02000,Statistikamt Nord\n",
          rows)
          .ok());
  EXPECT_EQ(rows.postcodes.front().kreis_key, "02000");
  EXPECT_EQ(ApplyCorrections("c", "file,op,match,set,source\npostcodes,drop,plz=22113,,\n", rows).message(),
            "c, Zeile 2: Die Quelle fehlt.");
  EXPECT_EQ(ApplyCorrections("c", "file,op,match,set,source\nx,drop,plz=1,,s\n", rows).message(),
            "c, Zeile 2: Datei oder Spalte ist unbekannt.");
  EXPECT_TRUE(ApplyCorrections("c", "file,op,match,set,source\npostcodes,drop,plz=00000,,s\n", rows).ok());
  EXPECT_EQ(rows.remarks.size(), 1u) << "meets nothing any more";
}

GemeindeRow Gemeinde(const std::string& ars) {
  GemeindeRow row;
  row.ars = ars;
  row.name = "Dorf";
  row.text_kind = 64;
  row.land = "Land";
  row.kreis_key = ars.substr(0, 5);
  row.kreis_name = "Kreis";
  row.verband_key = ars.substr(0, 9);
  row.verband_kind = 50;
  return row;
}

TEST(BadAreas, CyclesAndUnknownParentsAreNamed) {
  AreaRows rows;
  rows.gemeinden = {Gemeinde("010990001001")};
  rows.districts = {{"a", "Nord", Level::kBezirk, "b", 0}, {"b", "Süd", Level::kBezirk, "a", 0}};
  EXPECT_EQ(BuildAreaTable(rows).status().message(),
            "Gebiet „Nord“ (a) liegt im Kreis: Es ist über andere sein eigenes übergeordnetes Gebiet.");
  rows.districts = {{"a", "Nord", Level::kBezirk, "010990009009", 0}};
  EXPECT_EQ(BuildAreaTable(rows).status().message(),
            "Gebiet „Nord“: Das übergeordnete Gebiet 010990009009 gibt es nicht.");
}

TEST(BadAreas, WhatIsNoPostcodeIsNone) {
  AreaRows rows;
  rows.gemeinden = {Gemeinde("010990001001")};
  rows.gemeinden[0].seat_postcode = "2420x";
  PostcodeRow letters;
  letters.postcode = "Dorf ";
  letters.place = "Dorf";
  letters.kreis_key = "01099";
  rows.postcodes = {letters};
  const auto table = BuildAreaTable(rows);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_TRUE(table->PlacesOf(0).empty());
}

TEST(BadAreas, LostLeadingZerosAreNoticedWithLineAndColumn) {
  AreaRows rows;
  const std::string header =
      "ars,ags,name,textkennzeichen,einwohner,plz_sitz,land,kreis_schluessel,kreis_name,kreis_tk,kreis_sitz,verband_"
      "schluessel,verband_name,verband_tk\n";
  EXPECT_EQ(
      ReadGemeindenCsv("g.csv",
                       header + "10575739032,1057032,Kalübbe,64,561,24326,SH,01057,Plön,43,Plön,010575739,x,51\n", rows)
          .message(),
      "g.csv, Zeile 2, Spalte ars: „10575739032“ hat 11 statt 12 Ziffern – fehlt eine führende Null?");
  EXPECT_EQ(
      ReadPostcodesCsv("p.csv", "plz,ort,land,kreis_schluessel,lat,lon\n1067,Dresden,SN,14612,1,2\n", rows).message(),
      "p.csv, Zeile 2, Spalte plz: „1067“ ist keine Postleitzahl aus fünf Ziffern – fehlt eine führende Null?");
}

TEST(Csv, FindsColumnsByNameAndNamesWhatIsWrong) {
  std::string out;
  const auto read = [&](std::string_view text) {
    out.clear();
    return ReadCsv("t", text, ';', {"b", "a", "c?"}, [&](const CsvRow& row) {
      for (const auto field : row.fields) out += "[" + std::string(field) + "]";
      return absl::OkStatus();
    });
  };
  EXPECT_TRUE(read("\xEF\xBB\xBF"
                   "a;b\r\n1;2\r\n\r\n\"x;\"\"y\"\"\";\"zwei\nZeilen\"")
                  .ok());
  EXPECT_EQ(out, "[2][1][][zwei\nZeilen][x;\"y\"][]");
  EXPECT_EQ(read("a;x\n1;2\n").message(), "t, Zeile 1: Die Spalte „b“ fehlt.");
  EXPECT_EQ(read("a;b\n1\n").message(), "t, Zeile 2: Die Spalte „b“ fehlt in dieser Zeile.");
  EXPECT_EQ(read("a;b\n1;\"2\n").message(), "t, Zeile 3: Ein Anführungszeichen wird nicht geschlossen.");
  EXPECT_EQ(read("").message(), "t: Die Datei ist leer.");
}

// One record: fields at their positions, as the description of the records (Datensatzbeschreibung GV100AD) has them.
std::string Record(const std::string& kind, const std::string& key, const std::string& verband, const std::string& name,
                   const std::string& seat, const std::string& text_kind, const std::string& inhabitants = "",
                   const std::string& postcode = "") {
  std::string line(220, ' ');
  const auto put = [&](std::size_t at, const std::string& text) { line.replace(at - 1, text.size(), text); };
  put(1, kind);
  put(3, "20250930");
  put(11, key);
  put(19, verband);
  put(23, name);
  put(73, seat);
  put(123, text_kind);
  put(140, inhabitants);
  put(166, postcode);
  return line + "\r\n";
}

TEST(Gv100ad, IsReadByPosition) {
  AreaRows rows;
  const std::string file = Record("10", "01", "", "Schleswig-Holstein", "Kiel", "") +
                           Record("40", "01057", "", "Pl\xF6n", "Pl\xF6n", "43") +
                           Record("50", "01057", "5739",
                                  "Gro\xDF"
                                  "er Pl\xF6ner See",
                                  "Pl\xF6n", "51") +
                           Record("60", "01057032", "5739",
                                  "Kal\xFC"
                                  "bbe",
                                  "", "64", "00000000561", "24326");
  const absl::Status status = ReadGv100ad("GV100AD.txt", file, rows);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(rows.gemeinden.size(), 1u);
  const GemeindeRow& row = rows.gemeinden.front();
  EXPECT_EQ(row.ars, "010575739032");
  EXPECT_EQ(row.ags, "01057032");
  EXPECT_EQ(row.name, "Kalübbe");
  EXPECT_EQ(row.verband_name, "Großer Plöner See");
  EXPECT_EQ(row.kreis_kind, 43);
  EXPECT_EQ(row.inhabitants, 561u);
  EXPECT_EQ(row.seat_postcode, "24326");
  const auto table = BuildAreaTable(rows);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->at(*table->FindKey("010575739000")).name, "Amt Großer Plöner See");
}

TEST(Gv100ad, MayBeUtf8) {
  AreaRows rows;
  std::string line = Record("60", "01057032", "5739", "Kalübbe", "", "64", "00000000561", "24326");
  line.insert(60, " ");  // one letter has two bytes: positions count letters
  const std::string file =
      Record("10", "01", "", "Schleswig-Holstein", "", "") + Record("50", "01057", "5739", "Amt", "", "51") + line;
  ASSERT_TRUE(ReadGv100ad("GV100AD.txt", file, rows).ok());
  EXPECT_EQ(rows.gemeinden.front().name, "Kalübbe");
  EXPECT_EQ(rows.gemeinden.front().seat_postcode, "24326");
}

TEST(Gv100ad, NamesTheLineThatIsWrong) {
  AreaRows rows;
  EXPECT_EQ(ReadGv100ad("f", "kurz\n", rows).message(), "f, Zeile 1: Die Zeile ist zu kurz.");
  EXPECT_EQ(ReadGv100ad("f", Record("99", "01", "", "x", "", ""), rows).message(),
            "f, Zeile 1: Die Satzart „99“ ist unbekannt.");
  EXPECT_EQ(ReadGv100ad("f", Record("60", "01057032", "5739", "x", "", "64"), rows).message(),
            "f, Zeile 1: Das Land der Gemeinde fehlt.");
}

TEST(Names, AreTakenApart) {
  const auto variants = [](std::string_view name) {
    std::string out;
    for (const NameVariant& variant : NameVariants(name)) out += (out.empty() ? "" : " | ") + variant.words;
    return out;
  };
  EXPECT_EQ(variants("Burg (Dithmarschen)"), "burg dithmarschen | burg");
  EXPECT_EQ(variants("Weiden i.d.OPf."), "weiden i d opf | weiden in der oberpfalz | weiden | weiden opf");
  EXPECT_EQ(variants("Raa-Besenbek"), "raa besenbek | besenbek");
  EXPECT_EQ(variants("Bad Oldesloe"), "bad oldesloe | oldesloe");
  EXPECT_EQ(variants("Cottbus/Chóśebuz"), "cottbus chosebuz | cottbus | chosebuz");
  EXPECT_EQ(KreisName("Plön", 43), "Kreis Plön");
  EXPECT_EQ(KreisName("Gifhorn", 44), "Landkreis Gifhorn");
  EXPECT_EQ(KreisName("Westerwaldkreis", 44), "Westerwaldkreis");
  EXPECT_EQ(KreisName("Region Hannover", 44), "Region Hannover");
  EXPECT_EQ(KreisName("Rhein-Kreis Neuss", 43), "Rhein-Kreis Neuss");
  EXPECT_EQ(VerbandName("Grafrath (VGem)", 54), "Verwaltungsgemeinschaft Grafrath");
  EXPECT_EQ(VerbandName("GVV Rosenstein", 56), "Gemeindeverwaltungsverband Rosenstein");
  EXPECT_EQ(VerbandName("Amt Wikland", 51), "Amt Wikland");
}

TEST(StreetNames, AreOneInAllSpellings) {
  const auto compact = [](std::string_view name) { return Compact(StreetWords(name)); };
  for (const char* name : {"Bürgermeister-Thomsen-Straße", "Bürgermeister Thomsen Straße", "Bgm.-Thomsen-Str.",
                           "buergermeister-thomsen-strasse", "BÜRGERMEISTER THOMSEN STR", "Bürgermeister-Thomsenstr."})
    EXPECT_EQ(compact(name), "buergermeisterthomsenstrasse") << name;
  EXPECT_EQ(compact("Lindenstr."), compact("Linden Straße"));
  EXPECT_EQ(compact("Große Twiete"), compact("Gr. Twiete"));
  EXPECT_EQ(compact("St.-Georg-Weg"), compact("Sankt Georg Weg"));
}

TEST(HouseNumbers, AreOrderedAlongTheStreet) {
  const auto number = [](std::string_view text) { return ParseHouseNumber(text).value(); };
  EXPECT_LT(number("12"), number("12a"));
  EXPECT_LT(number("12a"), number("12b"));
  EXPECT_LT(number("12z"), number("13"));
  EXPECT_EQ(number("12 A"), number("12a"));
  EXPECT_EQ(number("12-14"), number("12"));
  EXPECT_EQ(number("3 1/2"), number("3"));
  for (const char* bad : {"", "0", "00", "a12", "9999z", "99999999999999999999", "-5"})
    EXPECT_FALSE(ParseHouseNumber(bad).ok()) << bad;
}

}  // namespace
}  // namespace amtslotse::responsibility
