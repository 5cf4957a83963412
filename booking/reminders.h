#pragma once

#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "booking/codes.h"
#include "booking/store.h"

// What a citizen answers to a reminder, and whether they get any.
namespace amtslotse::booking {

// Answers the reminders of one appointment and opens nothing else: "482199371.<96 bits>". Made from the keys, never
// stored.
std::string AnswerToken(const KeyRing& keys, const MunicipalityId& municipality, const AppointmentNumber& number);
// The appointment whose token this is; nothing when it is none of ours.
std::optional<AppointmentNumber> AnsweredNumber(const KeyRing& keys, const MunicipalityId& municipality,
                                                const std::string& token);

struct WillCome {
  Appointment appointment;
};
using ReminderOutcome = std::variant<WillCome, Cancelled, NotChangeable, NotFound, TryLater>;

class Reminders {
 public:
  explicit Reminders(Store& store) : store_(store) {}

  // "I'm coming" is noted; "I can't" cancels and frees the place in the same transaction. Repeatable.
  absl::StatusOr<ReminderOutcome> Answer(const MunicipalityId& municipality, const std::string& answer_token,
                                         bool coming);
  // What a token would answer, without answering.
  absl::StatusOr<LookupOutcome> Look(const MunicipalityId& municipality, const std::string& answer_token);

  // The citizen's consent or its withdrawal, for one appointment. `conversation`: where they go from now on; empty:
  // where they went. Repeatable.
  absl::StatusOr<LookupOutcome> Set(const MunicipalityId& municipality, const Access& access, bool wanted,
                                    const std::string& conversation);

 private:
  Store& store_;
};

}  // namespace amtslotse::booking
