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

TEST(Settings, AValueOfAnotherFormIsNamedWithWhatWasExpected) {
  SettingsReader reader(
      "WEB", {{"WEB_LISTEN", "quatsch"}, {"WEB_URL", "ftp:/x"}, {"WEB_LEVEL", "laut"}, {"WEB_KEYS", "hier"}});
  reader.Required("LISTEN", HostPort());
  reader.Text("URL", "", Url({"https", "http"}));
  reader.Text("LEVEL", "info", OneOf({"info", "debug"}));
  reader.Required("KEYS", AbsolutePath());
  EXPECT_THAT(
      Complaint(reader),
      AllOf(HasSubstr("WEB_LISTEN=quatsch: expected host:port"), HasSubstr("WEB_URL: expected https://host"),
            HasSubstr("WEB_LEVEL=laut: expected one of info, debug"), HasSubstr("WEB_KEYS=hier: expected a path")));
}

TEST(Settings, FormsTakeWhatIsUsed) {
  const auto good = [](const SettingForm& form, const char* value) { return form.expected(value).empty(); };
  for (const char* value : {"127.0.0.1:8080", "[::1]:443", "nlu.amtslotse.svc:9000"})
    EXPECT_TRUE(good(HostPort(), value));
  for (const char* value : {"", "host", ":80", "host:", "host:99999", "a b:1", "host:8x"})
    EXPECT_FALSE(good(HostPort(), value)) << value;
  for (const char* value : {"unix:/run/nlu/socket", "tls:nlu:9000", "nlu:9000", "ipv4:10.0.0.2:1,10.0.0.3:2",
                            "tls:ipv4:10.0.0.2:1", "dns:///nlu:9000", "dns:nlu:9000"})
    EXPECT_TRUE(good(Calling(), value));
  for (const char* value : {"unix:nlu", "ipv4:10.0.0.2:1,", "ipv4:", "dns:nlu"}) EXPECT_FALSE(good(Calling(), value));
  for (const char* value : {"unix:/run/redis", "redis:6379", "sentinel:main@a:26379,b:26379"})
    EXPECT_TRUE(good(RedisStore(), value));
  for (const char* value : {"sentinel:a:1", "sentinel:main@", "sentinel:@a:1", "tls:redis:1"})
    EXPECT_FALSE(good(RedisStore(), value)) << value;
  const SettingForm mail = Url({"smtp", "smtps"});
  for (const char* value : {"smtp://mail.example:587", "smtps://u:p@mail.example"}) EXPECT_TRUE(good(mail, value));
  for (const char* value : {"http://mail.example", "smtp://", "smtp://:25", "smtp:mail"})
    EXPECT_FALSE(good(mail, value)) << value;
  EXPECT_TRUE(good(EmailAddress(), "termine@stadt.example"));
  for (const char* value : {"termine", "a@", "@b", "A B <a@b>", "a@b@c"})
    EXPECT_FALSE(good(EmailAddress(), value)) << value;
}

TEST(Settings, ASecretIsNotRepeated) {
  SettingsReader reader("NLU", {{"NLU_ACTOR_KEY", "kurzes-geheimnis"}, {"NLU_URL", "x://u:geheim@h"}});
  reader.Text("ACTOR_KEY", "", ActorKey());
  reader.Text("URL", "", Url({"https"}));
  EXPECT_THAT(Complaint(reader), AllOf(HasSubstr("NLU_ACTOR_KEY: expected 32"), HasSubstr("NLU_URL: expected"),
                                       testing::Not(HasSubstr("geheim"))));
}

TEST(Settings, ASecretMayComeFromAFile) {
  const auto file = std::filesystem::temp_directory_path() / ("amtslotse-settings-test-" + std::to_string(getpid()));
  std::ofstream(file) << "geheim\n";
  SettingsReader reader("WEB", {{"WEB_TOKEN_KEY_FILE", file.string()}});
  EXPECT_EQ(reader.Required("TOKEN_KEY"), "geheim");
  EXPECT_TRUE(reader.Finish().ok());
  std::filesystem::remove(file);
}

TEST(Settings, ALineThatIsNoneHidesNoOtherMistake) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("amtslotse-settings-lines-" + std::to_string(getpid()));
  std::ofstream(file) << "NLU_ROUNDS=0\nBitte prüfen\nWEB_HTTPS=true\n# NLU_GONE=1\nNLU_MORE=1\n";
  std::string program = "nlu", flag = "--config", path = file;
  char* arguments[] = {program.data(), flag.data(), path.data()};
  auto reader = SettingsReader::FromCommandLine("NLU", 3, arguments);
  ASSERT_TRUE(reader.ok());
  reader->Number("ROUNDS", 5, 1, 9);
  EXPECT_THAT(Complaint(*reader),
              AllOf(HasSubstr("NLU_ROUNDS=0: expected 1..9"), HasSubstr(":2: expected KEY=VALUE"),
                    HasSubstr(":3: WEB_HTTPS: expected a key that begins with NLU_"), HasSubstr("NLU_MORE: unknown")));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace amtslotse::rpc
