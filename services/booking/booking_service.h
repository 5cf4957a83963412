// The gRPC shell of booking.
#pragma once

#include <string>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "booking/store.h"
#include "services/rpc/call.h"

namespace amtslotse::booking {

class BookingService final : public v1::Booking::Service {
 public:
  // All borrowed.
  BookingService(Store& store, const Clock& clock, rpc::Metrics& metrics) : store_(store), clock_(clock), metrics_(metrics) {}

  grpc::Status ApplyCatalogue(grpc::ServerContext*, const v1::ApplyCatalogueRequest*, v1::ApplyCatalogueResponse*) override;
  grpc::Status ListLocations(grpc::ServerContext*, const v1::ListLocationsRequest*, v1::ListLocationsResponse*) override;
  grpc::Status FindSlots(grpc::ServerContext*, const v1::FindSlotsRequest*, v1::FindSlotsResponse*) override;
  grpc::Status FindDays(grpc::ServerContext*, const v1::FindDaysRequest*, v1::FindDaysResponse*) override;
  grpc::Status Hold(grpc::ServerContext*, const v1::HoldRequest*, v1::HoldResponse*) override;
  grpc::Status ExtendHold(grpc::ServerContext*, const v1::ExtendHoldRequest*, v1::ExtendHoldResponse*) override;
  grpc::Status ReleaseHold(grpc::ServerContext*, const v1::ReleaseHoldRequest*, v1::ReleaseHoldResponse*) override;
  grpc::Status Confirm(grpc::ServerContext*, const v1::ConfirmRequest*, v1::ConfirmResponse*) override;
  grpc::Status FindAppointment(grpc::ServerContext*, const v1::FindAppointmentRequest*, v1::FindAppointmentResponse*) override;
  grpc::Status Rebook(grpc::ServerContext*, const v1::RebookRequest*, v1::RebookResponse*) override;
  grpc::Status Cancel(grpc::ServerContext*, const v1::CancelRequest*, v1::CancelResponse*) override;
  grpc::Status GetCalendarFile(grpc::ServerContext*, const v1::GetCalendarFileRequest*, v1::GetCalendarFileResponse*) override;
  grpc::Status ListClosures(grpc::ServerContext*, const v1::ListClosuresRequest*, v1::ListClosuresResponse*) override;

 private:
  absl::Status Apply(const v1::ApplyCatalogueRequest& request);
  absl::Status Slots(const v1::FindSlotsRequest& request, v1::FindSlotsResponse& response);
  absl::Status Closures(const v1::ListClosuresRequest& request, v1::ListClosuresResponse& response);

  Store& store_;
  const Clock& clock_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::booking
