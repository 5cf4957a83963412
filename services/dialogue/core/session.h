// What one conversation remembers between two events. A value: copied, compared by version, sealed by the process.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/dialogue/core/message.h"
#include "services/dialogue/core/town.h"

namespace amtslotse::dialogue {

enum class DataLevel : std::uint8_t { kInformation, kBooking };

// What the last message asked for.
enum class Awaiting : std::uint8_t {
  kNothing,
  kService,
  kSlot,
  kName,
  kEmail,
  kTelephone,
  kPlace,
  kCode,
  kSurname,
  kCancelConfirmation,
  kTopicForBooking,
  kHuman,
  kCallback,
  kAttendees,
  kConfirmCode,
  kDataRequest,
  kBookingConfirmation
};

// An offered answer: tapped by id, typed by number or label.
struct Option {
  std::string id;
  std::string label;
  std::string action;  // service, slot, place, act, yes, no, book, change, more_slots, human …
  std::string value;
};

// Free times are looked for within this.
struct SlotWish {
  std::string from_date, to_date;
  int from_minute = 0, to_minute = 0;
  std::vector<std::string> location_ids;
  Weekdays weekdays = kAnyWeekday;
  bool empty() const {
    return from_date.empty() && to_date.empty() && from_minute == 0 && to_minute == 0 && location_ids.empty() &&
           weekdays == kAnyWeekday;
  }
};

struct BookingDraft {
  std::vector<ServiceRef> services;
  int quantity = 1;         // people
  std::vector<int> counts;  // how many of each service; empty: one for each of the people
  SlotWish wish;
  std::vector<Slot> offered;
  std::optional<Held> held;
  Contact contact;
  bool code_sent = false;  // the held place waits for the code that was sent
  std::string half_name;   // one word was given where first name and surname are asked
  Position near{};         // from where the nearest place comes first
  bool rebooking = false;  // moves `Session::appointment` instead of making a new one
};

struct KnownAppointment {
  AppointmentKey key;
  Appointment appointment;
};

struct HandOver {
  std::string id;
  std::string office_id, office_name;
  bool connected = false;  // somebody accepted
};

struct HandledEvent {
  std::string event_id;
  std::uint64_t first_sequence = 0;  // of its replies
  std::uint64_t last_sequence = 0;
};

struct Session {
  std::string conversation_id;
  std::string municipality_id;
  std::string channel;
  std::string account;
  std::string peer;
  std::string language = "de";
  DataLevel data_level = DataLevel::kBooking;
  std::chrono::sys_seconds begun{};

  std::uint64_t sequence = 0;       // of the last message
  std::uint64_t prompt_number = 0;  // options of older prompts are stale
  std::vector<Message> messages;    // said since it was read; the store keeps the earlier ones apart
  std::vector<HandledEvent> events;

  std::optional<ServiceRef> service;      // what we talk about
  std::vector<std::string> pending_acts;  // asked before the service was clear
  std::vector<ServiceRef> together;       // several that one message asked about; empty: only `service`
  std::vector<int> together_counts;       // how many of each that message wanted; empty: not said
  std::optional<Area> place;              // chosen from a list; counts before `place_text`
  std::string place_text;                 // what was said about places, in the citizen's words
  std::string place_need;                 // what was asked for: street, house_number, initial; empty: the place itself
  std::string initial;                    // of the family name, where offices are split by it
  std::string spoken;                     // the language somebody at the counter is to speak, BCP 47

  Awaiting awaiting = Awaiting::kNothing;
  std::vector<Option> options;
  std::optional<BookingDraft> booking;
  std::optional<KnownAppointment> appointment;
  std::string pending_action;  // what to do once the appointment is known: cancel, rebook, show
  std::string pending_code;
  int unclear_in_a_row = 0;
  std::vector<std::string> last_acts;  // answered last: "und beim Reisepass?" asks them again
  std::vector<std::string> offices;    // named last, after any service: "wann haben die offen?" is about them
  bool hours_asked = false;            // the last answer was when an office is open: "und morgen?" goes on with it
  std::vector<ServiceRef> discarded;   // given up with the last message: "doch" takes it up again
  std::string overview_of;             // the service whose overview was told last
  std::string foreign_language;        // answered last in that other language, ISO 639-1
  int foreign_replies = 0;             // how often
  std::string pending_text;            // with which `pending_action` was asked for: it may say when
  std::vector<ServiceRef> talked_of;   // the last ones, the latest at the end
  int people = 0;                      // said before a booking began, of the service `people_for`
  std::string people_for;
  Needs needs;                              // told before a booking began
  bool words_only_told = false;             // while nlu is away
  std::optional<HandOver> hand_over;        // people answer, or are waited for: the assistant is silent
  std::optional<Callback> callback;         // being asked for
  std::optional<DataRequest> data_request;  // waits for name and address
};

inline constexpr std::size_t kKeptEvents = 20;

// Keeps the message for catching up and gives it the next sequence number.
void Append(Session& session, Message message, std::chrono::sys_seconds now);

}  // namespace amtslotse::dialogue
