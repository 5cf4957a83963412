// Signal's limits, as signal-cli hands them on. https://github.com/AsamK/signal-cli/wiki
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::signal {

inline constexpr Capabilities kCapabilities{
    .channel = "signal",
    .unit = Unit::kUtf8Bytes,
    .text = 2000,  // longer ones become attachments
    .buttons = 0,
    .button_label = 0,
    .text_with_buttons = 0,
    .list_rows = 0,
    .list_label = 0,
    .list_description = 0,
    .url_buttons = false,
    .file_bytes = 1024 * 1024,
    .idempotent_sends = false,
    .window = std::chrono::hours(0),
    .fails_later = false,
    .redelivery = std::chrono::hours(24 * 30),  // the server keeps messages for a month
    .per_peer = {},
    .per_account = {.per_second = 10, .burst = 30},
    .books_by_default = true,
};

inline constexpr std::size_t kMaxEvent = 1024 * 1024;

}  // namespace amtslotse::gateways::signal
