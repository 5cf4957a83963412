#include "services/dialogue/core/danger.h"

#include <algorithm>
#include <array>

#include "nlu/danger_by_signs.h"
#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using nlu::EmergencyKind;

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

std::optional<nlu::Emergency> DangerWithoutNlu(const std::string& text) {
  if (SpeaksOfEndingLife(text)) return nlu::Emergency{.kind = EmergencyKind::kSelfHarm, .confidence = 1, .span = {}};
  return nlu::DangerBySigns(text);
}

bool TakeDanger(Turn& turn) {
  auto& emergency = turn.understood.emergency;
  if (!emergency && nlu::IsACry(turn.text)) turn.maybe_danger = true;
  if (!emergency || IsOnlyACode(turn) || IsOnlyNumbers(turn.text) || GivesAddress(turn) || NamesBesideCode(turn))
    return false;
  if (const std::string plain = WithoutFigures(turn.text); plain != turn.text) {
    emergency = Read(turn, plain, nlu::Expecting::kNothing).emergency;
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
