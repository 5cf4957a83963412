// Threema Gateway in end-to-end mode, by callback.
#pragma once

#include <memory>
#include <optional>

#include "gateways/channel.h"
#include "gateways/http_client.h"
#include "gateways/threema/box.h"

namespace amtslotse::gateways::threema {

// Secrets: secret (the gateway's), private_key (hex). Options: id (the gateway's, *ABCDEFG). `http` lives longer.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

// What an opened message means for the conversation; nothing: receipts, typing.
std::optional<Content> ContentOf(const Plain& message);

}  // namespace amtslotse::gateways::threema
