// The gRPC shell of knowledge.
#pragma once

#include <string>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "knowledge/store.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {

class KnowledgeService final : public v1::Knowledge::Service {
 public:
  // All borrowed.
  KnowledgeService(Database& database, CatalogueStore& catalogues, rpc::Metrics& metrics)
      : database_(database), catalogues_(catalogues), metrics_(metrics) {}

  grpc::Status GetMunicipality(grpc::ServerContext*, const v1::GetMunicipalityRequest*, v1::GetMunicipalityResponse*) override;
  grpc::Status ListMunicipalities(grpc::ServerContext*, const v1::ListMunicipalitiesRequest*, v1::ListMunicipalitiesResponse*) override;
  grpc::Status GetService(grpc::ServerContext*, const v1::GetServiceRequest*, v1::GetServiceResponse*) override;
  grpc::Status ListServices(grpc::ServerContext*, const v1::ListServicesRequest*, v1::ListServicesResponse*) override;
  grpc::Status GetOffice(grpc::ServerContext*, const v1::GetOfficeRequest*, v1::GetOfficeResponse*) override;
  grpc::Status ListOffices(grpc::ServerContext*, const v1::ListOfficesRequest*, v1::ListOfficesResponse*) override;
  grpc::Status ListImports(grpc::ServerContext*, const v1::ListImportsRequest*, v1::ListImportsResponse*) override;

 private:
  absl::Status PageOfServices(const v1::ListServicesRequest& request, v1::ListServicesResponse& response) const;

  Database& database_;
  CatalogueStore& catalogues_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::knowledge
