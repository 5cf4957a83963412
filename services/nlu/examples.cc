#include "services/nlu/examples.h"

#include <grpcpp/channel.h>

#include "services/rpc/actor.h"

namespace amtslotse::nlu {
namespace {

namespace kv = knowledge::v1;

constexpr std::chrono::seconds kLimit{20};

absl::Status NoKnowledge() { return absl::FailedPreconditionError("NLU_KNOWLEDGE is not set"); }

}  // namespace

Examples::Examples(const std::shared_ptr<grpc::Channel>& knowledge, std::string actor_key, rpc::Metrics& metrics)
    : stub_(knowledge == nullptr ? nullptr : kv::Knowledge::NewStub(knowledge)),
      actor_key_(std::move(actor_key)),
      metrics_(metrics) {}

absl::StatusOr<std::vector<LabelledText>> Examples::Fetch(const std::string& municipality_id) const {
  if (stub_ == nullptr) return NoKnowledge();
  const auto now = std::chrono::system_clock::now();
  staff::v1::Actor actor;
  actor.set_account_id("nlu");
  actor.set_display_name("Lernen");
  actor.set_municipality_id(municipality_id);
  actor.add_roles(staff::v1::ROLE_EDITOR);
  actor.set_expires_unix(std::chrono::system_clock::to_time_t(now + kLimit));
  grpc::ClientContext context;
  context.set_deadline(now + kLimit);
  context.AddMetadata(rpc::kRequestIdKey, rpc::RandomId());
  context.AddMetadata(rpc::kActorKey, rpc::SignActor(actor, actor_key_, now));
  kv::ExportExamplesRequest request;
  request.set_municipality_id(municipality_id);
  const auto reader = stub_->ExportExamples(&context, request);
  std::vector<LabelledText> examples;
  for (kv::ExportExamplesResponse response; reader->Read(&response);)
    examples.push_back({response.act(), response.text()});
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return examples;
}

absl::StatusOr<std::vector<NamedTown>> Examples::Towns() const {
  if (stub_ == nullptr) return NoKnowledge();
  const rpc::Caller caller{rpc::RandomId(), "", std::chrono::system_clock::now() + kLimit};
  const auto response =
      rpc::Call(*stub_, &kv::Knowledge::StubInterface::ListMunicipalities, kv::ListMunicipalitiesRequest{}, caller,
                {.method = "Knowledge/ListMunicipalities", .repeatable = true, .timeout = kLimit}, &metrics_);
  if (!response.ok()) return response.status();
  std::vector<NamedTown> towns;
  for (const auto& municipality : response->municipalities())
    towns.push_back({municipality.id(), municipality.time_zone()});
  return towns;
}

}  // namespace amtslotse::nlu
