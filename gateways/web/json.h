// Protobuf messages as JSON, and JSON from the outside with limits.
#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

// lowerCamelCase names, numbers as numbers, enums as lower-case names without their type's prefix, bytes as base64.
// Fields without a value are left out; the outermost message's lists always stand.
std::string ToJson(const google::protobuf::Message& message);

// `text` as a JSON string with quotes; also safe inside <script>.
std::string Quoted(std::string_view text);

inline constexpr int kMaxJsonDepth = 8;

// An object of at most kMaxJsonDepth levels. INVALID_ARGUMENT with a German reason otherwise.
absl::StatusOr<nlohmann::json> ParseObject(std::string_view text);

}  // namespace amtslotse::gateways::web
