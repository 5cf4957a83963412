// A homeserver's answers to /sync.
#include <cstdlib>

#include "gateways/matrix/client_api.h"
#include "gateways/matrix/sync.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  for (const Inbound& event :
       matrix::ParseSync(nlohmann::json::parse(text, nullptr, false), "@amt:example.org").events) {
    if (event.event_id.empty() || event.event_id.size() > 64) std::abort();
    if (!InboundFromJson(ToJson(event))) std::abort();
  }
  (void)matrix::OutcomeOf(matrix::ReadAnswer(HttpAnswer{.status = 429, .headers = {}, .body = text}));
  return 0;
}
