// The town as the conversation sees it, over gRPC. One object per turn: it carries the caller.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "keys/key_ring.h"
#include "services/dialogue/core/session.h"
#include "services/dialogue/core/town.h"
#include "services/dialogue/unanswered.h"
#include "services/rpc/call.h"
#include "services/rpc/stub.h"

namespace amtslotse::booking::v1 {
class Booking;
}
namespace amtslotse::knowledge::v1 {
class Knowledge;
}
namespace amtslotse::nlu::v1 {
class Nlu;
}
namespace amtslotse::responsibility::v1 {
class Responsibility;
}

namespace amtslotse::dialogue {

class ConversationFigures;
class HandOvers;

// The other services, and what is known of the municipalities for a few seconds. Thread-safe.
class Services {
 public:
  struct Channels {
    std::shared_ptr<grpc::Channel> nlu, knowledge, responsibility, booking;
  };
  Services(const Channels& channels, std::string web_url, rpc::Metrics& metrics);

  // NOT_FOUND for an unknown municipality. Fresh within 10 s; the last known one while knowledge is down.
  absl::StatusOr<Municipality> GetMunicipality(const std::string& municipality_id, const rpc::Caller& caller);

  rpc::Stub<nlu::v1::Nlu> nlu;
  rpc::Stub<knowledge::v1::Knowledge> knowledge;
  rpc::Stub<responsibility::v1::Responsibility> responsibility;
  rpc::Stub<booking::v1::Booking> booking;
  rpc::Metrics& metrics;
  UnansweredQueue unanswered;
  const keys::KeyRing* keys = nullptr;            // seals where later messages go; null: nowhere
  HandOvers* hand_overs = nullptr;                // null: there are none
  ConversationFigures* figures = nullptr;         // null: nothing is counted
  std::string actor_key;                          // checks who of the staff calls
  std::chrono::seconds conversations_kept{1800};  // after their last message

 private:
  std::shared_ptr<const std::set<std::string>> BookableServices(const std::string& municipality_id,
                                                                const rpc::Caller& caller);

  struct Known {
    Municipality municipality;
    std::chrono::steady_clock::time_point at;
  };
  std::string web_url_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
};

// What nlu says of a text that answers no question of ours, asked before that is known.
struct Foreseen {
  std::string text;
  absl::StatusOr<nlu::Understanding> understood;
};
// Nothing for a text so short that it is likely an answer to a question of ours.
std::optional<Foreseen> Foresee(Services& services, const Municipality& municipality, const std::string& text,
                                const rpc::Caller& caller, std::chrono::sys_seconds now);

class GrpcTown final : public Town {
 public:
  // Borrows the session, of which it only reads what never changes.
  GrpcTown(Services& services, Municipality municipality, const Session& session, rpc::Caller caller,
           std::chrono::sys_seconds now, std::optional<Foreseen> foreseen = {});

  const Municipality& municipality() const override { return municipality_; }
  absl::StatusOr<nlu::Understanding> Understand(const std::string& text, nlu::Expecting expecting) override;
  absl::StatusOr<std::vector<Found>> AskAll(const std::vector<AskQuery>& queries) override;
  absl::StatusOr<Office> GetOffice(const std::string& office_id, const std::string& date) override;
  absl::StatusOr<std::vector<Office>> ListOffices() override;
  absl::StatusOr<std::vector<TownNotice>> Notices() override;
  absl::StatusOr<Resolution> Resolve(const std::string& service_id, const PlaceQuery& place) override;
  absl::StatusOr<std::vector<Area>> FindPlaces(const std::string& text) override;
  absl::StatusOr<Slots> FindSlots(const SlotQuery& query) override;
  absl::StatusOr<std::vector<BookingPlace>> ListBookingPlaces() override;
  absl::StatusOr<OrRefusal<Held>> Hold(const std::string& key, const Slot& slot,
                                       const std::vector<ServiceQuantity>& services, int attendees,
                                       const std::string& replaces_hold) override;
  absl::StatusOr<OrRefusal<std::chrono::sys_seconds>> ExtendHold(const std::string& key,
                                                                 const std::string& hold_id) override;
  absl::Status ReleaseHold(const std::string& hold_id) override;
  absl::StatusOr<OrRefusal<Confirmed>> Confirm(const std::string& key, const std::string& hold_id,
                                               const Contact& contact) override;
  absl::StatusOr<OrRefusal<Confirmed>> Activate(const std::string& key, const std::string& hold_id,
                                                const std::string& code) override;
  absl::StatusOr<OrRefusal<Appointment>> FindAppointment(const AppointmentKey& appointment) override;
  absl::StatusOr<OrRefusal<Appointment>> Rebook(const std::string& key, const AppointmentKey& appointment,
                                                const Slot& slot) override;
  absl::StatusOr<OrRefusal<Appointment>> Cancel(const std::string& key, const AppointmentKey& appointment) override;
  absl::StatusOr<std::string> CalendarFile(const AppointmentKey& appointment) override;
  absl::StatusOr<OrRefusal<WaitingPlace>> JoinWaitingList(const std::string& key,
                                                          const std::vector<ServiceQuantity>& services,
                                                          const std::string& from_date, const std::string& to_date,
                                                          int from_minute, int to_minute,
                                                          const Contact& contact) override;
  absl::Status SetReminders(const AppointmentKey& appointment, bool wanted) override;
  void RecordUnanswered(const std::string& text, const std::string& reason) override;
  bool unanswered() const { return unanswered_; }  // this turn left a question open
  // town_people.cc
  absl::StatusOr<HumanHelp> GetHumanHelp(const std::string& service_id) override;
  absl::StatusOr<InQueue> StartHandOver(const std::string& key, const HumanHelp& help,
                                        const std::string& topic) override;
  absl::Status StopHandOver(const std::string& hand_over_id) override;
  absl::Status RequestCallback(const std::string& key, const Callback& callback, const std::string& topic) override;
  bool TakesRequests() override;
  absl::StatusOr<std::chrono::sys_seconds> ForwardRequest(const std::string& key, const DataRequest& request) override;

 private:
  std::string Reference() const;  // where messages to the conversation go later

  Services& services_;
  Municipality municipality_;
  const Session& session_;
  rpc::Caller caller_;
  std::chrono::sys_seconds now_;
  std::optional<Foreseen> foreseen_;
  bool unanswered_ = false;
};

}  // namespace amtslotse::dialogue
