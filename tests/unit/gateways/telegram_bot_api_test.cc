#include <gtest/gtest.h>

#include "gateways/telegram/bot_api.h"

namespace amtslotse::gateways::telegram {
namespace {

SendOutcome OutcomeOf(int status, const std::string& body) {
  return telegram::OutcomeOf(ReadAnswer(HttpAnswer{.status = status, .headers = {}, .body = body}));
}

TEST(BotApi, SentCarriesTheMessageId) {
  const SendOutcome outcome = OutcomeOf(200, R"({"ok":true,"result":{"message_id":77}})");
  EXPECT_EQ(outcome.outcome, SendClass::kSent);
  EXPECT_EQ(outcome.reference, "77");
}

TEST(BotApi, TooManyRequestsSaysHowLongToWait) {
  const SendOutcome outcome = OutcomeOf(
      429,
      R"({"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}})");
  EXPECT_EQ(outcome.outcome, SendClass::kRetry);
  EXPECT_EQ(outcome.retry_after, std::chrono::seconds(7));
}

TEST(BotApi, ABadTokenBreaksTheAccount) {
  EXPECT_EQ(OutcomeOf(401, R"({"ok":false,"error_code":401,"description":"Unauthorized"})").outcome,
            SendClass::kAuthBroken);
  EXPECT_EQ(OutcomeOf(404, R"({"ok":false,"error_code":404,"description":"Not Found"})").outcome,
            SendClass::kAuthBroken);
}

TEST(BotApi, BlockedMovedRefused) {
  EXPECT_EQ(
      OutcomeOf(403, R"({"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"})").outcome,
      SendClass::kBlocked);
  const SendOutcome moved =
      OutcomeOf(400, R"({"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-1001234567890123}})");
  EXPECT_EQ(moved.outcome, SendClass::kRetry);
  EXPECT_EQ(moved.moved_to, "-1001234567890123");
  EXPECT_EQ(OutcomeOf(400, R"({"ok":false,"error_code":400,"description":"Bad Request: message is too long"})").outcome,
            SendClass::kPermanent);
}

TEST(BotApi, AServersFailureLeavesTheResultUnknown) {
  EXPECT_EQ(OutcomeOf(500, R"({"ok":false,"error_code":500,"description":"Internal Server Error"})").outcome,
            SendClass::kUnknown);
  EXPECT_EQ(OutcomeOf(502, "<html>Bad Gateway</html>").outcome, SendClass::kUnknown);
  EXPECT_EQ(OutcomeOf(200, "").outcome, SendClass::kUnknown);
  EXPECT_EQ(telegram::OutcomeOf(ReadAnswer(absl::UnknownError("timeout"))).outcome, SendClass::kUnknown);
}

TEST(BotApi, WhatDidNotLeaveMayBeSentAgain) {
  EXPECT_EQ(telegram::OutcomeOf(ReadAnswer(absl::UnavailableError("no connection"))).outcome, SendClass::kRetry);
}

TEST(BotApi, MembersOfTheWrongTypeDoNoHarm) {
  EXPECT_EQ(OutcomeOf(400, R"({"ok":false,"error_code":"x","description":7,"parameters":[1]})").outcome,
            SendClass::kPermanent);
  EXPECT_EQ(OutcomeOf(200, R"({"ok":"yes"})").outcome, SendClass::kUnknown);
}

TEST(HttpClient, ErrorsDoNotShowTheToken) {
  HttpClient http;
  BotApi api(http, "http://127.0.0.1:1", "12345:geheim");
  const BotAnswer answer = api.Call("getMe", nlohmann::json::object());
  EXPECT_FALSE(answer.transport.ok());
  EXPECT_EQ(answer.transport.ToString().find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::gateways::telegram
