#include "knowledge/municipality_file.h"

#include <gtest/gtest.h>

namespace amtslotse::knowledge {
namespace {

TEST(MunicipalityFile, ReadsTheDemoTowns) {
  for (const char* id : {"erlenfurt", "krummwik"}) {
    const auto town = LoadMunicipality(std::string("knowledge/data/demo/") + id + "/municipality.json");
    ASSERT_TRUE(town.ok()) << town.status();
    EXPECT_EQ(town->id.value, id);
    EXPECT_EQ(town->land, "SH");
    EXPECT_TRUE(town->demo);
    EXPECT_FALSE(town->imprint.empty());
    EXPECT_FALSE(town->privacy_notice.empty());
    EXPECT_FALSE(town->opening_hours_text.empty());
    EXPECT_NE(town->human_text.find("115"), std::string::npos);
  }
}

TEST(MunicipalityFile, NamesTheBadKey) {
  EXPECT_NE(std::string(ParseMunicipality(R"({"id": "Ä", "name": "x"})").status().message()).find("id"),
            std::string::npos);
  EXPECT_NE(std::string(ParseMunicipality(R"({"id": "x"})").status().message()).find("name"), std::string::npos);
  EXPECT_NE(std::string(ParseMunicipality(R"({"id": "x", "name": "X", "ars": "12"})").status().message()).find("ars"),
            std::string::npos);
  EXPECT_FALSE(ParseMunicipality("{").ok());
}

TEST(MunicipalityFile, ReadsTargets) {
  const auto town = ParseMunicipality(R"({"id": "x", "name": "X", "targets": [
    {"act": "defect_report", "title": "Mängelmelder", "url": "https://x.example"},
    {"act": "payment", "title": "böse", "url": "javascript:1"}]})");
  ASSERT_TRUE(town.ok());
  ASSERT_EQ(town->targets.size(), 1u);
  EXPECT_EQ(town->targets[0].act, "defect_report");
  const auto unknown = ParseMunicipality(
      R"({"id": "x", "name": "X", "targets": [{"act": "defects", "title": "Melder", "url": "https://x.example"}]})");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(unknown.status().message()).find("defects"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::knowledge
