#include "services/dialogue/core/offered_choice.h"

#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/awaited.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/named_place.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

bool HasCode(const Turn& turn) { return turn.Find(nlu::EntityKind::kAppointmentCode) != nullptr; }

bool IsSame(const Slot& one, const Slot& other) {
  return one.begin == other.begin && one.location_id == other.location_id;
}

}  // namespace

bool TakeTooHigh(Turn& turn) {
  const auto number = ChosenNumber(turn);
  const std::vector<Slot> offered = turn.session.booking->offered;
  if (!number || offered.empty() || *number <= static_cast<std::int64_t>(turn.session.options.size()) ||
      HourMeant(turn) > 0)
    return false;
  OfferThese(turn, offered, Text("book.only_so_many", {{"count", std::to_string(offered.size())}}));
  return true;
}

bool TakeNamedPlace(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const bool choosing = turn.session.awaiting == Awaiting::kSlot;
  const std::string place = choosing ? FindOfferedLocation(turn) : NamedPlace(turn);
  if (place.empty()) return false;
  if (choosing) {
    const std::vector<Slot> fitting = OfferedThatFit(turn, place);
    if (fitting.size() == 1) return TakeSlot(turn, fitting.front()), true;
  }
  draft.wish.location_ids = {place};
  ReadWish(turn, draft.wish);
  OfferSlots(turn);
  return true;
}

bool AskWhichOfThese(Turn& turn) {
  const std::vector<Slot> fitting = OfferedThatFit(turn, "");
  if (fitting.size() < 2) return false;
  OfferThese(turn, fitting, Text("book.which_of_these"));
  return true;
}

void NoteContactEarly(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  std::string noted;
  if (!draft.rebooking) {
    const auto* email = turn.Find(nlu::EntityKind::kEmail);
    const AskedName asked = ReadAskedName(turn.text);
    const bool surely = asked.shape == NameShape::kSurely && !asked.one_word;
    const std::string name = email != nullptr ? NameBeside(turn.text, email->surface) : surely ? asked.name : "";
    if (!name.empty()) noted = draft.contact.name = name;
    if (email != nullptr) {
      draft.contact.email = EmailIn(turn);
      noted += (noted.empty() ? "" : ", ") + draft.contact.email;
    }
  }
  OfferAgain(turn);
  Message& message = turn.replies.back();
  message.text = (noted.empty() ? Text("book.choose_first") : Text("book.contact_noted", {{"contact", noted}})) + "\n" +
                 message.text;
}

bool TakeChosenAfterAll(Turn& turn) {
  const BookingDraft& draft = *turn.session.booking;
  const auto number = ChosenNumber(turn);
  if (!number || draft.offered.empty() || *number > static_cast<std::int64_t>(draft.offered.size())) return false;
  const Slot chosen = *number < 1 ? draft.offered.back() : draft.offered[static_cast<std::size_t>(*number - 1)];
  if (!IsSame(chosen, draft.held->slot)) return TakeSlot(turn, chosen), true;
  const Awaiting was = turn.session.awaiting;
  turn.StopWaiting();
  RemindOfHold(turn, was);
  return true;
}

bool AsksForOwnTime(const Turn& turn) {
  const Session& session = turn.session;
  if (session.appointment || HasCode(turn)) return false;
  const std::string folded = " " + Folded(turn.text) + " ";
  if (SaysAny(folded, {" wie lang"})) return false;  // how long one takes
  if (turn.Wants(nlu::Act::kMyAppointment) && SaysAny(folded, {"termin", "zeit", "wann", "uhr", " tag "})) return true;
  return SaysAny(folded, {" wie war", " wann war", " was war", " wann ist", " wie ist", " welche zeit",
                          " welche uhrzeit", " welcher tag", " um wie viel uhr", " um wieviel uhr"}) &&
         SaysAny(folded, {" zeit", " uhrzeit", " termin ", " nochmal", " noch mal", " noch einmal", " tag war"}) &&
         !SaysAny(folded, {" name", " mail", " frei", " anderer", " andere "});
}

bool AsksToCome(const Turn& turn) {
  if (turn.session.appointment || HasCode(turn)) return false;
  const std::string folded = " " + Folded(turn.text) + " ";
  return SaysAny(folded, {" kann ich", " koennte ich", " darf ich", " koennen wir", " kann man", " koennten wir"}) &&
         SaysAny(folded, {"komm", "vorbeischau"}) &&
         !SaysAny(folded, {"termin", " nicht", "spaeter", "frueher", " statt", "schieb", " anders", "andermal"});
}

bool CallsOffTheSearch(const Turn& turn) {
  const Session& session = turn.session;
  const bool searching = session.booking && !session.booking->held && !session.booking->rebooking &&
                         !session.booking->offered.empty() && !session.appointment;
  return searching && !HasCode(turn) &&
         !SaysAny(" " + Folded(turn.text), {" mein", " alten ", " gebucht", " bestehend", " schon "});
}

}  // namespace amtslotse::dialogue
