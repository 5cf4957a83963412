// The gRPC shell of what staff do rarely.
#pragma once

#include <string>

#include "amtslotse/knowledge/v1/housekeeping.grpc.pb.h"
#include "knowledge/town.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {

// What the shell works on; all borrowed.
struct HousekeepingParts {
  Database& database;
  CatalogueStore& catalogues;
  EntryStore& entries;
  Towns& towns;
  rpc::Metrics& metrics;
  std::string actor_key;
};

class HousekeepingService final : public v1::Housekeeping::Service {
 public:
  explicit HousekeepingService(HousekeepingParts parts) : parts_(std::move(parts)) {}

  grpc::Status RemoveDemo(grpc::ServerContext*, const v1::RemoveDemoRequest*, v1::RemoveDemoResponse*) override;
  grpc::Status ReopenUnanswered(grpc::ServerContext*, const v1::ReopenUnansweredRequest*,
                                v1::ReopenUnansweredResponse*) override;

 private:
  HousekeepingParts parts_;
};

}  // namespace amtslotse::knowledge
