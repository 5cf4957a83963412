#include "gateways/channel.h"

namespace amtslotse::gateways {

std::string_view NameOf(SendClass outcome) {
  switch (outcome) {
    case SendClass::kSent: return "sent";
    case SendClass::kRetry: return "retry";
    case SendClass::kWindowClosed: return "window_closed";
    case SendClass::kBlocked: return "blocked";
    case SendClass::kAuthBroken: return "auth_broken";
    case SendClass::kPermanent: return "permanent";
    case SendClass::kUnknown: return "unknown";
  }
  return "unknown";
}

WebhookAnswer Adapter::OnWebhook(const WebhookCall&, Receiver&) { return {.status = 404, .body = ""}; }
void Adapter::ShowTyping(const std::string&) {}
void Adapter::AcknowledgeTap(const Chose&, std::string_view) {}
void Adapter::RetireChoices(const std::string&, const std::string&, const std::string&) {}

}  // namespace amtslotse::gateways
