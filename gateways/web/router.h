// Which handler answers a method and a path. Patterns: "/api/v1/services/{id}"; a variable is one whole segment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateways/web/http.h"

namespace amtslotse::gateways::web {

enum class Needs { kNothing, kTown };

struct Route {
  std::string method;
  std::string pattern;
  Needs needs = Needs::kTown;
  Handler handler;
  std::vector<std::string> segments;  // of the pattern
};

struct Matched {
  const Route* route = nullptr;  // null: no such path, or only with another method
  std::vector<std::pair<std::string, std::string>> variables;
  std::string allowed;  // methods of the path, for 405; empty: no such path
};

// Filled once, then read by many threads.
class Router {
 public:
  void Add(std::string method, std::string pattern, Needs needs, Handler handler);
  // HEAD is answered by GET's route. `path` is percent-decoded.
  Matched Find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace amtslotse::gateways::web
