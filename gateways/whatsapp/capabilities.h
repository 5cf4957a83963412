// WhatsApp's limits. Cloud API, https://developers.facebook.com/docs/whatsapp/cloud-api
#pragma once

#include "gateways/channel.h"

namespace amtslotse::gateways::whatsapp {

inline constexpr Capabilities kCapabilities{
    .channel = "whatsapp",
    .unit = Unit::kUtf16,  // "characters"; the stricter reading
    .text = 4096,
    .buttons = 3,
    .button_label = 20,
    .text_with_buttons = 1024,
    .list_rows = 10,
    .list_label = 24,
    .list_description = 72,
    .url_buttons = false,
    .file_bytes = 10 * 1024 * 1024,  // documents may have 100 MB; ours are calendar files
    .idempotent_sends = false,
    .window = std::chrono::hours(24),  // after the last message of the citizen; then templates only
    .fails_later = true,
    .redelivery = std::chrono::hours(24 * 8),  // webhooks are repeated for up to 7 days
    .per_peer = {.per_second = 1.0 / 6,
                 .burst = 45},  // 131056 is an account's average over one peer, bursts of 45 pass
    .per_account = {.per_second = 80, .burst = 80},
    .books_by_default = false,
};

inline constexpr std::size_t kMaxCaption = 1024;
inline constexpr std::size_t kMaxTemplateText = 900;  // a template has 1024, with its own words

}  // namespace amtslotse::gateways::whatsapp
