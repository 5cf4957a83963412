#include "services/rpc/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace amtslotse::rpc {
namespace {

thread_local std::string current_request_id;

void Write(spdlog::level::level_enum level, std::string_view event, LogFields fields) {
  if (!spdlog::should_log(level)) return;
  nlohmann::json line{{"event", event}};
  for (const LogField& field : fields)
    std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value.value());
  if (!current_request_id.empty()) line["request_id"] = current_request_id;
  // The pattern opens the object; what follows its brace is ours.
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  spdlog::log(level, "{}", std::string_view(text).substr(1));
}

}  // namespace

void StartLogging(std::string_view service, std::string_view level) {
  auto logger = spdlog::stderr_logger_mt(std::string(service));
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","service":"%n",%v)",
                      spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void LogDebug(std::string_view event, LogFields fields) { Write(spdlog::level::debug, event, fields); }
void LogInfo(std::string_view event, LogFields fields) { Write(spdlog::level::info, event, fields); }
void LogWarning(std::string_view event, LogFields fields) { Write(spdlog::level::warn, event, fields); }
void LogError(std::string_view event, LogFields fields) { Write(spdlog::level::err, event, fields); }

RequestScope::RequestScope(std::string request_id) : outer_(std::exchange(current_request_id, std::move(request_id))) {}
RequestScope::~RequestScope() { current_request_id = std::move(outer_); }
const std::string& CurrentRequestId() { return current_request_id; }

}  // namespace amtslotse::rpc
