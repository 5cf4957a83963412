// Query parameters, parsed at the edge. A bad one is remembered and named in words.
#pragma once

#include <charconv>
#include <string>
#include <vector>

#include "gateways/web/http.h"

namespace amtslotse::gateways::web {

class Query {
 public:
  explicit Query(const Request& request) : request_(request) {}

  std::string Text(const char* name, std::size_t max_bytes = 200) {
    std::string text = request_.Query(name);
    if (text.size() > max_bytes) Bad(name);
    return text;
  }
  // Absent: `fallback`.
  std::uint32_t Number(const char* name, std::uint32_t fallback, std::uint32_t low, std::uint32_t high) {
    const std::string text = request_.Query(name);
    if (text.empty()) return fallback;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < low || number > high) Bad(name);
    return number;
  }
  bool Flag(const char* name) {
    const std::string text = request_.Query(name);
    if (!text.empty() && text != "true" && text != "false" && text != "1" && text != "0") Bad(name);
    return text == "true" || text == "1";
  }
  // "2026-12-03" or empty.
  std::string Date(const char* name) {
    const std::string text = request_.Query(name);
    if (text.empty()) return text;
    bool good = text.size() == 10;
    for (std::size_t i = 0; good && i < text.size(); ++i)
      good = i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
    if (!good) Bad(name);
    return text;
  }
  // Every value of a parameter that may stand several times.
  std::vector<std::string> All(const char* name, std::size_t most = 20) {
    std::vector<std::string> values = request_.Queries(name);
    for (const std::string& value : values) {
      if (value.empty() || value.size() > 200) Bad(name);
    }
    if (values.size() > most) Bad(name);
    return values;
  }

  // Name of the first bad parameter; empty when all are good.
  const std::string& bad() const { return bad_; }

 private:
  void Bad(const char* name) {
    if (bad_.empty()) bad_ = name;
  }
  const Request& request_;
  std::string bad_;
};

}  // namespace amtslotse::gateways::web
