#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/offered_choice.h"
#include "services/dialogue/core/reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr const char* kCodeLength = "8";
constexpr std::size_t kCodeSigns = 8;
constexpr std::array<std::string_view, 7> kNoCode{"nicht",   "kein",      "weiss",    "verloren",
                                                  "verlegt", "vergessen", "geloescht"};

void Act(Turn& turn);

void AskForKey(Turn& turn, const AppointmentKey& have) {
  constexpr std::size_t kLongestKept = 500;
  Session& session = turn.session;
  session.pending_code = have.code;
  const bool begins = session.awaiting != Awaiting::kCode && session.awaiting != Awaiting::kSurname;
  if (begins) session.pending_text = turn.text.size() <= kLongestKept ? turn.text : "";
  if (have.code.empty()) {
    turn.Ask(Text("appointment.ask_code"), Awaiting::kCode, "code");
  } else {
    turn.Ask(Text("appointment.ask_surname"), Awaiting::kSurname, "name");
  }
}

bool SayRefusal(Turn& turn, Refusal refusal) {
  switch (refusal) {
    case Refusal::kNoSuchAppointment:
      turn.Ask(Text("appointment.not_found", {{"length", kCodeLength}}), Awaiting::kCode, "code").kind = "error";
      return true;
    case Refusal::kAlreadyCancelled: turn.Say(Text("appointment.already_cancelled")); return true;
    case Refusal::kPast: turn.Say(Text("appointment.past")); return true;
    case Refusal::kTooManyAttempts:
      turn.Say(Text("appointment.too_many", {{"telephone", turn.town.municipality().telephone}}), "error");
      return true;
    default: return false;
  }
}

void TakeFound(Turn& turn, const AppointmentKey& key, const absl::StatusOr<OrRefusal<Appointment>>& found) {
  turn.StopWaiting();
  turn.session.pending_code.clear();
  if (!found.ok()) return turn.SayDown(found.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*found)) {
    if (!SayRefusal(turn, *refusal)) turn.Say(Text("appointment.not_found", {{"length", kCodeLength}}), "error");
    if (turn.session.awaiting == Awaiting::kCode) turn.session.pending_code = key.code;  // the name may be wrong
    return;
  }
  turn.session.appointment = KnownAppointment{.key = key, .appointment = std::get<Appointment>(*found)};
  const auto& services = turn.session.appointment->appointment.services;
  if (!services.empty()) turn.session.service = services.front();
  if (services.size() > 1) turn.session.together = services;
  Act(turn);
}

void LookUp(Turn& turn, const AppointmentKey& key) { TakeFound(turn, key, turn.town.FindAppointment(key)); }

void Show(Turn& turn) {
  turn.Say(Text("appointment.is")).cards.push_back(AppointmentCard(turn.session.appointment->appointment));
  turn.StopWaiting();
  turn.Offer(Text("appointment.rebook"), "appointment", "rebook");
  turn.Offer(Text("appointment.cancel"), "appointment", "cancel");
}

// "ich möchte auf Freitag verschieben" was said before the code was asked for.
void ReadWishSaidBefore(Turn& turn) {
  const std::string before = std::exchange(turn.session.pending_text, {});
  SlotWish& wish = turn.session.booking->wish;
  if (ReadWish(turn, wish) || before.empty()) return;
  auto understood = Read(turn, before, nlu::Expecting::kNothing);
  const std::string now_said = std::exchange(turn.text, before);
  std::swap(turn.understood, understood);
  ReadWish(turn, wish);
  std::swap(turn.understood, understood);
  turn.text = now_said;
}

void AskWhetherToCancel(Turn& turn) {
  turn.Ask(Text("appointment.ask_cancel"), Awaiting::kCancelConfirmation, "confirmation")
      .cards.push_back(AppointmentCard(turn.session.appointment->appointment));
  turn.Offer(Text("appointment.yes_cancel"), "yes");
  turn.Offer(Text("appointment.no_cancel"), "no");
}

// The appointment is known: does what was asked for.
void Act(Turn& turn) {
  Session& session = turn.session;
  const std::string action = std::exchange(session.pending_action, {});
  const Appointment& appointment = session.appointment->appointment;
  if (appointment.cancelled) {
    turn.Say(Text("appointment.already_cancelled")).cards.push_back(AppointmentCard(appointment));
    session.appointment.reset();
    return;
  }
  if (action == "rebook") {
    BookingDraft draft;
    draft.services = appointment.services;
    draft.quantity = appointment.people;
    const auto& counts = appointment.counts;
    const bool each = std::all_of(counts.begin(), counts.end(), [&](int count) { return count == appointment.people; });
    if (!each) draft.counts = counts;
    draft.rebooking = true;
    session.booking = draft;
    ReadWishSaidBefore(turn);
    return OfferSlots(turn);
  }
  if (action == "cancel") return AskWhetherToCancel(turn);
  Show(turn);
}

// "bitte nochmal verschieben": what is wanted with the code is no name.
bool IsOfTheWish(const std::string& word) {
  const std::string folded = Folded(word);
  static constexpr std::array<std::string_view, 22> kBegins{
      "verschieb", "verschob", "verleg",  "absag",   "abzusag", "abgesag", "storn",  "umbuch",
      "loesch",    "cancel",   "ansehen", "anschau", "zeig",    "aender",  "termin", "code",
      "nochm",     "vorzieh",  "guten",   "hallo",   "danke",   "gern"};
  static constexpr std::array<std::string_view, 26> kWhole{
      "noch", "mal",  "einmal", "den",  "der", "die", "meinen", "mein", "mit",   "zu",     "und",   "auf",  "namen",
      "ja",   "nein", "tag",    "hier", "vom", "am",  "um",     "dann", "jetzt", "morgen", "heute", "name", "nachname"};
  return IsSentence(word) || std::find(kWhole.begin(), kWhole.end(), folded) != kWhole.end() ||
         std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) { return folded.starts_with(begin); });
}

bool MayBeSurname(const std::string& name) {
  const std::vector<std::string> words = absl::StrSplit(name, ' ', absl::SkipEmpty());
  return !words.empty() && std::none_of(words.begin(), words.end(), [](const std::string& word) {
    const bool particle = word == "der" || word == "den" || word == "zu";
    return !particle && IsOfTheWish(word);
  });
}

// "… auf Blum absagen", "KT4H-92XR, Blum": the surname beside a code; empty: none is said.
std::string SurnameBeside(const Turn& turn) {
  if (const auto* name = turn.Find(nlu::EntityKind::kPersonName)) {
    std::string said = std::get<std::string>(name->value);
    if (MayBeSurname(said)) return said;
  }
  std::string rest = turn.text;
  for (const nlu::Entity& entity : turn.understood.entities) {
    if (entity.kind == nlu::EntityKind::kPersonName) continue;
    const auto at = entity.surface.empty() ? std::string::npos : rest.find(entity.surface);
    if (at != std::string::npos) rest.replace(at, entity.surface.size(), " ");
  }
  std::vector<std::string> words = absl::StrSplit(rest, absl::ByAnyChar(" ,.;:!?"), absl::SkipEmpty());
  const bool alone = words.size() == 1;
  // "absagen KT4H-92XR von der Heide": what the wish leaves at either end.
  while (!words.empty() && IsOfTheWish(words.back())) words.pop_back();
  while (!words.empty() && IsOfTheWish(words.front())) words.erase(words.begin());
  const std::string name = absl::StrJoin(words, " ");
  const NameShape shape = ReadAskedName(name).shape;
  return shape == NameShape::kSurely || (alone && shape == NameShape::kPerhaps) ? name : std::string();
}

// "Wozu brauchen Sie den Code?"
void ExplainKey(Turn& turn) {
  const bool code = turn.session.awaiting == Awaiting::kCode;
  turn.Ask(Text("appointment.why_code") + " " + Text(code ? "appointment.ask_code" : "appointment.ask_surname"),
           code ? Awaiting::kCode : Awaiting::kSurname, code ? "code" : "name");
}

std::size_t LettersAndDigits(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; }));
}

// "weiß ich nicht", "den Code finde ich nicht mehr", "hab nur die Terminnummer"
bool HasNoCode(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  const bool digits = std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  return (turn.Wants(nlu::Act::kNo) && !digits) || SaysAny(folded, {"terminnummer"}) ||
         std::any_of(kNoCode.begin(), kNoCode.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

void SayNoCode(Turn& turn) {
  turn.StopWaiting();
  turn.Say(Text("appointment.no_code", {{"telephone", turn.town.municipality().telephone}}));
}

}  // namespace

void AskWhetherOwnAppointment(Turn& turn) {
  constexpr double kSureOfEntry = 0.8;
  if (AnswerByEntry(turn, 2, kSureOfEntry)) return;
  turn.town.RecordUnanswered(turn.text, "unclear");
  turn.StopWaiting();
  turn.Say(Text("appointment.which"), "question");
  turn.Offer(Text("appointment.rebook"), "appointment", "rebook");
  turn.Offer(Text("appointment.cancel"), "appointment", "cancel");
}

void StartAppointmentAction(Turn& turn, const std::string& action) {
  Session& session = turn.session;
  session.pending_action = action;
  session.unclear_in_a_row = 0;
  if (session.data_level == DataLevel::kInformation) {
    // Code and surname would have to be asked for.
    const std::string url = turn.town.municipality().web_url + "/termin/verwalten";
    session.pending_action.clear();
    turn.StopWaiting();
    turn.Say(Text("appointment.by_web", {{"url", url}})).links.push_back({Text("appointment.by_web_link"), url});
    return;
  }
  if (session.booking && session.booking->held) {
    // A reservation under way is what "absagen" means now.
    if (action == "cancel") return Discard(turn);
  }
  AppointmentKey key;
  if (const auto* code = turn.Find(nlu::EntityKind::kAppointmentCode)) key.code = std::get<std::string>(code->value);
  if (key.code.empty() && session.appointment && !session.appointment->appointment.cancelled) return Act(turn);
  if (!key.code.empty()) key.surname = SurnameBeside(turn);
  if (key.code.empty() || key.surname.empty()) return AskForKey(turn, key);
  LookUp(turn, key);
}

// "Schulz", "ich heiße Vera Pass"; empty: nothing that surely is a name.
static std::string SurnameSaid(const Turn& turn) {
  const AskedName name = ReadAskedName(turn.text);
  if (name.shape == NameShape::kSurely) return name.name;
  const nlu::Entity* introduced =
      SaysAny(Folded(turn.text), {"heiss", "mein name"}) ? turn.Find(nlu::EntityKind::kPersonName) : nullptr;
  return introduced == nullptr ? std::string() : std::get<std::string>(introduced->value);
}

// "Schulz", "von der Heide", where neither code nor name were found
static bool IsOtherSurname(const Turn& turn) {
  return !turn.session.pending_code.empty() && turn.Find(nlu::EntityKind::kAppointmentCode) == nullptr &&
         turn.text.find_first_of("0123456789?!") == std::string::npos && MayBeSurname(turn.text) &&
         ReadAskedName(turn.text).shape == NameShape::kSurely;
}

void TakeCodeOrSurname(Turn& turn) {
  Session& session = turn.session;
  AppointmentKey key{.link_token = "", .code = session.pending_code, .surname = ""};
  const bool asks_back = turn.text.find('?') != std::string::npos && SaysAny(Folded(turn.text), {"code", "nachname"});
  if (AsksWhatDataIsFor(turn) || asks_back) return ExplainKey(turn);
  if (GivesUp(turn)) {
    session.pending_action.clear();
    turn.StopWaiting();
    turn.Say(Text("no.nothing_asked"));
    return;
  }
  if (session.awaiting == Awaiting::kCode && !IsOtherSurname(turn)) {
    if (const auto* code = turn.Find(nlu::EntityKind::kAppointmentCode)) {
      key.code = std::get<std::string>(code->value);
      if (key.surname = SurnameBeside(turn); !key.surname.empty()) return LookUp(turn, key);
    } else if (HasNoCode(turn)) {
      return SayNoCode(turn);
    } else if (LettersAndDigits(turn.text) != kCodeSigns) {
      turn.Ask(Text("appointment.ask_code_again", {{"length", kCodeLength}}), Awaiting::kCode, "code");
      return;
    } else {
      key.code = turn.text;  // judged by booking, in any spelling
    }
    return AskForKey(turn, key);
  }
  key.surname = SurnameSaid(turn);
  const bool sentence = key.surname.empty() && IsSentence(turn.text);
  if (sentence && HasNoCode(turn)) return SayNoCode(turn);
  if (sentence || OnlyChooses(turn))
    return AskForKey(turn, {.link_token = "", .code = key.code, .surname = ""});  // "ja"
  if (key.surname.empty()) key.surname = turn.text;
  LookUp(turn, key);
}

bool TakeSurname(Turn& turn, const std::string& surname, bool surely) {
  const AppointmentKey key{.link_token = "", .code = turn.session.pending_code, .surname = surname};
  const auto found = turn.town.FindAppointment(key);
  const auto* refusal = found.ok() ? std::get_if<Refusal>(&*found) : nullptr;
  const bool unknown = !found.ok() || (refusal != nullptr && *refusal == Refusal::kNoSuchAppointment);
  if (unknown && !surely) return false;
  if (unknown && turn.understood.emergency) turn.maybe_danger = true;
  return TakeFound(turn, key, found), true;
}

void ConfirmCancellation(Turn& turn, bool yes) {
  Session& session = turn.session;
  turn.StopWaiting();
  if (!session.appointment) {
    turn.Say(Text("choice.stale"), "error");
    return;
  }
  if (!yes) {
    turn.Say(Text("appointment.kept"));
    return;
  }
  const auto outcome = turn.town.Cancel(turn.Key("cancel"), session.appointment->key);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    if (!SayRefusal(turn, *refusal)) turn.Say(Text("appointment.past"), "error");
    return;
  }
  const Appointment& appointment = std::get<Appointment>(*outcome);
  turn.Say(Text("appointment.cancelled",
                {{"date", LongDate(appointment.slot.local_begin)}, {"time", ClockTime(appointment.slot.local_begin)}}),
           "confirmation");
  session.appointment.reset();
}

void RemindOfCancellation(Turn& turn) {
  const Session& session = turn.session;
  if (!session.appointment || session.appointment->appointment.cancelled || session.booking ||
      session.awaiting != Awaiting::kNothing)
    return;
  if (turn.Wants(nlu::Act::kRestart) || turn.Wants(nlu::Act::kGoodbye)) return;
  for (Message& reply : turn.replies) reply.choices.clear();
  turn.session.options.clear();
  AskWhetherToCancel(turn);
}

void Rebook(Turn& turn, const Slot& slot) {
  Session& session = turn.session;
  const auto outcome = turn.town.Rebook(turn.Key("rebook"), session.appointment->key, slot);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    if (*refusal == Refusal::kSlotTaken || *refusal == Refusal::kNotBookable) {
      turn.Say(Text("book.taken"), "error");
      turn.refused = slot;
      return OfferSlots(turn);
    }
    if (!SayRefusal(turn, *refusal)) turn.Say(Text("appointment.past"), "error");
    return;
  }
  const Appointment& appointment = std::get<Appointment>(*outcome);
  session.appointment->appointment = appointment;
  session.booking.reset();
  turn.StopWaiting();
  Message& message =
      turn.Say(Text("appointment.rebooked",
                    {{"date", LongDate(appointment.slot.local_begin)},
                     {"time", ClockTime(appointment.slot.local_begin)},
                     {"place", fmt::format("{}, {}", appointment.slot.location_name, appointment.address)}}),
               "confirmation");
  message.cards.push_back(AppointmentCard(appointment));
  const auto file = turn.town.CalendarFile(session.appointment->key);
  if (file.ok()) message.files.push_back({.name = "termin.ics", .media_type = "text/calendar", .content = *file});
}

}  // namespace amtslotse::dialogue
