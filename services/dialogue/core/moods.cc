// How somebody is rather than what they want of a town: unwell, at a loss, angry; or no more than "warum?".
#include "services/dialogue/core/moods.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <vector>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kMostWords = 9;

std::vector<std::string> WordsOf(const std::string& text) {
  return absl::StrSplit(Folded(text), absl::ByAnyChar(" ,.:;!?"), absl::SkipEmpty());
}

// "mir geht es nicht gut", "mir ist schlecht", but no "mir geht es nicht gut, kann ich absagen?"
bool IsUnwell(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool wants = SaysAny(folded, {"termin", "absag", "schieb", "antrag", "attest", "meld", "kasse", "rente",
                                      "ausweis", "schein", "hund", "katze", "kind"});
  if (wants || WordsOf(turn.text).size() > kMostWords) return false;
  if (SaysAny(folded, {" mir ist schlecht", " mir ist so schlecht", " mir ist uebel", " mir ist schwind",
                       " ich bin krank ", " bin krank ", " mir ist nicht gut", " mir ist nicht wohl"}))
    return true;
  const bool feels = SaysAny(folded, {" mir geht", " geht mir", " geht's mir", " gehts mir", " geht es mir"}) ||
                     (SaysAny(folded, {" fuehl"}) && SaysAny(folded, {" mich "}));
  const bool badly =
      SaysAny(folded, {" schlecht", " mies ", " elend", " krank ", " unwohl", " beschissen", " dreckig"}) ||
      (SaysAny(folded, {" nicht ", " net ", " nich ", " gar nicht "}) &&
       SaysAny(folded, {" gut ", " wohl ", " besonders ", " so gut"}));
  return feels && badly;
}

// "ich weiß nicht mehr weiter", but no "ich weiß nicht weiter mit dem Wohngeldantrag"
bool IsAtALoss(const Turn& turn) {
  static constexpr std::array<std::string_view, 60> kBeside{
      "ich",         "bin",        "mir",         "mich",         "weiss",   "nicht",  "net",     "nich",     "mehr",
      "weiter",      "was",        "soll",        "machen",       "tun",     "noch",   "komme",   "komm",     "klar",
      "zu",          "helfen",     "keinen",      "keine",        "rat",     "ahnung", "brauche", "brauch",   "hilfe",
      "bitte",       "dringend",   "echt",        "total",        "einfach", "so",     "voellig", "langsam",  "alles",
      "waechst",     "ueber",      "den",         "kopf",         "ende",    "am",     "ganz",    "hier",     "sie",
      "verzweifelt", "verzweifle", "verzweifeln", "ueberfordert", "hallo",   "guten",  "tag",     "wirklich", "aber",
      "jetzt",       "gerade",     "und",         "wie",          "es",      "geht"};
  const std::vector<std::string> words = WordsOf(turn.text);
  const bool of_nothing = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(kBeside.begin(), kBeside.end(), word) != kBeside.end();
  });
  return of_nothing && words.size() <= 2 * kMostWords &&
         SaysAny(" " + Folded(turn.text) + " ",
                 {" nicht weiter ", " nicht mehr weiter ", " net weiter ", " net mehr weiter ", " verzweif",
                  " ueberfordert ", " ueber den kopf ", " zu helfen ", " keinen rat ", " nicht mehr klar ",
                  " nicht klar ", " nicht was ich ", " keine ahnung was ich ", " brauche hilfe ", " brauch hilfe ",
                  " brauche dringend hilfe "});
}

// "ich habe Brief bekommen von Stadt, nicht verstehen"
bool DoesNotUnderstandALetter(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  return SaysAny(folded, {" brief ", " schreiben ", " bescheid ", " post ", " formular "}) &&
         SaysAny(folded, {" versteh", " kapier", " begreif", " blick ", " schlau "}) &&
         SaysAny(folded, {" nicht ", " nich ", " net ", " nix ", " nichts ", " kein wort "});
}

// "warum?", "und wieso das?"
bool AsksOnlyWhy(const Turn& turn) {
  static constexpr std::array<std::string_view, 9> kBeside{"und", "das",  "denn",       "nicht", "so",
                                                           "ist", "aber", "eigentlich", "ja"};
  const std::vector<std::string> words = WordsOf(turn.text);
  const auto why = [](const std::string& word) { return word == "warum" || word == "wieso" || word == "weshalb"; };
  return std::any_of(words.begin(), words.end(), why) && std::all_of(words.begin(), words.end(), [&](const auto& word) {
           return why(word) || std::find(kBeside.begin(), kBeside.end(), word) != kBeside.end();
         });
}

}  // namespace

bool IsAngry(std::string_view folded) {
  const std::string said = " " + std::string(folded) + " ";
  if (SaysAny(said, {" raste ", " rast ", " raste gleich"}) && SaysAny(said, {" aus "})) return true;
  return SaysAny(said, {" brennt ja wohl der hut",
                        " brennt wohl der hut",
                        " brennt der hut",
                        "platzt der kragen",
                        "platzt mir der ",
                        " schnauze voll",
                        " nase voll",
                        " nicht mehr alle ",
                        " verarsch",
                        " auf die palme",
                        " zum kotzen",
                        " saftladen",
                        " scheissladen",
                        " koennt mich mal",
                        " spinnt ihr",
                        " ihr spinnt",
                        " wollt ihr mich ",
                        " so eine frechheit",
                        " unverschaemt",
                        " ist ja wohl das letzte",
                        " ist ja das letzte",
                        " ist doch das letzte"});
}

bool TakeMood(Turn& turn) {
  const std::string contact = ContactOf(turn.town.municipality());
  if (IsUnwell(turn)) {
    turn.StopWaiting();
    turn.Say(Text("unwell"));
    return true;
  }
  if (IsAtALoss(turn)) {
    turn.StopWaiting();
    turn.Say(Text("at_a_loss", {{"contact", contact}}), "question");
    turn.Offer(Text("choice.human"), "human");
    return true;
  }
  if (DoesNotUnderstandALetter(turn)) {
    turn.StopWaiting();
    turn.Say(Text("letter", {{"contact", contact}}), "question");
    turn.Offer(Text("choice.human"), "human");
    return true;
  }
  if (!AsksOnlyWhy(turn)) return false;
  turn.StopWaiting();
  const auto& service = turn.session.service;
  turn.Say(service ? Text("why", {{"service", service->name}, {"contact", contact}}) : Text("why.what"), "question");
  return true;
}

}  // namespace amtslotse::dialogue
