// Said beside what was asked for: a reservation given up that is wanted after all, a reminder, an address too late, how
// long the appointment takes and where it is, the booked one some other day.
#include "services/dialogue/core/in_passing.h"

#include <algorithm>

#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/shifted_time.h"
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

// Nothing but a code: the appointment is to be seen.
bool TakeBareCode(Turn& turn) {
  if (turn.session.awaiting != Awaiting::kNothing || turn.session.booking || !IsOnlyACode(turn)) return false;
  return StartAppointmentAction(turn, "show"), true;
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

}  // namespace

bool TakeInPassing(Turn& turn) {
  return TakeRegret(turn) || TakeReminderWish(turn) || TakeLateEmail(turn) || TakeBareCode(turn) || TakeMove(turn);
}

bool AnswerHowLong(Turn& turn, Act act) {
  if (act != Act::kDuration || !SaysAny(Folded(turn.text), {"termin"})) return false;
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
