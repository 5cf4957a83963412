#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "nlu/number_words.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/offered_choice.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

// "2", "zwei", "zweiten", "eerste": the position, 1-based; -1 for the last; 0 is none.
int PositionOf(std::string word) {
  static constexpr std::array<std::string_view, 8> kCardinals{"eins",  "zwei",  "drei",   "vier",
                                                              "fuenf", "sechs", "sieben", "acht"};
  static constexpr std::array<std::string_view, 8> kOrdinals{"erst",   "zweit",  "dritt", "viert",
                                                             "fuenft", "sechst", "siebt", "acht"};
  if (word.size() <= 2 && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::stoi(word);
  if (const auto found = std::find(kCardinals.begin(), kCardinals.end(), word); found != kCardinals.end())
    return static_cast<int>(found - kCardinals.begin()) + 1;
  if (word.starts_with("eerst")) word.erase(0, 1);
  for (const std::string_view ending : {"genannten", "genannter", "genannte", "en", "er", "es", "e"}) {
    if (!word.ends_with(ending)) continue;
    word.resize(word.size() - ending.size());
    if (word == "letzt") return -1;
    const auto found = std::find(kOrdinals.begin(), kOrdinals.end(), word);
    return found == kOrdinals.end() ? 0 : static_cast<int>(found - kOrdinals.begin()) + 1;
  }
  return 0;
}

// What may stand around a number that chooses: "ja den ersten nehme ich", "na gut dann die 1". "zwei Pässe" chooses
// nothing.
bool GoesWithChoice(const std::string& word) {
  static constexpr std::array<std::string_view, 78> kWords{
      "ja",      "jo",      "ok",        "okay",    "gut",     "na",      "dann",   "also",   "den",    "der",
      "die",     "das",     "da",        "de",      "dem",     "nr",      "nummer", "ich",    "mir",    "nehme",
      "nehm",    "nimm",    "nehmen",    "will",    "moechte", "haette",  "gern",   "gerne",  "bitte",  "passt",
      "ist",     "waere",   "waer",      "recht",   "lieber",  "doch",    "ach",    "nee",    "nein",   "mal",
      "einfach", "termin",  "zeit",      "uhrzeit", "wahl",    "wir",     "super",  "prima",  "so",     "genehm",
      "waehle",  "buche",   "buchen",    "klingt",  "geht",    "moment",  "eben",   "halt",   "option", "punkt",
      "oder",    "ne",      "vorschlag", "und",     "antwort", "perfekt", "danke",  "freier", "freie",  "freien",
      "freies",  "sondern", "quatsch",   "eher",    "warte",   "meine",   "meinte", "nochmal"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// What comes behind it takes the place of what was said before.
bool PutsRight(const std::string& word) {
  static constexpr std::array<std::string_view, 12> kWords{"nein", "nee",  "ne",      "doch", "lieber", "sondern",
                                                           "ach",  "eher", "quatsch", "halt", "warte",  "moment"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

const nlu::TimeReading* FirstReading(const Turn& turn) {
  const nlu::Entity* entity = turn.Find(nlu::EntityKind::kDateTime);
  if (entity == nullptr) return nullptr;
  const auto* value = std::get_if<nlu::TimeValue>(&entity->value);
  return value == nullptr || value->ruled_out || value->readings.empty() ? nullptr : &value->readings.front();
}

bool Fits(const Slot& slot, const nlu::TimeReading& reading) {
  if (slot.local_begin.size() < 16) return false;
  if (reading.days) {
    const std::string day = slot.local_begin.substr(0, 10);
    if (day < DateText(reading.days->first) || (!reading.open_end && day > DateText(reading.days->last))) return false;
  }
  if (reading.clock) {
    const auto time = std::chrono::hours(std::stoi(slot.local_begin.substr(11, 2))) +
                      std::chrono::minutes(std::stoi(slot.local_begin.substr(14, 2)));
    const auto& clock = *reading.clock;
    const bool point = clock.from == clock.until;
    // "um 3" said of an offered 15:00 means the afternoon.
    const bool hits_point =
        time == clock.from || (clock.from < std::chrono::hours(8) && time == clock.from + std::chrono::hours(12));
    if (point ? !hits_point : (time < clock.from || time >= clock.until)) return false;
  }
  return true;
}

// "abgemeldet", "Abmeldung" and "abmelden" begin alike once the participle's "ge" is gone.
std::string StemOf(std::string word) {
  for (const std::string_view particle : {"ab", "an", "um"}) {
    if (word.starts_with(particle) && word.substr(2).starts_with("ge")) word.erase(2, 2);
  }
  return word.substr(0, 6);
}

// "das auto zuerst", "des muss abgemeldet werde" behind offered services: the one that alone has most of these words.
const Option* ServiceNamed(const Turn& turn, const std::vector<Option>& options) {
  constexpr std::size_t kMostWords = 6;
  constexpr std::size_t kShortest = 4;
  const std::vector<std::string> said = absl::StrSplit(Folded(turn.text), absl::ByAnyChar(" ,.!?"), absl::SkipEmpty());
  const bool asks =
      std::any_of(turn.understood.segments.begin(), turn.understood.segments.end(), [](const nlu::Segment& segment) {
        const nlu::Act act = segment.guesses.front().act;
        return segment.band == nlu::Band::kAct &&
               (IsAppointmentAct(act) || (IsInformation(act) && act != nlu::Act::kOverview));
      });
  if (asks || said.size() > kMostWords || turn.text.find('?') != std::string::npos) return nullptr;
  const Option* best = nullptr;
  int most = 0;
  bool alone = true;
  for (const Option& option : options) {
    if (option.action != "service") continue;
    int hits = 0;
    for (const auto word : absl::StrSplit(Folded(option.label), absl::ByAnyChar(" ,.:()-"), absl::SkipEmpty())) {
      const bool named = word.size() >= kShortest && std::any_of(said.begin(), said.end(), [&](const std::string& one) {
                           return one.size() >= kShortest && StemOf(one) == StemOf(std::string(word));
                         });
      hits += named ? 1 : 0;
    }
    if (hits == most) alone = false;
    if (hits <= most) continue;
    best = &option;
    most = hits;
    alone = true;
  }
  return alone ? best : nullptr;
}

}  // namespace

std::optional<std::int64_t> ChosenNumber(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  if (folded.starts_with("und ")) return std::nullopt;  // "und für den zweiten?"
  std::optional<std::int64_t> number;
  bool against = false, corrects = false;  // "nicht den ersten", "…, nein den dritten"
  for (const auto part : absl::StrSplit(folded, absl::ByAnyChar(" ,.!?"), absl::SkipEmpty())) {
    const std::string word(part);
    const int position = PositionOf(word);
    if (position == 0) {
      if (word != "nicht" && !GoesWithChoice(word)) return std::nullopt;
      against = against || word == "nicht";
      corrects = corrects || PutsRight(word);
      continue;
    }
    if (std::exchange(against, false)) continue;
    if (number && !corrects) return std::nullopt;
    number = position;
    corrects = false;
  }
  return number;
}

std::vector<Slot> OfferedThatFit(const Turn& turn, const std::string& location_id) {
  const auto* reading = FirstReading(turn);
  if (!turn.session.booking || reading == nullptr || !reading->clock || reading->clock->from != reading->clock->until)
    return {};
  std::vector<Slot> fitting;
  for (const Slot& slot : turn.session.booking->offered) {
    if (Fits(slot, *reading) && (location_id.empty() || slot.location_id == location_id)) fitting.push_back(slot);
  }
  return fitting;
}

int HourMeant(const Turn& turn) {
  constexpr int kFirstHour = 7;
  constexpr int kLastHour = 19;
  int hour = 0;
  for (const auto part : absl::StrSplit(Folded(turn.text), absl::ByAnyChar(" ,.!?"), absl::SkipEmpty())) {
    const std::string word(part);
    const auto number = std::isdigit(static_cast<unsigned char>(word.front())) != 0 ? nlu::NumberFromDigits(word)
                                                                                    : nlu::NumberFromWord(word);
    if (number && hour == 0 && *number >= kFirstHour && *number <= kLastHour)
      hour = static_cast<int>(*number);
    else if (!GoesWithChoice(word))
      return 0;
  }
  return static_cast<std::size_t>(hour) > turn.session.options.size() ? hour : 0;
}

bool OnlyChooses(const Turn& turn) {
  const std::vector<std::string> words = absl::StrSplit(Folded(turn.text), absl::ByAnyChar(" ,.!?"), absl::SkipEmpty());
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return PositionOf(word) != 0 || GoesWithChoice(word);
  });
}

const Option* OptionByNumber(const Turn& turn) {
  const auto& options = turn.session.options;
  const auto number = ChosenNumber(turn);
  if (options.empty() || !number) return nullptr;
  if (*number >= 1 && static_cast<std::size_t>(*number) <= options.size())
    return &options[static_cast<std::size_t>(*number - 1)];
  if (*number != -1) return nullptr;
  // The last of what is offered, not "other times" below it.
  return &*std::find_if(options.rbegin(), options.rend(),
                        [&](const Option& option) { return option.action == options.front().action; });
}

const Option* FindOption(const Turn& turn) {
  const auto& options = turn.session.options;
  if (options.empty()) return nullptr;
  const std::string folded = Folded(turn.text);
  if (folded.empty()) return nullptr;
  for (const Option& option : options) {
    if (Folded(option.label) == folded) return &option;
  }
  if (const Option* option = OptionByNumber(turn)) return option;
  if (turn.Wants(nlu::Act::kYes) || turn.Wants(nlu::Act::kNo)) {
    const std::string wanted = turn.Wants(nlu::Act::kYes) ? "yes" : "no";
    for (const Option& option : options) {
      if (option.action == wanted) return &option;
    }
    if (wanted == "yes" && options.size() == 1) return &options.front();
  }
  if (const Option* service = ServiceNamed(turn, options)) return service;
  // Free text that names exactly one option.
  const Option* named = nullptr;
  if (folded.size() >= 4) {
    for (const Option& option : options) {
      if (Folded(option.label).find(folded) == std::string::npos) continue;
      if (named != nullptr) return nullptr;
      named = &option;
    }
  }
  return named;
}

const Slot* FindOfferedSlot(const Turn& turn) {
  if (!turn.session.booking) return nullptr;
  const auto& offered = turn.session.booking->offered;
  if (offered.empty()) return nullptr;
  if (const auto* reading = FirstReading(turn)) {
    // "nachmittags" narrows what is offered; "um drei" and "den am Freitag" choose.
    const bool point = reading->clock && reading->clock->from == reading->clock->until;
    const std::string said = " " + Folded(turn.text) + " ";
    const bool picks = said.find(" den ") != std::string::npos || said.find(" der ") != std::string::npos ||
                       said.find(" nehm") != std::string::npos;
    if (!point && !picks) return nullptr;
    const Slot* found = nullptr;
    for (const Slot& slot : offered) {
      if (!Fits(slot, *reading)) continue;
      if (found != nullptr) return nullptr;  // several: not chosen yet
      found = &slot;
    }
    return found;
  }
  const std::string folded = Folded(turn.text);
  // "den früheren", but no "gibt es nichts Früheres?"
  if (SaysAny(folded, {"frueheste", "erstbeste", "irgendeinen", "egal welche", "den frueheren", "der fruehere",
                       "das fruehere"}))
    return &offered.front();
  if (SaysAny(folded, {"spaeteste", "den spaeteren", "der spaetere", "das spaetere"})) return &offered.back();
  if (offered.size() == 1 && (turn.Wants(nlu::Act::kYes) || turn.Wants(nlu::Act::kChoose))) return &offered.front();
  return nullptr;
}

void Choose(Turn& turn, const Option& chosen) {
  const Option option = chosen;  // the list is cleared on the way
  Session& session = turn.session;
  if (option.action == "service") {
    const ServiceRef service{.id = option.value, .name = option.label};
    const auto acts = std::exchange(session.pending_acts, {});
    if (session.awaiting == Awaiting::kTopicForBooking || (acts.size() == 1 && acts.front() == "book"))
      return StartBooking(turn, service);
    return AnswerForService(turn, service, acts.empty() ? std::vector<std::string>{"overview"} : acts);
  }
  if (option.action == "entry") {
    session.pending_acts.clear();
    return AnswerQuestion(turn, option.label);
  }
  if (option.action == "act") {
    if (option.value == "book" && session.service) return StartBooking(turn, ServiceRef(*session.service));
    if (IsOfficeAct(option.value)) return AnswerOffice(turn, option.value, session.service);
    if (session.service) return AnswerForService(turn, ServiceRef(*session.service), {option.value});
  }
  if (option.action == "details" && session.service) return ShowDetails(turn, option.value);
  if (option.action == "slot" && session.booking) {
    for (const Slot& slot : session.booking->offered) {
      if (option.value == fmt::format("{}|{}", slot.location_id, slot.begin.time_since_epoch().count()))
        return TakeSlot(turn, Slot(slot));
    }
  }
  if (option.action == "more_slots" && session.booking) {
    if (!session.booking->offered.empty()) {
      session.booking->wish.from_date = option.value;
      session.booking->wish.to_date.clear();
    }
    return OfferSlots(turn);
  }
  if (option.action == "place")
    return ChoosePlace(turn, Area{.ars = option.value, .name = option.label, .qualifier = ""});
  if (option.action == "yes" || option.action == "no") return ConfirmCancellation(turn, option.action == "yes");
  if (option.action == "book") return CheckContactAndConfirm(turn);
  if (option.action == "change") return ChangeContact(turn);
  if (option.action == "appointment") return StartAppointmentAction(turn, option.value);
  if (option.action == "waiting") return StartWaiting(turn, "");
  if (option.action == "remind") return Remind(turn);
  if (option.action == "human") return OfferHuman(turn);
  if (option.action == "human_start") return StartHandOver(turn);
  if (option.action == "callback") return AskForCallback(turn);
  turn.Say(Text("choice.stale"), "error");
}

}  // namespace amtslotse::dialogue
