// The waiting list and the consent to reminders.
#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::chrono::minutes kToAnswer{30};
constexpr char kConsent[] = "consent";  // to messages that come by themselves

// "setz mich auf die Warteliste", "trag mich ein": names no service.
std::string WithoutPutting(const std::string& topic) {
  static constexpr std::array<std::string_view, 6> kPutting{"setz", "stell", "trag", "eintrag", "schreib", "pack"};
  std::string rest;
  for (const auto word : absl::StrSplit(topic, ' ', absl::SkipEmpty())) {
    const std::string folded = Folded(std::string(word));
    const bool puts =
        std::any_of(kPutting.begin(), kPutting.end(), [&](std::string_view verb) { return folded.starts_with(verb); });
    if (!puts) rest += (rest.empty() ? "" : " ") + std::string(word);
  }
  return rest;
}

// The service that is meant: the booking under way, what we talk about, or what the message names.
std::optional<ServiceRef> ServiceFor(Turn& turn, const std::string& said) {
  const Session& session = turn.session;
  const std::string topic = WithoutPutting(said);
  if (!topic.empty()) {
    const auto found = turn.town.Ask({.topic = topic,
                                      .text = turn.text,
                                      .acts = {"overview"},
                                      .service_id = session.service ? session.service->id : ""});
    if (found.ok() && found->outcome == Found::Outcome::kAnswered && found->service) return found->service;
  }
  if (session.booking && !session.booking->services.empty()) return session.booking->services.front();
  return session.service;
}

// "ich will von der Warteliste runter"
bool WantsOff(const Turn& turn) {
  static constexpr std::array<std::string_view, 6> kWords{"runter",    "abmelden", "streich",
                                                          "austragen", "loesch",   "nicht mehr warten"};
  const std::string folded = Folded(turn.text);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

}  // namespace

bool IsWaiting(const BookingDraft& draft) { return draft.held && draft.held->hold_id == kWaitingHold; }

void StartWaiting(Turn& turn, const std::string& topic) {
  Session& session = turn.session;
  if (WantsOff(turn)) {
    turn.StopWaiting();
    turn.Say(Text("waiting.leave", {{"telephone", turn.town.municipality().telephone}}));
    return;
  }
  const auto service = ServiceFor(turn, topic);
  if (!service) {
    turn.Ask(Text("waiting.which"), Awaiting::kTopicForBooking, "free_text");
    turn.OfferAgain();
    session.pending_action = kJoinWaiting;
    return;
  }
  if (session.data_level == DataLevel::kInformation) {
    SayBookOnTheWeb(turn, "/termin?leistung=" + service->id);
    return;
  }
  session.service = service;
  if (!session.booking || session.booking->rebooking) session.booking.emplace();
  BookingDraft& draft = *session.booking;
  if (draft.services.empty()) draft.services = {*service};
  if (draft.held && !IsWaiting(draft)) (void)turn.town.ReleaseHold(draft.held->hold_id);
  ReadWish(turn, draft.wish);
  // Name and e-mail are asked for as for an appointment; in a messenger the offer comes there.
  draft.held = Held{.hold_id = kWaitingHold,
                    .slot = {},
                    .expires = turn.now + kToAnswer,
                    .required_contact = session.channel == "web" ? "email" : "none"};
  turn.Say(Text("waiting.begin", {{"service", service->name}}));
  CheckContactAndConfirm(turn);
}

void FinishWaiting(Turn& turn, const Contact& contact) {
  Session& session = turn.session;
  const BookingDraft& draft = *session.booking;
  const auto outcome =
      turn.town.JoinWaitingList(turn.Key("waiting"), Quantities(draft), draft.wish.from_date, draft.wish.to_date,
                                draft.wish.from_minute, draft.wish.to_minute, contact);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  const auto* refused = std::get_if<Refusal>(&*outcome);
  if (refused != nullptr && *refused == Refusal::kContactNeeded && contact.telephone.empty()) {
    session.booking->held->required_contact = "email_and_telephone";
    return AskContact(turn);
  }
  session.booking.reset();
  turn.StopWaiting();
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    turn.Say(Text(*refusal == Refusal::kPersonLimit ? "waiting.limit" : "waiting.impossible"), "error");
    return;
  }
  const auto& place = std::get<WaitingPlace>(*outcome);
  Message& message = turn.Say(Text("waiting.joined", {{"position", std::to_string(place.position)}}), kConsent);
  const std::string& web = turn.town.municipality().web_url;
  if (!web.empty()) message.links.push_back({Text("waiting.link"), web + "/warteliste/" + place.link_token});
}

void Remind(Turn& turn) {
  if (!turn.session.appointment) {
    turn.Say(Text("choice.stale"), "error");
    return;
  }
  const absl::Status set = turn.town.SetReminders(turn.session.appointment->key, true);
  turn.StopWaiting();
  if (!set.ok()) return turn.SayDown(set, "booking");
  turn.Say(Text("remind.on"), kConsent);
}

}  // namespace amtslotse::dialogue
