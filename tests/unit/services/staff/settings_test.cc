#include "services/staff/settings.h"

#include <gmock/gmock.h>

namespace amtslotse::staff {
namespace {

using testing::HasSubstr;

std::map<std::string, std::string> Good() {
  return {{"STAFF_LISTEN", "unix:/run/staff.sock"},
          {"STAFF_DATA_DIR", "/data/staff"},
          {"STAFF_KEYS_FILE", "/keys/installation.keys"},
          {"STAFF_ACTOR_KEY", std::string(43, 'k')}};
}

std::string Complaint(std::map<std::string, std::string> values) {
  const auto settings = ReadSettings(rpc::SettingsReader("STAFF", std::move(values)));
  return settings.ok() ? "" : std::string(settings.status().message());
}

TEST(StaffSettings, HaveSafeDefaults) {
  const auto settings = ReadSettings(rpc::SettingsReader("STAFF", Good()));
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(settings->policy.require_totp);
  EXPECT_EQ(settings->passwords.memory_bytes, 64U << 20);
  EXPECT_EQ(settings->policy.idle, std::chrono::minutes(30));
}

TEST(StaffSettings, NameEachBadOne) {
  auto values = Good();
  values["STAFF_SESSION_SECONDS"] = "ewig";
  values["STAFF_PASSWORD_MEMORY_MIB"] = "1";
  values["STAFF_REQIRE_TOTP"] = "false";
  const std::string complaint = Complaint(values);
  EXPECT_THAT(complaint, HasSubstr("STAFF_SESSION_SECONDS"));
  EXPECT_THAT(complaint, HasSubstr("STAFF_PASSWORD_MEMORY_MIB"));
  EXPECT_THAT(complaint, HasSubstr("STAFF_REQIRE_TOTP"));
}

TEST(StaffSettings, RefuseAShortActorKey) {
  auto values = Good();
  values["STAFF_ACTOR_KEY"] = "kurz";
  EXPECT_THAT(Complaint(values), HasSubstr("STAFF_ACTOR_KEY"));
}

}  // namespace
}  // namespace amtslotse::staff
