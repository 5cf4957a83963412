// Prometheus metrics of one process.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <tuple>

// Its headers are heavy, and only those who register metrics of their own need them.
namespace prometheus {
class Counter;
class Exposer;
class Histogram;
class Registry;
template <class Metric>
class Family;
}  // namespace prometheus

namespace amtslotse::rpc {

// Thread-safe. Lives as long as everything that counts into it.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // Serves /metrics on host:port; empty: not served. The address is taken at once.
  absl::Status Serve(const std::string& listen);

  // One call of an RPC, incoming or outgoing. The three names have static storage: they are known by their address.
  void CountCall(const char* direction, const char* method, const char* code, std::chrono::steady_clock::duration took);

  // `look` (which says whether a store answers) counted like a call out to it, as method `store`, e.g. "Store/redis".
  // Borrows this.
  std::function<bool()> Counted(const char* store, std::function<bool()> look);

  prometheus::Registry& registry() { return *registry_; }
  // The text exposition format.
  std::string Text() const;

 private:
  // Looking up a family's member by its labels costs more than counting: each is looked up once.
  using CallKey = std::tuple<const char*, const char*, const char*>;
  struct Call {
    prometheus::Counter* count;
    prometheus::Histogram* seconds;
  };
  Call Find(const CallKey& key);

  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>* calls_;
  prometheus::Family<prometheus::Histogram>* seconds_;
  std::shared_mutex mutex_;
  std::map<CallKey, Call> known_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace amtslotse::rpc
