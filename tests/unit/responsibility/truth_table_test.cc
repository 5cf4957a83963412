// Real German structure as truth tables: service, place → outcome. Areas and postcodes are the shipped ones.
#include <gtest/gtest.h>

#include <span>

#include "world.h"

namespace amtslotse::responsibility {
namespace {

struct Row {
  const char* service;
  const char* place;
  const char* outcome;
};

// One catalogue for the whole country, each level doing what it does in reality: the Melde office is with the Verband
// where there is one that runs it, cars are with the Kreis, building permits with the Kreis or the Große Kreisstadt.
const World& Country() {
  // clang-format off
  static const World world("", {
      "service: melden = Wohnsitz anmelden", "service: kfz = Auto anmelden", "service: bau = Baugenehmigung beantragen",
      "service: elterngeld = Elterngeld beantragen", "service: zeugnis = Führungszeugnis beantragen",
      "service: jagd = Jagdschein beantragen",
      "service: urkunde = Geburtsurkunde bestellen", "service: online = Auskunft geben ;any",
      "leika: melden = 99115005104000", "leika: kfz = 99036008104000",
      "office: bund = Bundesamt", "office: sh = Land SH", "office: by = Land Bayern", "office: hh = Hamburg Service",
      "office: nt = Amt Großer Plöner See", "office: ploen = Stadt Plön", "office: ascheberg = Gemeinde Ascheberg",
      "office: kreis-ploen = Kreis Plön",
      "office: vg-daun = Verbandsgemeinde Daun", "office: vg-gerolstein = Verbandsgemeinde Gerolstein",
      "office: vulkaneifel = Landkreis Vulkaneifel",
      "office: sg-lachendorf = Samtgemeinde Lachendorf", "office: lohheide = Bezirk Lohheide",
      "office: celle = Landkreis Celle",
      "office: vgem-grafrath = Verwaltungsgemeinschaft Grafrath", "office: ffb = Landratsamt Fürstenfeldbruck",
      "office: heubach = Stadt Heubach", "office: boebingen = Gemeinde Böbingen",
      "office: gvv = Gemeindeverwaltungsverband Rosenstein", "office: ostalb = Landratsamt Ostalbkreis",
      "office: emmendingen = Stadt Emmendingen", "office: sexau = Gemeinde Sexau",
      "office: lra-em = Landratsamt Emmendingen",
      "office: bleicherode = Stadt Bleicherode", "office: nordhausen = Landkreis Nordhausen",
      "office: eider = Amt Eider",
      "office: region = Region Hannover", "office: hannover = Stadt Hannover", "office: garbsen = Stadt Garbsen",
      "office: staedteregion = Städteregion Aachen", "office: aachen = Stadt Aachen",
      "office: monschau = Stadt Monschau",
      "office: regionalverband = Regionalverband Saarbrücken", "office: saarbruecken = Stadt Saarbrücken",
      "office: boeblingen = Stadt Böblingen", "office: lra-bb = Landratsamt Böblingen",
      "office: rothenburg = Stadt Rothenburg", "office: lra-an = Landratsamt Ansbach",
      "office: pankow = Bezirksamt Pankow", "office: mitte = Bezirksamt Mitte", "office: labo = LABO Berlin",
      "office: altona = Bezirksamt Altona", "office: wandsbek = Bezirksamt Wandsbek",
      "office: hh-mitte = Bezirksamt Hamburg-Mitte", "office: bergedorf = Bezirksamt Bergedorf",
      "office: lbv = Landesbetrieb Verkehr",
      "office: bremen = Stadt Bremen", "office: bremerhaven = Stadt Bremerhaven",
      "office: rz = Kreis Herzogtum Lauenburg", "office: od = Kreis Stormarn",
      "office: oststeinbek = Gemeinde Oststeinbek",
      "office: rietschen = Gemeinde Rietschen", "office: jaegerswald = Verwaltungsverband Jägerswald",
      "office: vogtland = Vogtlandkreis", "office: sok = Saale-Orla-Kreis",
      "office: kassel = Landkreis Kassel", "office: treptow = Amt Treptower Tollensewinkel",
      "office: obb = Regierung von Oberbayern",
      // Bund and Länder
      "rule: zeugnis @ 00 -> bund", "rule: elterngeld @ 01 -> sh", "rule: elterngeld @ 09 -> by",
      "rule: elterngeld @ 02 -> hh",
      "rule: jagd @ 01 -> sh", "rule: jagd @ 02 -> none: Den Jagdschein gibt es in diesem Beispiel in Hamburg nicht.",
      "rule: jagd @ 091 -> obb",
      "rule: online @ 01 -> sh", "rule: online @ 09 -> by",
      // Schleswig-Holstein: Amt, amtsfreie Stadt, Kreis; Kirchspielslandgemeinde; gemeindefrei
      "rule: melden @ 010575739000 -> nt", "rule: melden @ 010570057057 -> ploen",
      "rule: melden @ 010570001001 -> ascheberg",
      "rule: kfz @ 01057 -> kreis-ploen", "rule: bau @ 01057 -> kreis-ploen", "rule: melden @ 010515169000 -> eider",
      "rule: kfz @ 01053 -> rz", "rule: kfz @ 01062 -> od",
      "rule: melden @ 010625270000 -> od", "rule: melden @ 010620053053 -> oststeinbek",
      "rule: bau @ 010539105105 -> rz",
      // Rheinland-Pfalz: Verbandsgemeinde
      "rule: melden @ 072335001000 -> vg-daun", "rule: melden @ 072335006000 -> vg-gerolstein",
      "rule: kfz @ 07233 -> vulkaneifel",
      // Niedersachsen: Samtgemeinde, gemeindefreier Bezirk, Region
      "rule: melden @ 033515403000 -> sg-lachendorf", "rule: melden @ 033519501501 -> lohheide",
      "rule: kfz @ 03351 -> celle",
      "rule: kfz @ 03241 -> region", "rule: kfz @ 032410001001 -> hannover", "rule: melden @ 032410001001 -> hannover",
      "rule: melden @ 032410005005 -> garbsen",
      // Bayern: Verwaltungsgemeinschaft, Große Kreisstadt
      "rule: melden @ 091795132000 -> vgem-grafrath", "rule: kfz @ 09179 -> ffb", "rule: bau @ 09571 -> lra-an",
      "rule: bau @ 095710193193 -> rothenburg",
      // Baden-Württemberg: Gemeindeverwaltungsverband plans, Gemeinden register; vereinbarte Verwaltungsgemeinschaft
      "rule: melden @ 081365006028 -> heubach", "rule: melden @ 081365006009 -> boebingen",
      "rule: bau @ 081365006000 -> gvv", "rule: kfz @ 08136 -> ostalb", "rule: bau @ 08136 -> ostalb",
      "rule: bau @ 083165003000 -> emmendingen", "rule: melden @ 083165003011 -> emmendingen",
      "rule: melden @ 083165003039 -> sexau", "rule: kfz @ 08316 -> lra-em", "rule: bau @ 08316 -> lra-em",
      "rule: bau @ 08115 -> lra-bb", "rule: bau @ 081150003003 -> boeblingen", "rule: kfz @ 08115 -> lra-bb",
      // Thüringen: erfüllende Gemeinde; Sachsen: Verwaltungsgemeinschaft, Verwaltungsverband
      "rule: melden @ 160625054000 -> bleicherode", "rule: kfz @ 16062 -> nordhausen",
      "rule: melden @ 146265233000 -> rietschen", "rule: melden @ 145235402000 -> jaegerswald",
      "rule: kfz @ 14523 -> vogtland", "rule: kfz @ 16075 -> sok", "rule: melden @ 130715163000 -> treptow",
      // Städteregion, Regionalverband
      "rule: kfz @ 05334 -> staedteregion", "rule: melden @ 053340002002 -> aachen",
      "rule: melden @ 053340020020 -> monschau",
      "rule: kfz @ 10041 -> regionalverband", "rule: kfz @ 100410100100 -> saarbruecken",
      // Stadtstaaten
      "rule: melden @ 11 -> labo", "rule: kfz @ 11 -> labo", "rule: bau @ 110000000000-03 -> pankow",
      "rule: bau @ 110000000000-01 -> mitte",
      "rule: kfz @ 02 -> lbv", "rule: melden @ 02 -> hh", "rule: bau @ 020000000000-2 -> altona",
      "rule: bau @ 020000000000-5 -> wandsbek", "rule: bau @ 020000000000-1 -> hh-mitte",
      "rule: bau @ 020000000000-6 -> bergedorf",
      "rule: melden @ 04011 -> bremen", "rule: melden @ 04012 -> bremerhaven", "rule: elterngeld @ 04 -> bremen",
      "rule: elterngeld @ 04012 -> bremerhaven",
      "rule: bau @ 066339200200 -> kassel",
      // by birthplace, for relations in the text
      "rule: urkunde @ 010570057057 -> ploen", "rule: urkunde @ 032410001001 -> hannover",
  });
  // clang-format on
  return world;
}

void Check(const World& world, std::span<const Row> rows) {
  for (const Row& row : rows)
    EXPECT_EQ(world.ShortText(row.service, row.place), row.outcome) << row.service << " @ " << row.place;
}

TEST(TruthTable, AmtAndAmtsfreieGemeindeInSchleswigHolstein) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Kalübbe", "unique nt"}, {"melden", "Dersau", "unique nt"},
      {"melden", "ich wohne in Grebin", "unique nt"}, {"melden", "Rathjensdorf", "unique nt"},
      {"melden", "Plön", "unique ploen"}, {"melden", "Ascheberg (Holstein)", "unique ascheberg"},
      {"melden", "Bösdorf in Schleswig-Holstein", "no_data"},
      {"kfz", "Kalübbe", "unique kreis-ploen"}, {"kfz", "Plön", "unique kreis-ploen"},
      {"kfz", "Preetz", "need place Preetz|Preetz"}, {"kfz", "24211 Preetz", "unique kreis-ploen"},
      {"kfz", "Kreis Plön", "unique kreis-ploen"},
      {"kfz", "Amt Großer Plöner See", "unique kreis-ploen"}, {"melden", "Amt Großer Plöner See", "unique nt"},
      {"melden", "Großer Plöner See", "unique nt"},
      {"melden", "24326", "need place Ascheberg (Holstein)|Dersau|Kalübbe|Stocksee|Nehmten|Dörnick"},
      {"kfz", "24306", "unique kreis-ploen"},
      {"kfz", "24326", "need place Ascheberg (Holstein)|Dersau|Kalübbe|Stocksee|Nehmten|Dörnick"},
      {"melden", "Dörpling", "unique eider"}, {"melden", "Delve", "unique eider"}, {"melden", "Kiel", "no_data"},
      {"kfz", "Kiel", "no_data"},
      {"melden", "010575739032", "unique nt"}, {"melden", "01057032", "unique nt"},
      {"kfz", "01057000", "unique kreis-ploen"}, {"kfz", "010570000000", "unique kreis-ploen"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, VerbandsgemeindeInRheinlandPfalz) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Gillenfeld", "unique vg-daun"}, {"melden", "Betteldorf", "unique vg-daun"},
      {"melden", "Dreis-Brück", "unique vg-daun"}, {"melden", "dreis brück", "unique vg-daun"},
      {"melden", "Verbandsgemeinde Daun", "unique vg-daun"}, {"melden", "VG Daun", "unique vg-daun"},
      {"melden", "Berlingen", "unique vg-gerolstein"},
      {"kfz", "Gillenfeld", "unique vulkaneifel"}, {"kfz", "Daun", "unique vulkaneifel"},
      {"melden", "Daun", "unique vg-daun"}, {"melden", "54558", "unique vg-daun"},
      {"kfz", "54552", "unique vulkaneifel"}, {"melden", "Demerath", "unique vg-daun"},
      {"melden", "07233027", "unique vg-daun"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, SamtgemeindeAndGemeindefreierBezirkInNiedersachsen) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Ahnsbeck", "unique sg-lachendorf"}, {"melden", "Lachendorf", "unique sg-lachendorf"},
      {"melden", "Samtgemeinde Lachendorf", "unique sg-lachendorf"},
      {"melden", "SG Lachendorf", "unique sg-lachendorf"},
      {"melden", "Beedenbostel", "unique sg-lachendorf"}, {"kfz", "Eldingen", "unique celle"},
      {"kfz", "Celle", "unique celle"}, {"melden", "Celle", "no_data"},
      {"melden", "Lohheide", "unique lohheide"}, {"kfz", "Lohheide", "unique celle"},
      {"melden", "29331", "unique sg-lachendorf"}, {"melden", "Hohne", "unique sg-lachendorf"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, RegionHannover) {
  // clang-format off
  const Row rows[] = {
      {"kfz", "Garbsen", "unique region"}, {"kfz", "Hannover", "unique hannover"},
      {"kfz", "Barsinghausen", "unique region"}, {"kfz", "Neustadt am Rübenberge", "unique region"},
      {"melden", "Hannover", "unique hannover"}, {"melden", "Garbsen", "unique garbsen"},
      {"melden", "Burgdorf", "no_data"}, {"kfz", "Region Hannover", "need place Hannover"},
      {"kfz", "03241001", "unique hannover"}, {"kfz", "03201000", "unique hannover"},
      {"melden", "31303 Burgdorf", "no_data"}, {"kfz", "31535", "unique region"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, VerwaltungsgemeinschaftAndGrosseKreisstadtInBayern) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Kottgeisering", "unique vgem-grafrath"}, {"melden", "Grafrath", "unique vgem-grafrath"},
      {"melden", "Schöngeising", "unique vgem-grafrath"}, {"melden", "schoengeising", "unique vgem-grafrath"},
      {"kfz", "Grafrath", "unique ffb"}, {"kfz", "Fürstenfeldbruck", "unique ffb"},
      {"melden", "Fürstenfeldbruck", "no_data"}, {"melden", "82288", "unique vgem-grafrath"},
      {"bau", "Rothenburg ob der Tauber", "unique rothenburg"}, {"bau", "Rothenburg o.d.T.", "unique rothenburg"},
      {"bau", "Feuchtwangen", "unique lra-an"}, {"bau", "Landkreis Ansbach", "need place Rothenburg ob der Tauber"},
      {"elterngeld", "München", "unique by"}, {"elterngeld", "Nürnberg", "unique by"},
      {"jagd", "München", "unique obb"}, {"jagd", "Garmisch-Partenkirchen", "unique obb"},
      {"jagd", "Nürnberg", "no_data"},
      {"elterngeld", "80331", "unique by"}, {"elterngeld", "Weiden in der Oberpfalz", "unique by"},
      {"jagd", "Oberbayern", "unique obb"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, GemeindeverwaltungsverbandAndVereinbarteVerwaltungsgemeinschaft) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Heubach in Baden-Württemberg", "unique heubach"},
      {"melden", "Böbingen an der Rems", "unique boebingen"}, {"melden", "73560", "unique boebingen"},
      {"bau", "Heubach, Ostalbkreis", "unique gvv"}, {"bau", "Bartholomä", "unique gvv"},
      {"bau", "Aalen", "unique ostalb"}, {"kfz", "Mögglingen", "unique ostalb"},
      {"bau", "Emmendingen", "unique emmendingen"}, {"bau", "Sexau", "unique emmendingen"},
      {"bau", "Teningen", "unique emmendingen"}, {"melden", "Sexau", "unique sexau"},
      {"melden", "Malterdingen", "no_data"},
      {"kfz", "Sexau", "unique lra-em"}, {"bau", "Waldkirch", "unique lra-em"},
      {"bau", "Böblingen", "unique boeblingen"}, {"bau", "Sindelfingen", "unique lra-bb"},
      {"kfz", "Böblingen", "unique lra-bb"}, {"bau", "Landkreis Böblingen", "need place Böblingen"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, ErfuellendeGemeindeVerwaltungsverbandAndVerwaltungsgemeinschaftInThueringenAndSachsen) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Großlohra", "unique bleicherode"}, {"melden", "Kehmstedt", "unique bleicherode"},
      {"melden", "Bleicherode", "unique bleicherode"}, {"kfz", "Großlohra", "unique nordhausen"},
      {"melden", "Lipprechterode", "unique bleicherode"}, {"melden", "Rietschen", "unique rietschen"},
      {"melden", "Kreba-Neudorf", "unique rietschen"}, {"melden", "Rěčicy", "unique rietschen"},
      {"melden", "Theuma", "unique jaegerswald"}, {"melden", "Werda", "unique jaegerswald"},
      {"kfz", "Tirpersdorf", "unique vogtland"}, {"melden", "Bartow", "unique treptow"},
      {"melden", "Altentreptow", "unique treptow"},
      {"melden", "Amt Treptower Tollensewinkel", "unique treptow"}, {"kfz", "Posterstein", "no_data"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, StaedteregionAndRegionalverband) {
  // clang-format off
  const Row rows[] = {
      {"kfz", "Aachen", "unique staedteregion"}, {"kfz", "Monschau", "unique staedteregion"},
      {"kfz", "Stolberg (Rhld.)", "unique staedteregion"}, {"kfz", "Städteregion Aachen", "unique staedteregion"},
      {"melden", "Aachen", "unique aachen"}, {"melden", "Monschau", "unique monschau"},
      {"kfz", "05313000", "unique staedteregion"}, {"melden", "05313000", "unique aachen"},
      {"kfz", "Saarbrücken", "unique saarbruecken"}, {"kfz", "Völklingen", "unique regionalverband"},
      {"kfz", "Sulzbach/Saar", "unique regionalverband"}, {"kfz", "Großrosseln", "unique regionalverband"},
      {"kfz", "Regionalverband Saarbrücken", "need place Saarbrücken"}, {"kfz", "66333", "unique regionalverband"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, Stadtstaaten) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Berlin", "unique labo"}, {"melden", "Kreuzberg, Berlin", "unique labo"},
      {"bau", "Pankow", "unique pankow"}, {"bau", "Prenzlauer Berg", "unique pankow"},
      {"bau", "Berlin-Mitte", "unique mitte"},
      {"bau", "Wedding", "unique mitte"}, {"bau", "Berlin", "need place Mitte|Pankow"},
      {"melden", "10115", "unique labo"}, {"bau", "Spandau", "no_data"},
      {"kfz", "Hamburg", "unique lbv"}, {"kfz", "Rahlstedt", "unique lbv"}, {"bau", "Hamburg-Altona", "unique altona"},
      {"bau", "Hamburg-Ottensen", "unique altona"}, {"bau", "Ottensen", "need place Ottensen|Ottensen"},
      {"bau", "Rahlstedt", "unique wandsbek"}, {"bau", "St. Pauli", "unique hh-mitte"},
      {"bau", "Hamburg Neustadt", "unique hh-mitte"},
      {"bau", "Hamburg", "need place Hamburg-Mitte|Altona|Wandsbek|Bergedorf"}, {"melden", "020000000000", "unique hh"},
      {"melden", "Bremen", "unique bremen"}, {"melden", "Bremerhaven", "unique bremerhaven"},
      {"elterngeld", "Bremen", "unique bremen"}, {"elterngeld", "Bremerhaven", "unique bremerhaven"},
      {"elterngeld", "Land Bremen", "need place Bremerhaven"},
      {"jagd", "Hamburg", "not_applicable"}, {"jagd", "Kiel", "unique sh"}, {"jagd", "Bremen", "no_data"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, GemeindefreieGebiete) {
  const Row rows[] = {
      {"kfz", "Sachsenwald", "unique rz"},
      {"bau", "Sachsenwald", "unique rz"},
      {"bau", "Gutsbezirk Reinhardswald", "unique kassel"},
      {"kfz", "010539105105", "unique rz"},
      {"melden", "Sachsenwald", "no_data"},
      {"zeugnis", "Sachsenwald", "unique bund"},
  };
  Check(Country(), rows);
}

TEST(TruthTable, PostcodesAcrossKreiseAndLaender) {
  // clang-format off
  const Row rows[] = {
      {"kfz", "07919", "need place Kirschkau|Mühltroff"}, {"kfz", "07919 Kirschkau", "unique sok"},
      {"kfz", "07919 Mühltroff", "unique vogtland"},
      {"kfz", "21039", "need place Hamburg|Börnsen|Escheburg"}, {"kfz", "21039 Börnsen", "unique rz"},
      {"kfz", "21039 Hamburg", "unique lbv"}, {"bau", "21039 Hamburg", "unique bergedorf"},
      {"kfz", "22113", "need place Hamburg|Oststeinbek"}, {"kfz", "22113 Oststeinbek", "unique od"},
      {"melden", "22113 Oststeinbek", "unique oststeinbek"}, {"kfz", "22113 Hamburg", "unique lbv"},
      {"bau", "Billstedt", "unique hh-mitte"},
      {"kfz", "22145 Hamburg", "unique lbv"}, {"kfz", "22145 Stapelfeld", "unique od"},
      {"kfz", "23847 Lasbek", "unique od"}, {"kfz", "23847 Kastorf", "unique rz"},
      {"elterngeld", "21039 Börnsen", "unique sh"}, {"elterngeld", "21039", "need place Hamburg|Börnsen|Escheburg"},
      {"zeugnis", "21039", "unique bund"}, {"zeugnis", "87491", "need place"},
      {"kfz", "24109", "no_data"}, {"kfz", "23845 Oering", "no_data"}, {"elterngeld", "24109", "unique sh"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, SeatPostcodes) {
  const Row rows[] = {
      {"melden", "52058", "unique aachen"},
      {"melden", "52058 Aachen", "unique aachen"},
      {"elterngeld", "80313", "unique by"},
      {"melden", "20038", "unique hh"},
  };
  Check(Country(), rows);
}

TEST(TruthTable, AmbiguousNamesAreAskedOnlyWhenItMatters) {
  // clang-format off
  const Row rows[] = {
      {"zeugnis", "Neustadt", "unique bund"}, {"zeugnis", "Neuenkirchen", "unique bund"},
      {"elterngeld", "Frankfurt", "no_data"}, {"elterngeld", "Oberhausen in Bayern", "unique by"},
      {"melden", "Heubach", "unique heubach"}, {"kfz", "Neustadt an der Weinstraße", "no_data"},
      {"jagd", "Neumünster", "unique sh"}, {"jagd", "Nordfriesland", "unique sh"},
      {"online", "Neustadt", "several sh by"}, {"online", "", "several sh by"},
      {"elterngeld", "", "need place Bayern|Schleswig-Holstein|Hamburg|Bremen|Bremerhaven"},
  };
  // clang-format on
  Check(Country(), rows);
}

TEST(TruthTable, WhichPlaceCounts) {
  // clang-format off
  const Row rows[] = {
      {"melden", "Ich ziehe von Kalübbe nach Plön", "unique ploen"},
      {"melden", "Ich ziehe von Plön nach Kalübbe", "unique nt"},
      {"melden", "umzug von hannover nach garbsen", "unique garbsen"},
      {"urkunde", "Ich bin in Plön geboren und wohne in Hannover", "unique ploen"},
      {"urkunde", "Ich bin in Hannover geboren, jetzt wohne ich in Plön", "unique hannover"},
      {"kfz", "Ich wohne in Garbsen", "unique region"},
      {"bau", "Ich wohne in Plön, das Grundstück ist in Böblingen", "unique boeblingen"},
      {"melden", "nicht in Plön, sondern in Kalübbe", "unique nt"},
      {"melden", "ach ne, Kalübbe", "unique nt"}, {"melden", "in Plön, ach ne, in Kalübbe", "unique nt"},
  };
  // clang-format on
  Check(Country(), rows);
}

}  // namespace
}  // namespace amtslotse::responsibility
