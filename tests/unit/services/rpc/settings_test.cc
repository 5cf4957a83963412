#include "services/rpc/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace amtslotse::rpc {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string Complaint(const SettingsReader& reader) {
  return std::string(reader.Finish().message().data(), reader.Finish().message().size());
}

TEST(Settings, MissingKeysHaveTheirFallback) {
  SettingsReader reader("BOOKING", {});
  EXPECT_EQ(reader.Number("HOLD_MINUTES", 10, 1, 60), 10);
  EXPECT_EQ(reader.Text("NAME", "x"), "x");
  EXPECT_FALSE(reader.Flag("OPEN", false));
  EXPECT_TRUE(reader.Finish().ok());
}

TEST(Settings, EveryBadValueIsNamedWithWhatWasExpected) {
  SettingsReader reader("BOOKING", {{"BOOKING_HOLD_MINUTES", "abc"}, {"BOOKING_WINDOW", "0"}, {"BOOKING_OPEN", "yes"}});
  reader.Number("HOLD_MINUTES", 10, 1, 60);
  reader.Number("WINDOW", 5, 1, 9);
  reader.Flag("OPEN", true);
  EXPECT_THAT(Complaint(reader),
              AllOf(HasSubstr("BOOKING_HOLD_MINUTES=abc: expected 1..60"), HasSubstr("BOOKING_WINDOW=0: expected 1..9"),
                    HasSubstr("BOOKING_OPEN=yes: expected true or false")));
}

TEST(Settings, AnUnknownKeyStopsTheStart) {
  SettingsReader reader("BOOKING", {{"BOOKING_HOLD_MINUTE", "5"}});
  reader.Number("HOLD_MINUTES", 10, 1, 60);
  EXPECT_THAT(Complaint(reader), HasSubstr("BOOKING_HOLD_MINUTE: unknown setting"));
}

TEST(Settings, ARequiredKeyIsMissed) {
  SettingsReader reader("NLU", {});
  reader.Required("LISTEN");
  EXPECT_THAT(Complaint(reader), HasSubstr("NLU_LISTEN: missing"));
}

TEST(Settings, ASecretMayComeFromAFile) {
  const auto file = std::filesystem::temp_directory_path() / ("amtslotse-settings-test-" + std::to_string(getpid()));
  std::ofstream(file) << "geheim\n";
  SettingsReader reader("WEB", {{"WEB_TOKEN_KEY_FILE", file.string()}});
  EXPECT_EQ(reader.Required("TOKEN_KEY"), "geheim");
  EXPECT_TRUE(reader.Finish().ok());
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace amtslotse::rpc
