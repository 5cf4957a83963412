#include "services/dialogue/core/danger.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "nlu/danger_concepts.h"
#include "nlu/danger_cues.h"
#include "nlu/danger_features.h"
#include "nlu/text/fold.h"
#include "nlu/text/tokens.h"
#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using nlu::DangerCue;
using nlu::EmergencyKind;

// What each sign says for danger, in the order of DangerCue and of the concepts: a logistic regression on whether a
// sign occurs, fitted on nlu/data/training. Held back there, .9 of the emergencies are at least doubtful, and .03 of
// the other acts.
constexpr std::array<double, nlu::kDangerCueCount> kCueWeights{0.34, -0.04, 0.40, 0.52,  0.45,  0.30,
                                                               1.24, 0.70,  0.43, -1.31, -0.90, -0.80};
constexpr std::array<double, nlu::kDangerConceptCount> kConceptWeights{
    -0.65, 1.54,  1.81,  2.64,  3.30,  0.34,  1.86, 1.55,  1.53, 1.15,  1.62,  1.09,  0.40, 1.15,  1.37, 0.95,
    1.07,  1.32,  0.72,  0.93,  0.81,  0.80,  0.73, 1.10,  0.54, 0.93,  0.35,  -0.02, 0.19, 0.70,  0.51, -0.11,
    -1.36, -1.64, -2.20, -1.17, -0.87, -0.43, 0.09, -0.90, 0.35, -0.54, -0.56, -0.93, 0.58, -1.65, 0.57};
constexpr double kBias = -2.45;
constexpr double kAnyKind = 1.74;
constexpr double kLong = 1.56;  // a story of more than so many words
constexpr std::size_t kWordsOfAStory = 12;
constexpr double kQuestion = -2.83;
constexpr double kClear = 0.3;
constexpr double kDoubtful = -1.2;

constexpr std::array<std::pair<DangerCue, EmergencyKind>, 5> kKinds{{{DangerCue::kSelfHarm, EmergencyKind::kSelfHarm},
                                                                     {DangerCue::kViolence, EmergencyKind::kViolence},
                                                                     {DangerCue::kFire, EmergencyKind::kFire},
                                                                     {DangerCue::kPoisoning, EmergencyKind::kPoisoning},
                                                                     {DangerCue::kMedical, EmergencyKind::kMedical}}};

bool NamesAKind(const nlu::DangerSigns& signs) {
  return signs.Named(DangerCue::kOtherDanger) > 0 ||
         std::any_of(kKinds.begin(), kKinds.end(), [&](const auto& each) { return signs.Named(each.first) > 0; });
}

double Evidence(std::string_view text, std::size_t words, const nlu::DangerSigns& signs) {
  double sum = kBias;
  for (std::size_t cue = 0; cue < kCueWeights.size(); ++cue) sum += signs.cues[cue] > 0 ? kCueWeights[cue] : 0;
  for (std::size_t concept_ = 0; concept_ < kConceptWeights.size(); ++concept_)
    sum += (signs.concepts >> concept_ & 1u) != 0 ? kConceptWeights[concept_] : 0;
  if (NamesAKind(signs)) sum += kAnyKind;
  if (words > kWordsOfAStory) sum += kLong;
  if (text.find('?') != std::string_view::npos) sum += kQuestion;
  return sum;
}

struct SaidSigns {
  std::size_t words = 0;
  nlu::DangerSigns signs;
};

SaidSigns SignsIn(std::string_view text) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  const auto words = std::count_if(tokens.begin(), tokens.end(), [](const nlu::Token& token) {
    return token.kind == nlu::TokenKind::kWord || token.kind == nlu::TokenKind::kNumber;
  });
  return {static_cast<std::size_t>(words), nlu::SignsOf(tokens)};
}

// "Feuer!", "Hilfe!"
bool IsACry(std::string_view text) {
  constexpr std::size_t kMostWords = 3;
  if (text.find('!') == std::string_view::npos) return false;
  const auto [words, signs] = SignsIn(text);
  return words <= kMostWords && signs.Named(DangerCue::kOffice) == 0 &&
         (NamesAKind(signs) || signs.Named(DangerCue::kHelpCall) > 0);
}

// Figures of speech that sound like danger, folded.
constexpr std::array<std::string_view, 14> kFigures{
    "feuer und flamme",       "auf heissen kohlen",    "auf gluehenden kohlen",   "unter den naegeln",
    "mit dem feuer gespielt", "feuer unterm hintern",  "feuer unter dem hintern", "die huette brennt",
    "brandaktuell",           "brennend interessiert", "mit feuereifer",          "zwischen den stuehlen",
    "blut und wasser",        "bis aufs blut"};

// The text without the figures of speech in it; the same text where there are none.
std::string WithoutFigures(const std::string& text) {
  const std::string folded = Folded(text);
  std::string rest = folded;
  for (const std::string_view figure : kFigures) {
    if (const auto at = rest.find(figure); at != std::string::npos) rest.replace(at, figure.size(), "so");
  }
  return rest == folded ? text : rest;
}

// "Ich bringe mich heute noch um", "es wäre besser, wenn ich tot wäre": words between those of the sign.
bool SpeaksOfEndingLife(const std::string& text) {
  const std::string folded = " " + Folded(text) + " ";
  const auto before = [&](std::string_view first, std::string_view then) {
    const auto at = folded.find(first);
    return at != std::string::npos && folded.find(then, at + first.size() - 1) != std::string::npos;
  };
  return before(" bringe mich ", " um ") || before(" bring mich ", " um ") || before(" bringt sich ", " um ") ||
         before(" nehme mir ", " das leben ") || before(" nehm mir ", " leben ") || before(" ich tot ", " waere") ||
         before(" ich nicht mehr ", " waere") || before(" waere ich ", " tot ") || before(" ohne mich ", " besser") ||
         SaysAny(folded, {" lieber tot ", " nicht mehr da waere "});
}

// "My husband is beating me": so few words may not tell nlu which language they are in.
std::optional<nlu::Language> LanguageOfBeating(const std::string& text) {
  using nlu::Language;
  static constexpr std::array<std::pair<std::string_view, Language>, 21> kWords{
      {{" beating me", Language::kEnglish},    {" beats me", Language::kEnglish},
       {" hits me", Language::kEnglish},       {" hit me", Language::kEnglish},
       {" hitting me", Language::kEnglish},    {" me frappe", Language::kFrench},
       {" me bat ", Language::kFrench},        {" bije mnie", Language::kPolish},
       {" mnie bije", Language::kPolish},      {" mnie uderzyl", Language::kPolish},
       {" beni dov", Language::kTurkish},      {" beni doev", Language::kTurkish},
       {" бьет меня", Language::kRussian},     {" меня бьет", Language::kRussian},
       {" избивает меня", Language::kRussian}, {" меня избивает", Language::kRussian},
       {" б'є мене", Language::kUkrainian},    {" мене б'є", Language::kUkrainian},
       {" бє мене", Language::kUkrainian},     {" мене бє", Language::kUkrainian},
       {" يضربني", Language::kArabic}}};
  const std::string folded = " " + Folded(text) + " ";
  const auto said = std::find_if(kWords.begin(), kWords.end(),
                                 [&](const auto& each) { return folded.find(each.first) != std::string::npos; });
  return said == kWords.end() ? std::nullopt : std::optional(said->second);
}

}  // namespace

std::optional<nlu::Emergency> DangerBySigns(std::string_view text) {
  const auto [words, signs] = SignsIn(text);
  const double evidence = Evidence(text, words, signs);
  const bool ends_life = SpeaksOfEndingLife(std::string(text));
  const bool clear = evidence >= kClear || ends_life || IsACry(text);
  if (!clear && evidence < kDoubtful) return std::nullopt;
  nlu::Emergency emergency{.kind = EmergencyKind::kOtherDanger, .confidence = clear ? 1.0 : 0.0, .span = {}};
  for (const auto& [cue, kind] : kKinds) {
    if (!clear || signs.Named(cue) == 0) continue;
    emergency.kind = kind;
    break;
  }
  if (ends_life) emergency.kind = EmergencyKind::kSelfHarm;
  return emergency;
}

bool TakeDanger(Turn& turn) {
  auto& emergency = turn.understood.emergency;
  if (!emergency && IsACry(turn.text)) turn.maybe_danger = true;
  if (!emergency || IsOnlyACode(turn) || IsOnlyNumbers(turn.text) || GivesAddress(turn) || NamesBesideCode(turn))
    return false;
  if (const std::string plain = WithoutFigures(turn.text); plain != turn.text) {
    const auto again = turn.town.Understand(plain, nlu::Expecting::kNothing);
    emergency = again.ok() ? again->emergency : DangerBySigns(plain);
    if (!emergency) return false;
  }
  if (const auto language = LanguageOfBeating(turn.text)) {
    emergency->kind = EmergencyKind::kViolence;
    turn.understood.language.language = *language;
  }
  if (SpeaksOfEndingLife(turn.text)) emergency->kind = EmergencyKind::kSelfHarm;
  if (IsClearly(*emergency)) return SayEmergency(turn), true;
  turn.maybe_danger = true;
  return false;
}

bool TakeDoctorOnDuty(Turn& turn) {
  if (!SaysAny(" " + Folded(turn.text), {"bereitschaftsdienst", "bereitschaftspraxis", " notdienstpraxis",
                                         "aerztlicher notdienst", "aerztlichen notdienst", "116117", "116 117"}) ||
      SaysAny(" " + Folded(turn.text), {"jugendamt", "stadtwerk", "strom", "wasser", "bauhof", "tierarzt", "apotheke"}))
    return false;
  turn.Say(Text("doctor_on_duty"));
  return true;
}

}  // namespace amtslotse::dialogue
