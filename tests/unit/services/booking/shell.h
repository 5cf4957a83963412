// The booking service over real gRPC, for its tests.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <utility>

#include "services/booking/booking_service.h"
#include "services/booking/person_service.h"
#include "services/rpc/actor.h"
#include "tests/unit/booking/world.h"

namespace amtslotse::booking {

inline const std::string kActorKey(32, 'k');

class BookingShell : public testing::Test {
 protected:
  BookingShell() {
    world.Apply(SmallOffice());
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + (folder / "booking.sock"), grpc::InsecureServerCredentials());
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    builder.RegisterService(&persons);
    server = builder.BuildAndStart();
    const auto channel = grpc::CreateChannel("unix:" + (folder / "booking.sock"), grpc::InsecureChannelCredentials());
    stub = v1::Booking::NewStub(channel);
    person_stub = v1::Persons::NewStub(channel);
  }

  template <class Request, class Response>
  grpc::StatusCode Call(grpc::Status (v1::Booking::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                        Request request, Response& response, const std::string& actor = "") {
    request.set_municipality_id("erlenfurt");
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!actor.empty()) context.AddMetadata(rpc::kActorKey, actor);
    return (*stub.*method)(&context, request, &response).error_code();
  }

  std::string ActorFor(staff::v1::Role role, const std::string& office = "", bool confirmed = false) {
    staff::v1::Actor actor;
    actor.set_account_id("k1");
    actor.set_municipality_id("erlenfurt");
    actor.add_roles(role);
    if (!office.empty()) actor.add_office_ids(office);
    actor.set_reauthenticated(confirmed);
    actor.set_expires_unix(
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count() +
        60);
    return rpc::SignActor(actor, kActorKey, {});
  }

  v1::GetCalendarResponse Calendar() {
    v1::GetCalendarRequest ask;
    ask.set_location_id("mitte");
    v1::GetCalendarResponse answer;
    EXPECT_EQ(Call(&v1::Booking::Stub::GetCalendar, ask, answer, ActorFor(staff::v1::ROLE_LEAD)), grpc::StatusCode::OK);
    return answer;
  }

  World<OnSqlite> world;
  rpc::Metrics metrics;
  BookingService service{*world.store, world.clock, metrics, {kActorKey, "", false}};
  TemporaryDirectory folder;
  const std::string mails = folder / "mail";
  ErasureFile erasures{folder / "erasures", world.keys};
  PersonService persons{{*world.store, erasures, world.clock, metrics, kActorKey, mails}};
  int port = 0;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::Booking::Stub> stub;
  std::unique_ptr<v1::Persons::Stub> person_stub;
};

}  // namespace amtslotse::booking
