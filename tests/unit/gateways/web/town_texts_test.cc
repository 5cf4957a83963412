#include "gateways/web/town_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace amtslotse::gateways::web {
namespace {

using testing::HasSubstr;

class TownTexts : public testing::Test {
 protected:
  TownTexts() { std::filesystem::create_directories(folder_); }
  ~TownTexts() override { std::filesystem::remove_all(folder_); }
  auto LoadWith(const std::string& json) {
    std::ofstream(folder_ / "erlenfurt.de.json") << json;
    return LoadTexts("gateways/web/texts", folder_);
  }
  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                        ("town_texts_" + std::to_string(::getpid()));  // tests run beside each other
};

TEST_F(TownTexts, LieOverTheShippedOnes) {
  const auto texts = LoadWith(R"({"page.hero": "Moin! Was liegt an?"})");
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ(texts->Say("de@erlenfurt", "page.hero"), "Moin! Was liegt an?");
  EXPECT_EQ(texts->Say("de@krummwik", "page.hero"), "Was möchten Sie erledigen?");
  EXPECT_EQ(texts->Say("de@erlenfurt", "page.home"), "Startseite");
  EXPECT_EQ(texts->Say("en@erlenfurt", "page.home"), texts->Say("en", "page.home"));
}

TEST_F(TownTexts, ThatCannotWorkAreNamed) {
  EXPECT_THAT(std::string(LoadWith(R"({"page.hero": "{broken"})").status().message()),
              HasSubstr("erlenfurt.de.json: page.hero"));
  EXPECT_THAT(std::string(LoadWith(R"({"page.asOf": "Stand {day}"})").status().message()),
              HasSubstr("{day} is not known here"));
  EXPECT_THAT(std::string(LoadWith(R"({"page.gibtsNicht": "x"})").status().message()), HasSubstr("no such text"));
  EXPECT_FALSE(LoadWith("[]").ok());
}

TEST_F(TownTexts, NeedNotBeThere) { EXPECT_TRUE(LoadTexts("gateways/web/texts", "/nirgends").ok()); }

}  // namespace
}  // namespace amtslotse::gateways::web
