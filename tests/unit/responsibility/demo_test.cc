// The shipped towns, imported as the product does it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "knowledge/database.h"
#include "knowledge/import/import.h"
#include "knowledge/responsibility/command.h"
#include "knowledge/responsibility/towns.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::chrono::sys_days kToday{std::chrono::year(2026) / 11 / 21};

// Both demo towns in one store, as knowledge would have them.
class DemoTowns : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    database_ = knowledge::OpenSqliteInMemory().value().release();
    ASSERT_TRUE(knowledge::PrepareTables(*database_).ok());
    catalogues_ = new knowledge::CatalogueStore(*database_);
    Import("erlenfurt", "Stadt Erlenfurt", "010990001001", "SH-ERLENFURT");
    Import("krummwik", "Gemeinde Krummwik", "010995999012", "SH-AMT-WIKLAND");
    towns_ = new Towns(*catalogues_, nullptr, {"knowledge/data/areas", "knowledge/data/demo"});
    const absl::Status loaded = towns_->Load();
    ASSERT_TRUE(loaded.ok()) << loaded;
  }

  static void TearDownTestSuite() {
    delete towns_;
    delete catalogues_;
    delete database_;
  }

  static void Import(const std::string& id, const std::string& name, const std::string& ars,
                     const std::string& agency) {
    knowledge::Municipality municipality;
    municipality.id.value = id;
    municipality.name = name;
    municipality.ars.value = ars;
    municipality.agency_id = agency;
    ASSERT_TRUE(catalogues_->SaveMunicipality(municipality).ok());
    knowledge::ImportRequest request;
    request.municipality.value = id;
    request.files = {{"knowledge/data/demo/" + id + "/catalogue.xzufi.xml", ""}};
    request.now = kToday;
    const auto report = knowledge::ImportCatalogue(*database_, request);
    ASSERT_TRUE(report.ok()) << report.status();
  }

  static std::shared_ptr<const Town> TownOf(const std::string& id) { return towns_->Get({id}).value(); }

  static std::string Outcome(const std::string& town, const std::string& service, const PlaceInput& place) {
    const Resolution resolution = TownOf(town)->resolver->Resolve({{service}, place, std::nullopt, kToday});
    std::string text(OutcomeId(resolution));
    if (const auto* unique = std::get_if<Unique>(&resolution.outcome)) text += " " + unique->office.office->id.value;
    return text;
  }

  static knowledge::Database* database_;
  static knowledge::CatalogueStore* catalogues_;
  static Towns* towns_;
};

knowledge::Database* DemoTowns::database_ = nullptr;
knowledge::CatalogueStore* DemoTowns::catalogues_ = nullptr;
Towns* DemoTowns::towns_ = nullptr;

TEST_F(DemoTowns, NoServiceOfEitherTownAsksForAPlace) {
  for (const std::string id : {"erlenfurt", "krummwik"}) {
    const auto town = TownOf(id);
    EXPECT_GT(town->catalogue->services().size(), 10u);
    for (const auto& head : town->catalogue->services()) {
      const Resolution resolution = town->resolver->Resolve({head.id, {}, std::nullopt, kToday});
      EXPECT_FALSE(std::holds_alternative<NeedInput>(resolution.outcome)) << id << " " << head.name;
    }
  }
}

TEST_F(DemoTowns, SendToTheTownOrTheKreis) {
  EXPECT_EQ(Outcome("erlenfurt", "personalausweis", {}), "several");
  EXPECT_EQ(Outcome("erlenfurt", "hundesteuer", {}).substr(0, 6), "unique");
}

TEST_F(DemoTowns, InternalUnitsAreNeverShown) {
  for (const std::string id : {"erlenfurt", "krummwik"}) {
    const auto town = TownOf(id);
    for (const auto& head : town->catalogue->services()) {
      const Resolution resolution = town->resolver->Resolve({head.id, {}, std::nullopt, kToday});
      if (const auto* unique = std::get_if<Unique>(&resolution.outcome)) {
        EXPECT_TRUE(unique->office.office->is_public) << head.name;
      }
      if (const auto* several = std::get_if<Several>(&resolution.outcome)) {
        for (const auto& office : several->offices) EXPECT_TRUE(office.office->is_public) << head.name;
      }
    }
  }
}

TEST_F(DemoTowns, StreetsOfTheShippedListAreKnown) {
  const auto town = TownOf("erlenfurt");
  EXPECT_GT(town->streets->size(), 60u);
  EXPECT_TRUE(town->remarks.empty()) << town->remarks.front();
  const auto found = town->streets->Find("Bgm.-Thomsen-Str.", town->home, *town->areas);
  ASSERT_EQ(found.streets.size(), 1u);
  EXPECT_FALSE(found.misspelt);
  EXPECT_EQ(town->streets->SegmentsOf(found.streets.front()).size(), 2u);
}

TEST_F(DemoTowns, HaveNothingOfEachOther) {
  EXPECT_EQ(TownOf("krummwik")->catalogue->FindOffice({"buergerbuero-mitte"}), nullptr);
  EXPECT_TRUE(absl::IsNotFound(towns_->Get({"moorhude"}).status()));
}

TEST_F(DemoTowns, LintFindsNoContradictions) {
  for (const std::string id : {"erlenfurt", "krummwik"}) {
    for (const Finding& finding : Lint(*TownOf(id), kToday))
      EXPECT_TRUE(finding.kind == Finding::Kind::kGap) << id << " " << FindingId(finding.kind) << ": " << finding.text;
  }
}

TEST_F(DemoTowns, TheCommandAnswersInJson) {
  const auto town = TownOf("erlenfurt");
  const auto place = ResolveCommand(*town, {.place = {.text = "24207"}, .service = "", .role = "", .today = kToday});
  ASSERT_TRUE(place.ok());
  EXPECT_EQ((*place)["result"], "several");
  EXPECT_EQ((*place)["areas"].size(), 3u);
  EXPECT_EQ((*place)["areas"][0]["ars"], "010995999013");
  const auto resolved = ResolveCommand(
      *town, {.place = {.text = "Erlenfurt"}, .service = "Personalausweis", .role = "", .today = kToday});
  ASSERT_TRUE(resolved.ok());
  EXPECT_EQ((*resolved)["result"], "several") << resolved->dump(1);
  EXPECT_EQ((*resolved)["offices"].size(), 2u);
  EXPECT_EQ((*resolved)["areas"][0]["ars"], "010990001001");
  EXPECT_FALSE((*resolved)["offices"][0]["address"].get<std::string>().empty());
  EXPECT_NE(ResolveText(*resolved).find("Bürgerbüro"), std::string::npos);
}

TEST_F(DemoTowns, WhatCanBeDoneToSeveralThingsIsAsked) {
  const auto town = TownOf("erlenfurt");
  for (const char* service : {"abmelden", "Abmeldung"}) {
    const auto resolved =
        ResolveCommand(*town, {.place = {.text = "Erlenfurt"}, .service = service, .role = "", .today = kToday});
    ASSERT_TRUE(resolved.ok());
    EXPECT_EQ((*resolved)["need"], "service") << resolved->dump(1);
    EXPECT_GE((*resolved)["choices"].size(), 4u) << resolved->dump(1);
    EXPECT_TRUE((*resolved)["offices"].empty());
  }
  const auto dog =
      ResolveCommand(*town, {.place = {.text = "Erlenfurt"}, .service = "Hund abmelden", .role = "", .today = kToday});
  EXPECT_EQ((*dog)["service"]["id"], "hund-abmelden") << dog->dump(1);
}

TEST_F(DemoTowns, ANewCatalogueIsSeenByTheNextRefresh) {
  const auto before = TownOf("krummwik");
  knowledge::ImportRequest request;
  request.municipality.value = "krummwik";
  request.files = {{"knowledge/data/demo/erlenfurt/catalogue.xzufi.xml", ""}};
  request.now = kToday;
  ASSERT_TRUE(knowledge::ImportCatalogue(*database_, request).ok());
  ASSERT_TRUE(towns_->Refresh().ok());
  const auto after = TownOf("krummwik");
  EXPECT_GT(after->catalogue->version(), before->catalogue->version());
  EXPECT_GT(after->catalogue->services().size(), before->catalogue->services().size());
  const auto again = TownOf("krummwik");
  ASSERT_TRUE(towns_->Refresh().ok());
  EXPECT_EQ(again, TownOf("krummwik")) << "nothing new, nothing built";
}

}  // namespace
}  // namespace amtslotse::responsibility
