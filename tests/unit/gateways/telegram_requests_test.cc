// Every call's method and fields against the machine-readable Bot API.
#include <gtest/gtest.h>

#include <fstream>

#include "gateways/splitting.h"
#include "gateways/telegram/requests.h"

namespace amtslotse::gateways::telegram {
namespace {

using nlohmann::json;

const json& Specification() {
  static const json specification = json::parse(std::ifstream("tests/data/messengers/telegram-bot-api.json"));
  return specification;
}

bool IsOfType(const json& value, const std::string& type);

bool HasFields(const json& value, const json& fields, const std::string& where) {
  for (const json& field : fields) {
    const std::string name = field["name"];
    if (!value.contains(name)) {
      if (field["required"].get<bool>()) return ADD_FAILURE() << where << ": " << name << " is missing", false;
      continue;
    }
    bool fits = false;
    for (const json& type : field["types"]) fits = fits || IsOfType(value[name], type);
    if (!fits) return ADD_FAILURE() << where << ": " << name << " has the wrong type: " << value[name], false;
  }
  for (const auto& [name, ignored] : value.items()) {
    const bool known =
        std::any_of(fields.begin(), fields.end(), [&](const json& field) { return field["name"] == name; });
    if (!known) return ADD_FAILURE() << where << ": there is no field " << name, false;
  }
  return true;
}

bool IsOfType(const json& value, const std::string& type) {
  static const std::string kArray = "Array of ";
  if (type.starts_with(kArray)) {
    if (!value.is_array()) return false;
    return std::all_of(value.begin(), value.end(),
                       [&](const json& item) { return IsOfType(item, type.substr(kArray.size())); });
  }
  if (type == "Integer") return value.is_number_integer();
  if (type == "String") return value.is_string();
  if (type == "Boolean") return value.is_boolean();
  if (type == "InputFile") return value.is_string();
  const auto& types = Specification()["types"];
  if (!types.contains(type) || !value.is_object()) return false;
  // Alternatives of one field are told apart by their first required member.
  const json& fields = types[type].value("fields", json::array());
  for (const json& field : fields) {
    if (field["required"].get<bool>() && !value.contains(field["name"].get<std::string>())) return false;
  }
  return HasFields(value, fields, type);
}

void ExpectCall(const std::string& method, const json& fields) {
  ASSERT_TRUE(Specification()["methods"].contains(method)) << method;
  HasFields(fields, Specification()["methods"][method].value("fields", json::array()), method);
}

Piece Choices() {
  Piece piece;
  piece.text = "Welcher Termin?";
  piece.buttons = {
      {"Do 14:00", "", "a1", ""}, {"Do 15:30", "", "a2", ""}, {"Mehr", "", "", "https://erlenfurt.example/x"}};
  return piece;
}

TEST(Requests, AllCallsAreAsTheBotApiWantsThem) {
  Piece file;
  file.text = "Ihr Termin";
  file.file.emplace().set_name("termin.ics");
  json document = SendDocument("4711", file);
  document["document"] = "attach://document";
  ExpectCall("getMe", json::object());
  ExpectCall("getUpdates", GetUpdates(7, 50));
  ExpectCall("setWebhook", SetWebhook("https://erlenfurt.example/webhooks/telegram/a", "s"));
  ExpectCall("deleteWebhook", {{"drop_pending_updates", false}});
  ExpectCall("setMyCommands", SetMyCommands());
  ExpectCall("sendMessage", SendMessage("4711", Choices()));
  ExpectCall("sendDocument", document);
  ExpectCall("sendChatAction", SendTyping("4711"));
  ExpectCall("answerCallbackQuery", AnswerCallbackQuery("99", "Das haben Sie schon gewählt."));
  ExpectCall("editMessageReplyMarkup", RetireKeyboard("4711", 5, "Do 14:00"));
}

TEST(Requests, ChatIdsAreNumbersBeyond32Bits) {
  EXPECT_EQ(SendTyping("-1001234567890123")["chat_id"], json(-1001234567890123));
}

TEST(Requests, ShortChoicesStandSideBySide) {
  const json rows = SendMessage("1", Choices())["reply_markup"]["inline_keyboard"];
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].size(), 3u);
  EXPECT_EQ(rows[0][0]["callback_data"], "a1");
  EXPECT_FALSE(rows[0][2].contains("callback_data"));
}

TEST(Requests, LongChoicesStandOneBelowTheOther) {
  Piece piece = Choices();
  piece.buttons[0].label = "Personalausweis beantragen";
  EXPECT_EQ(SendMessage("1", piece)["reply_markup"]["inline_keyboard"].size(), 3u);
}

TEST(Requests, ATapsAnswerIsCutToItsLimit) {
  const std::string text = AnswerCallbackQuery("1", std::string(500, 'x'))["text"];
  EXPECT_EQ(Length(text, Unit::kUtf16), 200u);
}

TEST(Requests, AUsedKeyboardKeepsWhatWasChosen) {
  const json fields = RetireKeyboard("1", 5, "Do 14:00");
  EXPECT_EQ(fields["reply_markup"]["inline_keyboard"][0][0]["text"], "✓ Do 14:00");
  EXPECT_TRUE(RetireKeyboard("1", 5, "")["reply_markup"]["inline_keyboard"].empty());
}

}  // namespace
}  // namespace amtslotse::gateways::telegram
