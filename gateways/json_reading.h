// Members of JSON that came from outside: of the wrong type is as good as absent.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace amtslotse::gateways {

// The member, or an empty object or list that lives for ever. `parent` may be of any type.
const nlohmann::json& ObjectAt(const nlohmann::json& parent, const char* name);
const nlohmann::json& ArrayAt(const nlohmann::json& parent, const char* name);
std::string TextAt(const nlohmann::json& parent, const char* name);
std::optional<std::int64_t> NumberAt(const nlohmann::json& parent, const char* name);
bool TrueAt(const nlohmann::json& parent, const char* name);

// Text for sending; invalid UTF-8 becomes U+FFFD.
std::string Dump(const nlohmann::json& value);

// "mx-3f…": an event id of ours for one of a channel that is too long or has other characters.
std::string EventId(const char* prefix, const std::string& theirs);

}  // namespace amtslotse::gateways
