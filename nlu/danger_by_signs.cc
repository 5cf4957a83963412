#include "nlu/danger_by_signs.h"

#include <algorithm>

#include "nlu/classify/logistic.h"

namespace amtslotse::nlu {
namespace {

// From here on danger is certain or possible: of validation's emergencies, .91 are certain and .97 possible, of what
// only sounds like one .04 and .10, of the other acts .003 and .03.
constexpr double kCertain = 0.5;
constexpr double kPossible = 0.23;

constexpr std::array<std::pair<DangerCue, EmergencyKind>, 5> kKinds{{{DangerCue::kSelfHarm, EmergencyKind::kSelfHarm},
                                                                     {DangerCue::kViolence, EmergencyKind::kViolence},
                                                                     {DangerCue::kFire, EmergencyKind::kFire},
                                                                     {DangerCue::kPoisoning, EmergencyKind::kPoisoning},
                                                                     {DangerCue::kMedical, EmergencyKind::kMedical}}};

}  // namespace

bool IsACry(std::string_view text) {
  constexpr std::size_t kMostWords = 3;
  if (text.find('!') == std::string_view::npos) return false;
  const auto [words, signs] = SignsIn(text);
  return words <= kMostWords && signs.Named(DangerCue::kOffice) == 0 &&
         (NamesADanger(signs) || signs.Named(DangerCue::kHelpCall) > 0);
}

std::optional<Emergency> DangerBySigns(std::string_view text) {
  const SaidSigns said = SignsIn(text);
  const double probability = Logistic(kDangerSignWeights, InputsOfSigns(text, said));
  const bool certain = probability >= kCertain || IsACry(text);
  if (!certain && probability < kPossible) return std::nullopt;
  Emergency emergency{.kind = EmergencyKind::kOtherDanger, .confidence = certain ? 1.0 : 0.0, .span = {}};
  for (const auto& [cue, kind] : kKinds) {
    if (!certain || said.signs.Named(cue) == 0) continue;
    emergency.kind = kind;
    break;
  }
  return emergency;
}

}  // namespace amtslotse::nlu
