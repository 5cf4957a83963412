// The fields of the Bot API's methods, each a JSON object.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "gateways/message.h"

namespace amtslotse::gateways::telegram {

// A chat id is a number of up to 52 bits; anything else is kept as text and refused by Telegram.
nlohmann::json ChatId(const std::string& peer);

nlohmann::json GetUpdates(std::int64_t offset, int timeout_seconds);
nlohmann::json SetWebhook(const std::string& url, const std::string& secret);
nlohmann::json SetMyCommands();
nlohmann::json SendMessage(const std::string& peer, const Piece& piece);
// Without the document itself, which is a part of the form.
nlohmann::json SendDocument(const std::string& peer, const Piece& piece);
nlohmann::json SendTyping(const std::string& peer);
nlohmann::json AnswerCallbackQuery(const std::string& query, std::string_view text);
// Only `chosen` remains, as a mark of what was taken; nothing when empty.
nlohmann::json RetireKeyboard(const std::string& peer, std::int64_t message, const std::string& chosen);

}  // namespace amtslotse::gateways::telegram
