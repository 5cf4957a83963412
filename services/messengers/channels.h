// The channels there are.
#pragma once

#include <absl/status/statusor.h>

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::messengers {

// INVALID_ARGUMENT when there is no such channel or its settings are wrong. `http` lives longer than the adapter.
absl::StatusOr<std::unique_ptr<gateways::Adapter>> OpenChannel(const gateways::AccountSettings& settings,
                                                               gateways::HttpClient& http);

}  // namespace amtslotse::messengers
