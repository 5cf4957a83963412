// What lies around an appointment, as RPCs: messages, reminders, waiting list (around_calls.cc); the desk, the day, the
// counters (desk_calls.cc). BookingService has the rest.
#pragma once

#include <absl/status/statusor.h>

#include <initializer_list>
#include <string>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/staff/v1/staff.pb.h"
#include "booking/desk.h"
#include "booking/store.h"
#include "booking/visits.h"
#include "booking/waiting_list.h"
#include "services/rpc/call.h"

namespace amtslotse::booking {

// What the shells need to know beside the store.
struct AroundSettings {
  std::string actor_key;         // checks signed actors of the staff
  std::string web_url;           // of the pages, for links; may be empty
  bool sending = false;          // a mail server or folder is set up
  std::string mail_folder = {};  // empty: none
};

class AroundService : public v1::Booking::Service {
 public:
  // Borrowed.
  AroundService(Store& store, const Clock& clock, rpc::Metrics& metrics, AroundSettings settings)
      : around_(store), around_clock_(clock), around_metrics_(metrics), settings_(std::move(settings)) {}

  grpc::Status JoinWaitingList(grpc::ServerContext*, const v1::JoinWaitingListRequest*,
                               v1::JoinWaitingListResponse*) override;
  grpc::Status GetWish(grpc::ServerContext*, const v1::GetWishRequest*, v1::GetWishResponse*) override;
  grpc::Status LeaveWaitingList(grpc::ServerContext*, const v1::LeaveWaitingListRequest*,
                                v1::LeaveWaitingListResponse*) override;
  grpc::Status AnswerOffer(grpc::ServerContext*, const v1::AnswerOfferRequest*, v1::AnswerOfferResponse*) override;
  grpc::Status AnswerReminder(grpc::ServerContext*, const v1::AnswerReminderRequest*,
                              v1::AnswerReminderResponse*) override;
  grpc::Status SetReminders(grpc::ServerContext*, const v1::SetRemindersRequest*, v1::SetRemindersResponse*) override;
  grpc::Status LeaseNotifications(grpc::ServerContext*, const v1::LeaseNotificationsRequest*,
                                  v1::LeaseNotificationsResponse*) override;
  grpc::Status ReportNotification(grpc::ServerContext*, const v1::ReportNotificationRequest*,
                                  v1::ReportNotificationResponse*) override;
  grpc::Status ForwardRequest(grpc::ServerContext*, const v1::ForwardRequestRequest*,
                              v1::ForwardRequestResponse*) override;
  grpc::Status ListOutbox(grpc::ServerContext*, const v1::ListOutboxRequest*, v1::ListOutboxResponse*) override;
  grpc::Status ResendNotification(grpc::ServerContext*, const v1::ResendNotificationRequest*,
                                  v1::ResendNotificationResponse*) override;
  grpc::Status GetMessageTexts(grpc::ServerContext*, const v1::GetMessageTextsRequest*,
                               v1::GetMessageTextsResponse*) override;
  grpc::Status SaveMessageTexts(grpc::ServerContext*, const v1::SaveMessageTextsRequest*,
                                v1::SaveMessageTextsResponse*) override;
  grpc::Status ListWishes(grpc::ServerContext*, const v1::ListWishesRequest*, v1::ListWishesResponse*) override;

  grpc::Status DrawTicket(grpc::ServerContext*, const v1::DrawTicketRequest*, v1::DrawTicketResponse*) override;
  grpc::Status GetCallDisplay(grpc::ServerContext*, const v1::GetCallDisplayRequest*,
                              v1::GetCallDisplayResponse*) override;
  grpc::Status GetFeed(grpc::ServerContext*, const v1::GetFeedRequest*, v1::GetFeedResponse*) override;
  grpc::Status ProposeMoves(grpc::ServerContext*, const v1::ProposeMovesRequest*, v1::ProposeMovesResponse*) override;
  grpc::Status MoveAppointments(grpc::ServerContext*, const v1::MoveAppointmentsRequest*,
                                v1::MoveAppointmentsResponse*) override;
  grpc::Status UndoMove(grpc::ServerContext*, const v1::UndoMoveRequest*, v1::UndoMoveResponse*) override;
  grpc::Status SearchAppointments(grpc::ServerContext*, const v1::SearchAppointmentsRequest*,
                                  v1::SearchAppointmentsResponse*) override;
  grpc::Status BookForCaller(grpc::ServerContext*, const v1::BookForCallerRequest*,
                             v1::BookForCallerResponse*) override;
  grpc::Status Overbook(grpc::ServerContext*, const v1::OverbookRequest*, v1::OverbookResponse*) override;
  grpc::Status GetSlip(grpc::ServerContext*, const v1::GetSlipRequest*, v1::GetSlipResponse*) override;
  grpc::Status GetDayList(grpc::ServerContext*, const v1::GetDayListRequest*, v1::GetDayListResponse*) override;
  grpc::Status SetVisitState(grpc::ServerContext*, const v1::SetVisitStateRequest*,
                             v1::SetVisitStateResponse*) override;
  grpc::Status CallNext(grpc::ServerContext*, const v1::CallNextRequest*, v1::CallNextResponse*) override;
  grpc::Status CreateFeed(grpc::ServerContext*, const v1::CreateFeedRequest*, v1::CreateFeedResponse*) override;
  grpc::Status ExportAppointments(grpc::ServerContext*, const v1::ExportAppointmentsRequest*,
                                  v1::ExportAppointmentsResponse*) override;
  grpc::Status GetKeyFigures(grpc::ServerContext*, const v1::GetKeyFiguresRequest*,
                             v1::GetKeyFiguresResponse*) override;

 protected:
  // Of the staff with one of the roles, and of this location's office (any, when empty).
  absl::StatusOr<Actor> StaffAt(const rpc::Caller& caller, const std::string& municipality_id,
                                const std::string& location_id, std::initializer_list<staff::v1::Role> roles) const;
  // Every appointment is at an office of the actor.
  absl::StatusOr<Actor> StaffOf(const rpc::Caller& caller, const std::string& municipality_id,
                                const std::vector<std::string>& numbers) const;

 private:
  absl::StatusOr<staff::v1::Actor> Staff(const rpc::Caller& caller, const std::string& municipality_id,
                                         std::initializer_list<staff::v1::Role> roles) const;
  template <typename Response>
  absl::Status Book(const CallerRequest& request, Response& response);

  Store& around_;
  const Clock& around_clock_;
  rpc::Metrics& around_metrics_;
  AroundSettings settings_;
};

}  // namespace amtslotse::booking
