// Which municipality a request is about, and who may embed its chat.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "gateways/web/backends.h"
#include "gateways/web/http.h"

namespace amtslotse::gateways::web {

// Thread-safe. Asks knowledge and remembers: an answer for 15 s, a refusal for 5 s; while knowledge is away, what it
// said last, for up to an hour.
class Towns {
 public:
  using Clock = std::chrono::steady_clock;
  // `fallback`: id of the municipality for host names that no one claims; may be empty.
  Towns(Backends& backends, std::string fallback) : backends_(backends), fallback_(std::move(fallback)) {}

  // By the widget's header, else by host name. NOT_FOUND for an unknown one.
  absl::StatusOr<std::shared_ptr<const Town>> Of(const Request& request, Clock::time_point now);

 private:
  struct Known {
    absl::StatusOr<std::shared_ptr<const Town>> town;
    Clock::time_point asked;
  };
  absl::StatusOr<std::shared_ptr<const Town>> Lookup(const std::string& id, const std::string& host,
                                                     const Request& request, Clock::time_point now);
  absl::StatusOr<std::shared_ptr<const Town>> Ask(const std::string& id, const std::string& host,
                                                  const Request& request);

  Backends& backends_;
  const std::string fallback_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

// True when the request comes from no other page, from a page of the same host, or from one the town allows.
bool MayEmbed(const Request& request, const Town& town);

}  // namespace amtslotse::gateways::web
