// A town small enough to see through: one service that can be booked, one office, slots in a list.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/dialogue/core/conversation.h"

namespace amtslotse::dialogue {

class FakeTown : public Town {
 public:
  FakeTown();

  // What nlu says of a text; everything else is out of scope without a topic.
  nlu::Understanding& Hear(const std::string& text, nlu::Act act, const std::string& topic = "",
                           nlu::Band band = nlu::Band::kAct);

  Municipality town;
  std::map<std::string, nlu::Understanding> heard;
  std::vector<Slot> free;
  std::set<std::string> taken;        // local_begin of slots that someone else has
  bool finds_taken = false;           // the process that is asked does not know yet
  std::map<std::string, Held> holds;  // by idempotency key
  std::map<std::string, Confirmed> confirmed;
  std::map<std::string, Appointment> appointments;  // by link token
  std::vector<std::string> unanswered;
  std::vector<Area> places;
  std::vector<TownNotice> notices;
  Resolution resolution;
  std::vector<PlaceQuery> asked_places;
  SlotQuery last_slot_query;
  std::vector<SlotQuery> slot_queries;
  std::string code;  // a confirmation waits for it; empty: none is asked for
  bool attendee_names = false;
  int last_attendees = 0;
  Contact last_contact;
  int extensions = 0;
  bool reminded = false;
  bool waiting_by_telephone = false;  // who waits must be reached so
  bool nlu_down = false, knowledge_down = false, booking_down = false;

  const Municipality& municipality() const override { return town; }
  absl::StatusOr<nlu::Understanding> Understand(const std::string& text, nlu::Expecting expecting) override;
  absl::StatusOr<std::vector<Found>> AskAll(const std::vector<AskQuery>& queries) override;
  absl::StatusOr<Office> GetOffice(const std::string& office_id, const std::string& date) override;
  absl::StatusOr<std::vector<Office>> ListOffices() override;
  absl::StatusOr<std::vector<TownNotice>> Notices() override { return notices; }
  absl::StatusOr<Resolution> Resolve(const std::string& service_id, const PlaceQuery& place) override;
  absl::StatusOr<std::vector<Area>> FindPlaces(const std::string& text) override;
  absl::StatusOr<Slots> FindSlots(const SlotQuery& query) override;
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
};

// A conversation under test: says things, keeps what came back.
class Talk {
 public:
  explicit Talk(FakeTown& town);
  std::string Say(const std::string& text);   // the replies' texts and choices, joined
  std::string Tap(const std::string& label);  // by label of the last replies
  std::string TapId(const std::string& id);
  std::string Send(std::map<std::string, std::string> form);
  void Wait(std::chrono::seconds time) { now += time; }

  FakeTown& town;
  Session session;
  std::vector<Message> replies;
  std::chrono::sys_seconds now;

 private:
  std::string Run(Event event);
  int events_ = 0;
};

}  // namespace amtslotse::dialogue
