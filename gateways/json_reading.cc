#include "gateways/json_reading.h"

#include <fmt/format.h>

#include "services/rpc/text.h"

namespace amtslotse::gateways {
namespace {

using nlohmann::json;

const json kNoObject = json::object();
const json kNoArray = json::array();

const json* Find(const json& parent, const char* name) {
  if (!parent.is_object()) return nullptr;
  const auto found = parent.find(name);
  return found == parent.end() ? nullptr : &*found;
}

}  // namespace

const json& ObjectAt(const json& parent, const char* name) {
  const json* found = Find(parent, name);
  return found != nullptr && found->is_object() ? *found : kNoObject;
}
const json& ArrayAt(const json& parent, const char* name) {
  const json* found = Find(parent, name);
  return found != nullptr && found->is_array() ? *found : kNoArray;
}
std::string TextAt(const json& parent, const char* name) {
  const json* found = Find(parent, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}
std::optional<std::int64_t> NumberAt(const json& parent, const char* name) {
  const json* found = Find(parent, name);
  return found != nullptr && found->is_number_integer() ? std::optional(found->get<std::int64_t>()) : std::nullopt;
}
bool TrueAt(const json& parent, const char* name) {
  const json* found = Find(parent, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::string Dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string EventId(const char* prefix, const std::string& theirs) {
  return fmt::format("{}-{}", prefix, rpc::KeyedHash("event", theirs).substr(0, 40));
}

}  // namespace amtslotse::gateways
