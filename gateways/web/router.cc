#include "gateways/web/router.h"

namespace amtslotse::gateways::web {
namespace {

std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool IsVariable(std::string_view segment) { return segment.size() > 2 && segment.front() == '{'; }

bool Fits(const Route& route, const std::vector<std::string_view>& path) {
  if (route.segments.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (IsVariable(route.segments[i]) ? path[i].empty() : route.segments[i] != path[i]) return false;
  }
  return true;
}

}  // namespace

void Router::Add(std::string method, std::string pattern, Needs needs, Handler handler) {
  Route route{.method = std::move(method),
              .pattern = std::move(pattern),
              .needs = needs,
              .handler = std::move(handler),
              .segments = {}};
  for (const auto segment : Segments(route.pattern)) route.segments.emplace_back(segment);
  routes_.push_back(std::move(route));
}

Matched Router::Find(std::string_view method, std::string_view path) const {
  Matched matched;
  if (path.empty() || path.front() != '/') return matched;
  const auto segments = Segments(path);
  for (const Route& route : routes_) {
    if (!Fits(route, segments)) continue;
    if (route.method != (method == "HEAD" ? "GET" : method)) {
      matched.allowed += (matched.allowed.empty() ? "" : ", ") + route.method;
      continue;
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const std::string& name = route.segments[i];
      if (IsVariable(name)) matched.variables.emplace_back(name.substr(1, name.size() - 2), segments[i]);
    }
    matched.route = &route;
    return matched;
  }
  return matched;
}

}  // namespace amtslotse::gateways::web
