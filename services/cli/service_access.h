// Reaches an installation's services on behalf of an operator's command.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/installation.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/supervisor/occupancy.h"
#include "services/cli/supervisor/signals.h"
#include "services/cli/supervisor/supervisor.h"
#include "services/rpc/call.h"

namespace amtslotse::cli {

// Uses the services that run. When the installation is down, it starts those that are asked for and holds the data's
// lock, so that no one else starts meanwhile; they stop when this is destroyed. One at a time, from the main thread.
// Services of other machines are named by OPERATOR_KNOWLEDGE=tls:rechner:50052 and so on, and called with the
// certificate `operator` in OPERATOR_TLS_DIR; of this machine only the actor key is read then.
class ServiceAccess {
 public:
  // Of an installation on this machine.
  enum class WhenMissing { kRefuse, kCreate };
  // NOT_FOUND when the data folder is not there and is not to be made; INVALID_ARGUMENT when only some of the services
  // are named elsewhere; FAILED_PRECONDITION when the certificate is missing or not the operator's.
  static absl::StatusOr<std::unique_ptr<ServiceAccess>> Open(const Installation& installation,
                                                             const std::vector<std::string>& services,
                                                             WhenMissing when_missing = WhenMissing::kRefuse);
  ~ServiceAccess();

  std::shared_ptr<grpc::Channel> Channel(std::string_view service) const;
  // Acts as an administrator of the municipality; what is done stands in the audit as "Kommandozeile (user)".
  rpc::Caller Administrator(const std::string& municipality_id, std::chrono::seconds limit) const;
  // NOT_FOUND, with words for the operator, when there is no such town. Needs knowledge.
  absl::Status CheckMunicipality(const std::string& municipality_id, std::chrono::seconds limit) const;

 private:
  ServiceAccess(Installation installation, std::string actor_key);

  Installation installation_;
  std::string actor_key_;
  Console console_;
  std::optional<Signals> signals_;
  std::optional<DataLock> lock_;
  std::optional<Supervisor> supervisor_;
};

}  // namespace amtslotse::cli
