// Telegram's updates as neutral events.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateways/message.h"

namespace amtslotse::gateways::telegram {

struct Update {
  std::int64_t id = 0;
  std::optional<Inbound> event;  // nothing: an update of no interest
};

// Nothing when it has no update_id: no update at all. Members of an unexpected type count as absent.
std::optional<Update> ParseUpdate(const nlohmann::json& update);

// What of the updates is asked for, as getUpdates and setWebhook want it.
nlohmann::json AllowedUpdates();

}  // namespace amtslotse::gateways::telegram
