// signal-cli's events and answers.
#include "gateways/signal/signal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateways/signal/capabilities.h"
#include "gateways/signal/events.h"

namespace amtslotse::gateways::signal {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(EventStream, EventsComeWholeHoweverTheBytesAreCut) {
  const std::string text =
      ":\n\nevent:receive\ndata:{\"a\":1}\n\n: comment\nid: 7\ndata: zwei\r\ndata:Zeilen\r\n\r\ndatax:nein\n\ndata\n\n";
  for (std::size_t step : {1, 2, 3, 50, 200}) {
    EventStream stream;
    std::vector<std::string> all;
    for (std::size_t i = 0; i < text.size(); i += step) {
      ASSERT_TRUE(stream.Feed(std::string_view(text).substr(i, step)));
      for (std::string& event : stream.Take()) all.push_back(std::move(event));
    }
    EXPECT_THAT(all, ElementsAre("{\"a\":1}", "zwei\nZeilen", ""));
  }
}

TEST(EventStream, HalfAnEventIsNone) {
  EventStream stream;
  ASSERT_TRUE(stream.Feed("data:{\"a\":1}\n"));
  EXPECT_THAT(stream.Take(), IsEmpty());
}

TEST(EventStream, AnEventWithoutEndEndsTheStream) {
  EventStream stream;
  EXPECT_FALSE(stream.Feed("data:" + std::string(kMaxEvent + 1, 'x')));
}

json Envelope(json more) {
  json envelope{{"source", "+491"}, {"sourceUuid", "u-1"}, {"timestamp", 17}};
  envelope.update(more);
  return {{"envelope", envelope}, {"account", "+4943210"}};
}
std::optional<Inbound> Parse(json more) { return ParseEvent(Envelope(std::move(more)), "+4943210"); }

TEST(Envelope, APersonIsTheirUuidAndAMessageIsSaid) {
  const auto event = Parse({{"dataMessage", {{"message", "Hallo"}}}});
  ASSERT_TRUE(event);
  EXPECT_EQ(event->peer, "u-1");
  EXPECT_EQ(std::get<Said>(event->content).text, "Hallo");
  EXPECT_EQ(event->event_id, Parse({{"dataMessage", {{"message", "anders"}}}})->event_id)
      << "person and time are the key";
}

TEST(Envelope, WhatIsNotOursOrNoMessageIsOfNoInterest) {
  EXPECT_FALSE(ParseEvent(Envelope({{"dataMessage", {{"message", "x"}}}}), "+4900000"));
  EXPECT_FALSE(Parse({{"receiptMessage", {{"when", 1}}}}));
  EXPECT_FALSE(Parse({{"typingMessage", {{"action", "STARTED"}}}}));
  EXPECT_FALSE(Parse({{"syncMessage", {{"sentMessage", {{"message", "x"}}}}}}));
  EXPECT_FALSE(Parse({{"dataMessage", {{"reaction", {{"emoji", "x"}}}}}}));
  EXPECT_FALSE(Parse({{"dataMessage", {{"message", "x"}, {"remoteDelete", {{"timestamp", 1}}}}}}));
  EXPECT_FALSE(Parse({{"dataMessage", {{"message", nullptr}}}}));
  EXPECT_FALSE(ParseEvent(json(7), "+4943210"));
}

TEST(Envelope, GroupsEditsAndMediaAreStated) {
  const auto group = Parse({{"dataMessage", {{"message", "x"}, {"groupInfo", {{"groupId", "R3J1"}}}}}});
  ASSERT_TRUE(group);
  EXPECT_EQ(group->peer, "group:R3J1");
  EXPECT_TRUE(std::holds_alternative<SpokeInGroup>(group->content));
  EXPECT_EQ(std::get<SentUnsupported>(Parse({{"editMessage", {{"dataMessage", {{"message", "x"}}}}}})->content).what,
            "edit");
  EXPECT_EQ(std::get<SentUnsupported>(
                Parse({{"dataMessage", {{"attachments", json::array({{{"contentType", "audio/aac"}}})}}}})->content)
                .what,
            "audio");
  EXPECT_EQ(std::get<SentUnsupported>(Parse({{"callMessage", {{"offerMessage", {{"id", 1}}}}}})->content).what, "call");
}

SendClass ClassOf(int code) { return OutcomeOf({{"error", {{"code", code}, {"message", "x"}}}}).outcome; }

TEST(Answers, AreClassed) {
  EXPECT_EQ(ClassOf(-1), SendClass::kPermanent);
  EXPECT_EQ(ClassOf(-3), SendClass::kUnknown);
  EXPECT_EQ(ClassOf(-4), SendClass::kPermanent);
  EXPECT_EQ(ClassOf(-5), SendClass::kRetry);
  EXPECT_EQ(ClassOf(-6), SendClass::kAuthBroken);
  const SendOutcome limited = OutcomeOf(
      {{"error",
        {{"code", -5},
         {"data",
          {{"response", {{"results", json::array({{{"type", "RATE_LIMIT_FAILURE"}, {"retryAfterSeconds", 7}}})}}}}}}}});
  EXPECT_EQ(limited.retry_after, std::chrono::seconds(7));
  EXPECT_EQ(OutcomeOf({{"result", {{"timestamp", 9}, {"results", json::array({{{"type", "SUCCESS"}}})}}}}).reference,
            "9");
  EXPECT_EQ(OutcomeOf({{"result", {{"timestamp", 9}, {"results", json::array({{{"type", "UNREGISTERED_FAILURE"}}})}}}})
                .outcome,
            SendClass::kPermanent);
}

}  // namespace
}  // namespace amtslotse::gateways::signal
