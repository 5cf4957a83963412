// XMPP's limits. RFC 6120 lets every server refuse stanzas above 10 000 bytes.
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::xmpp {

inline constexpr Capabilities kCapabilities{
    .channel = "xmpp",
    .unit = Unit::kUtf8Bytes,
    .text = 6000,  // room for escapes and the stanza around it
    .buttons = 0,  // forms (XEP-0004) are shown by few clients
    .button_label = 0,
    .text_with_buttons = 0,
    .list_rows = 0,
    .list_label = 0,
    .list_description = 0,
    .url_buttons = false,
    .file_bytes = 0,  // with an upload service: kMaxUpload
    .idempotent_sends = false,
    .window = std::chrono::hours(0),
    .fails_later = true,                   // refusals of other servers
    .redelivery = std::chrono::hours(24),  // clients send again what was not confirmed (XEP-0184)
    .per_peer = {},
    .per_account = {.per_second = 50, .burst = 50},
    .books_by_default = true,
};

inline constexpr std::size_t kMaxUpload = 1024 * 1024;
inline constexpr std::size_t kMaxStanza = 256 * 1024;
inline constexpr int kMaxDepth = 32;

}  // namespace amtslotse::gateways::xmpp
