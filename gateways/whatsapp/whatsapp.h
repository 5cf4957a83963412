// WhatsApp Business Cloud API, by webhook.
#pragma once

#include <memory>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::whatsapp {

// Secrets: access_token, app_secret, verify_token. Options: phone_number_id; template and template_language (of an
// approved template with one variable, for messages after the 24 hours; without one they are not sent). `http` lives
// longer.
absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http);

}  // namespace amtslotse::gateways::whatsapp
