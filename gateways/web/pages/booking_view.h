// What the booking pages share. Three steps: what for, when and where, who.
#pragma once

#include <string>
#include <vector>

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/notices.h"

namespace amtslotse::gateways::web {

using Quantities = std::vector<booking::v1::ServiceQuantity>;

// Services with their quantities of the query or form: leistung=id*2, several.
Quantities ReadQuantities(const Request& request);
std::string QuantityValue(const booking::v1::ServiceQuantity& quantity);  // "id*2"
// "Personalausweis beantragen (2 ×)", joined; names from the locations that offer them.
std::string QuantitiesText(const Quantities& quantities, const std::vector<booking::v1::Location>& locations);
Markup QuantityFields(const Quantities& quantities);                                 // hidden inputs
std::string BookingUrl(const Quantities& quantities, const std::string& more = {});  // "/termin?leistung=…"

// A held slot, as it travels signed through the browser from step two to step three.
struct HeldTicket {
  std::string municipality_id;
  std::string hold_id;
  booking::v1::Slot slot;
  std::int64_t expires_unix = 0;
  std::string required_contact;
  std::uint32_t names = 0;  // of so many attendees the name is asked for, besides who books
  Quantities quantities;
};
std::string SignHeld(const TokenSigner& tokens, const HeldTicket& held);
absl::StatusOr<HeldTicket> CheckHeld(const TokenSigner& tokens, const std::string& text, const Town& town);

// What a booking is about, for its notices.
PageSubject SubjectOf(const Quantities& quantities);

// A page of a booking under way: beneath "Termin buchen", without the chat's button, and for no search engine.
Page BookingPage(const Shared& shared, const Request& request, const std::string& title);

// "Schritt 2 von 3" with the steps' names.
Markup Steps(const Shared& shared, const Request& request, int current);

// Free times as buttons "zeit" with the value "location|begin", by day.
Markup SlotButtons(const Shared& shared, const Request& request, const std::vector<booking::v1::Slot>& slots);

// A box that says something before the content: info, success, warning, danger.
Markup Alert(std::string_view kind, const std::string& title, const Markup& text = {});

// When new times appear, of an empty answer: the town's own German words, in other languages the moment.
template <class Response>
std::string ReleaseWords(const Shared& shared, const Request& request, const Response& nothing) {
  if (request.language == "de" || nothing.next_release_unix() == 0) return nothing.release_text();
  const std::string at = LocalTime(nothing.next_release_unix(), request.town->time_zone());
  return Say(shared, request, "booking.nextRelease", {{"day", LongDay(at, request.language)}, {"time", TimeOf(at)}});
}

// Words for an expected refusal.
std::string RefusalText(const Shared& shared, const Request& request, booking::v1::Refusal refusal);

absl::StatusOr<booking::v1::FindSlotsResponse> FindSlots(const Shared& shared, const Request& request,
                                                         const booking::v1::FindSlotsRequest& ask);

// Step two again, with the reason why. `kept`: hidden fields with what was entered already.
Reply ChooseAgain(const Shared& shared, const Request& request, const Quantities& quantities, const std::string& why,
                  const Markup& kept = {});

// "location|begin" of a pressed button; location empty when malformed.
struct ChosenTime {
  std::string location_id;
  std::int64_t begin_unix = 0;
};
ChosenTime ReadChosenTime(const Request& request);

}  // namespace amtslotse::gateways::web
