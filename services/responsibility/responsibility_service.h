// The shell of responsibility: decodes, asks the town, encodes.
#pragma once

#include <string>

#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "knowledge/responsibility/town_store.h"
#include "knowledge/responsibility/towns.h"
#include "services/rpc/call.h"
#include "services/rpc/metrics.h"

namespace amtslotse::responsibility {

// Thread-safe. Borrows everything; `own` is nullptr when towns cannot save anything.
class ResponsibilityService final : public v1::Responsibility::Service {
 public:
  ResponsibilityService(Towns& towns, TownStore* own, std::string actor_key, rpc::Metrics& metrics)
      : towns_(towns), own_(own), actor_key_(std::move(actor_key)), metrics_(metrics) {}

  grpc::Status Resolve(grpc::ServerContext* context, const v1::ResolveRequest* request,
                       v1::ResolveResponse* response) override;
  grpc::Status FindPlaces(grpc::ServerContext* context, const v1::FindPlacesRequest* request,
                          v1::FindPlacesResponse* response) override;
  grpc::Status ListRules(grpc::ServerContext* context, const v1::ListRulesRequest* request,
                         v1::ListRulesResponse* response) override;
  grpc::Status SaveRule(grpc::ServerContext* context, const v1::SaveRuleRequest* request,
                        v1::SaveRuleResponse* response) override;
  grpc::Status DeleteRule(grpc::ServerContext* context, const v1::DeleteRuleRequest* request,
                          v1::DeleteRuleResponse* response) override;
  grpc::Status WhatIf(grpc::ServerContext* context, const v1::WhatIfRequest* request,
                      v1::WhatIfResponse* response) override;
  grpc::Status ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                         v1::ListAuditResponse* response) override;
  grpc::Status Lint(grpc::ServerContext* context, const v1::LintRequest* request, v1::LintResponse* response) override;
  grpc::Status ImportStreets(grpc::ServerContext* context, const v1::ImportStreetsRequest* request,
                             v1::ImportStreetsResponse* response) override;

 private:
  // Who does it, when the caller may change rules of the municipality.
  absl::StatusOr<Change> MayChange(const rpc::Caller& caller, const std::string& municipality_id) const;
  absl::StatusOr<std::shared_ptr<const Town>> Find(const std::string& municipality_id) {
    return towns_.Get({municipality_id});
  }

  Towns& towns_;
  TownStore* own_;
  std::string actor_key_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::responsibility
