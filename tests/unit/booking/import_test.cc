#include "booking/import.h"

#include <gmock/gmock.h>

#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ImportTable, ReadsWhatSpreadsheetsWrite) {
  const auto table = ParseImportTable(
      "\xEF\xBB\xBFStandort;Datum;Uhrzeit;Leistungen;Name;E-Mail\r\n"
      "mitte;24.11.2026;8:00;pass*2+melden;\"Müller; \"\"Anna\"\"\";a@example.org\r\n\r\n"
      "mitte;2026-11-25;09:10:00;melden;Ole Öz;\r\n");
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_THAT(table->lines, SizeIs(2));
  EXPECT_EQ(table->lines[0].name, "Müller; \"Anna\"");
  EXPECT_EQ(table->lines[1].line, 4);
  EXPECT_EQ(table->lines[1].time, "09:10:00");
}

TEST(ImportTable, SaysWhatIsWrongWithTheFile) {
  const auto wrong = [](const std::string& csv) { return std::string(ParseImportTable(csv).status().message()); };
  EXPECT_THAT(wrong(""), HasSubstr("nicht bekannt"));
  EXPECT_THAT(wrong("Standort;Datum;Uhrzeit;Name\n"), HasSubstr("„leistungen“ fehlt"));
  EXPECT_THAT(wrong("Standort;Datum;Uhrzeit;Leistungen;Name;Farbe\n"), HasSubstr("„Farbe“ ist nicht bekannt"));
  EXPECT_THAT(wrong("Standort;Datum;Uhrzeit;Leistungen;Name\na;b\n"), HasSubstr("Zeile 2: 2 Felder statt 5"));
  EXPECT_THAT(wrong("Standort;Datum;Uhrzeit;Leistungen;Name\n\"a;b\n"), HasSubstr("nicht geschlossen"));
  EXPECT_THAT(wrong("Standort;Datum;Uhrzeit;Leistungen;Name\nM\xFCller;;;;\n"), HasSubstr("UTF-8"));
}

template <typename Backend>
class ImportTest : public testing::Test {
 protected:
  void SetUp() override { world_.Apply(SmallOffice()); }
  ImportReport Import(const std::string& lines, bool preview = false) {
    const auto table = ParseImportTable("Standort;Datum;Uhrzeit;Leistungen;Name;E-Mail;Nummer;Minuten\n" + lines);
    EXPECT_TRUE(table.ok()) << table.status();
    auto report = world_.store->Import(world_.town, *table, preview, {"leitung"});
    EXPECT_TRUE(report.ok()) << report.status();
    return *std::move(report);
  }
  World<Backend> world_;
};

TYPED_TEST_SUITE(ImportTest, Backends, BackendNames);

TYPED_TEST(ImportTest, AnAppointmentThatIsTakenOverHasItsPlace) {
  const ImportReport report = this->Import("mitte;24.11.2026;8:00;Meldebescheinigung;Anna Müller;;A-17;\n");
  EXPECT_EQ(report.imported, 1);
  EXPECT_THAT(report.remarks, IsEmpty());
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(this->world_.Hold(kTuesdayAtEight)));
}

TYPED_TEST(ImportTest, TheSameLineIsTakenOverOnce) {
  const std::string lines = "mitte;24.11.2026;8:00;melden;Anna Müller;;A-17;\nmitte;24.11.2026;8:10;melden;Ole Öz;;;\n";
  EXPECT_EQ(this->Import(lines, /*preview=*/true).imported, 2);
  EXPECT_EQ(this->Import(lines).imported, 2);
  const ImportReport again = this->Import(lines);
  EXPECT_EQ(again.imported, 0);
  EXPECT_EQ(again.known, 2);
}

TYPED_TEST(ImportTest, MoreThanTheCapacityIsTakenOverAndNothingOnTop) {
  const ImportReport report = this->Import(
      "mitte;24.11.2026;8:00;melden;Anna Müller;;1;\nmitte;24.11.2026;8:00;melden;Ole Öz;;2;\n"
      "mitte;24.11.2026;8:15;melden;Çelik;;3;\n");  // between two slots
  EXPECT_EQ(report.imported, 3);
  for (const int minutes : {0, 10, 20}) {
    EXPECT_TRUE(std::holds_alternative<SlotTaken>(this->world_.Hold(kTuesdayAtEight + std::chrono::minutes{minutes})))
        << minutes;
  }
  EXPECT_TRUE(std::holds_alternative<Held>(this->world_.Hold(kTuesdayAtEight + std::chrono::minutes{30})));
  ExpectCountsMatch(*this->world_.backend.database);
}

TYPED_TEST(ImportTest, EachBadLineIsToldAndTheOthersAreTakenOver) {
  const ImportReport report = this->Import(
      "süd;24.11.2026;8:00;melden;A;;1;\nmitte;31.2.2027;8:00;melden;A;;2;\nmitte;24.11.2026;25:00;melden;A;;3;\n"
      "mitte;24.11.2026;8:00;angeln;A;;4;\nmitte;24.11.2020;8:00;melden;A;;5;\nmitte;24.11.2026;8:00;melden;;;6;\n"
      "mitte;24.11.2026;8:00;melden;A;keine;7;\nmitte;24.11.2026;8:00;melden*0;A;;8;\nmitte;28.3.2027;2:30;melden;A;;9;"
      "\n"
      "mitte;24.11.2026;8:00;melden;A;;10;9999\nmitte;24.11.2026;9:00;melden;A;a@example.org;11;\n");
  EXPECT_EQ(report.imported, 1);
  EXPECT_EQ(report.refused, 10);
  EXPECT_THAT(report.remarks, ElementsAre(HasSubstr("Zeile 2: Den Standort"), HasSubstr("kein Datum"),
                                          HasSubstr("keine Uhrzeit"), HasSubstr("Leistung „angeln“"),
                                          HasSubstr("vorbei"), HasSubstr("Name fehlt"), HasSubstr("keine E-Mail"),
                                          HasSubstr("keine Zahl"), HasSubstr("Sommerzeit"), HasSubstr("Minuten")));
}

TYPED_TEST(ImportTest, AnImportedAppointmentCanBeCancelledByStaff) {
  this->Import("mitte;24.11.2026;8:00;melden;Anna Müller;anna@example.org;1;\n");
  auto& world = this->world_;
  const auto erased = world.store->ErasePerson({world.town, "anna@example.org", "", "Antrag", {"leitung"}});
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->cancelled, 1);
  EXPECT_TRUE(std::holds_alternative<Held>(world.Hold(kTuesdayAtEight)));
  ExpectCountsMatch(*world.backend.database);
}

}  // namespace
}  // namespace amtslotse::booking
