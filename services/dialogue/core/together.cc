// One appointment for several services.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/named_place.h"
#include "services/dialogue/core/texts.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

std::vector<ServiceQuantity> Quantities(const BookingDraft& draft) {
  std::vector<ServiceQuantity> quantities;
  for (std::size_t i = 0; i < draft.services.size(); ++i)
    quantities.push_back({draft.services[i].id, i < draft.counts.size() ? draft.counts[i] : draft.quantity});
  return quantities;
}

std::string NamesOf(const std::vector<ServiceRef>& services, const std::vector<int>& counts) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const int count = i < counts.size() ? counts[i] : 1;
    names.push_back(count > 1 ? fmt::format("{} ({} ×)", services[i].name, count) : services[i].name);
  }
  return Listed(names);
}

std::string NamesOf(const BookingDraft& draft) {
  const bool people = draft.counts.empty() && draft.quantity > 1;
  return NamesOf(draft.services, draft.counts) + (people ? fmt::format(" ({} Personen)", draft.quantity) : "");
}

void StartBooking(Turn& turn, const std::vector<ServiceRef>& services, const std::vector<int>& counts) {
  Session& session = turn.session;
  session.service = services.front();
  const bool several = services.size() > 1;
  session.together = several ? services : std::vector<ServiceRef>{};
  session.together_counts = several ? counts : std::vector<int>{};
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
  const bool begins = !session.booking || session.booking->services.empty();
  session.booking = draft;
  if (begins) TakeWhatWasKept(turn);
  if (begins) TakeContactSaid(turn);
  ReadPeople(turn);
  if (!counts.empty()) {
    session.booking->counts = counts;
    session.booking->quantity = *std::max_element(counts.begin(), counts.end());
  }
  ReadNeeds(turn);
  ReadWish(turn, session.booking->wish);
  ReadPlaceWished(turn, session.booking->wish);
  OfferSlots(turn);
}

// Where the message counts the one or the other, each is meant once at least.
std::vector<int> CountsOf(const std::vector<FoundApart>& all) {
  std::vector<int> counts;
  for (const FoundApart& found : all) counts.push_back(std::max(1, found.count));
  const bool more = std::any_of(counts.begin(), counts.end(), [](int count) { return count > 1; });
  return more ? counts : std::vector<int>{};
}

// "Termin für Perso und Führungszeugnis": both in one appointment. What has none is said, and the rest is booked.
bool BookApart(Turn& turn, const std::string& topic) {
  if (turn.session.data_level != DataLevel::kBooking || !turn.session.pending_action.empty()) return false;
  std::vector<FoundApart> apart = FindApart(turn, topic, {"overview"});
  const auto& bookable = turn.town.municipality().bookable_services;
  const auto without = std::stable_partition(apart.begin(), apart.end(), [&](const FoundApart& found) {
    return bookable == nullptr || bookable->contains(found.service->id);
  });
  if (without == apart.begin()) return false;
  for (auto found = without; found != apart.end(); ++found)
    turn.Say(Text("book.not_bookable", {{"service", found->service->name}}));
  apart.erase(without, apart.end());
  std::vector<ServiceRef> services;
  for (const FoundApart& found : apart) services.push_back(*found.service);
  StartBooking(turn, services, CountsOf(apart));
  return true;
}

void AskWhichFirst(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const auto services = std::exchange(draft.services, {});
  turn.session.together.clear();
  turn.session.together_counts.clear();
  draft.counts.clear();
  turn.Ask(Text("book.not_together"), Awaiting::kTopicForBooking, "choice");
  for (const ServiceRef& service : services) turn.Offer(service.name, "service", service.id);
}

}  // namespace amtslotse::dialogue
