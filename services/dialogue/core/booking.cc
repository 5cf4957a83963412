#include <fmt/format.h>

#include <algorithm>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kOfferedSlots = 5;

std::vector<ServiceQuantity> Quantities(const BookingDraft& draft) {
  std::vector<ServiceQuantity> quantities;
  for (const ServiceRef& service : draft.services) quantities.push_back({service.id, draft.quantity});
  return quantities;
}

std::string NamesOf(const BookingDraft& draft) {
  std::vector<std::string> names;
  for (const ServiceRef& service : draft.services) names.push_back(service.name);
  return Listed(names);
}

// "Am Donnerstag, 3. Dezember 2026, zwischen 12 und 18 Uhr"
std::string WishText(const SlotWish& wish) {
  std::string text = "In diesem Zeitraum";
  if (!wish.from_date.empty() && wish.from_date == wish.to_date) {
    text = "Am " + LongDate(wish.from_date);
  } else if (!wish.from_date.empty() && wish.to_date.empty()) {
    text = "Ab " + LongDate(wish.from_date);
  }
  if (wish.to_minute > 0) text += fmt::format(" zwischen {} und {} Uhr", wish.from_minute / 60, (wish.to_minute + 59) / 60);
  return text;
}

void ListSlots(Turn& turn, const std::vector<Slot>& slots, const std::string& intro) {
  BookingDraft& draft = *turn.session.booking;
  draft.offered = slots;
  turn.Ask(intro + "\n" + Text("book.offer_hint"), Awaiting::kSlot, "choice");
  for (const Slot& slot : slots) {
    // A button of a messenger shows the label alone.
    const bool twice = std::count_if(slots.begin(), slots.end(), [&](const Slot& other) { return other.begin == slot.begin; }) > 1;
    const std::string time = fmt::format("{} {}", ShortDate(slot.local_begin), ClockTime(slot.local_begin));
    turn.Offer(twice ? fmt::format("{}, {}", time, slot.location_name) : time, "slot",
               fmt::format("{}|{}", slot.location_id, slot.begin.time_since_epoch().count()), twice ? "" : slot.location_name);
  }
  turn.Offer(Text("book.more_times"), "more_slots", slots.empty() ? "" : NextDay(slots.back().local_begin));
}

absl::StatusOr<Slots> Find(Turn& turn, const SlotWish& wish) {
  return turn.town.FindSlots({.services = Quantities(*turn.session.booking), .location_ids = wish.location_ids,
                              .from_date = wish.from_date, .to_date = wish.to_date, .from_minute = wish.from_minute,
                              .to_minute = wish.to_minute, .limit = kOfferedSlots});
}

void OfferWithIntro(Turn& turn, std::string intro) {
  BookingDraft& draft = *turn.session.booking;
  auto found = Find(turn, draft.wish);
  if (!found.ok()) return turn.SayDown(found.status(), "booking");
  if (found->not_bookable) {
    turn.StopWaiting();
    const ServiceRef service = draft.services.front();
    turn.session.booking.reset();
    turn.Say(Text("book.not_bookable", {{"service", service.name}}));
    AnswerOffice(turn, "responsible_office", service);
    return;
  }
  if (found->slots.empty() && !draft.wish.empty()) {
    // Nothing within the wish: the nearest outside it, from the first wished day on.
    const std::string wished = WishText(draft.wish);
    SlotWish wider{.from_date = draft.wish.from_date, .to_date = "", .from_minute = 0, .to_minute = 0, .location_ids = {}};
    found = Find(turn, wider);
    if (!found.ok()) return turn.SayDown(found.status(), "booking");
    if (found->slots.empty()) {
      found = Find(turn, {});
      if (!found.ok()) return turn.SayDown(found.status(), "booking");
    }
    intro = Text("book.next_instead", {{"wish", wished}});
  }
  if (found->slots.empty()) {
    turn.StopWaiting();
    turn.Say(Text("book.none", {{"release", found->release_text}}));
    turn.Offer(Text("act.waiting_list"), "waiting");
    return;
  }
  ListSlots(turn, found->slots, intro.empty() ? Text("book.offer", {{"service", NamesOf(draft)}}) : intro);
}

void AskContact(Turn& turn) {
  const BookingDraft& draft = *turn.session.booking;
  const bool needs_email = draft.held->required_contact.find("email") != std::string::npos;
  const bool needs_telephone = draft.held->required_contact == "telephone";
  Awaiting awaiting = Awaiting::kName;
  std::string question = Text("book.ask_name");
  std::string kind = "name";
  if (!draft.contact.name.empty()) {
    awaiting = needs_telephone ? Awaiting::kTelephone : Awaiting::kEmail;
    kind = needs_telephone ? "telephone" : "email";
    question = Text(needs_telephone ? "book.ask_telephone" : needs_email ? "book.ask_email" : "book.ask_email_optional");
  }
  Message& message = turn.Ask(question, awaiting, "form");
  message.prompt->expires = draft.held->expires;
  if (draft.contact.name.empty())
    message.prompt->fields.push_back({.id = "name", .label = "Vor- und Nachname", .kind = "text", .required = true,
                                      .autocomplete = "name", .hint = "", .error = "", .value = ""});
  if (needs_telephone) {
    message.prompt->fields.push_back({.id = "telephone", .label = "Telefon", .kind = "telephone", .required = true,
                                      .autocomplete = "tel", .hint = "", .error = "", .value = ""});
  } else {
    message.prompt->fields.push_back({.id = "email", .label = "E-Mail", .kind = "email", .required = needs_email,
                                      .autocomplete = "email", .hint = needs_email ? "" : "freiwillig", .error = "", .value = ""});
  }
}

void SayConfirmed(Turn& turn, const Confirmed& confirmed) {
  Session& session = turn.session;
  const Appointment& appointment = confirmed.appointment;
  Message& message = turn.Say(Text("book.confirmed", {{"date", LongDate(appointment.slot.local_begin)},
                                                      {"time", ClockTime(appointment.slot.local_begin)},
                                                      {"place", fmt::format("{}, {}", appointment.slot.location_name, appointment.address)}}) +
                                  "\n\n" + Text("book.confirmed_code", {{"number", appointment.number}, {"code", confirmed.cancellation_code}}),
                              "confirmation");
  message.cards.push_back(AppointmentCard(appointment));
  const auto file = turn.town.CalendarFile({.link_token = confirmed.link_token, .code = "", .surname = ""});
  if (file.ok()) message.files.push_back({.name = "termin.ics", .media_type = "text/calendar", .content = *file});
  for (const ServiceRef& service : session.booking->services) {
    const auto found = turn.town.Ask({.topic = "", .text = "", .acts = {"documents", "fee"}, .service_id = service.id});
    if (!found.ok()) continue;  // the appointment stands
    for (const Answer& answer : found->answers) {
      if (answer.lacking) continue;
      message.text += fmt::format("\n\n{}:\n{}", Text(answer.act == "fee" ? "book.fee" : "book.what_to_bring"), answer.short_text);
    }
  }
  session.appointment = KnownAppointment{.key = {.link_token = confirmed.link_token, .code = "", .surname = ""}, .appointment = appointment};
  session.booking.reset();
  turn.StopWaiting();
  if (appointment.slot.begin > turn.now + std::chrono::hours{25}) turn.Offer(Text("remind.offer"), "remind");
}

void HandleRefusal(Turn& turn, Refusal refusal) {
  BookingDraft& draft = *turn.session.booking;
  switch (refusal) {
    case Refusal::kSlotTaken: return OfferWithIntro(turn, Text("book.taken"));
    case Refusal::kHoldExpired:
      draft.held.reset();
      return OfferWithIntro(turn, Text("book.hold_expired"));
    case Refusal::kContactNeeded: return AskContact(turn);
    case Refusal::kPersonLimit:
      turn.Say(Text("book.person_limit"), "error");
      return;
    default: return OfferWithIntro(turn, "");
  }
}

std::string Trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n,;") - begin + 1));
}

bool LooksLikeName(const std::string& name) {
  const auto letters = std::count_if(name.begin(), name.end(), [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
  return letters >= 2 && name.size() <= 200 && name.find_first_of("0123456789<>{}@") == std::string::npos;
}

}  // namespace

std::string SlotText(const Slot& slot) {
  return fmt::format("{}, {}, {}", LongDate(slot.local_begin), ClockTime(slot.local_begin), slot.location_name);
}

Card AppointmentCard(const Appointment& appointment) {
  Card card{.kind = "appointment", .title = fmt::format("Termin {}", appointment.number), .lines = {}, .links = {}};
  std::vector<std::string> names;
  for (const ServiceRef& service : appointment.services) names.push_back(service.name);
  card.lines = {fmt::format("{}, {}", LongDate(appointment.slot.local_begin), ClockTime(appointment.slot.local_begin)),
                appointment.slot.location_name, appointment.address, Listed(names)};
  return card;
}

bool ReadWish(const Turn& turn, SlotWish& wish) {
  bool read = false;
  for (const nlu::Entity& entity : turn.understood.entities) {
    if (entity.kind == nlu::EntityKind::kAsSoonAsPossible || entity.kind == nlu::EntityKind::kAnyTime) {
      wish = SlotWish{.from_date = "", .to_date = "", .from_minute = 0, .to_minute = 0, .location_ids = wish.location_ids};
      read = true;
    }
    const auto* value = std::get_if<nlu::TimeValue>(&entity.value);
    if (value == nullptr || value->readings.empty()) continue;
    const nlu::TimeReading& reading = value->readings.front();
    if (reading.days) {
      wish.from_date = DateText(reading.days->first);
      wish.to_date = reading.open_end ? "" : DateText(reading.days->last);
      if (!reading.clock) wish.from_minute = wish.to_minute = 0;
    }
    if (reading.clock) {
      const auto minutes = [](std::chrono::seconds time) { return static_cast<int>(time.count() / 60); };
      const bool point = reading.clock->from == reading.clock->until;
      wish.from_minute = minutes(reading.clock->from);
      wish.to_minute = reading.open_end && point ? 0 : point ? wish.from_minute + 60 : minutes(reading.clock->until);
    }
    read = true;
  }
  return read;
}

void StartBooking(Turn& turn, const ServiceRef& service) {
  Session& session = turn.session;
  if (session.data_level == DataLevel::kInformation) {
    turn.Say(Text("book.by_web", {{"url", turn.town.municipality().web_url + "/termin?leistung=" + service.id}}))
        .links.push_back({Text("act.book"), turn.town.municipality().web_url + "/termin?leistung=" + service.id});
    return;
  }
  session.service = service;
  session.pending_acts.clear();
  BookingDraft draft;
  draft.services = {service};
  if (const auto* people = turn.Find(nlu::EntityKind::kPersonCount)) {
    if (const auto* number = std::get_if<std::int64_t>(&people->value); number != nullptr && *number >= 1 && *number <= 20)
      draft.quantity = static_cast<int>(*number);
  }
  if (session.booking) {
    draft.contact = session.booking->contact;
    draft.wish = session.booking->wish;
    if (session.booking->held) draft.held = session.booking->held;  // released with the next hold
  }
  session.booking = draft;
  ReadWish(turn, session.booking->wish);
  OfferSlots(turn);
}

void ContinueBookingFor(Turn& turn, const std::string& topic) {
  Session& session = turn.session;
  if (topic.empty() && session.service) return StartBooking(turn, ServiceRef(*session.service));
  if (topic.empty()) {
    if (!session.booking) session.booking.emplace();
    ReadWish(turn, session.booking->wish);
    turn.Ask(Text("book.ask_topic"), Awaiting::kTopicForBooking, "free_text");
    return;
  }
  const auto found = turn.town.Ask({.topic = topic, .text = turn.text, .acts = {"overview"},
                                    .service_id = session.service ? session.service->id : ""});
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
  if (found->outcome == Found::Outcome::kAnswered && found->service) return StartBooking(turn, ServiceRef(*found->service));
  if (found->candidates.empty()) return SayUnclear(turn, {});
  if (!session.booking) session.booking.emplace();
  ReadWish(turn, session.booking->wish);
  turn.Ask(Text("book.ask_topic"), Awaiting::kTopicForBooking, "choice");
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

void TakeSlot(Turn& turn, const Slot& slot) {
  Session& session = turn.session;
  BookingDraft& draft = *session.booking;
  if (draft.rebooking) return Rebook(turn, slot);
  const std::string replaces = draft.held && !IsWaiting(draft) ? draft.held->hold_id : "";
  const auto outcome = turn.town.Hold(turn.Key("hold"), slot, Quantities(draft), replaces);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) return HandleRefusal(turn, *refusal);
  draft.held = std::get<Held>(*outcome);
  draft.offered.clear();
  turn.Say(Text("book.held", {{"until", LocalClock(draft.held->expires, turn.town.municipality().time_zone)}, {"slot", SlotText(draft.held->slot)}}));
  CheckContactAndConfirm(turn);
}

bool ReadContact(Turn& turn, Awaiting awaiting) {
  BookingDraft& draft = *turn.session.booking;
  if (const auto* email = turn.Find(nlu::EntityKind::kEmail)) draft.contact.email = std::get<std::string>(email->value);
  if (const auto* telephone = turn.Find(nlu::EntityKind::kTelephone)) draft.contact.telephone = std::get<std::string>(telephone->value);
  if (awaiting == Awaiting::kName) {
    std::string name;
    if (const auto* entity = turn.Find(nlu::EntityKind::kPersonName)) {
      name = std::get<std::string>(entity->value);
    } else {
      name = turn.text;
      for (const auto kind : {nlu::EntityKind::kEmail, nlu::EntityKind::kTelephone}) {
        const auto* contact = turn.Find(kind);
        if (contact == nullptr) continue;
        if (const auto at = name.find(contact->surface); at != std::string::npos) name.erase(at, contact->surface.size());
      }
    }
    name = Trimmed(name);
    if (!LooksLikeName(name)) return turn.Say(Text("book.invalid_name"), "error"), false;
    draft.contact.name = name;
  } else if (awaiting == Awaiting::kEmail && draft.contact.email.empty()) {
    const std::string folded = Folded(turn.text);
    const bool optional = draft.held && draft.held->required_contact.find("email") == std::string::npos;
    if (optional && (folded == "ohne" || turn.Wants(nlu::Act::kNo))) {
      draft.contact.email = "-";
    } else {
      return turn.Say(Text("book.invalid_email"), "error"), false;
    }
  } else if (awaiting == Awaiting::kTelephone && draft.contact.telephone.empty()) {
    return turn.Say(Text("book.invalid_telephone"), "error"), false;
  }
  return true;
}

void CheckContactAndConfirm(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const std::string& required = draft.held->required_contact;
  const bool telephone_missing = required == "telephone" && draft.contact.telephone.empty();
  const bool email_missing = required != "telephone" && draft.contact.email.empty() &&
                             !(required == "email_or_telephone" && !draft.contact.telephone.empty());
  if (draft.contact.name.empty() || telephone_missing || email_missing) return AskContact(turn);
  Contact contact = draft.contact;
  if (contact.email == "-") contact.email.clear();
  if (IsWaiting(draft)) return FinishWaiting(turn, contact);
  // The key hangs on the hold, not on the event: however often the details are sent, there is one appointment.
  const auto outcome = turn.town.Confirm(fmt::format("{}:confirm:{}", turn.session.conversation_id, draft.held->hold_id),
                                         draft.held->hold_id, contact);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) return HandleRefusal(turn, *refusal);
  SayConfirmed(turn, std::get<Confirmed>(*outcome));
}

void TakeContact(Turn& turn) {
  if (ReadContact(turn, turn.session.awaiting)) return CheckContactAndConfirm(turn);
  AskContact(turn);
  // The reason and the question are one message.
  if (turn.replies.size() >= 2) {
    Message question = std::move(turn.replies.back());
    turn.replies.pop_back();
    question.text = turn.replies.back().text;
    question.kind = "error";
    turn.replies.back() = std::move(question);
  }
}

}  // namespace amtslotse::dialogue
