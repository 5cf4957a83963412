#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/appointment.h"
#include "booking/appointment_json.h"
#include "booking/calendar_cache.h"
#include "booking/codes.h"
#include "booking/sql/database.h"

namespace amtslotse::booking {

inline std::int64_t ToSeconds(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant FromSeconds(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

// An appointment as it lies in its table.
struct AppointmentRow {
  std::int64_t key = 0;
  std::string municipality;
  std::string number;
  std::int64_t location = 0;
  Instant start;
  Instant ends;
  Instant occupied_to;  // with the buffer
  AppointmentState state = AppointmentState::kHeld;
  bool is_public = true;
  bool occupies = true;
  std::optional<Instant> occupies_until;
  int attendees = 1;
  std::string services;
  std::string place;
  Channel channel = Channel::kUnspecified;
  int sequence = 0;
  int extensions = 0;
  int wrong_codes = 0;
  Instant created;
  Instant changed;
  std::string hold_hash;
  std::string token_hash;
  std::string confirm_hash;
  std::string sealed;

  bool IsWaitingForItsCitizen() const {
    return state == AppointmentState::kHeld || state == AppointmentState::kAwaitingConfirmation;
  }
};

// Rows whose columns were selected with kAppointmentColumns.
extern const std::string kAppointmentColumns;
// The same of a table with an alias, for joins.
std::string AppointmentColumnsOf(const std::string& alias);
// `first` is the position of the first of these columns.
AppointmentRow AppointmentRowFrom(const sql::Rows& rows, std::size_t row, int first = 0);

sql::Call ByNumberCall(const MunicipalityId& municipality, const std::string& number);
absl::StatusOr<std::optional<AppointmentRow>> FindByNumber(sql::Transaction& transaction,
                                                           const MunicipalityId& municipality,
                                                           const std::string& number);

std::string SealingContext(const AppointmentRow& row);
// Empty details when nothing is sealed (a hold, or anonymised).
absl::StatusOr<Details> OpenDetails(const AppointmentRow& row, const KeyRing& keys);

// RFC 5545 asks for a UID that is unique over all systems and time and stays when the appointment moves.
std::string UidOf(const AppointmentRow& row, const KeyRing& keys);

// The columns `place` and `services` of a row, and back.
std::string PlaceOf(const Location& location);
std::vector<ServiceItem> ItemsOf(const AppointmentRow& row);

Appointment AppointmentFrom(const AppointmentRow& row, const Details& details, const KnownLocation& location,
                            const KeyRing& keys);

}  // namespace amtslotse::booking
