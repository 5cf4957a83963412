// Deliveries and consent as RPCs.
#include <algorithm>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "services/dialogue/deliveries.h"
#include "services/dialogue/dialogue_service.h"
#include "services/dialogue/encode.h"
#include "services/dialogue/hand_overs.h"

namespace amtslotse::dialogue {
namespace {

namespace bv = booking::v1;

constexpr char kOurs[] = "h.";  // ids of hand-over's messages; booking's have none of these

// What people of the staff said on messengers.
absl::Status LeaseFromStaff(HandOvers& hand_overs, const v1::LeaseDeliveriesRequest& request,
                            std::chrono::sys_seconds now, v1::LeaseDeliveriesResponse& response) {
  const std::vector<std::string> channels(request.channels().begin(), request.channels().end());
  const int limit = static_cast<int>(std::clamp(request.limit(), 1u, 200u));
  const auto leased = hand_overs.store().LeaseOutgoing(
      channels, limit, std::chrono::seconds(std::max(request.lease_seconds(), 60u)), now);
  if (!leased.ok()) return leased.status();
  for (const OutgoingMessage& outgoing : *leased) {
    auto* delivery = response.add_deliveries();
    delivery->set_id(outgoing.id);
    delivery->mutable_key()->set_municipality_id(outgoing.municipality_id);
    delivery->mutable_key()->set_channel(outgoing.channel);
    delivery->mutable_key()->set_account(outgoing.account);
    delivery->mutable_key()->set_peer(outgoing.peer);
    delivery->set_conversation_id(outgoing.conversation_id);
    *delivery->mutable_message() = Encode(outgoing.message);
    delivery->set_attempt(static_cast<std::uint32_t>(outgoing.attempt));
  }
  return absl::OkStatus();
}

absl::Status ReportToStaff(HandOvers& hand_overs, const v1::ReportDeliveryRequest& request,
                           std::chrono::sys_seconds now) {
  if (request.outcome() != "retry") return hand_overs.store().DropOutgoing(request.id());
  return hand_overs.store().PostponeOutgoing(request.id(),
                                             now + std::chrono::seconds(std::max(request.retry_after_seconds(), 1u)));
}

}  // namespace

grpc::Status DialogueService::SetConsent(grpc::ServerContext* context, const v1::SetConsentRequest* request,
                                         v1::SetConsentResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/SetConsent", [&](const rpc::Caller& caller) -> absl::Status {
    const auto session = sessions_.Read(request->municipality_id(), request->conversation_id());
    if (!session.ok()) return session.status();
    // Without an appointment there is nothing to be reminded of; later ones are asked about again.
    if (!session->has_value() || !(*session)->appointment) return absl::OkStatus();
    const auto& key = (*session)->appointment->key;
    bv::SetRemindersRequest set;
    set.set_municipality_id(request->municipality_id());
    set.mutable_key()->set_link_token(key.link_token);
    set.mutable_key()->set_cancellation_code(key.code);
    set.mutable_key()->set_surname(key.surname);
    set.set_wanted(request->granted());
    set.set_limit_key(request->conversation_id());
    if (services_.keys != nullptr) set.set_conversation_ref(MakeReference(*services_.keys, **session));
    return rpc::Call(*services_.booking, &bv::Booking::StubInterface::SetReminders, set, caller,
                     {.method = "Booking/SetReminders", .repeatable = true}, &metrics_)
        .status();
  });
}

grpc::Status DialogueService::LeaseDeliveries(grpc::ServerContext* context, const v1::LeaseDeliveriesRequest* request,
                                              v1::LeaseDeliveriesResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/LeaseDeliveries", [&](const rpc::Caller& caller) -> absl::Status {
    bv::LeaseNotificationsRequest lease;
    for (const std::string& channel : request->channels()) lease.add_channels("conversation/" + channel);
    if (lease.channels().empty()) return absl::OkStatus();
    if (services_.hand_overs != nullptr) {
      if (auto ours = LeaseFromStaff(*services_.hand_overs, *request, clock_(), *response); !ours.ok()) return ours;
    }
    lease.set_holder(request->holder());
    lease.set_limit(std::clamp(request->limit(), 1u, 200u));
    lease.set_lease_seconds(std::max(request->lease_seconds(), 60u));
    const auto leased = rpc::Call(*services_.booking, &bv::Booking::StubInterface::LeaseNotifications, lease, caller,
                                  {.method = "Booking/LeaseNotifications"}, &metrics_);
    if (!leased.ok()) return leased.status();
    for (const auto& notification : leased->notifications()) {
      if (services_.keys == nullptr) break;
      const auto reference =
          OpenReference(*services_.keys, notification.municipality_id(), notification.conversation_ref());
      if (!reference) continue;  // stays in booking's outbox, where staff see it
      auto* delivery = response->add_deliveries();
      delivery->set_id(notification.id());
      delivery->mutable_key()->set_municipality_id(notification.municipality_id());
      delivery->mutable_key()->set_channel(reference->channel);
      delivery->mutable_key()->set_account(reference->account);
      delivery->mutable_key()->set_peer(reference->peer);
      delivery->set_conversation_id(reference->conversation_id);
      *delivery->mutable_message() = Encode(MessageOf(notification));
      delivery->set_attempt(notification.attempt());
    }
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::ReportDelivery(grpc::ServerContext* context, const v1::ReportDeliveryRequest* request,
                                             v1::ReportDeliveryResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/ReportDelivery", [&](const rpc::Caller& caller) -> absl::Status {
    if (services_.hand_overs != nullptr && request->id().starts_with(kOurs))
      return ReportToStaff(*services_.hand_overs, *request, clock_());
    bv::ReportNotificationRequest report;
    report.set_municipality_id(request->municipality_id());
    report.set_id(request->id());
    report.set_error(request->outcome());
    report.set_retry_after_seconds(request->retry_after_seconds());
    const std::string& outcome = request->outcome();
    // Not known whether it came: a second reminder would be worse than none.
    if (outcome == "sent" || outcome == "unknown")
      report.set_outcome("sent");
    else if (outcome == "retry")
      report.set_outcome("retry");
    else if (outcome == "blocked")
      report.set_outcome("failed");
    else
      report.set_outcome("by_email");
    return rpc::Call(*services_.booking, &bv::Booking::StubInterface::ReportNotification, report, caller,
                     {.method = "Booking/ReportNotification", .repeatable = true}, &metrics_)
        .status();
  });
}

}  // namespace amtslotse::dialogue
