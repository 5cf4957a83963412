// People of the town, as the conversation reaches them.
#include <algorithm>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "services/dialogue/core/texts.h"
#include "services/dialogue/grpc_town.h"
#include "services/dialogue/hand_overs.h"

namespace amtslotse::dialogue {
namespace {

absl::StatusOr<booking::v1::ForwardRequestResponse> CallForwardRequest(
    Services& services, const rpc::Caller& caller, const booking::v1::ForwardRequestRequest& request) {
  return rpc::Call(*services.booking, &booking::v1::Booking::StubInterface::ForwardRequest, request, caller,
                   {.method = "Booking/ForwardRequest", .repeatable = true}, &services.metrics);
}

}  // namespace

absl::StatusOr<HumanHelp> GrpcTown::GetHumanHelp(const std::string& service_id) {
  if (services_.hand_overs == nullptr) return HumanHelp{};
  std::vector<std::string> offices;
  if (!service_id.empty()) {
    const auto resolution = Resolve(service_id, {});
    if (resolution.ok()) {
      for (const Office& office : resolution->offices) offices.push_back(office.id);
    }
  }
  return services_.hand_overs->Help(municipality_, offices);
}

absl::StatusOr<InQueue> GrpcTown::StartHandOver(const std::string& key, const HumanHelp& help,
                                                const std::string& topic) {
  if (services_.hand_overs == nullptr) return absl::FailedPreconditionError("no hand-over here");
  return services_.hand_overs->Start(key, session_, help, topic);
}

absl::Status GrpcTown::StopHandOver(const std::string& hand_over_id) {
  return services_.hand_overs == nullptr ? absl::OkStatus()
                                         : services_.hand_overs->Stop(municipality_.id, hand_over_id);
}

absl::Status GrpcTown::RequestCallback(const std::string& key, const Callback& callback, const std::string& topic) {
  if (services_.hand_overs == nullptr) return absl::FailedPreconditionError("no call-backs here");
  return services_.hand_overs->RequestCallback(key, session_, callback, topic);
}

// One without a word is refused where no mail goes out, before it is looked at; elsewhere for what it lacks.
bool GrpcTown::TakesRequests() {
  booking::v1::ForwardRequestRequest wordless;
  wordless.set_municipality_id(municipality_.id);
  return CallForwardRequest(services_, caller_, wordless).status().code() == absl::StatusCode::kInvalidArgument;
}

absl::StatusOr<std::chrono::sys_seconds> GrpcTown::ForwardRequest(const std::string& key, const DataRequest& request) {
  booking::v1::ForwardRequestRequest forward;
  forward.set_municipality_id(municipality_.id);
  forward.set_idempotency_key(key);
  forward.set_to(request.to);
  forward.set_subject(Text("data_protection.subject"));
  forward.set_text(request.text);
  forward.set_name(request.name);
  forward.set_reply_to(request.email);
  const auto response = CallForwardRequest(services_, caller_, forward);
  if (!response.ok()) return response.status();
  return std::chrono::sys_seconds(std::chrono::seconds(response->received_unix()));
}

}  // namespace amtslotse::dialogue
