// signal-cli's event stream, cut where the first byte says, and its answers.
#include <algorithm>
#include <cstdlib>

#include "gateways/signal/events.h"
#include "gateways/signal/signal.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  signal::EventStream whole, cut;
  const std::size_t step = std::max<std::size_t>(1, bytes[0]);
  std::vector<std::string> all, pieces;
  if (whole.Feed(text)) all = whole.Take();
  bool good = true;
  for (std::size_t i = 0; i < text.size() && good; i += step) good = cut.Feed(text.substr(i, step));
  pieces = cut.Take();
  if (good && all != pieces) std::abort();
  for (const std::string& data : all) {
    const auto event = signal::ParseEvent(nlohmann::json::parse(data, nullptr, false), "+4943210");
    if (event && (event->event_id.size() > 64 || event->peer.empty() || !InboundFromJson(ToJson(*event)))) std::abort();
  }
  const auto answer = nlohmann::json::parse(text, nullptr, false);
  if (answer.is_object()) (void)signal::OutcomeOf(answer);
  return 0;
}
