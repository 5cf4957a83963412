// One appointment for several services.
#include <algorithm>
#include <utility>

#include "services/dialogue/core/texts.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

void StartBooking(Turn& turn, const std::vector<ServiceRef>& services) {
  Session& session = turn.session;
  session.service = services.front();
  if (services.size() > 1) session.together = services;
  session.offices.clear();
  session.pending_acts.clear();
  BookingDraft draft;
  draft.services = services;
  if (session.booking) {
    draft.contact = session.booking->contact;
    draft.quantity = session.booking->quantity;
    draft.wish = session.booking->wish;
    if (session.booking->held) draft.held = session.booking->held;  // released with the next hold
  }
  session.booking = draft;
  ReadPeople(turn);
  ReadNeeds(turn);
  ReadWish(turn, session.booking->wish);
  OfferSlots(turn);
}

// "Termin für Perso und Führungszeugnis": both in one appointment.
bool BookApart(Turn& turn, const std::string& topic) {
  if (turn.session.data_level != DataLevel::kBooking || !turn.session.pending_action.empty()) return false;
  std::vector<ServiceRef> services;
  for (const Found& found : FindApart(turn, topic, {"overview"})) services.push_back(*found.service);
  const auto& bookable = turn.town.municipality().bookable_services;
  const bool all = bookable == nullptr || std::all_of(services.begin(), services.end(), [&](const ServiceRef& service) {
                     return bookable->contains(service.id);
                   });
  if (services.empty() || !all) return false;
  StartBooking(turn, services);
  return true;
}

void AskWhichFirst(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const auto services = std::exchange(draft.services, {});
  turn.session.together.clear();
  turn.Ask(Text("book.not_together"), Awaiting::kTopicForBooking, "choice");
  for (const ServiceRef& service : services) turn.Offer(service.name, "service", service.id);
}

}  // namespace amtslotse::dialogue
