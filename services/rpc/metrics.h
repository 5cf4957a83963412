// Prometheus metrics of one process.
#pragma once

#include <absl/status/statusor.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <memory>
#include <string>

namespace prometheus {
class Exposer;
}

namespace amtslotse::rpc {

// Thread-safe. Lives as long as everything that counts into it.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // Serves /metrics on host:port; empty: not served. The address is taken at once.
  absl::Status Serve(const std::string& listen);

  // One call of an RPC, incoming or outgoing.
  void CountCall(const char* direction, const std::string& method, const std::string& code,
                 std::chrono::steady_clock::duration took);

  prometheus::Registry& registry() { return *registry_; }
  // The text exposition format.
  std::string Text() const;

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>* calls_;
  prometheus::Family<prometheus::Histogram>* seconds_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace amtslotse::rpc
