// The responsibility service over real gRPC, with the demo towns and stores of its own.
#pragma once

#include <grpcpp/server.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "amtslotse/staff/v1/staff.pb.h"
#include "services/responsibility/responsibility_service.h"

namespace amtslotse::responsibility {

// Made anew for each test; the areas are read for each, too.
class Desk : public testing::Test {
 protected:
  Desk();
  ~Desk() override;

  using Stub = v1::Responsibility::Stub;

  // As `actor`; empty: nobody of the staff.
  template <class Request, class Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const std::string& actor = "") {
    const auto context = Context(actor);
    return (stub_.get()->*method)(context.get(), request, &response);
  }
  static std::string ActorWith(staff::v1::Role role, const std::string& municipality = "erlenfurt");
  static std::string Editor() { return ActorWith(staff::v1::ROLE_EDITOR); }

  v1::ResolveResponse Resolve(const std::string& service, const v1::Place& place);
  static v1::Place Text(const std::string& text);
  static v1::Rule SomeRule();

 private:
  static std::unique_ptr<grpc::ClientContext> Context(const std::string& actor);
  void Import(const std::string& id, const std::string& ars, const std::string& agency);

  std::unique_ptr<knowledge::Database> database_, own_database_;
  std::unique_ptr<knowledge::CatalogueStore> catalogues_;
  std::unique_ptr<TownStore> own_;
  std::unique_ptr<Towns> towns_;
  rpc::Metrics metrics_;
  std::unique_ptr<ResponsibilityService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace amtslotse::responsibility
