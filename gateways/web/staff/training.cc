// A town's language model: learning anew with progress, and which model answers.
//   POST /staff/api/v1/training   {"idempotencyKey"}; the answer is one JSON line per step, the last with `candidate`
//   or
//                                 `problem`. Ends with the request: who leaves the page gives the training up.
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web::staff {
namespace {

constexpr auto kTrainWithin = std::chrono::minutes(30);

// A training under way: says each step as a line.
class Training {
 public:
  Training(nlu::v1::Nlu::StubInterface& stub, const nlu::v1::TrainRequest& order, const rpc::Caller& caller) {
    context_.set_deadline(std::chrono::system_clock::now() + kTrainWithin);
    context_.AddMetadata(rpc::kRequestIdKey, caller.request_id);
    context_.AddMetadata(rpc::kActorKey, caller.signed_actor);
    reader_ = stub.Train(&context_, order);
  }
  ~Training() {
    if (!finished_) context_.TryCancel();
  }
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

  bool Round(const Sink& sink) {
    nlu::v1::TrainResponse response;
    if (reader_->Read(&response)) return sink(ToJson(response) + "\n");
    const auto status = rpc::FromGrpc(reader_->Finish());
    finished_ = true;
    if (!status.ok()) sink(fmt::format("{{\"problem\":{}}}\n", Quoted(ProblemOf(status))));
    return false;
  }

 private:
  static std::string ProblemOf(const absl::Status& status) {
    switch (status.code()) {
      case absl::StatusCode::kAborted: return "busy";
      case absl::StatusCode::kPermissionDenied: return "refused";
      case absl::StatusCode::kResourceExhausted: return "memory";
      case absl::StatusCode::kUnimplemented: return "off";
      default: return "failed";
    }
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderInterface<nlu::v1::TrainResponse>> reader_;
  bool finished_ = false;
};

Reply StartTraining(const Shared& shared, nlu::v1::Nlu::StubInterface& stub, const Request& request) {
  if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
  const auto caller = ActingCaller(shared, request);
  if (!caller.ok()) return Fault(shared, request, caller.status());
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return Fault(shared, request, body.status());
  nlu::v1::TrainRequest order;
  if (auto read = FromJson(*body, order); !read.ok()) return Fault(shared, request, read);
  order.set_municipality_id(request.town->id());
  const auto training = std::make_shared<Training>(stub, order, *caller);
  Reply reply{.status = 200, .content_type = "application/x-ndjson", .body = {}, .headers = {}, .stream = {}};
  reply.stream = [training](const Sink& sink) { return training->Round(sink); };
  return reply.With("X-Accel-Buffering", "no");
}

}  // namespace

void AddTrainingRoute(Router& router, const Shared& shared) {
  // Only dialogue reaches nlu; it passes these calls on.
  const std::shared_ptr<nlu::v1::Nlu::StubInterface> stub = nlu::v1::Nlu::NewStub(shared.backends.dialogue_channel);
  router.Add("POST", std::string(kStaffApi) + "/training", Needs::kTown,
             [stub, &shared](const Request& request) { return StartTraining(shared, *stub, request); });
}

}  // namespace amtslotse::gateways::web::staff
