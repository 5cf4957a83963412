#include "gateways/web/texts.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace amtslotse::gateways::web {
namespace {

nlohmann::json Catalogue(const std::string& language) {
  std::ifstream file("gateways/web/texts/" + language + ".json");
  return nlohmann::json::parse(file);
}

std::set<std::string> Placeholders(const std::string& text) {
  static const std::regex kForm(R"((one|other|=\d+) \{(\w+)\})");  // a plural form of one word
  static const std::regex kName(R"(\{(\w+)[,}])");
  const std::string plain = std::regex_replace(text, kForm, "");
  std::set<std::string> names;
  for (std::sregex_iterator each(plain.begin(), plain.end(), kName), end; each != end; ++each) names.insert((*each)[1]);
  return names;
}

TEST(Texts, BothLanguagesSayTheSame) {
  const auto german = Catalogue("de");
  const auto english = Catalogue("en");
  for (const auto& [key, text] : german.items()) {
    ASSERT_TRUE(english.contains(key)) << key;
    EXPECT_EQ(Placeholders(text), Placeholders(english[key])) << key;
  }
  EXPECT_EQ(german.size(), english.size());
}

TEST(Texts, FillAndChoosePlurals) {
  const auto texts = Texts::Load("gateways/web/texts");
  ASSERT_TRUE(texts.ok());
  EXPECT_EQ(texts->Say("de", "page.serviceCount", {{"count", "1"}}), "1 Dienstleistung");
  EXPECT_EQ(texts->Say("de", "page.serviceCount", {{"count", "80"}}), "80 Dienstleistungen");
  EXPECT_EQ(texts->Say("en", "problem.parameter", {{"name", "q"}}), "The value of “q” is not valid.");
}

TEST(Texts, FallBackToGermanAndThenToTheKey) {
  const Texts texts({{"de", {{"a", "A {x}"}}}});
  EXPECT_EQ(texts.Say("en", "a", {{"x", "1"}}), "A 1");
  EXPECT_EQ(texts.Say("en", "b"), "b");
}

TEST(Texts, ABrokenCatalogueStopsTheStart) { EXPECT_FALSE(Texts::Load("gateways/web/api").ok()); }

}  // namespace
}  // namespace amtslotse::gateways::web
