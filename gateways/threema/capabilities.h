// Threema Gateway's limits, end-to-end mode. https://gateway.threema.ch/de/developer/api
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::threema {

inline constexpr Capabilities kCapabilities{
    .channel = "threema",
    .unit = Unit::kUtf8Bytes,
    .text = 3500,
    .buttons = 0,
    .button_label = 0,
    .text_with_buttons = 0,
    .list_rows = 0,
    .list_label = 0,
    .list_description = 0,
    .url_buttons = false,
    .file_bytes = 1024 * 1024,  // blobs may have 100 MB; ours are calendar files
    .idempotent_sends = false,
    .window = std::chrono::hours(0),
    .fails_later = false,
    .redelivery = std::chrono::hours(24 * 14),  // messages wait for two weeks
    .per_peer = {},
    .per_account = {.per_second = 20, .burst = 40},
    .books_by_default = true,
};

}  // namespace amtslotse::gateways::threema
