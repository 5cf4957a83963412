#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "booking/appointment.h"
#include "booking/calendar.h"
#include "booking/search.h"

// Requests that change appointments, and what can come of them. Every request with an idempotency key may be repeated:
// the first result is returned. A refusal changed nothing and is not remembered. Expected outcomes are values; a Status
// is a fault (InvalidArgument for malformed requests, Unavailable and DeadlineExceeded for the database).
namespace amtslotse::booking {

// --- hold -----------------------------------------------------------------------------------------------------------
struct HoldRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  LocationId location;
  std::vector<ServiceItem> items;
  Instant start;
  Channel channel = Channel::kUnspecified;
  Audience audience = Audience::kPublic;
  Actor actor{"citizen"};
  int attendee_count = 1;  // 1..50
  // Given back in the same transaction; what was entered for it is carried over.
  std::optional<HoldId> replaces;
  // Where the warning two minutes before the hold's end goes; empty: the caller warns by itself.
  std::string conversation;
  // A solved proof of work, where the location demands one.
  std::string proof_of_work;
  // Staff only: take a place beyond the capacity; audited, raises the slot's capacity in the same transaction.
  bool overbook = false;
};

struct Held {
  HoldId hold;
  AppointmentNumber number;
  LocationId location;
  Instant start;
  Instant end;
  Instant expires;
  Instant warn_at;  // two minutes before the end
  bool operator==(const Held&) const = default;
};
// Somebody was faster.
struct SlotTaken {
  bool operator==(const SlotTaken&) const = default;
};
// Not a time this location offers for this combination now: closed, past, outside of window or grid.
struct NotOffered {
  std::optional<Fit> why;  // when it is the combination
};
// None was sent, or one that is wrong, used up or too old.
struct ProofOfWorkNeeded {};
struct Challenge {
  std::string json;
  bool needed = false;
};

using HoldOutcome = std::variant<Held, SlotTaken, NotOffered, UnknownLocation, ProofOfWorkNeeded>;

// --- extend, release ------------------------------------------------------------------------------------------------
// Prolongs to a full hold time from now, at most three times; an expired hold is prolonged when its place is not taken.
struct ExtendRequest {
  MunicipalityId municipality;
  HoldId hold;
};
// The place went to somebody else, or the hold was given back; what was entered is still there for `replaces`.
struct HoldGone {
  bool operator==(const HoldGone&) const = default;
};
struct NoFurtherExtension {};
using ExtendOutcome = std::variant<Held, HoldGone, NoFurtherExtension>;

// Gives the place back at once. Giving back what is gone is fine.
struct ReleaseRequest {
  MunicipalityId municipality;
  HoldId hold;
};

// --- confirm --------------------------------------------------------------------------------------------------------
struct ConfirmRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  HoldId hold;
  Contact contact;
  Needs needs;
  std::vector<Attendee> attendees;
  Actor actor{"citizen"};
  bool exempt_from_limit = false;  // carers; staff only
  bool reached = false;            // they answered a message to this contact: no second one to confirm it
};

// Secrets appear here and in the citizen's messages only.
struct Confirmed {
  Appointment appointment;
  std::string cancellation_code;
  LinkToken token;
};
// The e-mail or code was sent; the place is kept until then.
struct AwaitingConfirmation {
  AppointmentNumber number;
  Instant expires;
};
enum class Field { kName, kEmail, kTelephone, kEmailOrTelephone, kAttendees };
// Missing, or nothing a message could be sent to.
struct DetailsMissing {
  std::vector<Field> fields;
};
// This person has too many future appointments.
struct LimitReached {
  int limit = 0;
};
using ConfirmOutcome = std::variant<Confirmed, AwaitingConfirmation, HoldGone, DetailsMissing, LimitReached>;

// The link from the e-mail (token alone) or the code typed into the conversation that holds.
struct ConfirmByCodeRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  LinkToken token;   // either this
  HoldId hold;       // or this and
  std::string code;  // this
};
struct WrongCode {
  int attempts_left = 0;
};
using ConfirmByCodeOutcome = std::variant<Confirmed, HoldGone, WrongCode, LimitReached>;

// --- access to an existing appointment ------------------------------------------------------------------------------
struct ByToken {
  LinkToken token;
};
// The short code works with the surname only. Ten wrong tries per surname, or per `client`, in 15 minutes: TryLater.
struct ByCode {
  std::string code;
  std::string family_name;
  std::string client;  // conversation or session, never an IP address alone
};
// Staff, after the caller has checked the role.
struct ByNumber {
  AppointmentNumber number;
};
using Access = std::variant<ByToken, ByCode, ByNumber>;

struct NotFound {
  bool operator==(const NotFound&) const = default;
};
struct TryLater {
  Instant at;
};
using LookupOutcome = std::variant<Appointment, NotFound, TryLater>;

// --- rebook, cancel -------------------------------------------------------------------------------------------------
// One atomic step: the new time is taken and the old one given back, or nothing changes.
struct RebookRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  Access access;
  LocationId location;
  Instant start;
  // The appointment's own services when empty.
  std::vector<ServiceItem> items;
  Audience audience = Audience::kPublic;
  Actor actor{"citizen"};
  bool overbook = false;  // staff only
  std::string reason;     // staff's words for the citizen; empty from citizens
};
struct Rebooked {
  Appointment appointment;
};
// Already over, cancelled or served.
struct NotChangeable {
  AppointmentState state;
};
using RebookOutcome = std::variant<Rebooked, SlotTaken, NotOffered, UnknownLocation, NotChangeable, NotFound, TryLater>;

struct CancelRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  Access access;
  Actor actor{"citizen"};
  std::string reason;  // staff's words for the citizen; empty from citizens
  bool notify = true;
};
struct Cancelled {
  Appointment appointment;
};
using CancelOutcome = std::variant<Cancelled, NotChangeable, NotFound, TryLater>;

}  // namespace amtslotse::booking
