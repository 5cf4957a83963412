#include "gateways/web/assets.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace amtslotse::gateways::web {
namespace {

namespace fs = std::filesystem;

class AssetsTest : public testing::Test {
 protected:
  AssetsTest() {
    std::string name = testing::TempDir() + "assets-XXXXXX";
    folder_ = mkdtemp(name.data());
    fs::create_directories(folder_ / "assets");
  }
  ~AssetsTest() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  fs::path folder_;
};

TEST_F(AssetsTest, HashedFilesLastAndOthersAreAskedForAgain) {
  Write("manifest.json", R"({"src/page/index.ts":{"file":"assets/page-1a.js","css":["assets/page-2b.css"]}})");
  Write("assets/page-1a.js", "let a;");
  Write("assets/page-1a.js.gz", "compressed");
  Write("amtslotse-chat.js", "import");
  const auto assets = Assets::Load(folder_);
  ASSERT_TRUE(assets.ok());
  const auto cache = [](const Reply* reply) {
    for (const auto& [name, value] : reply->headers)
      if (name == "Cache-Control") return value;
    return std::string();
  };
  EXPECT_NE(cache(assets->Find("/assets/page-1a.js", false)).find("immutable"), std::string::npos);
  EXPECT_EQ(cache(assets->Find("/amtslotse-chat.js", false)).find("immutable"), std::string::npos);
  EXPECT_EQ(assets->Find("/assets/page-1a.js", true)->body, "compressed");
  EXPECT_TRUE(assets->Find("/assets/page-1a.js", true)->compressed);
  EXPECT_EQ(assets->Find("/../../etc/passwd", false), nullptr);
  EXPECT_EQ(assets->Url("src/page/index.ts"), "/assets/page-1a.js");
  EXPECT_EQ(assets->Styles("src/page/index.ts"), std::vector<std::string>{"/assets/page-2b.css"});
}

TEST_F(AssetsTest, WithoutABuildTheStartSaysWhatToDo) {
  const auto assets = Assets::Load(folder_);
  ASSERT_FALSE(assets.ok());
  EXPECT_NE(std::string(assets.status().message()).find("npm run build"), std::string::npos);
}

TEST(Gzip, RoundTripSizes) {
  EXPECT_LT(Gzip(std::string(10'000, 'a')).size(), 200u);
  EXPECT_TRUE(AcceptsGzip("br, gzip"));
  EXPECT_FALSE(AcceptsGzip("br"));
}

}  // namespace
}  // namespace amtslotse::gateways::web
