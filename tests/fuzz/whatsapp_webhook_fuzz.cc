// WhatsApp's webhooks: no crash, nothing unsigned passes, and what is read fits the inbox.
#include <cstdlib>

#include "gateways/whatsapp/graph_api.h"
#include "gateways/whatsapp/webhook.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  for (const Inbound& event : whatsapp::ParseWebhook(nlohmann::json::parse(text, nullptr, false), "106540352242922")) {
    if (event.event_id.empty() || event.event_id.size() > 64 || event.peer.empty() || event.peer.size() > 300)
      std::abort();
    if (!InboundFromJson(ToJson(event))) std::abort();
  }
  if (whatsapp::IsSigned("{}", text, "geheim")) std::abort();
  (void)whatsapp::OutcomeOf(whatsapp::ReadAnswer(HttpAnswer{.status = 400, .headers = {}, .body = text}));
  return 0;
}
