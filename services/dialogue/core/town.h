// Everything a conversation may ask of the rest of the town. The process implements it over gRPC; the tests over the
// libraries themselves. Each call may fail with a Status: that part is down, and the conversation says so.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "nlu/understanding.h"
#include "services/dialogue/core/message.h"

namespace amtslotse::dialogue {

struct Municipality {
  std::string id;
  std::string name;
  std::string time_zone = "Europe/Berlin";
  std::string land;  // two letters, for holidays
  std::string greeting;
  std::string telephone;
  std::string email;
  std::string address;
  std::string opening_hours;
  std::string human_text;  // how to reach a person
  std::string data_protection_email;
  std::string web_url;  // of the booking pages, for channels that may not ask for personal data
  // Services that some location gives appointments for; null: not known.
  std::shared_ptr<const std::set<std::string>> bookable_services;
  std::chrono::seconds conversations_kept{1800};  // after their last message
  std::string search_page;  // of the town, "{query}" is replaced; empty: the one beside the booking pages
};

struct ServiceRef {
  std::string id;
  std::string name;
  bool operator==(const ServiceRef&) const = default;
};

// --- knowledge ---
struct AskQuery {
  std::string topic;
  std::string text;
  std::vector<std::string> acts;
  std::string service_id;  // what the conversation is about; a better match of the topic wins
  bool plain = false;      // in Leichte Sprache, where there is some
};
struct Answer {
  std::string act;
  std::optional<ServiceRef> service;
  std::string entry_id;
  std::string short_text;
  std::string details;
  std::vector<Source> sources;
  std::vector<Link> online_services;
  std::vector<Link> forms;
  bool lacking = false;
  std::string version;
  std::vector<std::string> told_acts;  // what the texts of `service` answer; empty: not known
  bool plain = false;                  // is in Leichte Sprache
};
enum class HitKind : std::uint8_t { kService, kEntry, kOffice };
struct Hit {
  HitKind kind = HitKind::kService;
  std::string id;
  std::string title;
  double confidence = 0;
};
struct Found {
  enum class Outcome : std::uint8_t { kAnswered, kChoice, kUnknown };
  Outcome outcome = Outcome::kUnknown;
  std::vector<Answer> answers;
  std::vector<Hit> candidates;
  std::optional<ServiceRef> service;
  double confidence = 0;
  bool service_from_topic = false;
  std::vector<std::string> notices;
};
// What a town says first while it is in force. Without services and offices: everywhere.
struct TownNotice {
  std::string text;
  std::vector<std::string> services, offices;
};
struct Office {
  std::string id;
  std::string name;
  std::string address;                     // one line
  std::vector<std::string> opening_hours;  // a line per stretch of days
  std::string telephone;
  std::string email;
  std::string url;
  std::string map_url;
  std::string accessibility;
  std::string public_transport;
  bool step_free = false;
  std::string today;   // "heute bis 18:00 Uhr geöffnet"
  std::string on_day;  // on the day that was asked for: "8:00–12:00 Uhr", "geschlossen (Neujahr)"
  Source source;
};

// --- responsibility ---
// WGS 84, in millionths of a degree; both 0: unknown.
struct Position {
  std::int64_t latitude = 0, longitude = 0;
  bool known() const { return latitude != 0 || longitude != 0; }
};
struct Area {
  std::string ars;
  std::string name;
  std::string qualifier;
  Position position{};  // roughly its middle
};
struct PlaceQuery {
  std::string text;
  std::string ars;
  std::string postcode;
  std::string street;
  std::string house_number;
  std::string initial;  // or the whole family name
};
struct Resolution {
  enum class Outcome : std::uint8_t { kUnique, kSeveral, kNeedInput, kNotApplicable, kNoData };
  Outcome outcome = Outcome::kNoData;
  std::vector<Office> offices;
  std::string reason;
  std::string need;  // place, street, house_number, initial
  std::vector<Area> choices;
  std::vector<std::string> path;
};

// --- booking ---
struct ServiceQuantity {
  std::string service_id;
  int quantity = 1;
};
// Days of the week on which a time may be: bit 0 Monday … bit 6 Sunday.
using Weekdays = unsigned;
inline constexpr Weekdays kAnyWeekday = 0;
inline constexpr Weekdays kEveryWeekday = 0x7F;

struct SlotQuery {
  std::vector<ServiceQuantity> services;
  std::vector<std::string> location_ids;
  std::string from_date, to_date;      // YYYY-MM-DD, inclusive; empty: open
  int from_minute = 0, to_minute = 0;  // of the day; 0: open
  Weekdays weekdays = kAnyWeekday;
  int limit = 5;
  bool step_free = false;
  std::string language{};  // spoken there, BCP 47; empty: any
  Position near{};         // each day the nearest location first
};
struct Slot {
  std::string location_id;
  std::string location_name;
  std::chrono::sys_seconds begin{};
  int minutes = 0;
  std::string local_begin;  // 2026-12-03T14:20
  int metres = 0;           // from where the question was near to; 0: unknown
};
// Where appointments are.
struct BookingPlace {
  std::string id, name, address;
  std::vector<std::string> languages;  // spoken there, BCP 47
};
struct Slots {
  std::vector<Slot> slots;
  std::string release_text;
  std::string next_free_date;
  bool not_bookable = false;
  std::string not_bookable_text{};  // why
};
enum class Refusal : std::uint8_t {
  kNone,
  kSlotTaken,
  kHoldExpired,
  kNotBookable,
  kPersonLimit,
  kChallengeNeeded,
  kContactNeeded,
  kNoSuchAppointment,
  kAlreadyCancelled,
  kPast,
  kOfferExpired,
  kTooManyAttempts,
  kCannotExtend,
  kWrongCode
};
struct Held {
  std::string hold_id;
  Slot slot;
  std::chrono::sys_seconds expires{};
  std::string required_contact;  // none, email, telephone, email_or_telephone
  bool attendee_names = false;   // the name of each who comes is asked for
};
struct AppointmentKey {
  std::string link_token;
  std::string code;
  std::string surname;
};
// Who must come or consent for a minor.
struct MinorsRule {
  std::string service;  // its name
  std::string text;
};
struct Appointment {
  std::string number;
  Slot slot;
  std::vector<ServiceRef> services;
  std::string address;
  bool cancelled = false;
  std::vector<MinorsRule> minors{};
  std::vector<Link> online{};  // where it is possible online too
  int people = 1;
  std::vector<int> counts{};  // how many of each service; empty: one for each of the people
};
struct Confirmed {
  Appointment appointment;
  std::string cancellation_code;
  std::string link_token;
  bool pending = false;  // a code was sent and must come back until `expires`
  std::chrono::sys_seconds expires{};
};
struct WaitingPlace {
  int position = 0;
  std::string link_token;
};
template <class T>
using OrRefusal = std::variant<T, Refusal>;

// What somebody needs at the counter; always voluntary.
struct Needs {
  std::string interpreter{};  // BCP 47, "dgs" for German sign language
  bool wheelchair = false;
  bool more_time = false;
  std::string note{};
};
struct Contact {
  std::string name, email, telephone;
  std::vector<std::string> attendees{};  // names, where each is asked for
  Needs needs{};
};

// --- people ---
struct HumanHelp {
  enum class State : std::uint8_t { kOff, kStaffed, kOutside };
  State state = State::kOff;
  std::string office_id, office_name;
  std::string hours;     // when somebody answers in the chat, in words
  std::string due_date;  // YYYY-MM-DD until which a call-back comes; empty: none is offered
  std::chrono::sys_seconds due{};
};
struct Callback {
  std::string office_id, office_name;
  std::string due_date;
  std::chrono::sys_seconds due{};
  std::string name, telephone, wanted_time;
};
// What somebody wants of the town about their own data, on its way to who answers there.
struct DataRequest {
  std::string to;    // the town's address
  std::string text;  // in the citizen's words
  std::string name, email;
};
struct InQueue {
  std::string hand_over_id;
  int position = 1;
};

class Town {
 public:
  virtual ~Town() = default;
  virtual const Municipality& municipality() const = 0;

  virtual absl::StatusOr<nlu::Understanding> Understand(const std::string& text, nlu::Expecting expecting) = 0;
  // One to each of 1 to 8 queries, in one hop.
  virtual absl::StatusOr<std::vector<Found>> AskAll(const std::vector<AskQuery>& queries) = 0;
  absl::StatusOr<Found> Ask(const AskQuery& query) {
    auto all = AskAll({query});
    if (!all.ok()) return all.status();
    return std::move(all->front());
  }
  // With its hours on `date` (YYYY-MM-DD) unless that is empty.
  virtual absl::StatusOr<Office> GetOffice(const std::string& office_id, const std::string& date) = 0;
  virtual absl::StatusOr<std::vector<Office>> ListOffices() = 0;
  // All that are in force now.
  virtual absl::StatusOr<std::vector<TownNotice>> Notices() = 0;
  virtual absl::StatusOr<Resolution> Resolve(const std::string& service_id, const PlaceQuery& place) = 0;
  virtual absl::StatusOr<std::vector<Area>> FindPlaces(const std::string& text) = 0;

  virtual absl::StatusOr<Slots> FindSlots(const SlotQuery& query) = 0;
  virtual absl::StatusOr<std::vector<BookingPlace>> ListBookingPlaces() {
    return absl::UnimplementedError("no places");
  }
  // Effects carry an idempotency key; a repeat returns the first result.
  virtual absl::StatusOr<OrRefusal<Held>> Hold(const std::string& key, const Slot& slot,
                                               const std::vector<ServiceQuantity>& services, int attendees,
                                               const std::string& replaces_hold) = 0;
  // The new end; kCannotExtend after too many times.
  virtual absl::StatusOr<OrRefusal<std::chrono::sys_seconds>> ExtendHold(const std::string& key,
                                                                         const std::string& hold_id) = 0;
  virtual absl::Status ReleaseHold(const std::string& hold_id) = 0;
  virtual absl::StatusOr<OrRefusal<Confirmed>> Confirm(const std::string& key, const std::string& hold_id,
                                                       const Contact& contact) = 0;
  // With the code that was sent after a pending confirmation; kWrongCode when it is another.
  virtual absl::StatusOr<OrRefusal<Confirmed>> Activate(const std::string& key, const std::string& hold_id,
                                                        const std::string& code) = 0;
  virtual absl::StatusOr<OrRefusal<Appointment>> FindAppointment(const AppointmentKey& appointment) = 0;
  virtual absl::StatusOr<OrRefusal<Appointment>> Rebook(const std::string& key, const AppointmentKey& appointment,
                                                        const Slot& slot) = 0;
  virtual absl::StatusOr<OrRefusal<Appointment>> Cancel(const std::string& key, const AppointmentKey& appointment) = 0;
  virtual absl::StatusOr<std::string> CalendarFile(const AppointmentKey& appointment) = 0;

  virtual absl::StatusOr<OrRefusal<WaitingPlace>> JoinWaitingList(const std::string& /*key*/,
                                                                  const std::vector<ServiceQuantity>& /*services*/,
                                                                  const std::string& /*from_date*/,
                                                                  const std::string& /*to_date*/, int /*from_minute*/,
                                                                  int /*to_minute*/, const Contact& /*contact*/) {
    return absl::UnimplementedError("no waiting list");
  }
  // Reminders in this conversation, by the citizen's own word.
  virtual absl::Status SetReminders(const AppointmentKey& /*appointment*/, bool /*wanted*/) {
    return absl::UnimplementedError("no reminders");
  }

  // Who of the staff can help in the chat: the office of the service where it has staffed hours, else another that has.
  virtual absl::StatusOr<HumanHelp> GetHumanHelp(const std::string& /*service_id*/) { return HumanHelp{}; }
  virtual absl::StatusOr<InQueue> StartHandOver(const std::string& /*key*/, const HumanHelp& /*help*/,
                                                const std::string& /*topic*/) {
    return absl::UnimplementedError("no hand-over");
  }
  virtual absl::Status StopHandOver(const std::string& /*hand_over_id*/) {
    return absl::UnimplementedError("no hand-over");
  }
  virtual absl::Status RequestCallback(const std::string& /*key*/, const Callback& /*callback*/,
                                       const std::string& /*topic*/) {
    return absl::UnimplementedError("no call-backs");
  }

  // Whether ForwardRequest would take one now; asked before anybody is asked for their name.
  virtual bool TakesRequests() { return false; }
  // Sends it on to the town; when it was received. FailedPrecondition or Unavailable: it cannot be sent now.
  virtual absl::StatusOr<std::chrono::sys_seconds> ForwardRequest(const std::string& /*key*/,
                                                                  const DataRequest& /*request*/) {
    return absl::UnimplementedError("nothing is sent on");
  }

  // A question without an answer, for the staff's inbox: "unclear", "lacking", or "declined", which is no matter of the
  // town. Failures are of no interest to the citizen.
  virtual void RecordUnanswered(const std::string& text, const std::string& reason) = 0;
};

}  // namespace amtslotse::dialogue
