#include "services/rpc/certificate_gauge.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "services/rpc/certificate_file.h"

namespace amtslotse::rpc {
namespace {

constexpr std::chrono::minutes kLookAgain{1};

using Watched = std::array<std::pair<std::string, prometheus::Gauge*>, 2>;

// A file that cannot be read counts as run out.
void Look(const Watched& watched) {
  for (const auto& [file, gauge] : watched) {
    const auto until = ValidUntil(file);
    gauge->Set(until ? static_cast<double>(until->time_since_epoch().count()) : 0);
  }
}

}  // namespace

CertificateGauge::CertificateGauge(Metrics& metrics, const TlsIdentity& identity) {
  if (identity.directory.empty()) return;
  auto& family = prometheus::BuildGauge()
                     .Name("amtslotse_certificate_valid_until_seconds")
                     .Help("Unix time at which the certificate runs out")
                     .Register(metrics.registry());
  const Watched watched{{{identity.directory + "/tls.crt", &family.Add({{"certificate", identity.service}})},
                         {identity.directory + "/ca.crt", &family.Add({{"certificate", "ca"}})}}};
  Look(watched);
  watching_ = std::jthread([watched](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any sleep;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      sleep.wait_for(lock, stop, kLookAgain, [] { return false; });
      Look(watched);
    }
  });
}

}  // namespace amtslotse::rpc
