// The gRPC shell of the conversation: decodes, takes the lease, calls the core once, commits, encodes.
#pragma once

#include <functional>
#include <string>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "services/dialogue/core/conversation.h"
#include "services/dialogue/grpc_town.h"
#include "services/dialogue/session_store.h"

namespace amtslotse::dialogue {

class DialogueService final : public v1::Dialogue::Service {
 public:
  // Everything is borrowed. `clock` tells the time of a turn.
  DialogueService(SessionStore& sessions, Services& services, rpc::Metrics& metrics, std::string peer_key,
                  std::function<std::chrono::sys_seconds()> clock);

  grpc::Status StartConversation(grpc::ServerContext* context, const v1::StartConversationRequest* request,
                                 v1::StartConversationResponse* response) override;
  grpc::Status Send(grpc::ServerContext* context, const v1::SendRequest* request, v1::SendResponse* response) override;
  grpc::Status GetMessages(grpc::ServerContext* context, const v1::GetMessagesRequest* request,
                           v1::GetMessagesResponse* response) override;
  // delivery_calls.cc
  grpc::Status SetConsent(grpc::ServerContext* context, const v1::SetConsentRequest* request,
                          v1::SetConsentResponse* response) override;
  grpc::Status LeaseDeliveries(grpc::ServerContext* context, const v1::LeaseDeliveriesRequest* request,
                               v1::LeaseDeliveriesResponse* response) override;
  grpc::Status ReportDelivery(grpc::ServerContext* context, const v1::ReportDeliveryRequest* request,
                              v1::ReportDeliveryResponse* response) override;
  grpc::Status DeleteConversation(grpc::ServerContext* context, const v1::DeleteConversationRequest* request,
                                  v1::DeleteConversationResponse* response) override;
  // figure_calls.cc
  grpc::Status GetConversationFigures(grpc::ServerContext* context, const v1::GetConversationFiguresRequest* request,
                                      v1::GetConversationFiguresResponse* response) override;
  // hand_over_calls.cc
  grpc::Status ReportBarrier(grpc::ServerContext* context, const v1::ReportBarrierRequest* request,
                             v1::ReportBarrierResponse* response) override;
  grpc::Status ListHandOvers(grpc::ServerContext* context, const v1::ListHandOversRequest* request,
                             v1::ListHandOversResponse* response) override;
  grpc::Status GetHandOver(grpc::ServerContext* context, const v1::GetHandOverRequest* request,
                           v1::GetHandOverResponse* response) override;
  grpc::Status AcceptHandOver(grpc::ServerContext* context, const v1::AcceptHandOverRequest* request,
                              v1::AcceptHandOverResponse* response) override;
  grpc::Status ReplyAsStaff(grpc::ServerContext* context, const v1::ReplyAsStaffRequest* request,
                            v1::ReplyAsStaffResponse* response) override;
  grpc::Status TransferHandOver(grpc::ServerContext* context, const v1::TransferHandOverRequest* request,
                                v1::TransferHandOverResponse* response) override;
  grpc::Status EndHandOver(grpc::ServerContext* context, const v1::EndHandOverRequest* request,
                           v1::EndHandOverResponse* response) override;
  grpc::Status AddHandOverNote(grpc::ServerContext* context, const v1::AddHandOverNoteRequest* request,
                               v1::AddHandOverNoteResponse* response) override;
  grpc::Status ExportHandOver(grpc::ServerContext* context, const v1::ExportHandOverRequest* request,
                              v1::ExportHandOverResponse* response) override;
  grpc::Status DeleteHandOver(grpc::ServerContext* context, const v1::DeleteHandOverRequest* request,
                              v1::DeleteHandOverResponse* response) override;
  grpc::Status SetStaffedHours(grpc::ServerContext* context, const v1::SetStaffedHoursRequest* request,
                               v1::SetStaffedHoursResponse* response) override;
  grpc::Status ListStaffedHours(grpc::ServerContext* context, const v1::ListStaffedHoursRequest* request,
                                v1::ListStaffedHoursResponse* response) override;
  grpc::Status ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                         v1::ListAuditResponse* response) override;
  grpc::Status RateReply(grpc::ServerContext* context, const v1::RateReplyRequest* request,
                         v1::RateReplyResponse* response) override;

 private:
  absl::Status Start(const v1::StartConversationRequest& request, const rpc::Caller& caller,
                     v1::StartConversationResponse& response);
  absl::Status Turn(const v1::SendRequest& request, const rpc::Caller& caller, v1::SendResponse& response);
  absl::Status Repeat(const v1::SendRequest& request, const HandledEvent& handled, v1::SendResponse& response);

  SessionStore& sessions_;
  Services& services_;
  rpc::Metrics& metrics_;
  std::string peer_key_;
  std::function<std::chrono::sys_seconds()> clock_;
};

}  // namespace amtslotse::dialogue
