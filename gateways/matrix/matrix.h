// Matrix (Element, BundesMessenger) as an ordinary client: https://spec.matrix.org/latest/client-server-api/
#pragma once

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::matrix {

// Secrets: access_token. base_url: the homeserver's. Options: sync_seconds (0..60, 30). `http` lives longer.
// Rooms that cannot be read (end-to-end encrypted) get a plain explanation, once.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

}  // namespace amtslotse::gateways::matrix
