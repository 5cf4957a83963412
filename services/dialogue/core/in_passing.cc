// Said beside what was asked for: a reservation given up that is wanted after all, a reminder, an address too late, how
// long the appointment takes and where it is, the booked one some other day.
#include "services/dialogue/core/in_passing.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_correction.h"
#include "services/dialogue/core/shifted_time.h"
#include "services/dialogue/core/topic_search.h"
#include "services/dialogue/core/topics_apart.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

bool HasAppointment(const Session& session) {
  return session.appointment && !session.appointment->appointment.cancelled;
}

// "doch, ich will den Termin", behind "ich habe nichts gebucht"
bool TakeRegret(Turn& turn) {
  if (turn.discarded.empty() || !turn.understood.topic.empty()) return false;
  const std::string folded = " " + Folded(turn.text);
  if (!SaysAny(folded, {" doch", " zurueck", " war ein versehen"})) return false;
  return StartBooking(turn, std::vector(turn.discarded)), true;
}

// "kann ich am Tag vorher erinnert werden?"
bool TakeReminderWish(Turn& turn) {
  constexpr std::chrono::hours kEarliest{25};
  if (!HasAppointment(turn.session) || turn.session.booking) return false;
  const std::string folded = " " + Folded(turn.text);
  if (!SaysAny(folded, {" erinner"}) || SaysAny(folded, {" kein", " nicht ", " stopp", " abbestell"})) return false;
  if (turn.session.appointment->appointment.slot.begin > turn.now + kEarliest) return Remind(turn), true;
  turn.StopWaiting();
  turn.Say(Text("remind.too_late"));
  return true;
}

// "oh, die Mail war falsch, …" behind a booking: it is sent already.
bool TakeLateEmail(Turn& turn) {
  const nlu::Entity* email = turn.Find(nlu::EntityKind::kEmail);
  if (email == nullptr || turn.session.booking || turn.session.awaiting != Awaiting::kNothing) return false;
  if (HasAppointment(turn.session)) {
    turn.Say(Text("book.email_later", {{"telephone", turn.town.municipality().telephone}}));
    return true;
  }
  constexpr std::size_t kBeside = 3;
  if (turn.text.size() > email->surface.size() + kBeside) return false;
  turn.Say(Text("email.not_asked"), "question");
  return true;
}

// A code that was missing before, or nothing but a code: the appointment is to be seen.
bool TakeBareCode(Turn& turn) {
  const Session& session = turn.session;
  if (session.awaiting != Awaiting::kNothing || session.booking) return false;
  // "doch, hab ihn gefunden: …"
  const bool asked_before = !session.pending_action.empty() && turn.Find(nlu::EntityKind::kAppointmentCode) != nullptr;
  if (!asked_before && !IsOnlyACode(turn)) return false;
  return StartAppointmentAction(turn, asked_before ? std::string(session.pending_action) : "show"), true;
}

// "Bis wann kann ich Widerspruch einlegen?": it stands in the notice, and nowhere else.
bool TakeObjectionDeadline(Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  if (!SaysAny(folded, {"widerspruch", "einspruch", "rechtsbehelf"}) ||
      !SaysAny(folded, {" bis wann", " wie lang", " wieviel zeit", " wie viel zeit", "frist", " wie viele tage",
                        " wann spaetestens", " spaetestens wann"}))
    return false;
  turn.StopWaiting();
  turn.Say(Text("objection.deadline"));
  return true;
}

// "Bekomme ich mein Geld zurück, wenn ich absage?"
bool TakeWhatIfCancelled(Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool cancels =
      SaysAny(folded, {" absag", " abzusag", " storn", " nicht komm", " nicht erschein", " nicht auftauch"});
  if (!cancels || !SaysAny(folded, {" wenn ich", " falls ich", " sobald ich", " wenn man"}) ||
      !SaysAny(folded, {" geld", " kost", " zahl", " gebuehr", " strafe", " erstatt", " passiert"}))
    return false;
  if (AnswerByEntry(turn)) return true;
  turn.StopWaiting();
  turn.Say(Text("appointment.if_cancelled"));
  return true;
}

// "gleiche Uhrzeit eine Woche später", "da kann ich doch nicht, geht der Freitag?", of the appointment that was just
// booked or shown
bool TakeMove(Turn& turn) {
  if (!HasAppointment(turn.session) || turn.session.booking || turn.session.awaiting != Awaiting::kNothing)
    return false;
  SlotWish wish;
  const bool asks = turn.Wants(Act::kShowSlots) || turn.Wants(Act::kRebook) || turn.Wants(Act::kChoose);
  const bool cannot = SaysAny(
      Folded(turn.text), {"da kann ich nicht", "da kann ich doch nicht", "da kann ich leider nicht", "passt mir nicht",
                          "passt mir doch nicht", "passt doch nicht", "geht doch nicht", "lieber am", "lieber an"});
  if (!(asks && ReadShift(turn, wish)) && !(cannot && ReadWish(turn, wish))) return false;
  return StartAppointmentAction(turn, "rebook"), true;
}

// "lieber reisepass" names a pass, "nee warte, 2" nothing.
std::string ThingIn(const std::string& topic) {
  static constexpr std::array<std::string_view, 9> kBeside{"nee",    "warte", "warten", "moment", "stopp",
                                                           "lieber", "halt",  "sorry",  "quatsch"};
  std::string thing;
  for (const auto part : absl::StrSplit(WithoutPeople(topic), ' ', absl::SkipEmpty())) {
    const std::string word(part);
    const bool beside = word.find_first_not_of("0123456789") == std::string::npos ||
                        std::find(kBeside.begin(), kBeside.end(), Folded(word)) != kBeside.end();
    if (!beside) thing += (thing.empty() ? "" : " ") + word;
  }
  return thing;
}

// The service that the message names for sure, and that is not booked already.
std::optional<ServiceRef> OtherServiceIn(Turn& turn) {
  std::string topic = turn.understood.topic;
  if (turn.Find(nlu::EntityKind::kPersonName) != nullptr) {
    // Where a name is asked for, "lieber reisepass" is easily read as one.
    const auto again = turn.town.Understand(turn.text, nlu::Expecting::kNothing);
    if (again.ok()) topic = again->topic;
  }
  // "nicht Perso, sondern Reisepass"
  constexpr std::string_view kBut = " sondern ";
  if (const auto at = turn.text.find(kBut); at != std::string::npos) topic = turn.text.substr(at + kBut.size());
  const std::string thing = ThingIn(topic);
  if (thing.empty()) return std::nullopt;
  const auto found = turn.town.Ask({.topic = thing, .text = thing, .acts = {"overview"}, .service_id = ""});
  if (!found.ok() || !IsSure(*found) || !found->service || !found->service_from_topic) return std::nullopt;
  const auto& services = turn.session.booking->services;
  return std::find(services.begin(), services.end(), *found->service) == services.end() ? found->service : std::nullopt;
}

// "wie lange dauert der Termin?", "wie lang der termin"
bool AsksHowLong(const Turn& turn, Act act) {
  const std::string folded = " " + Folded(turn.text);
  if (!SaysAny(folded, {" termin"})) return false;
  if (act == Act::kDuration) return true;
  return SaysAny(folded, {" wie lang", " wieviel zeit", " wie viel zeit"}) &&
         !SaysAny(folded, {" wart", " bis ", " vorher", " voraus", " gilt", " gueltig", " offen", " auf "});
}

// Whether a booking is under way that may be for something else.
bool MayChange(const Turn& turn) {
  const auto& booking = turn.session.booking;
  return booking && !booking->rebooking && !booking->services.empty() && !IsWaiting(*booking) &&
         !turn.Wants(Act::kWaitingList) && !turn.Wants(Act::kCancel) && !turn.Wants(Act::kHuman) &&
         turn.text.find('?') == std::string::npos;
}

}  // namespace

bool TakeAddition(Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool adds = SaysAny(folded, {" dazu ", " noch ein", " auch noch ", " zusaetzlich ", " ausserdem "});
  if (!MayChange(turn) || !adds || SaysAny(folded, {" termin", " statt"})) return false;
  const auto other = OtherServiceIn(turn);
  if (!other) return false;
  const BookingDraft& draft = *turn.session.booking;
  std::vector<ServiceRef> services = draft.services;
  std::vector<int> counts = draft.counts;
  if (counts.empty() && draft.quantity > 1) counts.assign(services.size(), draft.quantity);
  if (!counts.empty()) counts.push_back(1);
  services.push_back(*other);
  return StartBooking(turn, services, counts), true;
}

bool TakeOtherService(Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  if (!MayChange(turn) || !SaysAny(folded, {" doch ", " lieber ", " statt", " sondern "})) return false;
  const auto other = OtherServiceIn(turn);
  return other ? (StartBooking(turn, *other), true) : false;
}

bool TakeCorrection(Turn& turn) {
  Session& session = turn.session;
  if (session.booking && ReadWish(turn, session.booking->wish)) return OfferSlots(turn), true;
  // "nein warte, doch Personalausweis" while times are offered or one is held
  const bool books = session.booking && !session.booking->rebooking && !session.booking->services.empty();
  if (const std::string thing = ThingIn(turn.understood.topic); books && !thing.empty()) {
    const auto before = std::exchange(session.service, std::nullopt);
    ContinueBookingFor(turn, thing);
    if (!session.service) session.service = before;
    return true;
  }
  if (!books && !turn.understood.topic.empty()) {
    const auto acts = session.pending_acts.empty() ? std::vector<std::string>{"overview"} : session.pending_acts;
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& act : acts) pairs.emplace_back(act, turn.understood.topic);
    session.service.reset();
    return AnswerActs(turn, pairs), true;
  }
  return false;
}

bool AsksWhetherAppointment(const Turn& turn, Act act) {
  if (act != Act::kBook && act != Act::kShowSlots) return false;
  const std::string folded = Folded(turn.text);
  if (folded.find("ohne termin") != std::string::npos) return true;
  static constexpr std::array<std::string_view, 9> kAsks{"einfach so ",     "brauche ich ",    "brauch ich ",
                                                         "braucht man ",    "brauchen wir ",   "benoetige ich ",
                                                         "muss ich einen ", "muss man einen ", "ist ein termin "};
  return std::any_of(kAsks.begin(), kAsks.end(), [&](std::string_view words) {
    const auto at = folded.find(words);
    if (at == std::string::npos || std::string_view(folded).substr(0, at).ends_with("was ")) return false;
    const std::string_view rest = std::string_view(folded).substr(at, folded.find_first_of(".,!", at) - at);
    return rest.find("termin") != std::string_view::npos;
  });
}

bool TakeInPassing(Turn& turn) {
  return TakeObjectionDeadline(turn) || TakeWhatIfCancelled(turn) || TakeRegret(turn) || TakeReminderWish(turn) ||
         TakeLateEmail(turn) || TakeLateCorrection(turn) || TakeBareCode(turn) || TakeMove(turn);
}

bool AnswerHowLong(Turn& turn, Act act) {
  if (!AsksHowLong(turn, act)) return false;
  const Session& session = turn.session;
  const Slot* slot = nullptr;
  if (session.booking && session.booking->held && !IsWaiting(*session.booking))
    slot = &session.booking->held->slot;
  else if (session.booking && !session.booking->offered.empty())
    slot = &session.booking->offered.front();
  else if (HasAppointment(session))
    slot = &session.appointment->appointment.slot;
  if (slot == nullptr || slot->minutes <= 0) return false;
  turn.StopWaiting();
  turn.Say(Text("book.minutes", {{"minutes", std::to_string(slot->minutes)}}));
  return true;
}

bool AnswerWhereHeld(Turn& turn, Act act, const std::string& topic) {
  const auto& booking = turn.session.booking;
  const bool where = act == Act::kAddress || act == Act::kResponsibleOffice;
  if (!where || !topic.empty() || !booking || !booking->held || IsWaiting(*booking)) return false;
  const auto places = turn.town.ListBookingPlaces();
  if (!places.ok()) return false;
  const auto held = std::find_if(places->begin(), places->end(), [&](const BookingPlace& place) {
    return place.id == booking->held->slot.location_id;
  });
  if (held == places->end() || held->address.empty()) return false;
  turn.Say(Text("book.place", {{"place", held->name}, {"address", held->address}}));
  return true;
}

}  // namespace amtslotse::dialogue
