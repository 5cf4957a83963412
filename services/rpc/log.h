// Structured logs: one JSON object per line on standard error. Events, never citizens' text.
//   rpc::LogInfo("act_unclear", {{"confidence", 0.41}, {"channel", "web"}});
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace amtslotse::rpc {

// `service` stands in every line. Levels: debug, info, warning, error.
void StartLogging(std::string_view service, std::string_view level);

// A value of a line. Holds no more than a view of a text: it lives as long as the call that logs it.
class LogValue {
 public:
  LogValue(std::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(std::string_view(text)) {}
  LogValue(const char* text) : value_(std::string_view(text)) {}
  LogValue(bool flag) : value_(flag) {}
  template <std::integral Number>
  LogValue(Number number) : value_(static_cast<std::int64_t>(number)) {}
  LogValue(double number) : value_(number) {}
  // absl::string_view and the like.
  template <class Text>
  requires requires(const Text& text) { text.data(), text.size(); }
  LogValue(const Text& text) : value_(std::string_view(text.data(), text.size())) {}

  const std::variant<std::string_view, bool, std::int64_t, double>& value() const { return value_; }

 private:
  std::variant<std::string_view, bool, std::int64_t, double> value_;
};
struct LogField {
  std::string_view name;  // lower_snake_case
  LogValue value;
};
using LogFields = std::initializer_list<LogField>;

// Thread-safe.
void LogDebug(std::string_view event, LogFields fields = {});
void LogInfo(std::string_view event, LogFields fields = {});
void LogWarning(std::string_view event, LogFields fields = {});
void LogError(std::string_view event, LogFields fields = {});

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
