#include "tests/unit/dialogue/fake_town.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::dialogue {
namespace {

const ServiceRef kPass{"personalausweis", "Personalausweis beantragen"};
const ServiceRef kCar{"kfz", "Auto ummelden"};

Slot SlotAt(const std::string& local, std::chrono::sys_seconds begin) {
  return {
      .location_id = "mitte", .location_name = "Bürgerbüro Mitte", .begin = begin, .minutes = 15, .local_begin = local};
}

}  // namespace

FakeTown::FakeTown() {
  town = {.id = "erlenfurt", .name = "Stadt Erlenfurt"};
  town.telephone = "030 23125 100";
  town.email = "info@erlenfurt.example";
  const std::chrono::sys_days day = std::chrono::year(2026) / 12 / 3;
  for (const int hour : {13, 14, 15})
    free.push_back(SlotAt(fmt::format("2026-12-03T{}:00", hour), day + std::chrono::hours(hour - 1)));
  Office office;
  office.id = "mitte";
  office.name = "Bürgerbüro Mitte";
  office.address = "Marktplatz 1, 24201 Erlenfurt";
  resolution = {.outcome = Resolution::Outcome::kUnique, .offices = {office}};
}

nlu::Understanding& FakeTown::Hear(const std::string& text, nlu::Act act, const std::string& topic, nlu::Band band) {
  nlu::Understanding understanding;
  nlu::Segment segment;
  segment.guesses.push_back({act, 0.95});
  segment.band = band;
  segment.topic = topic;
  understanding.segments.push_back(segment);
  understanding.topic = topic;
  return heard[text] = understanding;
}

absl::StatusOr<nlu::Understanding> FakeTown::Understand(const std::string& text, nlu::Expecting) {
  if (nlu_down) return absl::UnavailableError("nlu");
  if (const auto known = heard.find(text); known != heard.end()) return known->second;
  nlu::Understanding nothing;
  nothing.segments.emplace_back().guesses.emplace_back();
  if (const auto at = text.find('@'); at != std::string::npos) {
    nlu::Entity email{.kind = nlu::EntityKind::kEmail, .span = {}, .surface = text, .value = text};
    nothing.entities.push_back(email);
  }
  return nothing;
}

namespace {

Found Answered(const AskQuery& query) {
  Found found;
  if (query.topic == "Auto ummelden") {
    found = {.outcome = Found::Outcome::kAnswered,
             .answers = {},
             .candidates = {},
             .service = kCar,
             .confidence = .9,
             .service_from_topic = true,
             .notices = {}};
    for (const std::string& act : query.acts) found.answers.emplace_back().act = act;
    return found;
  }
  const bool named = query.topic.find("Perso") != std::string::npos;
  if (query.topic == "Pass oder Perso") {
    found.outcome = Found::Outcome::kChoice;
    found.candidates = {{HitKind::kService, "reisepass", "Reisepass beantragen", .4},
                        {HitKind::kService, kPass.id, kPass.name, .4}};
    return found;
  }
  if (!named && query.service_id != kPass.id) return found;
  found.outcome = Found::Outcome::kAnswered;
  found.service = kPass;
  found.confidence = .9;
  found.service_from_topic = named;
  for (const std::string& act : query.acts) {
    Answer answer;
    answer.act = act;
    answer.service = kPass;
    answer.short_text = act == "fee"         ? "Ab 24 Jahren 46,00 Euro, darunter 27,60 Euro."
                        : act == "documents" ? "Alter Ausweis und Foto."
                                             : "Auskunft zu " + act;
    answer.sources = {{"Leistungskatalog", "https://erlenfurt.example/personalausweis", "2026-11-01"}};
    answer.version = "1";
    found.answers.push_back(answer);
  }
  return found;
}

}  // namespace

absl::StatusOr<std::vector<Found>> FakeTown::AskAll(const std::vector<AskQuery>& queries) {
  if (knowledge_down) return absl::UnavailableError("knowledge");
  std::vector<Found> all;
  for (const AskQuery& query : queries) all.push_back(Answered(query));
  return all;
}

absl::StatusOr<Office> FakeTown::GetOffice(const std::string&, const std::string& date) {
  Office office = resolution.offices.front();
  if (!date.empty()) office.on_day = "8–12 Uhr";
  return office;
}
absl::StatusOr<std::vector<Office>> FakeTown::ListOffices() { return resolution.offices; }

absl::StatusOr<Resolution> FakeTown::Resolve(const std::string&, const PlaceQuery& place) {
  asked_places.push_back(place);
  if (resolution.outcome == Resolution::Outcome::kNeedInput && (!place.ars.empty() || !place.text.empty()))
    return Resolution{.outcome = Resolution::Outcome::kUnique, .offices = resolution.offices};
  return resolution;
}

absl::StatusOr<std::vector<Area>> FakeTown::FindPlaces(const std::string& text) {
  std::vector<Area> found;
  for (const Area& place : places) {
    if (text.find(place.name) != std::string::npos) found.push_back(place);
  }
  return found;
}

absl::StatusOr<Slots> FakeTown::FindSlots(const SlotQuery& query) {
  if (booking_down) return absl::UnavailableError("booking");
  last_slot_query = query;
  slot_queries.push_back(query);
  Slots slots{.slots = {},
              .release_text = "Neue Termine erscheinen montags um 8 Uhr.",
              .next_free_date = "",
              .not_bookable = false};
  for (const Slot& slot : free) {
    const std::string day = slot.local_begin.substr(0, 10);
    const int minute = std::stoi(slot.local_begin.substr(11, 2)) * 60 + std::stoi(slot.local_begin.substr(14, 2));
    const auto weekday = std::chrono::weekday(std::chrono::floor<std::chrono::days>(slot.begin));
    const bool other_day = query.weekdays != kAnyWeekday && (query.weekdays >> (weekday.iso_encoding() - 1) & 1u) == 0;
    if (other_day || (!finds_taken && taken.contains(slot.local_begin)) ||
        (!query.from_date.empty() && day < query.from_date) || (!query.to_date.empty() && day > query.to_date) ||
        minute < query.from_minute || (query.to_minute > 0 && minute >= query.to_minute))
      continue;
    slots.slots.push_back(slot);
  }
  return slots;
}

absl::StatusOr<OrRefusal<Held>> FakeTown::Hold(const std::string& key, const Slot& slot,
                                               const std::vector<ServiceQuantity>&, int attendees, const std::string&) {
  last_attendees = attendees;
  if (const auto first = holds.find(key); first != holds.end()) return first->second;
  if (!taken.insert(slot.local_begin).second) return Refusal::kSlotTaken;
  return holds[key] = Held{.hold_id = "hold-" + slot.local_begin,
                           .slot = slot,
                           .expires = slot.begin - std::chrono::days(1),
                           .required_contact = "email",
                           .attendee_names = attendee_names};
}

absl::StatusOr<OrRefusal<std::chrono::sys_seconds>> FakeTown::ExtendHold(const std::string&,
                                                                         const std::string& hold_id) {
  if (++extensions > 3) return Refusal::kCannotExtend;
  for (auto& [key, held] : holds) {
    if (held.hold_id == hold_id) return held.expires += std::chrono::minutes(10);
  }
  return Refusal::kHoldExpired;
}

absl::StatusOr<OrRefusal<Confirmed>> FakeTown::Activate(const std::string& key, const std::string& hold_id,
                                                        const std::string& given) {
  if (given != code) return Refusal::kWrongCode;
  code.clear();
  return Confirm(key, hold_id, last_contact);
}

absl::Status FakeTown::ReleaseHold(const std::string& hold_id) {
  taken.erase(hold_id.substr(5));
  return absl::OkStatus();
}

absl::StatusOr<OrRefusal<Confirmed>> FakeTown::Confirm(const std::string& key, const std::string& hold_id,
                                                       const Contact& contact) {
  last_contact = contact;
  if (const auto first = confirmed.find(key); first != confirmed.end()) return first->second;
  for (const auto& [hold_key, held] : holds) {
    if (held.hold_id != hold_id) continue;
    if (!code.empty())
      return Confirmed{
          .appointment = {}, .cancellation_code = "", .link_token = "", .pending = true, .expires = held.expires};
    Confirmed made{.appointment = {.number = "4711", .slot = held.slot, .services = {kPass}, .address = "Marktplatz 1"},
                   .cancellation_code = "KT4H92XR",
                   .link_token = "token-" + hold_id};
    appointments[made.link_token] = made.appointment;
    return confirmed[key] = made;
  }
  return Refusal::kHoldExpired;
}

absl::StatusOr<OrRefusal<Appointment>> FakeTown::FindAppointment(const AppointmentKey& appointment) {
  for (const auto& [token, known] : appointments) {
    if (token == appointment.link_token || (appointment.code == "KT4H92XR" && appointment.surname == "Muster"))
      return known;
  }
  return Refusal::kNoSuchAppointment;
}

absl::StatusOr<OrRefusal<Appointment>> FakeTown::Rebook(const std::string&, const AppointmentKey& appointment,
                                                        const Slot& slot) {
  if (!taken.insert(slot.local_begin).second) return Refusal::kSlotTaken;
  for (auto& [token, known] : appointments) {
    if (token != appointment.link_token && appointment.code != "KT4H92XR") continue;
    taken.erase(known.slot.local_begin);
    known.slot = slot;
    return known;
  }
  return Refusal::kNoSuchAppointment;
}

absl::StatusOr<OrRefusal<Appointment>> FakeTown::Cancel(const std::string&, const AppointmentKey& appointment) {
  for (auto& [token, known] : appointments) {
    if (token != appointment.link_token && appointment.code != "KT4H92XR") continue;
    if (known.cancelled) return Refusal::kAlreadyCancelled;
    known.cancelled = true;
    taken.erase(known.slot.local_begin);
    return known;
  }
  return Refusal::kNoSuchAppointment;
}

absl::StatusOr<std::string> FakeTown::CalendarFile(const AppointmentKey&) {
  return "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
}
absl::StatusOr<OrRefusal<WaitingPlace>> FakeTown::JoinWaitingList(const std::string&,
                                                                  const std::vector<ServiceQuantity>&,
                                                                  const std::string&, const std::string&, int, int,
                                                                  const Contact& contact) {
  if (waiting_by_telephone && contact.telephone.empty()) return Refusal::kContactNeeded;
  return WaitingPlace{.position = 1, .link_token = "w1"};
}
absl::Status FakeTown::SetReminders(const AppointmentKey&, bool wanted) {
  reminded = wanted;
  return absl::OkStatus();
}
void FakeTown::RecordUnanswered(const std::string& text, const std::string& reason) {
  unanswered.push_back(reason + ": " + text);
}

Talk::Talk(FakeTown& a_town)
    : town(a_town), now(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(9)) {
  session.conversation_id = "web-1";
  session.municipality_id = "erlenfurt";
  session.channel = "web";
  Begin(session, town, now);
}

std::string Talk::Run(Event event) {
  event.id = fmt::format("e{}", ++events_);
  replies = Handle(session, event, town, now);
  std::string joined;
  for (const Message& reply : replies) {
    joined += reply.text + "\n";
    for (const Card& card : reply.cards) joined += fmt::format("[{}: {}]\n", card.title, fmt::join(card.lines, "; "));
    for (const Choice& choice : reply.choices) joined += fmt::format("({})\n", choice.label);
  }
  return joined;
}

std::string Talk::Say(const std::string& text) { return Run({.id = "", .content = TextEvent{text}}); }
std::string Talk::TapId(const std::string& id) { return Run({.id = "", .content = ChoiceEvent{id}}); }
std::string Talk::Send(std::map<std::string, std::string> form) {
  return Run({.id = "", .content = FormEvent{std::move(form)}});
}

std::string Talk::Tap(const std::string& label) {
  for (const Message& reply : replies) {
    for (const Choice& choice : reply.choices) {
      if (choice.label == label) return TapId(choice.id);
    }
  }
  return "no such choice: " + label;
}

}  // namespace amtslotse::dialogue
