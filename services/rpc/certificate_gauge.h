// For the alert that a certificate runs out.
#pragma once

#include <thread>

#include "services/rpc/metrics.h"
#include "services/rpc/tls.h"

namespace amtslotse::rpc {

// Exports amtslotse_certificate_valid_until_seconds (Unix time) of the process's own certificate and of its CA's,
// looked up again every minute, as they are renewed while it runs. Nothing without a certificate. The metrics live
// longer.
class CertificateGauge {
 public:
  CertificateGauge(Metrics& metrics, const TlsIdentity& identity);

 private:
  std::jthread watching_;
};

}  // namespace amtslotse::rpc
