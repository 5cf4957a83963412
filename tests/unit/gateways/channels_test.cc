// What each channel asks of its account before it opens.
#include "services/messengers/channels.h"

#include <gtest/gtest.h>

namespace amtslotse::messengers {
namespace {

using gateways::AccountSettings;

absl::Status Opened(AccountSettings settings) {
  gateways::HttpClient http;
  settings.municipality_id = "erlenfurt";
  settings.account = "bot";
  return OpenChannel(settings, http).status();
}

TEST(Channels, OpenWithWhatTheyNeed) {
  EXPECT_TRUE(Opened({.channel = "xmpp",
                      .secrets = {{"secret", "s"}},
                      .options = {{"server", "127.0.0.1:5347"}, {"domain", "amt.example"}}})
                  .ok());
  EXPECT_TRUE(Opened({.channel = "whatsapp",
                      .webhook = true,
                      .secrets = {{"access_token", "a"}, {"app_secret", "b"}, {"verify_token", "c"}},
                      .options = {{"phone_number_id", "123"}}})
                  .ok());
  EXPECT_TRUE(Opened({.channel = "threema",
                      .webhook = true,
                      .secrets = {{"secret", "s"}, {"private_key", std::string(64, 'a')}},
                      .options = {{"id", "*ERLENF1"}}})
                  .ok());
  EXPECT_TRUE(
      Opened({.channel = "signal", .base_url = "http://127.0.0.1:8080", .options = {{"number", "+4943210"}}}).ok());
}

TEST(Channels, RefuseWhatIsMissingWithoutNamingSecrets) {
  EXPECT_FALSE(Opened({.channel = "brieftaube"}).ok());
  EXPECT_FALSE(Opened({.channel = "xmpp", .options = {{"server", "h"}, {"domain", "d"}}}).ok());
  EXPECT_FALSE(Opened({.channel = "xmpp",
                       .secrets = {{"secret", "s"}},
                       .options = {{"server", "h"}, {"domain", "d"}, {"colour", "red"}}})
                   .ok());
  const auto short_key = Opened({.channel = "threema",
                                 .webhook = true,
                                 .secrets = {{"secret", "geheim"}, {"private_key", "abcd"}},
                                 .options = {{"id", "*ERLENF1"}}});
  EXPECT_FALSE(short_key.ok());
  EXPECT_EQ(short_key.message().find("abcd"), absl::string_view::npos);
  EXPECT_FALSE(Opened({.channel = "whatsapp",
                       .secrets = {{"access_token", "a"}, {"app_secret", "b"}, {"verify_token", "c"}},
                       .options = {{"phone_number_id", "123"}}})
                   .ok())
      << "only by webhook";
}

TEST(Channels, SignalsDaemonMustListenOnThisMachine) {
  for (const char* url : {"http://signal.example:8080", "http://192.168.1.2:8080", "http://127.0.0.1:8080@evil.example",
                          "http://127.0.0.1.evil.example", ""})
    EXPECT_FALSE(Opened({.channel = "signal", .base_url = url, .options = {{"number", "+4943210"}}}).ok()) << url;
}

}  // namespace
}  // namespace amtslotse::messengers
