// Telegram's Bot API: https://core.telegram.org/bots/api
#pragma once

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::telegram {

// Secrets: token; webhook_secret (with webhook). Options: poll_seconds (0..50, 50). `http` lives longer than the
// adapter. INVALID_ARGUMENT names what is wrong with the settings.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

}  // namespace amtslotse::gateways::telegram
