// XMPP as an external component of the town's server (XEP-0114).
#pragma once

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::xmpp {

// Secrets: secret. Options: server (host:port of the component listener), domain (the component's), node (who citizens
// write to, "amt"), upload (the server's XEP-0363 service, empty: files are told as text). `http` lives longer.
// The link is not encrypted: it belongs on one machine or in one closed network.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

}  // namespace amtslotse::gateways::xmpp
