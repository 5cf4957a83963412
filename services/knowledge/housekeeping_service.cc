#include "services/knowledge/housekeeping_service.h"

#include "knowledge/demo.h"
#include "knowledge/reopen.h"
#include "services/rpc/actor.h"

namespace amtslotse::knowledge {
namespace {

template <class Objects>
void EncodeObjects(const std::vector<DemoObject>& from, Objects* to) {
  for (const DemoObject& each : from) {
    auto* added = to->Add();
    added->set_id(each.id);
    added->set_name(each.name);
  }
}

void EncodeRemains(const DemoRemains& remains, v1::RemoveDemoResponse& response) {
  EncodeObjects(remains.services, response.mutable_services());
  EncodeObjects(remains.offices, response.mutable_offices());
  EncodeObjects(remains.entries, response.mutable_entries());
  response.set_rules(static_cast<std::uint32_t>(remains.other_objects));
  response.set_open_questions(static_cast<std::uint32_t>(remains.open_questions));
  response.set_import_id(remains.import_id);
}

Change HousekeepingBy(const staff::v1::Actor& actor) {
  return {actor.account_id(), std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()), ""};
}

}  // namespace

grpc::Status HousekeepingService::RemoveDemo(grpc::ServerContext* context, const v1::RemoveDemoRequest* request,
                                             v1::RemoveDemoResponse* response) {
  const MunicipalityId town{request->municipality_id()};
  return rpc::Serve(
      *context, parts_.metrics, "Housekeeping/RemoveDemo", [&](const rpc::Caller& caller) -> absl::Status {
        const auto actor = rpc::CheckActor(caller.signed_actor, parts_.actor_key, town.value,
                                           {staff::v1::ROLE_ADMINISTRATOR}, std::chrono::system_clock::now());
        if (!actor.ok()) return actor.status();
        if (!request->preview() && !actor->reauthenticated())
          return absl::FailedPreconditionError("confirm your password first");
        const auto remains = request->preview() ? FindDemo(parts_.database, parts_.catalogues, parts_.entries, town)
                                                : knowledge::RemoveDemo(parts_.database, parts_.catalogues,
                                                                        parts_.entries, town, HousekeepingBy(*actor));
        if (!remains.ok()) return remains.status();
        EncodeRemains(*remains, *response);
        return request->preview() ? absl::OkStatus() : parts_.towns.Refresh(town);
      });
}

grpc::Status HousekeepingService::ReopenUnanswered(grpc::ServerContext* context,
                                                   const v1::ReopenUnansweredRequest* request,
                                                   v1::ReopenUnansweredResponse*) {
  const MunicipalityId town{request->municipality_id()};
  return rpc::Serve(*context, parts_.metrics, "Housekeeping/ReopenUnanswered",
                    [&](const rpc::Caller& caller) -> absl::Status {
                      const auto actor = rpc::CheckActor(caller.signed_actor, parts_.actor_key, town.value,
                                                         {staff::v1::ROLE_EDITOR}, std::chrono::system_clock::now());
                      if (!actor.ok()) return actor.status();
                      const absl::Status reopened =
                          ReopenQuestions(parts_.database, town, request->group_id(), HousekeepingBy(*actor));
                      return reopened.ok() ? parts_.towns.Refresh(town) : reopened;
                    });
}

}  // namespace amtslotse::knowledge
