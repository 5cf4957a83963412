// JSON as Protobuf messages: the inverse of ToJson in json.h.
#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>

namespace amtslotse::gateways::web {

// lowerCamelCase names; enums as lower-case names without their type's prefix. Strict: INVALID_ARGUMENT with a German
// reason that names the place for an unknown field, another type, a number out of range, or text that is too long.
// `message` is empty before and unspecified after an error.
absl::Status FromJson(const nlohmann::json& json, google::protobuf::Message& message);

}  // namespace amtslotse::gateways::web
