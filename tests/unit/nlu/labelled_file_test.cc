#include "nlu/training/labelled_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace amtslotse::nlu {
namespace {

std::string Written(const std::string& text) {
  const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();  // others run beside it
  const auto path = std::filesystem::path(testing::TempDir()) / ("labelled-" + test + ".tsv");
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

TEST(LabelledFile, IsReadAsSpreadsheetsWriteIt) {
  const auto texts =
      ReadLabelledFile(Written("\xEF\xBB\xBF"
                               "fee\twas kostet das\r\n\r\nfee\tpreis\r\n"));
  ASSERT_TRUE(texts.ok()) << texts.status();
  ASSERT_EQ(texts->size(), 2u);
  EXPECT_EQ(texts->front().label, "fee");
  EXPECT_EQ(texts->front().text, "was kostet das");
}

TEST(LabelledFile, NamesTheLineThatIsWrong) {
  const auto texts = ReadLabelledFile(Written("fee\ta\nfee b\n"));
  ASSERT_FALSE(texts.ok());
  EXPECT_NE(texts.status().message().find(":2:"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::nlu
