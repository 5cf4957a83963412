#include <gtest/gtest.h>

#include "gateways/telegram/update.h"

namespace amtslotse::gateways::telegram {
namespace {

using nlohmann::json;

json PrivateMessage(json more) {
  json message{{"message_id", 5},
               {"date", 1764000000},
               {"chat", {{"id", 4711}, {"type", "private"}, {"first_name", "A"}}},
               {"from", {{"id", 4711}, {"is_bot", false}, {"first_name", "A"}, {"language_code", "de-DE"}}}};
  message.update(more);
  return message;
}

Inbound EventOf(const json& update) {
  const auto parsed = ParseUpdate(update);
  EXPECT_TRUE(parsed && parsed->event) << update;
  return parsed && parsed->event ? *parsed->event : Inbound{};
}

TEST(Update, TextInPrivateIsSaid) {
  const Inbound event = EventOf({{"update_id", 10}, {"message", PrivateMessage({{"text", "Hallo"}})}});
  EXPECT_EQ(event.event_id, "tg-10");
  EXPECT_EQ(event.peer, "4711");
  EXPECT_EQ(event.language, "de");
  EXPECT_EQ(std::get<Said>(event.content).text, "Hallo");
}

TEST(Update, PicturesVoiceAndPlacesAreUnsupported) {
  for (const char* what : {"photo", "voice", "location", "sticker", "document", "contact"}) {
    const Inbound event =
        EventOf({{"update_id", 1}, {"message", PrivateMessage({{what, json::object()}, {"caption", "geheim"}})}});
    EXPECT_EQ(std::get<SentUnsupported>(event.content).what, what);
    EXPECT_EQ(ToJson(event).find("geheim"), std::string::npos);
  }
}

TEST(Update, AnAlbumIsOneEvent) {
  const auto picture = [](int id) {
    return EventOf(
        {{"update_id", id}, {"message", PrivateMessage({{"photo", json::array()}, {"media_group_id", "139/a"}})}});
  };
  EXPECT_EQ(picture(1).event_id, picture(2).event_id);
}

TEST(Update, AnEditIsUnsupported) {
  const Inbound event = EventOf({{"update_id", 1}, {"edited_message", PrivateMessage({{"text", "Hallo!"}})}});
  EXPECT_EQ(std::get<SentUnsupported>(event.content).what, "edit");
}

TEST(Update, ATapCarriesChoiceLabelAndWhatToAcknowledge) {
  json message = PrivateMessage(
      {{"reply_markup",
        {{"inline_keyboard",
          {{{{"text", "Do 14:00"}, {"callback_data", "a1"}}, {{"text", "Fr"}, {"callback_data", "a2"}}}}}}}});
  const Inbound event =
      EventOf({{"update_id", 3},
               {"callback_query", {{"id", "99"}, {"from", message["from"]}, {"message", message}, {"data", "a2"}}}});
  const auto& chose = std::get<Chose>(event.content);
  EXPECT_EQ(chose.choice_id, "a2");
  EXPECT_EQ(chose.label, "Fr");
  EXPECT_EQ(chose.prompt, "5");
  EXPECT_EQ(chose.tap, "99");
}

TEST(Update, ATapOnAMessageTooOldToShowStillHasItsPeer) {
  const Inbound event =
      EventOf({{"update_id", 3}, {"callback_query", {{"id", "99"}, {"from", {{"id", 4711}}}, {"data", "a2"}}}});
  EXPECT_EQ(event.peer, "4711");
}

TEST(Update, BlockingAndUnblockingAreTold) {
  const auto change = [](const char* status) {
    return json{{"update_id", 1},
                {"my_chat_member",
                 {{"chat", {{"id", 4711}, {"type", "private"}}},
                  {"from", {{"id", 4711}}},
                  {"new_chat_member", {{"status", status}}}}}};
  };
  EXPECT_TRUE(std::holds_alternative<Blocked>(EventOf(change("kicked")).content));
  EXPECT_TRUE(std::holds_alternative<Unblocked>(EventOf(change("member")).content));
}

TEST(Update, AGroupGetsNothingOfTheText) {
  json message = PrivateMessage({{"text", "geheim"}});
  message["chat"] = {{"id", -100123456789012}, {"type", "supergroup"}};
  const Inbound event = EventOf({{"update_id", 1}, {"message", message}});
  EXPECT_EQ(event.peer, "-100123456789012");
  EXPECT_TRUE(std::holds_alternative<SpokeInGroup>(event.content));
}

TEST(Update, BotsChannelsAndNoticesAreNoEvents) {
  json bot = PrivateMessage({{"text", "x"}});
  bot["from"]["is_bot"] = true;
  json channel = PrivateMessage({{"text", "x"}});
  channel["chat"]["type"] = "channel";
  for (const json& update : {json{{"update_id", 1}, {"message", bot}}, json{{"update_id", 1}, {"message", channel}},
                             json{{"update_id", 1}, {"message", PrivateMessage({{"pinned_message", json::object()}})}},
                             json{{"update_id", 1}, {"poll", json::object()}}}) {
    const auto parsed = ParseUpdate(update);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_FALSE(parsed->event.has_value()) << update;
  }
}

TEST(Update, MembersOfTheWrongTypeCountAsAbsent) {
  EXPECT_FALSE(ParseUpdate(json::array()).has_value());
  EXPECT_FALSE(ParseUpdate({{"update_id", "7"}}).has_value());
  const auto parsed = ParseUpdate({{"update_id", 7}, {"message", {{"chat", 7}, {"text", json::array()}}}});
  ASSERT_TRUE(parsed.has_value());
  EXPECT_FALSE(parsed->event.has_value());
}

}  // namespace
}  // namespace amtslotse::gateways::telegram
