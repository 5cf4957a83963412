#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "booking/journal.h"
#include "booking/json_text.h"

// Requests that went on to the town, as they lie in the outbox.
namespace amtslotse::booking {

void Write(JsonText& json, const ForwardedRequest& request);
// Of a message's content; nothing when it is about something else.
std::optional<ForwardedRequest> RequestIn(const nlohmann::json& content);

struct KeptRequest {
  std::int64_t key = 0;  // of the outbox
  std::string to;
  ForwardedRequest request;
};
// Those whose answer goes to this address. What cannot be opened any more names nobody.
absl::StatusOr<std::vector<KeptRequest>> RequestsOf(const Pen& pen, const MunicipalityId& municipality,
                                                    const std::string& email);
// Waiting or sent: they are gone from here. How many.
absl::StatusOr<int> ForgetRequests(const Pen& pen, const MunicipalityId& municipality, const std::string& email);

}  // namespace amtslotse::booking
