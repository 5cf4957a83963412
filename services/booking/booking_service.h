// The gRPC shell of booking.
#pragma once

#include <string>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "booking/store.h"
#include "services/booking/around_service.h"
#include "services/booking/staff_access.h"
#include "services/rpc/call.h"

namespace amtslotse::booking {

class BookingService final : public AroundService {
 public:
  // All borrowed.
  BookingService(Store& store, const Clock& clock, rpc::Metrics& metrics, AroundSettings around)
      : AroundService(store, clock, metrics, around),
        store_(store),
        clock_(clock),
        metrics_(metrics),
        staff_(around.actor_key),
        mail_folder_(around.mail_folder) {}

  grpc::Status ApplyCatalogue(grpc::ServerContext*, const v1::ApplyCatalogueRequest*,
                              v1::ApplyCatalogueResponse*) override;
  grpc::Status ListLocations(grpc::ServerContext*, const v1::ListLocationsRequest*,
                             v1::ListLocationsResponse*) override;
  grpc::Status FindSlots(grpc::ServerContext*, const v1::FindSlotsRequest*, v1::FindSlotsResponse*) override;
  grpc::Status FindDays(grpc::ServerContext*, const v1::FindDaysRequest*, v1::FindDaysResponse*) override;
  grpc::Status Hold(grpc::ServerContext*, const v1::HoldRequest*, v1::HoldResponse*) override;
  grpc::Status ExtendHold(grpc::ServerContext*, const v1::ExtendHoldRequest*, v1::ExtendHoldResponse*) override;
  grpc::Status ReleaseHold(grpc::ServerContext*, const v1::ReleaseHoldRequest*, v1::ReleaseHoldResponse*) override;
  grpc::Status Confirm(grpc::ServerContext*, const v1::ConfirmRequest*, v1::ConfirmResponse*) override;
  grpc::Status FindAppointment(grpc::ServerContext*, const v1::FindAppointmentRequest*,
                               v1::FindAppointmentResponse*) override;
  grpc::Status Rebook(grpc::ServerContext*, const v1::RebookRequest*, v1::RebookResponse*) override;
  grpc::Status Cancel(grpc::ServerContext*, const v1::CancelRequest*, v1::CancelResponse*) override;
  grpc::Status GetCalendarFile(grpc::ServerContext*, const v1::GetCalendarFileRequest*,
                               v1::GetCalendarFileResponse*) override;
  grpc::Status ListClosures(grpc::ServerContext*, const v1::ListClosuresRequest*, v1::ListClosuresResponse*) override;

  grpc::Status Activate(grpc::ServerContext*, const v1::ActivateRequest*, v1::ActivateResponse*) override;

  // record_calls.cc
  grpc::Status CreateChallenge(grpc::ServerContext*, const v1::CreateChallengeRequest*,
                               v1::CreateChallengeResponse*) override;
  grpc::Status CorrectName(grpc::ServerContext*, const v1::CorrectNameRequest*, v1::CorrectNameResponse*) override;
  grpc::Status ErasePerson(grpc::ServerContext*, const v1::ErasePersonRequest*, v1::ErasePersonResponse*) override;
  grpc::Status ImportAppointments(grpc::ServerContext*, const v1::ImportAppointmentsRequest*,
                                  v1::ImportAppointmentsResponse*) override;
  grpc::Status Backup(grpc::ServerContext*, const v1::BackupRequest*, v1::BackupResponse*) override;

  // calendar_calls.cc
  grpc::Status GetCalendar(grpc::ServerContext*, const v1::GetCalendarRequest*, v1::GetCalendarResponse*) override;
  grpc::Status SaveCalendar(grpc::ServerContext*, const v1::SaveCalendarRequest*, v1::SaveCalendarResponse*) override;
  grpc::Status RetireLocation(grpc::ServerContext*, const v1::RetireLocationRequest*,
                              v1::RetireLocationResponse*) override;

 private:
  absl::Status Apply(const v1::ApplyCatalogueRequest& request);
  void Advise(const MunicipalityId& municipality, const LocationId& location, v1::Appointment* appointment);
  absl::Status Rename(const MunicipalityId& municipality, const LocationId& id,
                      const v1::ApplyCatalogueRequest& request);
  absl::Status Slots(const v1::FindSlotsRequest& request, v1::FindSlotsResponse& response);
  absl::Status SaveCalendarAs(const staff::v1::Actor& actor, const v1::SaveCalendarRequest& request,
                              v1::SaveCalendarResponse& response);
  absl::Status Closures(const v1::ListClosuresRequest& request, v1::ListClosuresResponse& response);

  Store& store_;
  const Clock& clock_;
  rpc::Metrics& metrics_;
  StaffAccess staff_;
  const std::string mail_folder_;
};

}  // namespace amtslotse::booking
