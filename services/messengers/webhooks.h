// Where channels call us: POST or GET /webhooks/<municipality>/<channel>/<account>
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/messengers/station.h"

namespace amtslotse::gateways::http {
class ConnectionServer;
}

namespace amtslotse::messengers {

class Webhooks {
 public:
  static constexpr std::size_t kMostBytes = 1024 * 1024;

  // Listens on host:port at once. The stations are borrowed.
  static absl::StatusOr<std::unique_ptr<Webhooks>> Start(const std::string& listen,
                                                         const std::vector<std::unique_ptr<Station>>& stations);
  // Ends after running requests.
  ~Webhooks();

  int port() const { return port_; }

 private:
  explicit Webhooks(const std::vector<std::unique_ptr<Station>>& stations);
  const std::vector<std::unique_ptr<Station>>& stations_;
  std::unique_ptr<gateways::http::ConnectionServer> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace amtslotse::messengers
