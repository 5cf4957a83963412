#include "knowledge/import/xzufi.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

CollectingSink Read(const std::string& operations) {
  CollectingSink sink;
  std::istringstream input(Xzufi(operations));
  const absl::Status status = ReadXzufi(input, sink);
  EXPECT_TRUE(status.ok()) << status;
  return sink;
}

const TextModule* ModuleOf(const Service& service, ModuleKind kind, const std::string& language = "de") {
  for (const TextModule& module : service.modules) {
    if (module.kind == kind && module.language == language) return &module;
  }
  return nullptr;
}

TEST(Xzufi, ReadsAServiceWithItsModules) {
  const auto sink = Read(ServiceXml("17", "Personalausweis", R"(
    <xzufi:referenzLeiKa><code>99008001012000</code></xzufi:referenzLeiKa>
    <xzufi:modulText><xzufi:positionDarstellung>2</xzufi:positionDarstellung>
      <xzufi:inhalt languageCode="de"><![CDATA[<ul><li>Foto</li></ul>]]></xzufi:inhalt>
      <xzufi:leikaTextmodul><code>08</code></xzufi:leikaTextmodul></xzufi:modulText>
    <xzufi:modulKosten><xzufi:beschreibung languageCode="de">46 Euro</xzufi:beschreibung>
      <xzufi:beschreibung languageCode="en">46 euros</xzufi:beschreibung></xzufi:modulKosten>
    <xzufi:modulBegriffImKontext><xzufi:begriffImKontext><xzufi:begriff>Perso</xzufi:begriff></xzufi:begriffImKontext></xzufi:modulBegriffImKontext>
    <xzufi:gueltigkeitGebietID>010990001001</xzufi:gueltigkeitGebietID>
    <xzufi:kategorie><xzufi:bezeichnung>Ausweise</xzufi:bezeichnung></xzufi:kategorie>)"));
  const auto services = sink.All<Service>();
  ASSERT_EQ(services.size(), 1u);
  const Service& service = services[0];
  EXPECT_EQ(service.id.value, "17");
  EXPECT_EQ(service.name, "Personalausweis");
  EXPECT_EQ(ModuleOf(service, ModuleKind::kDocuments)->text, "- Foto");
  EXPECT_EQ(ModuleOf(service, ModuleKind::kFee)->text, "46 Euro");
  EXPECT_EQ(ModuleOf(service, ModuleKind::kFee, "en")->text, "46 euros");
  EXPECT_EQ(service.synonyms, std::vector<std::string>{"Perso"});
  EXPECT_EQ(service.leika_keys, std::vector<std::string>{"99008001012000"});
  EXPECT_EQ(service.areas[0].value, "010990001001");
  EXPECT_EQ(service.life_situations, std::vector<std::string>{"Ausweise"});
}

TEST(Xzufi, PrefersTheSecondTitle) {
  const auto sink = Read(ServiceXml("1", "Hund anmelden",
                                    R"(<xzufi:modulText><xzufi:inhalt>Hundesteuer Festsetzung</xzufi:inhalt>
    <xzufi:leikaTextmodul><code>02</code></xzufi:leikaTextmodul></xzufi:modulText>)"));
  EXPECT_EQ(sink.All<Service>()[0].name, "Hund anmelden");
  EXPECT_EQ(sink.All<Service>()[0].official_name, "Hundesteuer Festsetzung");
}

TEST(Xzufi, InlineMarkupIsReadLikeEscapedMarkup) {
  const auto sink = Read(ServiceXml("1", "X", R"(<xzufi:modulText><xzufi:inhalt><p>Ein <b>Text</b></p></xzufi:inhalt>
    <xzufi:leikaTextmodul><code>06</code></xzufi:leikaTextmodul></xzufi:modulText>)"));
  EXPECT_EQ(ModuleOf(sink.All<Service>()[0], ModuleKind::kDescription)->text, "Ein **Text**");
}

TEST(Xzufi, UnknownModulesAreKeptAndNoted) {
  const auto sink =
      Read(ServiceXml("1", "X", "<xzufi:modulNeu><xzufi:beschreibung>Neues</xzufi:beschreibung></xzufi:modulNeu>"));
  const Service service = sink.All<Service>().at(0);
  const TextModule* module = ModuleOf(service, ModuleKind::kOther);
  ASSERT_TRUE(module);
  EXPECT_EQ(module->code, "modulNeu");
  EXPECT_EQ(module->text, "Neues");
  EXPECT_TRUE(sink.Remarked("modulNeu"));
}

TEST(Xzufi, StructuredFeesKeepTheirWords) {
  const auto sink = Read(ServiceXml("1", "X", R"(<xzufi:modulKosten><xzufi:kosten><xzufi:betrag>46,00</xzufi:betrag>
    <xzufi:waehrung>EUR</xzufi:waehrung></xzufi:kosten></xzufi:modulKosten>)"));
  EXPECT_EQ(ModuleOf(sink.All<Service>()[0], ModuleKind::kFee)->text, "46,00 EUR");
}

TEST(Xzufi, IdsOfAnotherAgencyAreTold) {
  const auto sink = Read(ServiceXml("1", "Unsere") +
                         R"(<xzufi:schreibe><xzufi:leistung><xzufi:id schemeAgencyID="LAND">1</xzufi:id>
    <xzufi:bezeichnung>Vom Land</xzufi:bezeichnung></xzufi:leistung></xzufi:schreibe>)");
  EXPECT_EQ(sink.All<Service>()[0].id.value, "1");
  EXPECT_EQ(sink.All<Service>()[1].id.value, "LAND:1");
}

TEST(Xzufi, ReadsAnOffice) {
  const auto sink = Read(OfficeXml("5", "Bürgerbüro", R"(
    <xzufi:uebergeordnetesObjektID schemeAgencyID="T">1</xzufi:uebergeordnetesObjektID>
    <xzufi:anschrift><xzufi:typ><code>002</code></xzufi:typ><xzufi:strasse>Markt</xzufi:strasse><xzufi:hausnummer>1</xzufi:hausnummer>
      <xzufi:postleitzahl>24201</xzufi:postleitzahl><xzufi:ort>Erlenfurt</xzufi:ort>
      <xzufi:verwaltungspolitischeKodierung><xzufi:regionalschluessel><code>010990001001</code></xzufi:regionalschluessel></xzufi:verwaltungspolitischeKodierung></xzufi:anschrift>
    <xzufi:kommunikation><xzufi:kanal><code>01</code></xzufi:kanal><xzufi:kennung>040 1</xzufi:kennung></xzufi:kommunikation>
    <xzufi:oeffnungszeit><xzufi:wochentag>1</xzufi:wochentag><xzufi:von>08:00</xzufi:von><xzufi:bis>12:00</xzufi:bis></xzufi:oeffnungszeit>
    <xzufi:rollstuhlgerecht>true</xzufi:rollstuhlgerecht><xzufi:kennzeichenIntern>false</xzufi:kennzeichenIntern>
    <xzufi:zustaendigkeit><xzufi:id>z1</xzufi:id><xzufi:leistungID schemeAgencyID="T">17</xzufi:leistungID>
      <xzufi:gebietID>01099</xzufi:gebietID><xzufi:rolle><code>01</code></xzufi:rolle></xzufi:zustaendigkeit>)"));
  const auto offices = sink.All<Office>();
  ASSERT_EQ(offices.size(), 1u);
  EXPECT_EQ(offices[0].parent->value, "1");
  EXPECT_EQ(offices[0].addresses[0].street, "Markt");
  EXPECT_EQ(offices[0].areas[0].value, "010990001001");
  EXPECT_EQ(offices[0].contacts[0].kind, Contact::Kind::kPhone);
  EXPECT_EQ(HoursText(offices[0].hours.spans), "Montag 8–12 Uhr");
  EXPECT_EQ(offices[0].step_free, true);
  const auto rules = sink.All<ResponsibilityRule>();
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(rules[0].service->value, "17");
  EXPECT_EQ(rules[0].office.value, "5");
  EXPECT_EQ(rules[0].area->value, "010990000000");
  EXPECT_EQ(sink.owners[1], "office/5");
}

TEST(Xzufi, OneRulePerArea) {
  const auto sink = Read(R"(<xzufi:schreibe><xzufi:zustaendigkeitTransferObjekt>
    <xzufi:uebergeordnetesObjektID>5</xzufi:uebergeordnetesObjektID>
    <xzufi:zustaendigkeit><xzufi:id>z</xzufi:id><xzufi:leistungID>17</xzufi:leistungID><xzufi:gebietID>01</xzufi:gebietID>
    <xzufi:gebietID>02</xzufi:gebietID><xzufi:rolle><code>03</code></xzufi:rolle></xzufi:zustaendigkeit>
    </xzufi:zustaendigkeitTransferObjekt></xzufi:schreibe>)");
  const auto rules = sink.All<ResponsibilityRule>();
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_NE(rules[0].id, rules[1].id);
  EXPECT_EQ(rules[0].role, Role::kContact);
}

TEST(Xzufi, ReadsOnlineServicesAndDeletions) {
  const auto sink = Read(
      R"(<xzufi:schreibe><xzufi:onlinedienst><xzufi:id>o</xzufi:id><xzufi:bezeichnung>Online</xzufi:bezeichnung>
    <xzufi:link><xzufi:link>https://x.example</xzufi:link></xzufi:link>
    <xzufi:zustaendigkeit><xzufi:leistungID>17</xzufi:leistungID></xzufi:zustaendigkeit></xzufi:onlinedienst></xzufi:schreibe>
    <xzufi:loesche klasse="Leistung"><xzufi:id>9</xzufi:id></xzufi:loesche>
    <xzufi:loesche klasse="Unbekannt"><xzufi:id>8</xzufi:id></xzufi:loesche>)");
  ASSERT_EQ(sink.All<OnlineServiceRow>().size(), 1u);
  EXPECT_EQ(sink.All<OnlineServiceRow>()[0].services[0].value, "17");
  ASSERT_EQ(sink.deleted.size(), 1u);
  EXPECT_EQ(sink.deleted[0].second, "9");
  EXPECT_TRUE(sink.Remarked("Unbekannt"));
}

TEST(Xzufi, SkipsWhatHasNoIdOrName) {
  const auto sink = Read("<xzufi:schreibe><xzufi:leistung/></xzufi:schreibe>" + ServiceXml("2", ""));
  EXPECT_TRUE(sink.objects.empty());
  EXPECT_EQ(sink.remarks.size(), 2u);
}

TEST(Xzufi, OtherDocumentsAreRefused) {
  CollectingSink sink;
  std::istringstream input("<html><body/></html>");
  EXPECT_EQ(ReadXzufi(input, sink).code(), absl::StatusCode::kInvalidArgument);
}

TEST(Xzufi, ReadsOtherEncodings) {
  CollectingSink sink;
  std::istringstream latin(
      "<?xml version=\"1.0\" encoding=\"windows-1252\"?><t><schreibe><leistung><id>1</id>"
      "<bezeichnung>Geb\xfchr 5 \x80</bezeichnung></leistung></schreibe></t>");
  ASSERT_TRUE(ReadXzufi(latin, sink).ok());
  EXPECT_EQ(sink.All<Service>()[0].name, "Gebühr 5 €");
}

}  // namespace
}  // namespace amtslotse::knowledge
