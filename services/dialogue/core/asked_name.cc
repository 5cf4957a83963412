#include "services/dialogue/core/asked_name.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <vector>

#include "nlu/name_particles.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

template <std::size_t n>
bool IsOneOf(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Alone it is rather an answer of another kind – unless an appointment has exactly that surname.
bool IsACommand(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kWords{"ja",      "nein",  "nee",  "abbrechen", "abbruch",
                                                          "zurueck", "stopp", "stop", "weiter"};
  return IsOneOf(word, kWords);
}

// A first word that no name begins with.
bool BeginsNoName(std::string_view word) {
  static constexpr std::array<std::string_view, 97> kWords{
      "Nein",      "Zurück", "ok",     "okay",    "danke",   "bitte",  "hallo",   "moin",    "laenger", "warte",
      "warten",    "moment", "ich",    "du",      "er",      "sie",    "es",      "wir",     "ihr",     "man",
      "mein",      "meine",  "meinen", "meiner",  "unser",   "unsere", "dein",    "ihre",    "der",     "die",
      "das",       "den",    "dem",    "ein",     "eine",    "einen",  "kein",    "keine",   "keinen",  "keiner",
      "alle",      "alles",  "viel",   "viele",   "vielen",  "und",    "oder",    "aber",    "auf",     "aus",
      "im",        "in",     "an",     "am",      "um",      "bei",    "mit",     "ohne",    "per",     "fuer",
      "vor",       "hier",   "da",     "dort",    "was",     "wie",    "wo",      "wer",     "wann",    "warum",
      "wieso",     "wozu",   "wofuer", "welche",  "welcher", "guten",  "gute",    "schon",   "noch",    "nur",
      "sehr",      "lieber", "doch",   "nicht",   "nichts",  "nie",    "anderer", "anderen", "andere",  "naechste",
      "naechsten", "heute",  "jetzt",  "schnell", "sofort",  "neuer",  "jemand"};
  return IsOneOf(word, kWords);
}

// What stands before a danger rather than before a surname: "Schwerer Unfall", "Wohnung Brand".
bool StandsBeforeDanger(std::string_view word) {
  static constexpr std::array<std::string_view, 52> kWords{
      "brand",   "feuer",     "blut",   "messer",   "beil",    "unfall",   "bombe",   "axt",     "gift",
      "gas",     "rauch",     "qualm",  "schuss",   "tod",     "schwerer", "schwere", "grosser", "grosses",
      "grosse",  "starker",   "starke", "starkes",  "haus",    "wohnung",  "kueche",  "keller",  "dach",
      "auto",    "wald",      "zimmer", "treppe",   "kind",    "mann",     "frau",    "baby",    "opa",
      "oma",     "mama",      "papa",   "vater",    "mutter",  "sohn",     "tochter", "bruder",  "schwester",
      "nachbar", "nachbarin", "freund", "freundin", "kollege", "massiver", "akuter"};
  return IsOneOf(word, kWords);
}

// Nobody is called so; in a list of word beginnings, for the verbs and what is made of them.
bool IsNeverAName(std::string_view word) {
  static constexpr std::array<std::string_view, 94> kBegins{
      "hilfe",        "huelfe",        "notfall",      "notarzt",     "notruf",       "krankenwagen", "rettung",
      "feuerwehr",    "polizei",       "bewusstlos",   "ohnmaecht",   "herzinfarkt",  "herzstillst",  "schlaganfall",
      "blutung",      "blutend",       "blutet",       "verblut",     "brennt",       "brennen",      "atmet",
      "atemnot",      "atemstill",     "erstick",      "stirbt",      "sterbe",       "ertrink",      "ertrunken",
      "verletz",      "gestuerzt",     "gestorben",    "ueberfall",   "einbrech",     "einbruch",     "schlaegt",
      "geschlagen",   "schiesst",      "schuesse",     "vergewalt",   "messerstech",  "messerangr",   "angegriffen",
      "bedroht",      "entfuehr",      "amoklauf",     "geiselnahme", "selbstmord",   "suizid",       "umbringen",
      "vergift",      "gasgeruch",     "gasleck",      "explosion",   "explodier",    "brandgeruch",  "hausbrand",
      "kuechenbrand", "wohnungsbrand", "dachstuhlbr",  "waldbrand",   "verkehrsunf",  "autounfall",   "krampfanfall",
      "reanim",       "wiederbel",     "lebensgefahr", "hochwasser",  "eingeklemmt",  "verschuettet", "bombendroh",
      "vermisst",     "verschwunden",  "termin",       "nummer",      "absagecode",   "telefon",      "rollstuhl",
      "rollator",     "dolmetsch",     "gebaerden",    "mitarbeiter", "sachbearbeit", "datenschutz",  "oeffnungszeit",
      "vormittag",    "nachmittag",    "aender",       "vertippt",    "verschrieben", "korrig",       "korrektur",
      "buergerbuero", "buergeramt",    "rathaus"};
  static constexpr std::array<std::string_view, 23> kWhole{
      "code",       "uhr",         "email",         "mail",
      "adresse",    "ausweis",     "perso",         "personalausweis",
      "pass",       "reisepass",   "fuehrerschein", "fuehrungszeugnis",
      "unterlagen", "gebuehr",     "gebuehren",     "verlaengern",
      "schmerzen",  "wiedersehen", "herzschmerzen", "moerder",
      "tot",        "gefahr",      "ahnung"};
  return IsOneOf(word, kWhole) ||
         std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) { return word.starts_with(begin); });
}

bool IsTitle(std::string_view word) {
  static constexpr std::array<std::string_view, 13> kWords{
      "herr", "herrn", "frau", "hr", "fr", "familie", "fam", "dr", "prof", "doktor", "professor", "dipl", "ing"};
  return IsOneOf(word, kWords);
}

bool IsParticle(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kIfAskedFor{"vom", "zum", "du",  "das", "ten",
                                                                "bin", "ibn", "ben", "y",   "e"};
  return nlu::IsNameParticle(word) || IsOneOf(word, kIfAskedFor);
}

// Letters, with hyphens and apostrophes within; a point only behind what is shortened.
bool IsMadeOfLetters(std::string_view word) {
  constexpr std::size_t kLongestShortened = 5;
  constexpr std::string_view kApostrophe = "\u2019";
  if (word.ends_with('.')) {
    if (word.size() > kLongestShortened) return false;
    word.remove_suffix(1);
  }
  if (word.empty() || word.front() == '-' || word.back() == '-') return false;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const auto c = static_cast<unsigned char>(word[at]);
    if (word.substr(at).starts_with(kApostrophe)) {
      at += kApostrophe.size() - 1;
      continue;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x80u && c < 0xE2u);
    if (!letter && c != '-' && c != '\'') return false;
  }
  return true;
}

bool IsCapital(std::string_view word) {
  const auto first = static_cast<unsigned char>(word.front());
  if (first != 0xC3u || word.size() < 2) return first < 'a' || first > 'z';
  return static_cast<unsigned char>(word[1]) < 0x9Fu;  // Ä to Þ, not ß to ÿ
}

bool IsShouted(std::string_view text) {
  return text.find(' ') != std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// How sure it is that a name follows.
enum class Introduction : std::uint8_t { kNone, kWeak, kStrong };

constexpr std::array<std::string_view, 15> kStrongIntroductions{
    "mein name ist ", "mein nachname ist ", "der name ist ", "der nachname ist ", "nachname ist ",
    "name ist ",      "ich heiße ",         "ich heisse ",   "nachname: ",        "name: ",
    "nachname ",      "auf den namen ",     "name ",         "der name lautet ",  "er lautet "};
// "ich bin Frau Brand", "auf Petra Brand", but "ich bin Opfer"
constexpr std::array<std::string_view, 9> kWeakIntroductions{
    "ich bin die ", "ich bin der ", "ich bin ", "es ist ", "das ist ", "hier ist ", "auf ", "unter ", "hallo, "};

template <std::size_t n>
bool TakeBeginning(std::string_view& text, const std::array<std::string_view, n>& beginnings) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  for (const std::string_view beginning : beginnings) {
    if (small.starts_with(beginning)) return text.remove_prefix(beginning.size()), true;
  }
  return false;
}

// "ich heiße Petra Brand", "Nachname: Brand", "Petra Brand bitte"
Introduction TakeIntroduction(std::string_view& text) {
  constexpr std::string_view kPlease = " bitte";
  bool weak = TakeBeginning(text, kWeakIntroductions);
  if (text.ends_with(kPlease)) {
    text.remove_suffix(kPlease.size());
    weak = true;
  }
  if (TakeBeginning(text, kStrongIntroductions)) return Introduction::kStrong;
  return weak ? Introduction::kWeak : Introduction::kNone;
}

struct Words {
  std::vector<std::string> folded;  // without titles and particles
  bool titled = false;
  bool letters = true;
  bool small = false;  // one of them is not capital
};

Words WordsOf(std::string_view text) {
  Words words;
  const bool shouted = IsShouted(text);
  const std::vector<std::string> split = absl::StrSplit(std::string(text), absl::ByAnyChar(" ,"), absl::SkipEmpty());
  for (const std::string& word : split) {
    if (!IsMadeOfLetters(word)) return words.letters = false, words;
    std::string folded = Folded(word);
    if (words.folded.empty() && IsTitle(folded)) {
      words.titled = true;
      continue;
    }
    if (!IsCapital(word) && IsParticle(folded)) continue;
    if (shouted || !IsCapital(word)) words.small = true;
    words.folded.push_back(std::move(folded));
  }
  return words;
}

NameShape ShapeOf(const Words& words, Introduction introduction, bool comma) {
  constexpr std::size_t kMost = 4;
  constexpr std::size_t kMostSmall = 3;
  const auto& said = words.folded;
  const bool known = introduction == Introduction::kStrong || words.titled;
  if (!words.letters || said.empty() || said.size() > kMost) return NameShape::kNone;
  if (std::any_of(said.begin(), said.end(), IsNeverAName)) return NameShape::kNone;
  const bool one = said.size() == 1;
  if (introduction == Introduction::kWeak && !known && (words.small || one))
    return words.small || BeginsNoName(said.front()) ? NameShape::kNone : NameShape::kPerhaps;
  const bool answers = said.front() == "ja" || said.front() == "nein" || said.front() == "nee";
  if (BeginsNoName(said.front()) || (IsACommand(said.front()) && (!comma || answers))) {
    if (!one) return NameShape::kNone;
    return words.titled && !words.small ? NameShape::kSurely : NameShape::kPerhaps;
  }
  if (!words.small) {
    const bool doubtful = !one && !known && !comma && StandsBeforeDanger(said.front());
    return doubtful ? NameShape::kPerhaps : NameShape::kSurely;
  }
  if (one) return known ? NameShape::kSurely : NameShape::kPerhaps;
  if (said.size() > kMostSmall || StandsBeforeDanger(said.front())) return NameShape::kNone;
  const bool other = std::any_of(said.begin() + 1, said.end(), BeginsNoName) || IsSentence(said.front());
  return other ? NameShape::kNone : NameShape::kPerhaps;
}

}  // namespace

AskedName ReadAskedName(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  if (text.size() > kLongest || text.find_first_of("?!\n") != std::string_view::npos) return {};
  const std::string trimmed = Trimmed(text);
  std::string_view rest = trimmed;
  const Introduction introduction = TakeIntroduction(rest);
  const Words words = WordsOf(rest);
  std::string name(rest);
  const std::size_t comma = rest.find(',');
  if (comma != std::string_view::npos) {
    // "Brand, Petra" is Petra Brand; two with a comma between them are two people.
    if (rest.find(',', comma + 1) != std::string_view::npos || WordsOf(rest.substr(0, comma)).folded.size() != 1)
      return {};
    name = Trimmed(rest.substr(comma + 1)) + " " + Trimmed(rest.substr(0, comma));
  }
  return {.shape = ShapeOf(words, introduction, comma != std::string_view::npos),
          .name = std::move(name),
          .one_word = words.folded.size() == 1};
}

bool AreAskedNames(std::string_view text) {
  const std::vector<std::string> names = NamesIn(std::string(text), "Ich");
  return names.size() > 1 && std::all_of(names.begin(), names.end(), [](const std::string& name) {
           return name == "Ich" || ReadAskedName(name).shape == NameShape::kSurely;
         });
}

bool NamesBesideCode(const Turn& turn) {
  const nlu::Entity* code = turn.Find(nlu::EntityKind::kAppointmentCode);
  const auto at = code == nullptr ? std::string::npos : turn.text.find(code->surface);
  if (at == std::string::npos) return false;
  std::string rest = turn.text;
  rest.replace(at, code->surface.size(), ",");
  const std::vector<std::string> parts = NamesIn(rest, "");
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return IsNeverAName(Folded(part)) || ReadAskedName(part).shape != NameShape::kNone;
  });
}

namespace {

void NoLongerClear(Turn& turn) {
  if (!turn.understood.emergency) return;
  turn.maybe_danger = IsClearly(*turn.understood.emergency);
  turn.understood.emergency.reset();
}

bool TakeNameOfBooking(Turn& turn, const AskedName& answer) {
  const auto& booking = turn.session.booking;
  if (!booking || !booking->held) return false;
  if (answer.shape == NameShape::kPerhaps) return NoLongerClear(turn), false;
  turn.asked_name = answer.name;
  return TakeContact(turn), true;
}

bool TakeNameOfCallback(Turn& turn, const AskedName& answer) {
  if (!turn.session.callback || !turn.session.callback->name.empty()) return false;
  if (answer.shape == NameShape::kPerhaps) return NoLongerClear(turn), false;
  return TakeCallback(turn, answer.name), true;
}

bool TakeNameOfRequest(Turn& turn, const AskedName& answer) {
  if (!turn.session.data_request || !turn.session.data_request->name.empty()) return false;
  if (answer.shape == NameShape::kPerhaps) return NoLongerClear(turn), false;
  turn.asked_name = answer.name;
  return TakeDataRequest(turn);
}

// "Petra Brand", where the address is asked for already: the name put right.
bool MayTellOtherName(const Turn& turn) {
  if (turn.session.awaiting != Awaiting::kEmail && turn.session.awaiting != Awaiting::kTelephone) return false;
  const AskedName name = ReadAskedName(turn.said);
  return name.shape == NameShape::kSurely && !name.one_word;
}

}  // namespace

bool TakeAskedName(Turn& turn) {
  const Awaiting awaiting = turn.session.awaiting;
  if (awaiting == Awaiting::kAttendees && AreAskedNames(turn.said)) {
    if (!turn.session.booking || !turn.session.booking->held) return false;
    turn.text = turn.said;
    return TakeContact(turn), true;
  }
  if (MayTellOtherName(turn)) turn.understood.emergency.reset();
  const bool asked = awaiting == Awaiting::kName || awaiting == Awaiting::kSurname || awaiting == Awaiting::kCallback ||
                     awaiting == Awaiting::kDataRequest;
  const AskedName answer = asked ? ReadAskedName(turn.said) : AskedName{};
  if (asked && AreAskedNames(turn.said)) turn.understood.emergency.reset();
  if (answer.shape == NameShape::kNone) return false;
  if (answer.shape == NameShape::kSurely) turn.text = turn.said;
  switch (awaiting) {
    case Awaiting::kName: return TakeNameOfBooking(turn, answer);
    case Awaiting::kSurname: return TakeSurname(turn, answer.name, answer.shape == NameShape::kSurely);
    case Awaiting::kCallback: return TakeNameOfCallback(turn, answer);
    default: return TakeNameOfRequest(turn, answer);
  }
}

}  // namespace amtslotse::dialogue
