// Bodies of the Cloud API's messages, each a JSON object.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gateways/message.h"

namespace amtslotse::gateways::whatsapp {

inline constexpr char kUserIdPrefix[] = "bsuid:";
inline constexpr char kGroupPrefix[] = "group:";

// Text, buttons or a list.
nlohmann::json SendMessage(const std::string& peer, const Piece& piece);
nlohmann::json SendDocument(const std::string& peer, const std::string& media_id, const File& file,
                            const std::string& caption);
// An approved template with one variable, which gets the text in one line.
nlohmann::json SendTemplate(const std::string& peer, const std::string& name, const std::string& language,
                            const std::string& text);
// Read, and typing shown for up to 25 s.
nlohmann::json ShowTyping(const std::string& message_id);
nlohmann::json MarkRead(const std::string& message_id);

}  // namespace amtslotse::gateways::whatsapp
