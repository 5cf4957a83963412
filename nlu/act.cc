#include "nlu/act.h"

#include <algorithm>

namespace amtslotse::nlu {
namespace {

// clang-format off
constexpr std::array<std::string_view, kActCount> kIds = {
    "overview", "fee", "documents", "deadline", "duration", "procedure", "eligibility", "form_online",
    "opening_hours", "open_now", "address", "responsible_office", "contact", "book", "show_slots",
    "rebook", "cancel", "my_appointment", "waiting_list", "application_status", "legal_declaration",
    "data_protection", "defect_report", "complaint", "praise", "capabilities", "greet", "thank",
    "goodbye", "yes", "no", "choose", "correct", "restart", "human", "bereavement", "insult",
    "emergency", "out_of_scope"};
// clang-format on

constexpr std::array<Act, kActCount> MakeAll() {
  std::array<Act, kActCount> all{};
  for (std::size_t i = 0; i < kActCount; ++i) all[i] = static_cast<Act>(i);
  return all;
}

constexpr std::array<Act, kActCount> kAll = MakeAll();

}  // namespace

std::string_view ActId(Act act) { return kIds[static_cast<std::size_t>(act)]; }

std::optional<Act> ActFromId(std::string_view id) {
  const auto* found = std::find(kIds.begin(), kIds.end(), id);
  if (found == kIds.end()) return std::nullopt;
  return static_cast<Act>(found - kIds.begin());
}

const std::array<Act, kActCount>& AllActs() { return kAll; }

}  // namespace amtslotse::nlu
