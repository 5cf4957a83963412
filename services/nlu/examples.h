// What staff have assigned, from the knowledge service.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "nlu/classify/text_classifier.h"
#include "services/rpc/call.h"

namespace amtslotse::nlu {

struct NamedTown {
  std::string id;
  std::string time_zone;
};

// Thread-safe.
class Examples {
 public:
  // No channel: knowledge is nowhere. `actor_key` as in the settings.
  Examples(const std::shared_ptr<grpc::Channel>& knowledge, std::string actor_key, rpc::Metrics& metrics);

  // As the nlu process itself, not on behalf of anyone. FailedPrecondition without an address.
  absl::StatusOr<std::vector<LabelledText>> Fetch(const std::string& municipality_id) const;
  absl::StatusOr<std::vector<NamedTown>> Towns() const;

 private:
  std::unique_ptr<knowledge::v1::Knowledge::Stub> stub_;
  std::string actor_key_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::nlu
