#include "desk.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <chrono>

#include "knowledge/database.h"
#include "knowledge/import/import.h"
#include "services/rpc/actor.h"

namespace amtslotse::responsibility {
namespace {

const std::string kActorKey(32, 'k');

}  // namespace

Desk::Desk()
    : database_(knowledge::OpenSqliteInMemory().value()), own_database_(knowledge::OpenSqliteInMemory().value()) {
  EXPECT_TRUE(knowledge::PrepareTables(*database_).ok());
  catalogues_ = std::make_unique<knowledge::CatalogueStore>(*database_);
  Import("erlenfurt", "010990001001", "SH-ERLENFURT");
  Import("krummwik", "010995999012", "SH-AMT-WIKLAND");
  own_ = std::make_unique<TownStore>(*own_database_);
  EXPECT_TRUE(own_->Prepare().ok());
  towns_ = std::make_unique<Towns>(*catalogues_, own_.get(),
                                   std::vector<std::string>{"knowledge/data/areas", "knowledge/data/demo"});
  EXPECT_TRUE(towns_->Load().ok());
  service_ = std::make_unique<ResponsibilityService>(*towns_, own_.get(), kActorKey, metrics_);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  stub_ = v1::Responsibility::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
}

Desk::~Desk() { server_->Shutdown(); }

void Desk::Import(const std::string& id, const std::string& ars, const std::string& agency) {
  knowledge::Municipality municipality;
  municipality.id.value = id;
  municipality.name = id;
  municipality.ars.value = ars;
  municipality.agency_id = agency;
  EXPECT_TRUE(catalogues_->SaveMunicipality(municipality).ok());
  knowledge::ImportRequest request;
  request.municipality.value = id;
  request.files = {{"knowledge/data/demo/" + id + "/catalogue.xzufi.xml", ""}};
  request.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
  EXPECT_TRUE(knowledge::ImportCatalogue(*database_, request).ok());
}

std::unique_ptr<grpc::ClientContext> Desk::Context(const std::string& actor) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  if (!actor.empty()) context->AddMetadata(rpc::kActorKey, actor);
  return context;
}

std::string Desk::ActorWith(staff::v1::Role role, const std::string& municipality) {
  staff::v1::Actor actor;
  actor.set_account_id("konto-7");
  actor.set_municipality_id(municipality);
  actor.add_roles(role);
  const auto expires = std::chrono::system_clock::now() + std::chrono::minutes(10);
  actor.set_expires_unix(std::chrono::duration_cast<std::chrono::seconds>(expires.time_since_epoch()).count());
  return rpc::SignActor(actor, kActorKey, {});
}

v1::ResolveResponse Desk::Resolve(const std::string& service, const v1::Place& place) {
  v1::ResolveRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_service_id(service);
  *request.mutable_place() = place;
  v1::ResolveResponse response;
  const grpc::Status status = Call(&Stub::Resolve, request, response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

v1::Place Desk::Text(const std::string& text) {
  v1::Place place;
  place.set_text(text);
  return place;
}

v1::Rule Desk::SomeRule() {
  v1::Rule rule;
  rule.set_service_id("hundesteuer");
  rule.set_ars("010990001001");
  rule.set_office_id("buergerbuero-nord");
  return rule;
}

}  // namespace amtslotse::responsibility
