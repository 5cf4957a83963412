// WhatsApp's webhooks, requests and failures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "gateways/whatsapp/graph_api.h"
#include "gateways/whatsapp/requests.h"
#include "gateways/whatsapp/webhook.h"

namespace amtslotse::gateways::whatsapp {
namespace {

using nlohmann::json;
using testing::SizeIs;

constexpr char kNumberId[] = "106540352242922";

json Payloads() {
  std::ifstream file(std::string(AMTSLOTSE_SOURCE_DIR) + "/tests/data/messengers/whatsapp-webhooks.json");
  return json::parse(file);
}
Inbound OneOf(const std::string& name) {
  const auto events = ParseWebhook(Payloads().at(name), kNumberId);
  EXPECT_THAT(events, SizeIs(1)) << name;
  return events.empty() ? Inbound{} : events[0];
}
json Envelope(json value) {
  value["metadata"] = {{"phone_number_id", kNumberId}};
  return {{"entry", json::array({{{"changes", json::array({{{"field", "messages"}, {"value", std::move(value)}}})}}})}};
}

TEST(Webhook, EveryPublishedPayloadIsRead) {
  std::map<std::string, std::size_t> events;
  const json payloads = Payloads();
  for (const auto& [name, payload] : payloads.items()) events[name] = ParseWebhook(payload, kNumberId).size();
  for (const char* nothing :
       {"Reaction Message", "Group Create Message", "Group Settings Update", "Group Remove Participants"})
    EXPECT_EQ(events.at(nothing), 0U) << nothing;
  for (const char* one :
       {"Text Message", "Text Message with Context (Product Inquiry)", "Text Message from Click to WhatsApp Ad",
        "Image Message", "Location Message", "Contact Sharing Message", "Unsupported Message", "Button Message",
        "Interactive List Reply Message", "Interactive Button Reply Message", "Order Message", "System Message"})
    EXPECT_EQ(events.at(one), 1U) << one;
  EXPECT_EQ(events.size(), 16U);
}

TEST(Webhook, PublishedPayloadsMeanWhatTheySay) {
  const Inbound text = OneOf("Text Message");
  EXPECT_EQ(text.peer, "16505551234");
  EXPECT_EQ(std::get<Said>(text.content).text, "Does it come in another color?");
  EXPECT_EQ(std::get<SentUnsupported>(OneOf("Image Message").content).what, "image");
  EXPECT_EQ(std::get<SentUnsupported>(OneOf("Location Message").content).what, "location");
  const auto list = std::get<Chose>(OneOf("Interactive List Reply Message").content);
  EXPECT_EQ(list.choice_id, "priority_express");
  EXPECT_FALSE(list.prompt.empty());
  EXPECT_EQ(std::get<Chose>(OneOf("Interactive Button Reply Message").content).choice_id, "cancel-button");
  EXPECT_EQ(std::get<Said>(OneOf("Button Message").content).text, "Unsubscribe");
  EXPECT_EQ(std::get<Moved>(OneOf("System Message").content).to, "12195555358");
}

TEST(Webhook, AnotherNumbersEventsAreLeftOut) {
  EXPECT_THAT(ParseWebhook(Payloads().at("Text Message"), "1"), SizeIs(0));
}

TEST(Webhook, SomeoneWithoutANumberHasTheirId) {
  const auto events = ParseWebhook(
      Envelope({{"contacts", json::array({{{"user_id", "DE.1349"}}})},
                {"messages", json::array({{{"id", "w1"}, {"type", "text"}, {"text", {{"body", "Hallo"}}}}})}}),
      kNumberId);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].peer, "bsuid:DE.1349");
  EXPECT_EQ(SendMessage("bsuid:DE.1349", {.text = "x", .buttons = {}, .file = {}})["recipient"], "DE.1349");
  EXPECT_FALSE(SendMessage("bsuid:DE.1349", {.text = "x", .buttons = {}, .file = {}}).contains("to"));
}

TEST(Webhook, OneContactNamesNobodyAmongSeveralMessages) {
  const json message{{"id", "w1"}, {"type", "text"}, {"text", {{"body", "Hallo"}}}};
  EXPECT_THAT(ParseWebhook(Envelope({{"contacts", json::array({{{"user_id", "DE.1"}}})},
                                     {"messages", json::array({message, message})}}),
                           kNumberId),
              SizeIs(0));
}

TEST(Webhook, OnlyFailedStatusesMatter) {
  const auto status = [](const char* what, int code) {
    return Envelope({{"statuses", json::array({{{"id", "w1"},
                                                {"status", what},
                                                {"recipient_id", "1650"},
                                                {"errors", json::array({{{"code", code}}})}}})}});
  };
  EXPECT_THAT(ParseWebhook(status("delivered", 0), kNumberId), SizeIs(0));
  const auto events = ParseWebhook(status("failed", 131047), kNumberId);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_TRUE(std::get<SendFailedLater>(events[0].content).window_closed);
  EXPECT_FALSE(std::get<SendFailedLater>(ParseWebhook(status("failed", 131026), kNumberId)[0].content).window_closed);
}

TEST(Signature, IsOverTheBytesAsTheyCame) {
  const std::string secret = "geheim";
  // printf '%s' '{"t":"ä"}' | openssl dgst -sha256 -hmac geheim
  EXPECT_TRUE(IsSigned("{\"t\":\"ä\"}",
                       "sha256="
                       "66663b469d6e098b224763764989c818ee0d1b566ef12505dec9d45ac0499b10",
                       secret));
  EXPECT_TRUE(IsSigned("{\"t\":\"\\u00e4\"}",
                       "sha256="
                       "5fda5f02295f5677b1c0de8d46fc1b197a0bbd3ecf7dbdac2fcf9831288d8e30",
                       secret));
  EXPECT_FALSE(IsSigned("{\"t\":\"\\u00e4\"}",
                        "sha256="
                        "66663b469d6e098b224763764989c818ee0d1b566ef12505dec9d45ac0499b10",
                        secret));
  EXPECT_FALSE(IsSigned("{\"t\":\"ä\"}", "66663b469d6e098b224763764989c818ee0d1b566ef12505dec9d45ac0499b10", secret));
  EXPECT_FALSE(IsSigned("{\"t\":\"ä\"}", "sha256=", secret));
  EXPECT_FALSE(IsSigned("{\"t\":\"ä\"}", "", secret));
}

TEST(Requests, ATemplateGetsOneLineWithinItsLimit) {
  const json fields = SendTemplate("1650", "nachricht", "de", "Eins\n\n- zwei\t     drei\n" + std::string(2000, 'x'));
  const std::string text = fields["template"]["components"][0]["parameters"][0]["text"];
  EXPECT_TRUE(text.starts_with("Eins - zwei drei xxx"));
  EXPECT_LE(text.size(), 903U);
}

SendClass ClassOf(int status, int code) {
  GraphAnswer answer;
  answer.status = status;
  answer.code = code;
  return OutcomeOf(answer).outcome;
}

TEST(Failures, AreClassed) {
  EXPECT_EQ(ClassOf(400, 131047), SendClass::kWindowClosed);
  EXPECT_EQ(ClassOf(400, 131056), SendClass::kRetry);
  EXPECT_EQ(ClassOf(429, 130429), SendClass::kRetry);
  EXPECT_EQ(ClassOf(401, 190), SendClass::kAuthBroken);
  EXPECT_EQ(ClassOf(400, 131050), SendClass::kBlocked);
  EXPECT_EQ(ClassOf(400, 100), SendClass::kPermanent);
  EXPECT_EQ(ClassOf(500, 131000), SendClass::kRetry);
  EXPECT_EQ(ClassOf(502, -1), SendClass::kUnknown);
}

}  // namespace
}  // namespace amtslotse::gateways::whatsapp
