// Structured logs: one JSON object per line on standard error. Events, never citizens' text.
//   rpc::LogInfo("act_unclear", {{"confidence", 0.41}, {"channel", "web"}});
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace amtslotse::rpc {

// `service` stands in every line. Levels: debug, info, warning, error.
void StartLogging(std::string_view service, std::string_view level);

// Thread-safe. `fields` is a JSON object; keys are lower_snake_case.
void LogDebug(std::string_view event, const nlohmann::json& fields = nlohmann::json::object());
void LogInfo(std::string_view event, const nlohmann::json& fields = nlohmann::json::object());
void LogWarning(std::string_view event, const nlohmann::json& fields = nlohmann::json::object());
void LogError(std::string_view event, const nlohmann::json& fields = nlohmann::json::object());

// The request that this thread works on; stands in its lines while the scope lives.
class RequestScope {
 public:
  explicit RequestScope(std::string request_id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string outer_;
};
const std::string& CurrentRequestId();

}  // namespace amtslotse::rpc
