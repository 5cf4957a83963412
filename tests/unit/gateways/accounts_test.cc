#include "services/messengers/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "services/messengers/channels.h"

namespace amtslotse::messengers {
namespace {

using testing::HasSubstr;

class Accounts : public testing::Test {
 protected:
  Accounts() {
    std::string folder = (std::filesystem::temp_directory_path() / "amtslotse-accounts-XXXXXX").native();
    folder_ = ::mkdtemp(folder.data());
    std::ofstream(folder_ / "token") << "12345:geheim\n";
    ::chmod((folder_ / "token").c_str(), 0600);
  }
  ~Accounts() override { std::filesystem::remove_all(folder_); }
  std::string Mistakes(const std::string& text) {
    const auto accounts = ParseAccounts(text, folder_);
    return accounts.ok() ? "" : std::string(accounts.status().message());
  }
  std::filesystem::path folder_;
};

TEST_F(Accounts, NoFileIsNoAccount) {
  const auto accounts = ReadAccounts(folder_ / "nothing.json", folder_);
  ASSERT_TRUE(accounts.ok());
  EXPECT_TRUE(accounts->empty());
}

TEST_F(Accounts, AnAccountHasItsSecretFromAFileAndTheLowestLevel) {
  const auto accounts = ParseAccounts(
      R"({"accounts":[{"municipality_id":"erlenfurt","channel":"telegram","account":"bot","token_file":"token",
          "base_url":"http://127.0.0.1:1/","options":{"poll_seconds":1}}]})",
      folder_);
  ASSERT_TRUE(accounts.ok()) << accounts.status();
  const Account& account = accounts->at(0);
  EXPECT_EQ(account.Key(), "erlenfurt/telegram/bot");
  EXPECT_EQ(account.settings.secrets.at("token"), "12345:geheim");
  EXPECT_EQ(account.settings.base_url, "http://127.0.0.1:1");
  EXPECT_FALSE(account.books);
  gateways::HttpClient http;
  EXPECT_TRUE(OpenChannel(account.settings, http).ok());
}

TEST_F(Accounts, EveryMistakeIsNamedAndNoSecretShown) {
  ::chmod((folder_ / "token").c_str(), 0644);
  const std::string mistakes = Mistakes(
      R"({"accounts":[{"municipality_id":"","channel":"telegram","account":"bot","token_file":"token","recieve":"poll"},
                      {"municipality_id":"a","channel":"b","account":"c","data_level":"all","token_file":"nothing"}]})");
  EXPECT_THAT(mistakes, HasSubstr("accounts[0]: municipality_id: expected"));
  EXPECT_THAT(mistakes, HasSubstr("accounts[0]: token_file: token can be read by others"));
  EXPECT_THAT(mistakes, HasSubstr("accounts[0]: recieve: unknown"));
  EXPECT_THAT(mistakes, HasSubstr("accounts[1]: data_level: expected information or booking"));
  EXPECT_THAT(mistakes, HasSubstr("accounts[1]: token_file: nothing cannot be read"));
  EXPECT_EQ(mistakes.find("geheim"), std::string::npos);
}

TEST_F(Accounts, NoJsonTwiceTheSameOrAnUnknownChannelAreRefused) {
  EXPECT_THAT(Mistakes("["), HasSubstr("expected"));
  EXPECT_THAT(Mistakes(R"({"accounts":[{"municipality_id":"a","channel":"b","account":"c"},
                                       {"municipality_id":"a","channel":"b","account":"c"}]})"),
              HasSubstr("a/b/c stands twice"));
  gateways::HttpClient http;
  gateways::AccountSettings settings;
  settings.channel = "fax";
  EXPECT_THAT(std::string(OpenChannel(settings, http).status().message()), HasSubstr("no channel fax"));
}

}  // namespace
}  // namespace amtslotse::messengers
