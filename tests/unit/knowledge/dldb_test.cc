#include "knowledge/import/dldb.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

TEST(DldbKinds, AListOfAuthoritiesIsNone) {
  std::istringstream authorities(
      R"({"data":[{"id":"1","name":"Amt","contact":{"webinfo":"x"},"locations":[{"id":"7","name":"Ort"}]}]})");
  EXPECT_EQ(DetectDldb(authorities), DldbFile::kOther);
  std::istringstream services(R"({"data":[{"id":"1","name":"Pass","locations":[{"location":"7"}]}]})");
  EXPECT_EQ(DetectDldb(services), DldbFile::kServices);
}

constexpr char kServices[] = R"json({"meta": {}, "data": [
  {"id": "10", "name": "Gewerbe-Anmeldung", "description": "<p>Melden Sie an.</p>", "fees": "<p>50 Euro</p>",
   "leika": "99050012104000", "public": false, "duration": 20, "maxQuantity": 3, "combinable": [10, 11],
   "meta": {"lastupdate": "2026-06-08T07:41:01", "url": "https://x.example/#/services/{serviceId}", "keywords": "Gewerbeschein, Firma"},
   "links": [{"name": "Vollmacht", "link": "https://x.example/v.pdf", "description": false}],
   "forms": [{"name": "Vollmacht", "link": "https://x.example/v.pdf", "description": false}]},
  {"id": "12", "name": "Interne Schlange", "description": "", "public": false, "leika": null},
  {"id": "13", "name": "Mit Nachweisen", "requirements": [{"name": "Ausweis", "description": "gültig", "link": false}], "leika": null}]})json";

constexpr char kLocations[] = R"json({"data": [
  {"id": "5", "name": "Gewerbeamt (KVR)", "displayName": "Gewerbeamt", "displayNameAlternatives": ["Hauptabteilung III"],
   "organizationUnit": "Kreisverwaltungsreferat", "public": true, "meta": {},
   "address": {"street": "Implerstraße", "house_number": "11", "postal_code": "81371", "city": "München", "hint": false},
   "geo": {"lat": "48.12", "lon": 11.54}, "contact": {"email": "a@b.example", "phone": "089 1", "fax": ""},
   "services": [{"service": "10", "duration": 15, "appointment": {"allowed": true, "external": false}},
                {"service": "99", "appointment": {"allowed": false}}]}]})json";

CollectingSink Read(const std::string& text) {
  CollectingSink sink;
  std::istringstream input(text);
  const absl::Status status = ReadDldb(input, sink);
  EXPECT_TRUE(status.ok()) << status;
  return sink;
}

TEST(Dldb, ReadsServices) {
  const auto services = Read(kServices).All<Service>();
  ASSERT_EQ(services.size(), 3u);
  const Service& service = services[0];
  EXPECT_EQ(service.id.value, "10");
  EXPECT_EQ(service.appointment_duration, std::chrono::minutes(20));
  EXPECT_EQ(service.max_quantity, 3);
  EXPECT_EQ(service.synonyms, (std::vector<std::string>{"Gewerbeschein", "Firma"}));
  EXPECT_EQ(service.url, "https://x.example/#/services/10");
  EXPECT_TRUE(service.location_independent);
  ASSERT_EQ(service.modules.size(), 3u);
  EXPECT_EQ(service.modules[0].text, "Melden Sie an.");
  EXPECT_EQ(service.modules[1].kind, ModuleKind::kFee);
  EXPECT_EQ(service.modules[2].kind, ModuleKind::kForms);
  EXPECT_EQ(service.modules[2].links[0].title, "Vollmacht");
}

TEST(Dldb, AppointmentsThatAreNotPublicLeaveTheServicePublic) {
  const auto services = Read(kServices).All<Service>();
  EXPECT_TRUE(services[0].is_public);
  EXPECT_FALSE(services[1].is_public);  // neither text nor key: an internal queue
}

TEST(Dldb, ReadsBerlinsListsOfNachweise) {
  const auto services = Read(kServices).All<Service>();
  ASSERT_EQ(services[2].modules.size(), 1u);
  EXPECT_EQ(services[2].modules[0].kind, ModuleKind::kDocuments);
  EXPECT_EQ(services[2].modules[0].text, "- Ausweis: gültig");
}

TEST(Dldb, ReadsLocationsWithOfferingsAndRules) {
  const auto sink = Read(kLocations);
  const auto offices = sink.All<Office>();
  ASSERT_EQ(offices.size(), 1u);
  EXPECT_EQ(offices[0].name, "Gewerbeamt");
  EXPECT_EQ(offices[0].addresses[0].house_number, "11");
  EXPECT_DOUBLE_EQ(*offices[0].addresses[0].latitude, 48.12);
  EXPECT_EQ(offices[0].contacts.size(), 2u);
  const auto offerings = sink.All<Offering>();
  ASSERT_EQ(offerings.size(), 2u);
  EXPECT_EQ(offerings[0].duration, std::chrono::minutes(15));
  EXPECT_TRUE(offerings[0].bookable);
  EXPECT_FALSE(offerings[1].bookable);
  const auto rules = sink.All<ResponsibilityRule>();
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0].role, Role::kAccepts);
  EXPECT_FALSE(rules[0].area);
}

TEST(Dldb, FilesAreToldApart) {
  std::istringstream services(kServices), locations(kLocations), other("{\"x\": 1}");
  EXPECT_EQ(DetectDldb(services), DldbFile::kServices);
  EXPECT_EQ(DetectDldb(locations), DldbFile::kLocations);
  EXPECT_EQ(DetectDldb(other), DldbFile::kOther);
}

class DldbImport : public TownFixture {};

TEST_F(DldbImport, AFileIsCompleteForItsKind) {
  const auto import = [&](const std::string& services) {
    ImportRequest request;
    request.municipality = town_id;
    request.files = {{folder.File("services.json", services), ""}, {folder.File("locations.json", kLocations), ""}};
    return ImportCatalogue(*database, request);
  };
  ASSERT_TRUE(import(kServices).ok());
  EXPECT_EQ(Active()->services().size(), 3u);
  EXPECT_EQ(Active()->offerings().size(), 1u);  // service 99 is unknown
  const auto second =
      import(R"({"data": [{"id": "10", "name": "Gewerbe-Anmeldung", "description": "Neu", "leika": null}]})");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->deleted, 2);
  EXPECT_EQ(Active()->services().size(), 1u);
  EXPECT_EQ(Active()->offices().size(), 1u);
}

}  // namespace
}  // namespace amtslotse::knowledge
