#pragma once

#include <compare>
#include <string>

// Names of things other parts of the house own or hand around. Parsing happens at the edge; in here an id is
// never empty and never longer than 200 bytes.
namespace amtslotse::booking {

struct MunicipalityId {
  std::string value;
  auto operator<=>(const MunicipalityId&) const = default;
};

// Knowledge's id of an organisational unit.
struct OfficeId {
  std::string value;
  auto operator<=>(const OfficeId&) const = default;
};

// A place with counters and a calendar. Unique within a municipality.
struct LocationId {
  std::string value;
  auto operator<=>(const LocationId&) const = default;
};

// Knowledge's id of a service.
struct ServiceId {
  std::string value;
  auto operator<=>(const ServiceId&) const = default;
};

// Nine digits, unique within a municipality while the appointment exists. It names an appointment, it opens nothing.
struct AppointmentNumber {
  std::string value;
  auto operator<=>(const AppointmentNumber&) const = default;
};

// Names and opens one hold or waiting-list offer (at least 128 random bits). Only its owner has it.
struct HoldId {
  std::string value;
  auto operator<=>(const HoldId&) const = default;
};

// Opens one appointment from a link (at least 128 random bits). The store keeps only its hash.
struct LinkToken {
  std::string value;
  auto operator<=>(const LinkToken&) const = default;
};

// Chosen by the caller, one per wish of the citizen. The same key with the same request returns the first result;
// the same key with another request is InvalidArgument. Remembered for at least 48 hours.
struct IdempotencyKey {
  std::string value;
  auto operator<=>(const IdempotencyKey&) const = default;
};

// Who did it, for the audit: "citizen", "system" or a staff account's id.
struct Actor {
  std::string value;
  auto operator<=>(const Actor&) const = default;
};

}  // namespace amtslotse::booking
