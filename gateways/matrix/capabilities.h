// Matrix's limits. Client-server API v1, https://spec.matrix.org/latest/client-server-api/
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::matrix {

inline constexpr Capabilities kCapabilities{
    .channel = "matrix",
    .unit = Unit::kUtf8Bytes,
    .text = 16000,  // an event has at most 65 536 bytes, escapes and signatures included
    .buttons = 0,   // none that every client shows
    .button_label = 0,
    .text_with_buttons = 0,
    .list_rows = 0,
    .list_label = 0,
    .list_description = 0,
    .url_buttons = false,
    .file_bytes = 10 * 1024 * 1024,  // a common limit of servers
    .idempotent_sends = true,        // by transaction id
    .window = std::chrono::hours(0),
    .fails_later = false,
    .redelivery = std::chrono::hours(24 * 7),  // a sync may begin at an older position after a restore
    .per_peer = {},
    .per_account = {.per_second = 50, .burst = 50},  // servers differ widely and answer 429
    .books_by_default = true,
};

}  // namespace amtslotse::gateways::matrix
