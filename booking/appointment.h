#pragma once

#include <optional>
#include <string>
#include <vector>

#include "booking/clock.h"
#include "booking/ids.h"

namespace amtslotse::booking {

// How often one service is wanted ("two passports").
struct ServiceItem {
  ServiceId service;
  int quantity = 1;
  bool operator==(const ServiceItem&) const = default;
};

// One service as it was booked; the name is frozen with the appointment.
struct BookedService {
  ServiceId service;
  std::string name;
  int quantity = 1;
  int minutes = 0;  // of one unit
  bool operator==(const BookedService&) const = default;
};

// A person the appointment is for, when it is not (only) the one who books.
struct Attendee {
  std::string name;
  std::string relation;  // "child", "ward", "neighbour", …; free text of the booking page
  bool operator==(const Attendee&) const = default;
};

// Who booked and how they are reached. Sealed at rest.
struct Contact {
  std::string name;              // as given, any script; 1..200 characters when confirmed
  std::string email;             // empty when none
  std::string telephone;         // empty when none
  std::string conversation;      // opaque reference of dialogue's, empty when none
  bool wants_reminders = false;  // the citizen's separate consent
  std::string language = "de";
  bool operator==(const Contact&) const = default;
};

// Voluntary wishes; seen by the location only, sealed at rest, erased with the appointment.
struct Needs {
  std::string interpreter;  // BCP 47 language, "dgs" for German sign language, empty for none
  bool wheelchair = false;
  bool more_time = false;
  std::string note;
  bool operator==(const Needs&) const = default;
};

// Through what it was booked, for key figures. The numbers are stored.
enum class Channel {
  kUnspecified = 0,
  kWeb = 1,
  kChat = 2,
  kMessenger = 3,
  kTelephone = 4,
  kCounter = 5,
  kImport = 6,
};

// The numbers are stored.
enum class AppointmentState {
  kHeld = 1,                  // reserved, no personal data needed yet
  kAwaitingConfirmation = 2,  // details are there, the e-mail link or code is awaited
  kConfirmed = 3,
  kArrived = 4,
  kCalled = 5,
  kServed = 6,
  kMissed = 7,
  kCancelled = 8,
  kExpired = 9,
};

// An appointment as its citizen or its location's staff may see it.
struct Appointment {
  AppointmentNumber number;
  AppointmentState state = AppointmentState::kHeld;
  LocationId location;
  OfficeId office;
  std::string location_name;
  std::string location_address;
  std::string time_zone;
  Instant start;
  Instant end;  // without the buffer
  std::vector<BookedService> services;
  int attendee_count = 1;
  std::vector<Attendee> attendees;
  Contact contact;
  Needs needs;
  Channel channel = Channel::kUnspecified;
  std::string uid;   // RFC 5545, stable over rebooking
  int sequence = 0;  // RFC 5545, grows with every change
  Instant created;
  Instant changed;
  // Set while the state is kHeld or kAwaitingConfirmation.
  std::optional<Instant> expires;
};

}  // namespace amtslotse::booking
