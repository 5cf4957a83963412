// Between the wire and booking's values. Decoding is the validation: INVALID_ARGUMENT names the field.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "amtslotse/booking/v1/booking.pb.h"
#include "booking/calendar.h"
#include "booking/calendar_change.h"
#include "booking/operations.h"
#include "booking/search.h"

namespace amtslotse::booking {

inline constexpr std::size_t kLongestCalendar = 1 << 20;  // as JSON

inline std::int64_t Unix(Instant instant) { return instant.time_since_epoch().count(); }

absl::StatusOr<SlotQuery> Decode(const std::string& municipality_id, const v1::SlotFilter& filter);
absl::StatusOr<std::vector<ServiceItem>> Decode(
    const google::protobuf::RepeatedPtrField<v1::ServiceQuantity>& services);
absl::StatusOr<Access> Decode(const v1::AppointmentKey& key, const std::string& limit_key);
absl::StatusOr<Date> DecodeDate(const std::string& field, const std::string& text);
Contact Decode(const v1::Contact& contact);
Needs Decode(const v1::Needs& needs);
Channel DecodeChannel(const std::string& channel);

// The location gives name and zone; without one (a location that was removed) times are told in UTC.
void Encode(const FreeSlot& slot, const Location* location, v1::Slot* out);
void Encode(const Held& held, const Location* location, const std::vector<ServiceItem>& items, v1::HeldSlot* out);
void Encode(const Appointment& appointment, v1::Appointment* out);
// What the location says of each service: who must come for a minor, where it is possible online too.
void AddAdvice(const Location& location, v1::Appointment* appointment);
// Whether a challenge is needed now is the store's to say; here only what the location always asks.
void Encode(const Location& location, v1::Location* out);

// "closed", "over_capacity" or "not_offered".
const char* Word(AffectedBecause why);
// "none", "email", "telephone" or "email_or_telephone", beside the name.
std::string ContactDemanded(const Demands& demands);
// "Neue Termine erscheinen montags um 8 Uhr."; empty where new days appear at once.
std::string ReleaseText(const Location& location);

}  // namespace amtslotse::booking
