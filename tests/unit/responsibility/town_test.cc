// What towns add themselves: rules, streets; and what the lint says about it.
#include <gtest/gtest.h>

#include <filesystem>

#include "knowledge/responsibility/lint.h"
#include "knowledge/responsibility/streets.h"
#include "knowledge/responsibility/town_store.h"
#include "world.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::chrono::sys_days kToday{std::chrono::year(2026) / 11 / 21};
const knowledge::MunicipalityId kTown{"erlenfurt"};
const Change kChange{"konto-7", kToday};

Rule SomeRule() {
  Rule rule;
  rule.service = knowledge::ServiceId{"hund"};
  rule.area = "010990001001";
  rule.office.value = "rathaus";
  rule.initial_from = "A";
  rule.initial_to = "K";
  rule.valid_from = kToday;
  rule.note = "Text";
  return rule;
}

class Store : public testing::Test {
 protected:
  Store() : database_(knowledge::OpenSqliteInMemory().value()), store_(*database_) {
    EXPECT_TRUE(store_.Prepare().ok());
  }
  std::unique_ptr<knowledge::Database> database_;
  TownStore store_;
};

TEST_F(Store, ARuleComesBackAsItWasSaved) {
  const auto saved = store_.SaveRule(kTown, SomeRule(), kChange);
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->version, 1);
  const auto rules = store_.Rules(kTown);
  ASSERT_TRUE(rules.ok());
  ASSERT_EQ(rules->size(), 1u);
  const Rule& rule = rules->front();
  EXPECT_EQ(rule.id, saved->id);
  EXPECT_EQ(rule.service->value, "hund");
  EXPECT_EQ(rule.initial_to, "K");
  EXPECT_EQ(rule.valid_from, kToday);
  EXPECT_FALSE(rule.valid_to);
  EXPECT_TRUE(rule.town);
  EXPECT_TRUE(store_.Rules({"krummwik"})->empty());
}

TEST_F(Store, RepeatingChangesNothingAndAStaleVersionIsRefused) {
  const auto first = store_.SaveRule(kTown, SomeRule(), kChange);
  const auto again = store_.SaveRule(kTown, SomeRule(), kChange);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->version, 1);
  EXPECT_EQ(store_.Audit(kTown, 0, 10)->size(), 1u);
  Rule changed = *first;
  changed.office.value = "kreis";
  EXPECT_EQ(store_.SaveRule(kTown, changed, kChange)->version, 2);
  changed.office.value = "amt";
  changed.version = 1;
  EXPECT_TRUE(absl::IsAborted(store_.SaveRule(kTown, changed, kChange).status()));
}

TEST_F(Store, EveryChangeMovesTheMarkAndLeavesAnAuditLine) {
  EXPECT_EQ(store_.Mark(kTown).value(), 0);
  const auto rule = store_.SaveRule(kTown, SomeRule(), kChange);
  ASSERT_TRUE(store_.SaveStreets(kTown, "street;…", kChange).ok());
  ASSERT_TRUE(store_.DeleteRule(kTown, rule->id, kChange).ok());
  ASSERT_TRUE(store_.DeleteRule(kTown, rule->id, kChange).ok());
  EXPECT_EQ(store_.Mark(kTown).value(), 3);
  EXPECT_EQ(store_.StreetsVersion(kTown).value(), 1);
  const auto audit = store_.Audit(kTown, 0, 10);
  ASSERT_TRUE(audit.ok());
  ASSERT_EQ(audit->size(), 3u);
  EXPECT_EQ(audit->front().line.action, "delete_rule");
  EXPECT_EQ(audit->back().line.actor, "konto-7");
  EXPECT_EQ(audit->back().line.summary, "hund in 010990001001: rathaus");
}

TEST(Days, AreRealOnes) {
  EXPECT_EQ(DayText(ParseDay("2026-11-21").value()), "2026-11-21");
  EXPECT_FALSE(ParseDay("").value());
  for (const char* bad : {"2026-02-30", "2026-2-3", "21.11.2026", "2026-11-2x", "2026-13-01"})
    EXPECT_FALSE(ParseDay(bad).ok()) << bad;
}

TEST(StreetLists, NameLineAndColumnOfWhatIsWrong) {
  const auto message = [](const std::string& row) {
    return std::string(ReadStreetsCsv("s.csv", "street;from;to;parity;postcode;ortsteil\n" + row).status().message());
  };
  EXPECT_EQ(message("Weg;0;;all;24201;Nord\n"), "s.csv, Zeile 2, Spalte from: Eine Hausnummer 0 gibt es nicht.");
  EXPECT_EQ(message("Weg;1;9999z;all;24201;Nord\n"),
            "s.csv, Zeile 2, Spalte to: Eine so hohe Hausnummer wie 9999z gibt es nicht.");
  EXPECT_EQ(message("Weg;9;3;all;24201;Nord\n"),
            "s.csv, Zeile 2, Spalte to: Die letzte Hausnummer liegt vor der ersten.");
  EXPECT_EQ(message("Weg;;;links;24201;Nord\n"),
            "s.csv, Zeile 2, Spalte parity: „links“ ist weder all noch odd noch even.");
  EXPECT_EQ(message("Weg;;;all;2420;Nord\n"),
            "s.csv, Zeile 2, Spalte postcode: „2420“ ist keine Postleitzahl aus fünf Ziffern.");
  EXPECT_EQ(message(";;;all;24201;Nord\n"), "s.csv, Zeile 2, Spalte street: Der Name der Straße fehlt.");
}

TEST(StreetLists, OverlappingSegmentsAreRemarked) {
  const auto remarks = [](const std::string& rows) {
    return ReadStreetsCsv("s.csv", "street;from;to;parity;postcode;ortsteil\n" + rows)->remarks;
  };
  EXPECT_EQ(remarks("Weg;1;20;all;;Nord\nWeg;15;40;all;;Süd\n"),
            std::vector<std::string>{"Weg: Die Abschnitte in Zeile 2 und 3 überschneiden sich."});
  EXPECT_EQ(remarks("Ring-Str.;;;odd;;Nord\nRingstraße;7;7;all;;Süd\n").size(), 1u);
  EXPECT_TRUE(remarks("Weg;1;20;odd;;Nord\nWeg;2;40;even;;Süd\n").empty());
  EXPECT_TRUE(remarks("Weg;1;12a;all;;Nord\nWeg;12b;;all;;Süd\n").empty());
  EXPECT_TRUE(remarks("Weg;;6;odd;;Nord\nWeg;6;;all;;Süd\n").empty()) << "6 is even";
}

// --- lint ------------------------------------------------------------------------------------------

std::vector<std::string> Findings(const World& world, std::string_view kind) {
  // A town around the world's book, as Towns would build it.
  static const auto database = knowledge::OpenSqliteInMemory().value();
  static const bool prepared = knowledge::PrepareTables(*database).ok();
  EXPECT_TRUE(prepared);
  static const knowledge::CatalogueStore catalogues(*database);
  Town town;
  town.areas = std::shared_ptr<const AreaTable>(std::shared_ptr<void>(), &world.areas());
  town.streets = std::shared_ptr<const StreetTable>(std::shared_ptr<void>(), &world.streets());
  town.catalogue = catalogues.Active({"leer"}).value();
  town.rules.assign(world.book().input().rules.begin(), world.book().input().rules.end());
  town.book = std::make_unique<const RuleBook>(world.book().input());
  town.resolver = std::make_unique<const Resolver>(*town.areas, *town.streets, *town.book);
  town.home = world.book().input().home;
  std::vector<std::string> texts;
  for (const Finding& finding : Lint(town, kToday)) {
    if (FindingId(finding.kind) == kind)
      texts.push_back(finding.text + (finding.ids.empty() ? "" : " [" + finding.ids.front() + "]"));
  }
  return texts;
}

World Faulty() {
  return World("010990001001", {
                                   "service: hund = Hund anmelden",
                                   "service: leer = Ohne Regel",
                                   "service: fern = Nur in Moorhude",
                                   "service: sozial = Sozialhilfe",
                                   "service: streit = Streitfall",
                                   "service: alt = Altes",
                                   "leika: hund = 99102001000000",
                                   "office: rathaus = Rathaus",
                                   "office: amt = Amt",
                                   "office: geheim = Referat (intern)",
                                   "rule: hund @ 010990001001 -> rathaus",
                                   "rule: 99102* @ 010990001001 -> amt",
                                   "rule: 77* @ 01 -> amt",
                                   "rule: fern @ 010995999013 -> amt",
                                   "rule: sozial @ 010990001001 [A-K] -> rathaus",
                                   "rule: sozial @ 010990001001 [K-P] -> amt",
                                   "rule: sozial @ 010990001001 [R-Sch] -> amt",
                                   "rule: sozial @ 010990001001 [St-Z] -> amt",
                                   "rule: streit @ 010990001001 -> rathaus",
                                   "rule: streit @ 010990001001 -> none: Gibt es nicht.",
                                   "rule: alt @ 010990001001 -> amt",
                                   "rule: alt @ 010990001001 to 2020-01-01 -> rathaus",
                                   "rule: hund @ 019999999999 -> rathaus",
                                   "rule: hund @ 010990001001 -> gibtesnicht",
                                   "rule: nichts @ 01 -> amt",
                                   "rule: hund @ 010990001001#abschnitt -> amt",
                                   "rule: hund @ 010990001001 informs -> geheim",
                               });
}

using Texts = std::vector<std::string>;

TEST(LintFinds, Gaps) {
  EXPECT_EQ(Findings(Faulty(), "gap"),
            (Texts{"„Ohne Regel“: Keine Regel nennt eine Stelle. [leer]",
                   "„Nur in Moorhude“: Die Regeln gelten nur für andere Gebiete als Erlenfurt. [fern]",
                   "„Sozialhilfe“ in Erlenfurt: Für Namen mit Q, Sd–Ss ist niemand zuständig. [sozial]"}));
}

TEST(LintFinds, Overlaps) {
  EXPECT_EQ(Findings(Faulty(), "overlap"),
            (Texts{"„Sozialhilfe“ in Erlenfurt: Die Buchstaben A–K und K–P überschneiden sich. [r4]",
                   "„Streitfall“ in Erlenfurt: Eine Regel nennt eine Stelle, eine andere sagt, dass es die Leistung "
                   "nicht gibt. [r8]"}));
}

TEST(LintFinds, RulesThatNeverDecide) {
  EXPECT_EQ(Findings(Faulty(), "unreachable"),
            (Texts{"„Hund anmelden“: Die Regel entscheidet nie: Eine genauere oder eine eigene Regel der Kommune gilt "
                   "überall vor ihr. [r1]",
                   "Keine Leistung hat einen Schlüssel, der mit 77 beginnt. [r2]",
                   "„Streitfall“: Die Regel entscheidet nie: Eine genauere oder eine eigene Regel der Kommune gilt "
                   "überall vor ihr. [r9]",
                   "„Altes“: Die Regel gilt seit dem 2020-01-01 nicht mehr. [r11]",
                   "„Hund anmelden“: Die Stelle der Regel ist intern und gehört zu keiner öffentlichen. [r16]"}));
}

TEST(LintFinds, DanglingIds) {
  EXPECT_EQ(Findings(Faulty(), "dangling"),
            (Texts{"Das Gebiet 019999999999 gibt es nicht. [r12]", "Die Stelle gibtesnicht gibt es nicht. [r13]",
                   "Die Leistung nichts gibt es nicht. [r14]", "Den Straßenabschnitt abschnitt gibt es nicht. [r15]"}));
}

}  // namespace
}  // namespace amtslotse::responsibility
