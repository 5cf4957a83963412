// Telegram's limits. Bot API 10.1, https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq.
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::telegram {

inline constexpr Capabilities kCapabilities{
    .channel = "telegram",
    .unit = Unit::kUtf16,  // the documentation says "characters"; UTF-16 is the stricter reading and its own unit for
                           // entities
    .text = 4096,
    .buttons = 100,
    .button_label = 0,
    .text_with_buttons = 0,
    .list_rows = 0,
    .list_label = 0,
    .list_description = 0,
    .url_buttons = true,
    .file_bytes = 50 * 1024 * 1024,
    .idempotent_sends = false,
    .window = std::chrono::hours(0),
    .fails_later = false,
    .redelivery = std::chrono::hours(25),       // updates are kept for 24 hours
    .per_peer = {.per_second = 1, .burst = 5},  // "avoid sending more than one message per second", short bursts pass
    .per_account = {.per_second = 30, .burst = 30},
    .books_by_default = false,
};

inline constexpr std::size_t kMaxCallbackBytes = 64;
inline constexpr std::size_t kMaxTapAnswer = 200;
inline constexpr std::size_t kMaxCaption = 1024;

}  // namespace amtslotse::gateways::telegram
