// An XMPP server's stream, cut where the first byte says; whatever is answered is well-formed.
#include <algorithm>
#include <cstdlib>

#include "gateways/xmpp/stanza.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways;
  if (size == 0) return 0;
  const std::string open = xmpp::OpenStream("amt.example");
  const std::string text = open + std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const xmpp::Self self{.domain = "amt.example", .node = "amt"};
  xmpp::StreamReader reader;
  const std::size_t step = std::max<std::size_t>(1, bytes[0]);
  bool good = true;
  for (std::size_t i = 0; i < text.size() && good; i += step) {
    good = reader.Feed(std::string_view(text).substr(i, step)).ok();
    for (const xmpp::Element& stanza : reader.Take()) {
      const auto event = xmpp::ParseStanza(stanza, self);
      if (event && (event->event_id.size() > 64 || event->peer.empty() || !InboundFromJson(ToJson(*event))))
        std::abort();
      xmpp::StreamReader ours;
      const std::string answers =
          xmpp::ProtocolAnswer(stanza, self) + xmpp::Receipt(stanza, self) + xmpp::TryLater(stanza, self);
      if (!ours.Feed(open + answers).ok()) std::abort();
    }
  }
  return 0;
}
