#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/named_place.h"
#include "services/dialogue/core/offered_choice.h"
#include "services/dialogue/core/topics_apart.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wished_day.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kOfferedSlots = 5;
constexpr int kNoon = 12 * 60;

// "Am Donnerstag, 3. Dezember 2026, zwischen 12 und 18 Uhr"
std::string WishText(const SlotWish& wish) {
  std::string text = "In diesem Zeitraum";
  if (!wish.from_date.empty() && wish.from_date == wish.to_date) {
    text = "Am " + LongDate(wish.from_date);
  } else if (!wish.from_date.empty() && wish.to_date.empty()) {
    text = "Ab " + LongDate(wish.from_date);
  }
  if (wish.to_minute > 0 && wish.from_minute == 0) return text + fmt::format(" vor {} Uhr", (wish.to_minute + 59) / 60);
  if (wish.from_minute > 0 && (wish.to_minute == 0 || wish.to_minute == 24 * 60))
    return text + fmt::format(" nach {} Uhr", wish.from_minute / 60);
  if (wish.to_minute > 0)
    text += fmt::format(" zwischen {} und {} Uhr", wish.from_minute / 60, (wish.to_minute + 59) / 60);
  return text;
}

void ListSlots(Turn& turn, const std::vector<Slot>& slots, const std::string& intro) {
  BookingDraft& draft = *turn.session.booking;
  draft.offered = slots;
  const std::string note = turn.places_note.empty() ? "" : turn.places_note + "\n";
  turn.Ask(note + intro + "\n" + Text("book.offer_hint"), Awaiting::kSlot, "choice");
  for (const Slot& slot : slots) {
    // A button of a messenger shows the label alone.
    const bool twice =
        std::count_if(slots.begin(), slots.end(), [&](const Slot& other) { return other.begin == slot.begin; }) > 1;
    const std::string time = fmt::format("{} {}", ShortDate(slot.local_begin), ClockTime(slot.local_begin));
    const std::string away = DistanceText(slot.metres);
    const std::string place = away.empty() ? slot.location_name : fmt::format("{}, {}", slot.location_name, away);
    turn.Offer(twice ? fmt::format("{}, {}", time, slot.location_name) : time, "slot",
               fmt::format("{}|{}", slot.location_id, slot.begin.time_since_epoch().count()), twice ? away : place);
  }
  turn.Offer(Text("book.more_times"), "more_slots", slots.empty() ? "" : NextDay(slots.back().local_begin));
}

// Who comes with a wheelchair sees places without steps, and all where there is none.
absl::StatusOr<Slots> Find(Turn& turn, const SlotWish& wish) {
  SlotQuery query{.services = Quantities(*turn.session.booking),
                  .location_ids = wish.location_ids,
                  .from_date = wish.from_date,
                  .to_date = wish.to_date,
                  .from_minute = wish.from_minute,
                  .to_minute = wish.to_minute,
                  .weekdays = wish.weekdays,
                  .limit = kOfferedSlots,
                  .step_free = turn.session.booking->contact.needs.wheelchair};
  auto found = FindAtPlaces(turn, query);
  if (query.step_free && found.ok() && found->slots.empty()) {
    query.step_free = false;
    found = FindAtPlaces(turn, query);
  }
  if (found.ok() && turn.refused)
    std::erase_if(found->slots, [&](const Slot& slot) {
      return slot.begin == turn.refused->begin && slot.location_id == turn.refused->location_id;
    });
  return found;
}

// "30. Februar", "gestern": said before other times are offered.
void NoteDay(Turn& turn) {
  SlotWish& wish = turn.session.booking->wish;
  if (const std::string day = ImpossibleDayIn(turn.text); !day.empty())
    turn.places_note = Text("book.no_such_day", {{"day", day}});
  if (!IsOver(wish, LocalDate(turn.now, turn.town.municipality().time_zone))) return;
  turn.places_note = Text("book.day_over", {{"day", LongDate(wish.to_date)}});
  wish.from_date.clear();
  wish.to_date.clear();
}

void OfferWithIntro(Turn& turn, std::string intro) {
  BookingDraft& draft = *turn.session.booking;
  NoteDay(turn);
  auto found = Find(turn, draft.wish);
  if (!found.ok()) return turn.SayDown(found.status(), "booking");
  if (found->not_bookable && !draft.wish.location_ids.empty()) {
    // Not there: elsewhere then.
    draft.wish.location_ids.clear();
    return OfferWithIntro(turn, std::move(intro));
  }
  if (found->not_bookable && draft.quantity > 1) {
    // Not for so many at once: each then needs an appointment of their own.
    const std::string people = std::to_string(std::exchange(draft.quantity, 1));
    draft.counts.clear();
    return OfferWithIntro(turn, Text("book.too_many", {{"people", people}, {"why", found->not_bookable_text}}));
  }
  if (found->not_bookable && draft.services.size() > 1) return AskWhichFirst(turn);
  if (found->not_bookable) {
    turn.StopWaiting();
    const ServiceRef service = draft.services.front();
    turn.session.booking.reset();
    turn.Say(Text("book.not_bookable", {{"service", service.name}}));
    AnswerOffice(turn, "responsible_office", service, {.bookable = false});
    return;
  }
  if (found->slots.empty() && !draft.wish.location_ids.empty()) {
    SlotWish elsewhere = draft.wish;
    elsewhere.location_ids.clear();
    auto others = Find(turn, elsewhere);
    if (others.ok() && !others->slots.empty()) {
      found = std::move(others);
      intro = Text("book.elsewhere");
    }
  }
  if (found->slots.empty() && !draft.wish.empty()) {
    // Nothing within the wish: the nearest outside it, from the first wished day on.
    const std::string wished = WishText(draft.wish);
    std::string release = found->release_text.empty() ? "" : found->release_text + " ";
    SlotWish wider{.from_date = draft.wish.from_date,
                   .to_date = "",
                   .from_minute = 0,
                   .to_minute = 0,
                   .location_ids = {},
                   .weekdays = draft.wish.weekdays};
    found = Find(turn, wider);
    if (!found.ok()) return turn.SayDown(found.status(), "booking");
    // Where later days are free, the wished ones are open already: when more are opened is no reason.
    if (!found->slots.empty()) release.clear();
    if (found->slots.empty()) {
      found = Find(turn, {});
      if (!found.ok()) return turn.SayDown(found.status(), "booking");
    }
    intro = Text("book.next_instead", {{"wish", wished}, {"release", release}});
  }
  if (found->slots.empty()) {
    turn.StopWaiting();
    turn.Say(Text("book.none", {{"release", found->release_text}}));
    turn.Offer(Text("act.waiting_list"), "waiting");
    return;
  }
  ListSlots(turn, found->slots, intro.empty() ? Text("book.offer", {{"service", NamesOf(draft)}}) : intro);
}

}  // namespace

std::string SlotText(const Slot& slot) {
  return fmt::format("{}, {}, {}", LongDate(slot.local_begin), ClockTime(slot.local_begin), slot.location_name);
}

Card AppointmentCard(const Appointment& appointment) {
  Card card{.kind = "appointment", .title = fmt::format("Termin {}", appointment.number), .lines = {}, .links = {}};
  card.lines = {fmt::format("{}, {}", LongDate(appointment.slot.local_begin), ClockTime(appointment.slot.local_begin)),
                appointment.slot.location_name, appointment.address, NamesOf(appointment.services, appointment.counts)};
  return card;
}

void HandleRefusal(Turn& turn, Refusal refusal) {
  BookingDraft& draft = *turn.session.booking;
  switch (refusal) {
    case Refusal::kSlotTaken: return OfferWithIntro(turn, Text("book.taken"));
    case Refusal::kHoldExpired: draft.held.reset(); return OfferWithIntro(turn, Text("book.hold_expired"));
    case Refusal::kContactNeeded: return AskContact(turn);
    case Refusal::kPersonLimit: turn.Say(Text("book.person_limit"), "error"); return;
    case Refusal::kCannotExtend: turn.Say(Text("book.no_more_time"), "error"); return;
    default: return OfferWithIntro(turn, "");
  }
}

// The topic's one word that names one of the nearest finds for sure: "Reisepass" of "Reisepass dringend".
static std::optional<Found> FindWord(Turn& turn, const std::string& topic, const Found& nearest) {
  constexpr std::size_t kShortest = 5;
  constexpr int kMostWords = 4;
  int asked = 0;
  for (const auto word : absl::StrSplit(topic, ' ', absl::SkipEmpty())) {
    if (word.size() < kShortest || asked++ >= kMostWords) continue;
    auto found =
        turn.town.Ask({.topic = std::string(word), .text = std::string(word), .acts = {"overview"}, .service_id = ""});
    if (!found.ok() || found->outcome != Found::Outcome::kAnswered || !found->service || !found->service_from_topic ||
        found->confidence < kSureOfService)
      continue;
    const bool near = std::any_of(nearest.candidates.begin(), nearest.candidates.end(),
                                  [&](const Hit& hit) { return hit.id == found->service->id; });
    if (near) return *std::move(found);
  }
  return std::nullopt;
}

// Where no personal data is asked for: the booking page, opened where the talk has come to. The link says when and for
// how many, and nothing about who.
static void ContinueOnTheWeb(Turn& turn, const ServiceRef& service) {
  Session& session = turn.session;
  if (!session.booking) session.booking.emplace();
  ReadPeople(turn);
  BookingDraft draft = *std::exchange(session.booking, std::nullopt);
  ReadWish(turn, draft.wish);
  std::string path = "/termin?leistung=" + service.id;
  if (draft.quantity > 1) path += fmt::format("*{}", draft.quantity);
  if (!draft.wish.from_date.empty()) path += "&ab=" + draft.wish.from_date;
  if (draft.wish.from_minute >= kNoon) path += "&zeitraum=nachmittag";
  if (draft.wish.to_minute > 0 && draft.wish.to_minute <= kNoon) path += "&zeitraum=vormittag";
  turn.StopWaiting();
  SayBookOnTheWeb(turn, path);
}

void SayBookOnTheWeb(Turn& turn, const std::string& path) {
  constexpr std::chrono::hours kGoodFor{1};
  const auto until = (turn.now + kGoodFor).time_since_epoch().count();
  const std::string url = fmt::format("{}{}&bis={}", turn.town.municipality().web_url, path, until);
  turn.Say(Text("book.by_web", {{"url", url}})).links.push_back({Text("act.book"), url});
}

void StartBooking(Turn& turn, const ServiceRef& service) {
  Session& session = turn.session;
  if (session.data_level == DataLevel::kInformation) return ContinueOnTheWeb(turn, service);
  if (session.pending_action == kJoinWaiting) {
    session.service = service;
    session.offices.clear();
    session.pending_action.clear();
    session.booking.reset();
    return StartWaiting(turn, "");
  }
  StartBooking(turn, std::vector<ServiceRef>{service});
}

// Who was asked before and asks back is shown where all of it stands.
static void AskTopic(Turn& turn, bool again) {
  const std::string& web = turn.town.municipality().web_url;
  const bool shows = again && !web.empty();
  Message& message =
      turn.Ask(Text(shows ? "book.ask_topic_again" : "book.ask_topic"), Awaiting::kTopicForBooking, "free_text");
  if (shows) message.links.push_back({Text("book.topics_link"), web + "/termin"});
  turn.OfferAgain();
}

void ContinueBookingFor(Turn& turn, const std::string& said) {
  Session& session = turn.session;
  const std::string topic = WithoutLanguage(turn, said);
  const bool names_nothing = topic.find_first_not_of("0123456789.,:- ") == std::string::npos;
  if (BookAll(turn, topic)) return;
  if (names_nothing && session.service) return StartBooking(turn, ServiceRef(*session.service));
  if (names_nothing) {
    const bool again = session.booking && turn.offered_before.empty();
    if (!session.booking) session.booking.emplace();
    ReadPeople(turn);
    ReadNeeds(turn);
    ReadWish(turn, session.booking->wish);
    ReadPlaceWished(turn, session.booking->wish);
    AskTopic(turn, again);
    return;
  }
  if (BookApart(turn, topic)) return;
  auto found = turn.town.Ask({.topic = topic,
                              .text = turn.text,
                              .acts = {"overview"},
                              .service_id = session.service ? session.service->id : ""});
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
  // "Anmeldung Termin", "Termin für Baby-Pass": the words for the appointment and for whom it is may lead astray.
  const std::string thing = WithoutPeople(topic);
  if (!thing.empty()) {
    auto again = turn.town.Ask({.topic = thing, .text = thing, .acts = {"overview"}, .service_id = ""});
    const bool better = again.ok() && again->outcome == Found::Outcome::kAnswered && again->service &&
                        again->service_from_topic && again->confidence >= kSureOfService &&
                        (!found->service_from_topic || again->confidence > found->confidence);
    if (better) found = std::move(again);
  }
  const bool unsure =
      found->outcome != Found::Outcome::kAnswered || (found->service_from_topic && found->confidence < kSureOfService);
  if (auto word = unsure ? FindWord(turn, topic, *found) : std::nullopt) found = *std::move(word);
  const bool entry = !found->answers.empty() && !found->answers.front().entry_id.empty();
  const bool sure = !entry && (!found->service_from_topic || found->confidence >= kSureOfService);
  if (found->outcome == Found::Outcome::kAnswered && found->service && sure)
    return StartBooking(turn, ServiceRef(*found->service));
  // "Termin im Bürgerbüro": where, not what for.
  if (entry && session.service) return StartBooking(turn, ServiceRef(*session.service));
  if (entry && !found->service) return ContinueBookingFor(turn, "");
  if (found->candidates.empty() && !entry) return SayUnclear(turn, {});
  if (!session.booking) session.booking.emplace();
  ReadPeople(turn);
  ReadNeeds(turn);
  ReadWish(turn, session.booking->wish);
  ReadPlaceWished(turn, session.booking->wish);
  turn.Ask(Text("book.ask_topic"), Awaiting::kTopicForBooking, "choice");
  if (entry) turn.Offer(found->service->name, "service", found->service->id);
  for (const Hit& hit : found->candidates) {
    if (hit.kind == HitKind::kService) turn.Offer(hit.title, "service", hit.id);
  }
}

void OfferSlots(Turn& turn) {
  std::string intro;
  if (turn.session.booking->rebooking)
    intro = Text("appointment.rebook_intro", {{"services", NamesOf(*turn.session.booking)}});
  OfferWithIntro(turn, intro);
}

void OfferThese(Turn& turn, const std::vector<Slot>& slots, const std::string& intro) { ListSlots(turn, slots, intro); }

bool OfferWithin(Turn& turn, const SlotWish& wish, const std::string& intro) {
  const auto found = Find(turn, wish);
  if (!found.ok() || found->slots.empty()) return false;
  turn.session.booking->wish = wish;
  ListSlots(turn, found->slots, intro);
  return true;
}

void OfferAgain(Turn& turn) {
  ListSlots(turn, std::vector<Slot>(turn.session.booking->offered),
            Text("book.still_offered", {{"service", NamesOf(*turn.session.booking)}}));
}

void Discard(Turn& turn) {
  Session& session = turn.session;
  const bool moves = session.booking && session.booking->rebooking;
  if (session.booking && !moves) session.discarded = session.booking->services;
  if (session.booking && session.booking->held && !IsWaiting(*session.booking))
    (void)turn.town.ReleaseHold(session.booking->held->hold_id);
  session.booking.reset();
  session.pending_action.clear();
  turn.StopWaiting();
  turn.Say(Text(moves ? "appointment.kept" : "book.discarded"));
}

void TakeSlot(Turn& turn, const Slot& slot) {
  Session& session = turn.session;
  BookingDraft& draft = *session.booking;
  if (draft.rebooking) return Rebook(turn, slot);
  const std::string replaces = draft.held && !IsWaiting(draft) ? draft.held->hold_id : "";
  const auto outcome = turn.town.Hold(turn.Key("hold"), slot, Quantities(draft), draft.quantity, replaces);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    if (*refusal == Refusal::kSlotTaken) turn.refused = slot;
    return HandleRefusal(turn, *refusal);
  }
  draft.held = std::get<Held>(*outcome);
  draft.code_sent = false;
  turn.Say(Text("book.held", {{"until", LocalClock(draft.held->expires, turn.town.municipality().time_zone)},
                              {"slot", SlotText(draft.held->slot)}}));
  if (!AskWhetherRight(turn)) CheckContactAndConfirm(turn);
}

}  // namespace amtslotse::dialogue
