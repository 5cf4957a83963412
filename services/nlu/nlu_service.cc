#include "services/nlu/nlu_service.h"

#include "nlu/masking.h"
#include "services/nlu/encode.h"
#include "services/rpc/actor.h"

namespace amtslotse::nlu {
namespace {

// Who asked is noticed to be gone by the second line that nobody takes.
constexpr std::chrono::seconds kToldAgain{2};

std::chrono::system_clock::time_point Now() { return std::chrono::system_clock::now(); }

std::chrono::year ThisYear() {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(Now())).year();
}

}  // namespace

grpc::Status NluService::Understand(grpc::ServerContext* context, const v1::UnderstandRequest* request,
                                    v1::UnderstandResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Nlu/Understand", [&](const rpc::Caller&) {
    const std::shared_ptr<const Understander> understander = parts_.models.Active(request->municipality_id());
    *response = Encode(understander->Understand(request->text(), Decode(*request)));
    response->set_model_version(understander->version());
    return absl::OkStatus();
  });
}

grpc::Status NluService::Mask(grpc::ServerContext* context, const v1::MaskRequest* request,
                              v1::MaskResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Nlu/Mask", [&](const rpc::Caller&) {
    MaskOptions options;
    options.known_names.assign(request->known_names().begin(), request->known_names().end());
    options.this_year = ThisYear();
    response->set_text(MaskPersonalData(request->text(), options));
    return absl::OkStatus();
  });
}

absl::Status NluService::CheckStaff(const rpc::Caller& caller, const std::string& municipality_id) const {
  return rpc::CheckActor(caller.signed_actor, parts_.actor_key, municipality_id, {staff::v1::ROLE_EDITOR}, Now())
      .status();
}

absl::StatusOr<TrainingOrder> NluService::OrderOf(const v1::TrainRequest& request) const {
  TrainingOrder order;
  order.municipality_id = request.municipality_id();
  order.idempotency_key = request.idempotency_key();
  order.activate = request.activate();
  order.now_unix = std::chrono::system_clock::to_time_t(Now());
  for (const v1::Example& example : request.examples()) order.examples.push_back({example.act(), example.text()});
  if (!order.examples.empty()) return order;
  absl::StatusOr<std::vector<LabelledText>> examples = parts_.examples.Fetch(order.municipality_id);
  if (!examples.ok()) return examples.status();
  order.examples = *std::move(examples);
  return order;
}

grpc::Status NluService::Train(grpc::ServerContext* context, const v1::TrainRequest* request,
                               grpc::ServerWriter<v1::TrainResponse>* writer) {
  return rpc::Serve(*context, parts_.metrics, "Nlu/Train", [&](const rpc::Caller& caller) -> absl::Status {
    if (auto status = CheckStaff(caller, request->municipality_id()); !status.ok()) return status;
    const absl::StatusOr<TrainingOrder> order = OrderOf(*request);
    if (!order.ok()) return order.status();
    std::string told;
    auto last = Now();
    const absl::StatusOr<Trained> trained = parts_.trainer.Train(*order, [&](const std::string& step, double fraction) {
      if (context->IsCancelled()) return false;
      // Also while nothing is new: what is silent for long is cut off on the way.
      if (std::exchange(told, step) == step && Now() - last < kToldAgain) return true;
      last = Now();
      v1::TrainResponse response;
      response.set_step(step);
      response.set_fraction(fraction);
      return writer->Write(response);
    });
    if (!trained.ok()) return trained.status();
    rpc::LogInfo("training", {{"municipality", order->municipality_id},
                              {"model", trained->candidate.manifest.version},
                              {"lost", trained->comparison.lost},
                              {"gained", trained->comparison.gained},
                              {"activated", trained->activated}});
    writer->Write(Encode(*trained));
    return absl::OkStatus();
  });
}

grpc::Status NluService::ListModels(grpc::ServerContext* context, const v1::ListModelsRequest* request,
                                    v1::ListModelsResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Nlu/ListModels", [&](const rpc::Caller& caller) -> absl::Status {
    if (auto status = CheckStaff(caller, request->municipality_id()); !status.ok()) return status;
    for (const StoredModel& model : parts_.models.List(request->municipality_id()))
      *response->add_models() = Encode(model);
    response->set_training_off(!parts_.trainer.enabled());
    if (request->changes_of().empty()) return absl::OkStatus();
    const auto report = parts_.models.Report(request->municipality_id(), request->changes_of());
    if (!report.ok()) return report.status();
    for (const ChangedAnswer& change : report->changed) *response->add_changed() = Encode(change);
    return absl::OkStatus();
  });
}

grpc::Status NluService::ActivateModel(grpc::ServerContext* context, const v1::ActivateModelRequest* request,
                                       v1::ActivateModelResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Nlu/ActivateModel", [&](const rpc::Caller& caller) -> absl::Status {
    if (auto status = CheckStaff(caller, request->municipality_id()); !status.ok()) return status;
    const absl::StatusOr<StoredModel> model = parts_.models.Activate(request->municipality_id(), request->version());
    if (!model.ok()) return model.status();
    rpc::LogInfo("model_activated", {{"municipality", request->municipality_id()}, {"model", model->manifest.version}});
    *response->mutable_active() = Encode(*model);
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::nlu
