#include "gateways/telegram/requests.h"

#include <charconv>

#include "gateways/splitting.h"
#include "gateways/telegram/capabilities.h"
#include "gateways/telegram/update.h"

namespace amtslotse::gateways::telegram {
namespace {

using nlohmann::json;

json ButtonFields(const Button& button) {
  json fields{{"text", button.label}};
  if (button.url.empty()) {
    fields["callback_data"] = button.choice_id;
  } else {
    fields["url"] = button.url;
  }
  return fields;
}

// Short labels stand side by side, as far as a narrow telephone shows them whole.
std::size_t PerRow(const std::vector<Button>& buttons) {
  std::size_t longest = 0;
  for (const Button& button : buttons) longest = std::max(longest, Length(button.label, Unit::kCodePoints));
  return longest <= 7 ? 4 : longest <= 12 ? 3 : longest <= 18 ? 2 : 1;
}

json Keyboard(const std::vector<Button>& buttons) {
  const std::size_t per_row = PerRow(buttons);
  json rows = json::array();
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    if (i % per_row == 0) rows.push_back(json::array());
    rows.back().push_back(ButtonFields(buttons[i]));
  }
  return {{"inline_keyboard", std::move(rows)}};
}

}  // namespace

json ChatId(const std::string& peer) {
  std::int64_t number = 0;
  const char* end = peer.data() + peer.size();
  const auto parsed = std::from_chars(peer.data(), end, number);
  if (parsed.ec == std::errc() && parsed.ptr == end) return number;
  return peer;
}

json GetUpdates(std::int64_t offset, int timeout_seconds) {
  json fields{{"timeout", timeout_seconds}, {"limit", 100}, {"allowed_updates", AllowedUpdates()}};
  if (offset != 0) fields["offset"] = offset;
  return fields;
}

json SetWebhook(const std::string& url, const std::string& secret) {
  return {{"url", url}, {"secret_token", secret}, {"allowed_updates", AllowedUpdates()}, {"max_connections", 40}};
}

json SetMyCommands() {
  const auto command = [](const char* name, const char* description) {
    return json{{"command", name}, {"description", description}};
  };
  return {{"commands",
           json::array({command("start", "Von vorn beginnen"), command("hilfe", "Was ich kann"),
                        command("termin", "Termin vereinbaren"), command("stop", "Keine Nachrichten von mir aus"),
                        command("loeschen", "Unser Gespräch löschen")})}};
}

json SendMessage(const std::string& peer, const Piece& piece) {
  json fields{{"chat_id", ChatId(peer)}, {"text", piece.text}, {"link_preview_options", {{"is_disabled", true}}}};
  if (!piece.buttons.empty()) fields["reply_markup"] = Keyboard(piece.buttons);
  return fields;
}

json SendDocument(const std::string& peer, const Piece& piece) {
  json fields{{"chat_id", ChatId(peer)}, {"disable_content_type_detection", true}};
  if (!piece.text.empty()) fields["caption"] = Shorten(piece.text, kMaxCaption, Unit::kUtf16);
  return fields;
}

json SendTyping(const std::string& peer) { return {{"chat_id", ChatId(peer)}, {"action", "typing"}}; }

json AnswerCallbackQuery(const std::string& query, std::string_view text) {
  json fields{{"callback_query_id", query}};
  if (!text.empty()) fields["text"] = Shorten(text, kMaxTapAnswer, Unit::kUtf16);
  return fields;
}

json RetireKeyboard(const std::string& peer, std::int64_t message, const std::string& chosen) {
  json fields{{"chat_id", ChatId(peer)}, {"message_id", message}};
  json rows = json::array();
  if (!chosen.empty()) rows.push_back(json::array({{{"text", "✓ " + chosen}, {"callback_data", kUsedChoice}}}));
  fields["reply_markup"] = {{"inline_keyboard", std::move(rows)}};
  return fields;
}

}  // namespace amtslotse::gateways::telegram
