// Signal through the daemon of signal-cli (`signal-cli daemon --http`), JSON-RPC and server-sent events.
#pragma once

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::signal {

// No secrets: the daemon asks for none, therefore base_url must be of this machine (127.0.0.1, ::1, localhost).
// Options: number (of the account, +49…). `http` lives longer.
// signal-cli confirms messages to Signal by itself: what it had received when it or we died before recording is lost.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

// What an answer of the JSON-RPC means for a send.
SendOutcome OutcomeOf(const nlohmann::json& answer);

}  // namespace amtslotse::gateways::signal
