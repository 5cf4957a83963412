#include "services/dialogue/core/name_correction.h"

#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <vector>

#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

std::vector<std::string> WordsIn(std::string_view text) {
  return absl::StrSplit(std::string(text), absl::ByAnyChar(" ,.;:!?\t\n\""), absl::SkipEmpty());
}

// "nein, ", "Korrektur: ", "ups": what stands before the thing put right.
bool LeadsIn(const std::string& folded) {
  static constexpr std::array<std::string_view, 44> kWords{"nein",
                                                           "nee",
                                                           "ne",
                                                           "noe",
                                                           "ups",
                                                           "oh",
                                                           "ach",
                                                           "oje",
                                                           "sorry",
                                                           "halt",
                                                           "stopp",
                                                           "stop",
                                                           "moment",
                                                           "warte",
                                                           "aeh",
                                                           "aehm",
                                                           "doch",
                                                           "quatsch",
                                                           "also",
                                                           "bitte",
                                                           "mist",
                                                           "pardon",
                                                           "korrektur",
                                                           "korrigiere",
                                                           "berichtigung",
                                                           "falsch",
                                                           "richtig",
                                                           "quark",
                                                           "oops",
                                                           "oha",
                                                           "vertippt",
                                                           "vertan",
                                                           "das",
                                                           "es",
                                                           "war",
                                                           "wir",
                                                           "leid",
                                                           "tut",
                                                           "mir",
                                                           "muss",
                                                           "heissen",
                                                           "eigentlich",
                                                           "entschuldigung",
                                                           "verzeihung"};
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

// Words around the name that are none of it: "der Name ist …", "… ist mein Nachname".
bool Introduces(const std::string& folded) {
  static constexpr std::array<std::string_view, 22> kWords{
      "ich",      "heisse",   "heiss",       "heisst", "name",    "nachname", "vorname", "familienname",
      "mein",     "meinen",   "der",         "den",    "ist",     "lautet",   "richtig", "richtige",
      "schreibt", "schreibe", "geschrieben", "wird",   "gemeint", "sich"};
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

bool IsLike(const std::string& one, const std::string& other) {
  const std::string a = Folded(one), b = Folded(other);
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t front = 0, back = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  while (back + front < shorter && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  return 2 * (front + back) >= std::max(a.size(), b.size());
}

bool IsPartOf(const std::string& known, const std::string& word) {
  const auto parts = WordsIn(known);
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return IsLike(part, word); });
}

// The name with `said` in the place of the part that it is most like; the surname where it is like none.
std::string WithPart(const std::string& known, const std::string& said, bool first_name) {
  std::vector<std::string> parts = absl::StrSplit(known, ' ', absl::SkipEmpty());
  if (parts.size() < 2) return said;
  auto place = parts.end() - 1;
  if (first_name) {
    place = parts.begin();
  } else if (!IsLike(*place, said)) {
    const auto like =
        std::find_if(parts.begin(), parts.end(), [&](const std::string& part) { return IsLike(part, said); });
    if (like != parts.end()) place = like;
  }
  *place = said;
  return absl::StrJoin(parts, " ");
}

// Behind "sondern", before "statt" or ", nicht": what is meant; and what is not.
struct Opposed {
  std::string meant, not_meant;
};
Opposed SplitOpposed(const std::string& text) {
  const std::string padded = " " + text;
  const auto cut = [&](std::string_view joint, bool meant_first) -> Opposed {
    const auto at = padded.find(joint);
    if (at == std::string::npos) return {};
    const std::string before = padded.substr(0, at), behind = padded.substr(at + joint.size());
    return meant_first ? Opposed{before, behind} : Opposed{behind, before};
  };
  if (Opposed found = cut(" sondern ", false); !found.meant.empty()) return found;
  if (Opposed found = cut(" statt ", true); !Trimmed(found.meant).empty()) return found;
  if (Opposed found = cut(", nicht ", true); !Trimmed(found.meant).empty()) return found;
  return {};
}

// "Meyer mit e", "Schmidt mit dt": how it is written stands in the name.
void DropSpelling(std::vector<std::string>& words) {
  constexpr std::size_t kLongestSpelling = 3;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    const std::string folded = Folded(words[i]);
    const bool spells = (folded == "mit" || folded == "ohne") &&
                        (words[i + 1].size() <= kLongestSpelling || Folded(words[i + 1]).starts_with("doppel"));
    if (spells) return words.resize(i);
  }
}

struct Reading {
  std::vector<std::string> words;  // the name
  bool led_in = false;             // "nein, …"
  bool introduced = false;         // "ich heiße …"
  bool first_name = false;         // "der Vorname ist …"
};

Reading ReadWords(std::string_view text) {
  Reading reading;
  reading.words = absl::StrSplit(std::string(text), absl::ByAnyChar(" ,;:!?\t\n"), absl::SkipEmpty());
  auto& words = reading.words;
  const auto take = [&](const std::string& word) {
    const std::string folded = Folded(word);
    reading.first_name = reading.first_name || folded == "vorname";
    const bool names = folded.ends_with("name") || folded == "heisse" || folded == "heiss";
    const bool introduces = Introduces(folded);
    if (!introduces && !LeadsIn(folded)) return false;
    reading.led_in = true;
    reading.introduced = reading.introduced || names;
    return true;
  };
  std::size_t begin = 0;
  while (begin < words.size() && take(words[begin])) ++begin;
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(begin));
  while (!words.empty() && take(words.back())) words.pop_back();
  DropSpelling(words);
  return reading;
}

bool SpeaksOfName(const std::string& folded) {
  return SaysAny(" " + folded, {" name", " nachname", " vorname", " familienname", " namen", "heisse"});
}

// "Name ändern", "der Name stimmt nicht", "falscher Name": what it is to be is still to be said.
bool WantsOtherName(const std::string& folded) {
  return SaysAny(" " + folded, {" name", " nachname", " vorname", " familienname"}) &&
         (SpeaksOfMistake(folded) || SaysAny(" " + folded, {" aender", " anderer", " anderen", " neuer", " wechsel"}));
}

}  // namespace

bool SpeaksOfMistake(std::string_view folded) {
  return SaysAny(folded,
                 {"falsch", "vertippt", "verschrieben", "vertan", "verschreib", "stimmt nicht", "stimmt so nicht",
                  "nicht richtig", "tippfehler", "schreibfehler", "korrig", "korrektur", "berichtig"});
}

NameCorrection ReadNameCorrection(std::string_view text, const std::string& known) {
  constexpr std::size_t kLongest = 120;
  if (text.size() > kLongest || text.find('@') != std::string_view::npos) return {};
  const std::string folded = Folded(text);
  const auto [meant, not_meant] = SplitOpposed(std::string(text));
  const std::vector<std::string> against = ReadWords(not_meant).words;
  const bool opposed = !meant.empty() && (SpeaksOfName(folded) ||
                                          std::any_of(against.begin(), against.end(), [&](const std::string& word) {
                                            return word.size() > 2 && IsPartOf(known, word);
                                          }));
  if (!meant.empty() && !opposed) return {};
  const Reading reading = ReadWords(opposed ? std::string_view(meant) : text);
  const std::string said = absl::StrJoin(reading.words, " ");
  AskedName name = ReadAskedName(said);
  const NameCorrection unsaid{.meant = WantsOtherName(folded), .doubtful = false, .name = ""};
  if (name.shape == NameShape::kNone || reading.words.empty() || text.find('?') != std::string_view::npos)
    return unsaid;
  std::string whole = name.name;
  const bool titled = StripSalutation(whole);
  const bool one_word = name.one_word && whole.find(' ') == std::string::npos;
  const bool known_part = one_word && IsPartOf(known, whole);
  const bool introduced = opposed || reading.introduced;
  const bool surely = name.shape == NameShape::kSurely;
  if (!introduced && !known_part && (one_word ? !titled : !surely))
    return {.meant = unsaid.meant, .doubtful = one_word && surely, .name = ""};
  if (!surely && !introduced && !reading.led_in && !known_part) return unsaid;
  // "Herr von der Heide" says no more than "Karl von der Heide" did.
  if (titled && known.find(whole) != std::string::npos) return {.meant = true, .doubtful = false, .name = known};
  if (one_word && known.find(' ') != std::string::npos) whole = WithPart(known, whole, reading.first_name);
  return {.meant = true, .doubtful = false, .name = whole};
}

namespace {

// The reason and the question are one message.
void AskOn(Turn& turn, const std::string& before) {
  AskContact(turn);
  Message& message = turn.replies.back();
  constexpr std::string_view kThanks = "Danke. ";
  if (message.text.starts_with(kThanks)) message.text.erase(0, kThanks.size());
  message.text = before + " " + message.text;
}

bool GoesBack(const std::string& folded) {
  static constexpr std::array<std::string_view, 9> kWords{
      "zurueck",         "bitte zurueck", "zurueck bitte",   "einen schritt zurueck", "ein schritt zurueck",
      "schritt zurueck", "eins zurueck",  "nochmal zurueck", "zurueck zum namen"};
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

void AskNameAgain(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  draft.contact.name.clear();
  draft.half_name.clear();
  AskContact(turn);
  turn.replies.back().text = Text("book.name_again");
}

}  // namespace

// "Übermorgen Mittag" is no name, though "Peter Sonntag" is one.
static bool BeginsWithATime(const Turn& turn) {
  const nlu::Entity* time = turn.Find(nlu::EntityKind::kDateTime);
  return time != nullptr && turn.text.starts_with(time->surface);
}

bool TakeOtherName(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const std::string folded = Folded(turn.text);
  const bool asks_code = turn.session.awaiting == Awaiting::kConfirmCode;
  if (draft.contact.name.empty()) {
    if (WantsOtherName(folded)) return AskNameAgain(turn), true;
    if (!GoesBack(folded) || IsWaiting(draft)) return false;
    return OfferSlots(turn), true;  // to the times; the place is held until another one is
  }
  if (GoesBack(folded)) return AskNameAgain(turn), true;
  if (BeginsWithATime(turn)) return false;
  const NameCorrection read = ReadNameCorrection(turn.text, draft.contact.name);
  if (read.doubtful && !asks_code) return AskOn(turn, Text("book.name_or_not", {{"word", Trimmed(turn.text)}})), true;
  if (!read.meant) return false;
  if (read.name.empty()) return AskNameAgain(turn), true;
  draft.contact.name = read.name;
  if (asks_code) return CheckContactAndConfirm(turn), true;
  return AskOn(turn, Text("book.name_changed", {{"name", draft.contact.name}})), true;
}

bool TakeLateCorrection(Turn& turn) {
  const Session& session = turn.session;
  if (!session.appointment || session.appointment->appointment.cancelled || session.booking ||
      session.awaiting != Awaiting::kNothing)
    return false;
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool name = SaysAny(folded, {" name", "nachname", "vorname", " heisse "});
  const bool contact = SaysAny(folded, {"mail", "telefonnummer", "handynummer", "meine nummer"});
  if ((!name && !contact) || !SpeaksOfMistake(folded)) return false;
  turn.Say(Text(name ? "book.name_later" : "book.email_later", {{"telephone", turn.town.municipality().telephone},
                                                                {"number", session.appointment->appointment.number}}));
  return true;
}

}  // namespace amtslotse::dialogue
