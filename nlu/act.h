#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace amtslotse::nlu {

// What a citizen wants, independent of the service it is about. The ids ("opening_hours") are
// stable: they stand in training files, stored examples and the RPC contract.
enum class Act : std::uint8_t {
  kOverview,  // names a service only, "was brauche ich alles", general
  kFee,
  kDocuments,
  kDeadline,
  kDuration,  // how long handling takes
  kProcedure,
  kEligibility,
  kFormOnline,  // form or online service
  kOpeningHours,
  kOpenNow,
  kAddress,  // address and way
  kResponsibleOffice,
  kContact,
  kBook,
  kShowSlots,
  kRebook,
  kCancel,
  kMyAppointment,
  kWaitingList,
  kApplicationStatus,
  kLegalDeclaration,  // Widerspruch, Einspruch, Kündigung
  kDataProtection,    // Auskunft, Löschung
  kDefectReport,
  kComplaint,
  kPraise,
  kCapabilities,  // what can you do, who are you
  kGreet,
  kThank,
  kGoodbye,
  kYes,
  kNo,
  kChoose,   // picks one of what was offered
  kCorrect,  // changes what was said before
  kRestart,
  kHuman,
  kBereavement,
  kInsult,
  kEmergency,
  kOutOfScope,
};

inline constexpr std::size_t kActCount = static_cast<std::size_t>(Act::kOutOfScope) + 1;

// The stable id, for example "opening_hours".
std::string_view ActId(Act act);

// Nothing for an unknown id.
std::optional<Act> ActFromId(std::string_view id);

const std::array<Act, kActCount>& AllActs();

}  // namespace amtslotse::nlu
