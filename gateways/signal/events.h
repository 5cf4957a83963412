// signal-cli's events: a stream of server-sent events, each an envelope.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateways/message.h"

namespace amtslotse::gateways::signal {

inline constexpr char kGroupPrefix[] = "group:";

// Cuts a text/event-stream into the data of its events, however the bytes come. Comments and other fields are dropped.
class EventStream {
 public:
  // False: an event is too long, the stream is of no more use.
  bool Feed(std::string_view bytes);
  // Whole events since the last call.
  std::vector<std::string> Take() { return std::exchange(events_, {}); }

 private:
  void Line(std::string_view line);
  std::string rest_, data_;
  bool has_data_ = false, after_cr_ = false;
  std::vector<std::string> events_;
};

// An event of the account; nothing when it is of no interest. A peer is a person's uuid, else their number, or
// "group:…".
std::optional<Inbound> ParseEvent(const nlohmann::json& event, const std::string& account);

}  // namespace amtslotse::gateways::signal
