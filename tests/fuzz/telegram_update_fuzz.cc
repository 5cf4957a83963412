// Telegram's updates and answers: no crash, and what is read fits the inbox.
#include <cstdlib>

#include "gateways/telegram/bot_api.h"
#include "gateways/telegram/update.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto update = telegram::ParseUpdate(nlohmann::json::parse(text, nullptr, false));
  if (update && update->event) {
    if (update->event->event_id.empty() || update->event->event_id.size() > 64 || update->event->peer.empty())
      std::abort();
    if (!InboundFromJson(ToJson(*update->event))) std::abort();
  }
  (void)telegram::OutcomeOf(telegram::ReadAnswer(HttpAnswer{.status = 400, .headers = {}, .body = text}));
  return 0;
}
