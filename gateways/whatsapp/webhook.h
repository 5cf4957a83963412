// WhatsApp's webhook bodies as neutral events.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateways/message.h"

namespace amtslotse::gateways::whatsapp {

// "sha256=…" over the body's bytes as they came.
bool IsSigned(std::string_view body, std::string_view header, std::string_view app_secret);

// Whose a message is: a telephone number, or "bsuid:…" of someone without one; of the message, else of its one contact.
std::string PeerOf(const nlohmann::json& message, const nlohmann::json& contacts);

// What concerns the telephone number `phone_number_id`, in order. A peer is as above, or "group:…". Members of an
// unexpected type count as absent; other accounts' events are left out.
std::vector<Inbound> ParseWebhook(const nlohmann::json& body, const std::string& phone_number_id);

}  // namespace amtslotse::gateways::whatsapp
