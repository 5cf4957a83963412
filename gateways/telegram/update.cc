#include "gateways/telegram/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateways/commands.h"
#include "gateways/json_reading.h"

namespace amtslotse::gateways::telegram {
namespace {

using nlohmann::json;

std::string Language(const json& from) {
  const std::string code = TextAt(from, "language_code").substr(0, 2);
  const bool good =
      code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return good ? code : "";
}

// What a message carries that we do not take; empty for Telegram's own notices.
std::string Unsupported(const json& message) {
  static constexpr std::array kMembers{"photo",      "voice",       "video",        "video_note",   "animation",
                                       "audio",      "document",    "sticker",      "location",     "venue",
                                       "contact",    "poll",        "dice",         "story",        "game",
                                       "paid_media", "live_photo",  "checklist",    "invoice",      "giveaway",
                                       "gift",       "unique_gift", "rich_message", "web_app_data", "passport_data"};
  for (const char* member : kMembers) {
    if (message.contains(member)) return member;
  }
  return {};
}

std::string AlbumId(const json& message) {
  std::string id = TextAt(message, "media_group_id");
  std::erase_if(id, [](unsigned char c) { return std::isalnum(c) == 0 || c >= 0x80; });
  return id.substr(0, 40);
}

std::optional<Inbound> FromMessage(const json& message, bool edited, Inbound event) {
  const json& chat = ObjectAt(message, "chat");
  const json& from = ObjectAt(message, "from");
  const auto chat_id = NumberAt(chat, "id");
  if (!chat_id || TrueAt(from, "is_bot")) return std::nullopt;
  event.peer = std::to_string(*chat_id);
  event.language = Language(from);
  const std::string type = TextAt(chat, "type");
  const std::string text = TextAt(message, "text");
  const std::string unsupported = Unsupported(message);
  if (type == "group" || type == "supergroup") {
    if (edited || (text.empty() && unsupported.empty())) return std::nullopt;
    event.content = SpokeInGroup{};
    return event;
  }
  if (type != "private") return std::nullopt;
  if (edited) {
    event.content = SentUnsupported{"edit"};
  } else if (!text.empty()) {
    event.content = ReadText(text);
  } else if (!unsupported.empty()) {
    // The pictures of one album are one message to a person: they get one answer.
    if (const std::string album = AlbumId(message); !album.empty()) event.event_id = "tg-album-" + album;
    event.content = SentUnsupported{unsupported};
  } else {
    return std::nullopt;
  }
  return event;
}

std::string LabelOf(const json& message, const std::string& callback_data) {
  const json& markup = ObjectAt(message, "reply_markup");
  const auto rows = markup.find("inline_keyboard");
  if (rows == markup.end() || !rows->is_array()) return {};
  for (const json& row : *rows) {
    if (!row.is_array()) continue;
    for (const json& button : row) {
      if (button.is_object() && TextAt(button, "callback_data") == callback_data) return TextAt(button, "text");
    }
  }
  return {};
}

std::optional<Inbound> FromCallback(const json& query, Inbound event) {
  const json& message = ObjectAt(query, "message");
  const json& chat = ObjectAt(message, "chat");
  const json& from = ObjectAt(query, "from");
  // A message too old to be shown comes without its chat; a private chat has its person's id.
  const auto peer = chat.empty() ? NumberAt(from, "id") : NumberAt(chat, "id");
  if (!peer) return std::nullopt;
  event.peer = std::to_string(*peer);
  event.language = Language(from);
  if (!chat.empty() && TextAt(chat, "type") != "private") {
    event.content = SpokeInGroup{};
    return event;
  }
  Chose chose;
  chose.choice_id = TextAt(query, "data");
  chose.tap = TextAt(query, "id");
  chose.label = LabelOf(message, chose.choice_id);
  if (const auto number = NumberAt(message, "message_id")) chose.prompt = std::to_string(*number);
  if (chose.choice_id.empty() || chose.choice_id.size() > 64) return std::nullopt;
  event.content = std::move(chose);
  return event;
}

std::optional<Inbound> FromMembership(const json& change, Inbound event) {
  const json& chat = ObjectAt(change, "chat");
  const auto chat_id = NumberAt(chat, "id");
  if (!chat_id) return std::nullopt;
  event.peer = std::to_string(*chat_id);
  event.language = Language(ObjectAt(change, "from"));
  const std::string status = TextAt(ObjectAt(change, "new_chat_member"), "status");
  const std::string before = TextAt(ObjectAt(change, "old_chat_member"), "status");
  const bool out = status == "kicked" || status == "left";
  if (TextAt(chat, "type") == "private") {
    if (out) {
      event.content = Blocked{};
    } else {
      event.content = Unblocked{};
    }
    return event;
  }
  if (out || (before != "left" && before != "kicked")) return std::nullopt;
  event.content = SpokeInGroup{};  // just added to a group
  return event;
}

}  // namespace

std::optional<Update> ParseUpdate(const json& update) {
  if (!update.is_object()) return std::nullopt;
  const auto id = NumberAt(update, "update_id");
  if (!id) return std::nullopt;
  Inbound event;
  event.event_id = fmt::format("tg-{}", *id);
  Update parsed{.id = *id, .event = std::nullopt};
  if (update.contains("message")) {
    parsed.event = FromMessage(ObjectAt(update, "message"), false, std::move(event));
  } else if (update.contains("edited_message")) {
    parsed.event = FromMessage(ObjectAt(update, "edited_message"), true, std::move(event));
  } else if (update.contains("callback_query")) {
    parsed.event = FromCallback(ObjectAt(update, "callback_query"), std::move(event));
  } else if (update.contains("my_chat_member")) {
    parsed.event = FromMembership(ObjectAt(update, "my_chat_member"), std::move(event));
  }
  return parsed;
}

json AllowedUpdates() { return json::array({"message", "edited_message", "callback_query", "my_chat_member"}); }

}  // namespace amtslotse::gateways::telegram
