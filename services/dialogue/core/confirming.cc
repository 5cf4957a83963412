// From the hold to the appointment: who comes, the code where one is asked for, more time.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/dictated_email.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_correction.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

Field TextField(const char* id, const char* label, const char* kind, bool required, const char* autocomplete) {
  return {.id = id,
          .label = label,
          .kind = kind,
          .required = required,
          .autocomplete = autocomplete,
          .hint = "",
          .error = "",
          .value = ""};
}

bool NamesMissing(const BookingDraft& draft) {
  return draft.held->attendee_names && draft.quantity > 1 &&
         draft.contact.attendees.size() != static_cast<std::size_t>(draft.quantity);
}

bool NeedsEmail(const BookingDraft& draft) {
  const std::string& required = draft.held->required_contact;
  return required.find("email") != std::string::npos && required != "email_or_telephone";
}

// A line each: who comes, and where the confirmation goes.
std::string DetailsText(const Contact& contact) {
  std::string text = "\nName: " + contact.name;
  if (contact.email.find('@') != std::string::npos) text += "\nE-Mail: " + contact.email;
  if (!contact.telephone.empty()) text += "\nTelefon: " + contact.telephone;
  return text;
}

std::string ContactQuestion(const BookingDraft& draft, Awaiting awaiting) {
  switch (awaiting) {
    case Awaiting::kName: return Text(IsWaiting(draft) ? "waiting.ask_name" : "book.ask_name");
    case Awaiting::kTelephone: return Text("book.ask_telephone");
    case Awaiting::kAttendees: return Text("book.ask_attendees", {{"people", std::to_string(draft.quantity)}});
    case Awaiting::kConfirmCode: return Text("book.ask_code", {{"email", draft.contact.email}});
    case Awaiting::kBookingConfirmation: return Text("book.ask_right", {{"details", DetailsText(draft.contact)}});
    default: {
      const bool needed = draft.held && draft.held->required_contact.find("email") != std::string::npos;
      return Text(needed ? "book.ask_email" : "book.ask_email_optional");
    }
  }
}

// What is still missing of who comes; nothing when all is there.
Awaiting NextDetail(const BookingDraft& draft) {
  const std::string& required = draft.held->required_contact;
  if (draft.contact.name.empty()) return Awaiting::kName;
  if (required == "telephone" && draft.contact.telephone.empty()) return Awaiting::kTelephone;
  const bool reached = required == "email_or_telephone" && !draft.contact.telephone.empty();
  if (required != "telephone" && draft.contact.email.empty() && !reached) return Awaiting::kEmail;
  if (required == "email_and_telephone" && draft.contact.telephone.empty()) return Awaiting::kTelephone;
  return NamesMissing(draft) ? Awaiting::kAttendees : Awaiting::kNothing;
}

void SayWhatToBring(Turn& turn, const Appointment& appointment, Message& message) {
  for (const ServiceRef& service : appointment.services) {
    const auto found = turn.town.Ask({.topic = "", .text = "", .acts = {"documents", "fee"}, .service_id = service.id});
    if (!found.ok()) continue;  // the appointment stands
    for (const Answer& answer : found->answers) {
      if (answer.lacking) continue;
      std::string text = answer.act == "fee" ? "book.fee" : "book.what_to_bring";
      if (appointment.services.size() > 1) text += "_for";
      message.text += fmt::format("\n\n{}:\n{}", Text(text, {{"service", service.name}}), answer.short_text);
    }
  }
}

// One rule for all is said once; else each names its service.
void SayWhatMinorsNeed(const Appointment& appointment, Message& message) {
  const auto& rules = appointment.minors;
  const bool one =
      rules.size() == appointment.services.size() &&
      std::all_of(rules.begin(), rules.end(), [&](const MinorsRule& rule) { return rule.text == rules.front().text; });
  for (const MinorsRule& rule : rules) {
    message.text += fmt::format(
        "\n\n{}:\n{}", one ? Text("book.minors") : Text("book.minors_for", {{"service", rule.service}}), rule.text);
    if (one) return;
  }
}

void SayConfirmed(Turn& turn, const Confirmed& confirmed) {
  Session& session = turn.session;
  const Appointment& appointment = confirmed.appointment;
  Message& message = turn.Say(
      Text("book.confirmed", {{"date", LongDate(appointment.slot.local_begin)},
                              {"time", ClockTime(appointment.slot.local_begin)},
                              {"place", fmt::format("{}, {}", appointment.slot.location_name, appointment.address)}}) +
          "\n\n" + Text("book.confirmed_code", {{"number", appointment.number}, {"code", confirmed.cancellation_code}}),
      "confirmation");
  if (const std::string needs = session.booking ? NeedsText(session.booking->contact.needs) : ""; !needs.empty())
    message.text += "\n" + Text("book.needs_known", {{"needs", needs}});
  message.cards.push_back(AppointmentCard(appointment));
  const auto file = turn.town.CalendarFile({.link_token = confirmed.link_token, .code = "", .surname = ""});
  if (file.ok()) message.files.push_back({.name = "termin.ics", .media_type = "text/calendar", .content = *file});
  SayWhatToBring(turn, appointment, message);
  SayWhatMinorsNeed(appointment, message);
  message.links.insert(message.links.end(), appointment.online.begin(), appointment.online.end());
  const std::string& web = turn.town.municipality().web_url;
  if (!web.empty()) message.links.push_back({Text("book.own_page"), web + "/termin/" + confirmed.link_token});
  session.appointment = KnownAppointment{.key = {.link_token = confirmed.link_token, .code = "", .surname = ""},
                                         .appointment = appointment};
  session.booking.reset();
  turn.StopWaiting();
  if (appointment.slot.begin > turn.now + std::chrono::hours{25}) turn.Offer(Text("remind.offer"), "remind");
}

void AskCode(Turn& turn) {
  const BookingDraft& draft = *turn.session.booking;
  turn.Ask(
          ContactQuestion(draft, Awaiting::kConfirmCode) + "\n" +
              Text("book.code_until", {{"until", LocalClock(draft.held->expires, turn.town.municipality().time_zone)}}),
          Awaiting::kConfirmCode, "code")
      .prompt->expires = draft.held->expires;
}

bool ReadAttendees(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  std::vector<std::string> names = NamesIn(turn.text, draft.contact.name);
  const auto expected = static_cast<std::size_t>(draft.quantity);
  // Who books comes along and is named already.
  if (names.size() + 1 == expected) names.insert(names.begin(), draft.contact.name);
  if (names.size() != expected || !std::all_of(names.begin(), names.end(), LooksLikeName))
    return turn.Say(Text("book.invalid_attendees", {{"people", std::to_string(draft.quantity)}}), "error"), false;
  draft.contact.attendees = std::move(names);
  return true;
}

bool ReadName(Turn& turn) {
  std::string name = turn.asked_name.empty() ? NameIn(turn) : turn.asked_name;
  const bool surname_only = StripSalutation(name);
  const bool none = !LooksLikeName(name) || IsSentence(name) || IsSaidOfSomething(turn.text) || OnlyChooses(turn);
  if (turn.asked_name.empty() && none) return turn.Say(Text("book.invalid_name"), "error"), false;
  BookingDraft& draft = *turn.session.booking;
  if (name.find(' ') == std::string::npos && !IsWaiting(draft)) {
    // The surname opens the appointment later. Who says the same again has only one name.
    if (draft.half_name.empty()) {
      draft.half_name = surname_only ? " " + name : name;
      const std::string said = turn.asked_name.empty() ? Trimmed(turn.text) : turn.asked_name;
      return turn.Say(Text("book.whole_name", {{"name", surname_only ? said : name}}), "question"), false;
    }
    // "Inge", behind "Frau Petersen"
    const bool surname_first = draft.half_name.starts_with(' ');
    if (Folded(name) != Folded(draft.half_name))
      name = surname_first ? name + draft.half_name : draft.half_name + " " + name;
  }
  draft.contact.name = name;
  return true;
}

}  // namespace

bool KnowsAllDetails(const BookingDraft& draft) { return NextDetail(draft) == Awaiting::kNothing; }

void AskContact(Turn& turn) {
  const BookingDraft& draft = *turn.session.booking;
  Awaiting awaiting = NextDetail(draft);
  if (awaiting == Awaiting::kNothing)
    awaiting = draft.held->required_contact == "telephone" ? Awaiting::kTelephone : Awaiting::kEmail;  // refused
  const std::string& required = draft.held->required_contact;
  Message& message = turn.Ask(ContactQuestion(draft, awaiting), awaiting, "form");
  message.prompt->expires = draft.held->expires;
  auto& fields = message.prompt->fields;
  if (awaiting == Awaiting::kAttendees) {
    fields.push_back(TextField("attendees", "Namen aller Personen", "text", true, "off"));
    return;
  }
  if (draft.contact.name.empty()) fields.push_back(TextField("name", "Vor- und Nachname", "text", true, "name"));
  if (required == "telephone") {
    fields.push_back(TextField("telephone", "Telefon", "telephone", true, "tel"));
  } else {
    if (draft.contact.email.empty())
      fields.push_back(TextField("email", "E-Mail", "email", required.find("email") != std::string::npos, "email"));
    if (required == "email_and_telephone")
      fields.push_back(TextField("telephone", "Telefon", "telephone", true, "tel"));
  }
  if (awaiting != Awaiting::kName || IsWaiting(draft)) return;
  if (NeedsText(draft.contact.needs).empty()) message.text += " " + Text("book.needs_hint");
  fields.push_back(TextField("needs", "Was Sie vor Ort brauchen", "text", false, "off"));
}

std::string DetailQuestion(const Turn& turn, Awaiting awaiting) {
  return ContactQuestion(*turn.session.booking, awaiting);
}

bool AsksWhatDataIsFor(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  const auto says = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
  if (turn.Find(nlu::EntityKind::kEmail) != nullptr) return false;
  return says("wozu") || says("wofuer") || says("warum") || says("wieso") || says("weitergegeben") ||
         says("weitergeben") || says("datenschutz");
}

bool AsksWhetherNeeded(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  const Awaiting awaiting = turn.session.awaiting;
  const std::string_view detail = awaiting == Awaiting::kEmail       ? "mail"
                                  : awaiting == Awaiting::kTelephone ? "telefon"
                                                                     : "name";
  return turn.Find(nlu::EntityKind::kEmail) == nullptr && turn.text.find('?') != std::string::npos &&
         SaysAny(folded, {detail}) && SaysAny(folded, {" muss", " brauch", " noetig", " pflicht", " zwingend"});
}

void ExplainContact(Turn& turn) {
  AskContact(turn);
  Message& message = turn.replies.back();
  message.text = Text("book.why_contact") + " " + message.text;
}

bool HasNoEmail(const Turn& turn) {
  if (turn.Find(nlu::EntityKind::kEmail) != nullptr) return false;
  const std::string folded = Folded(turn.text);
  const auto says = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
  if (folded == "ohne" || folded == "keine" || (turn.Wants(nlu::Act::kNo) && !SpeaksOfMistake(folded))) return true;
  if (says("lieber") && (says("telefon") || says("anruf") || says("post"))) return true;
  const bool none = says("kein") || says("ohne") || says("nicht");
  return none && (says("mail") || says("internet") || says("computer") || says("hab ich nicht") ||
                  says("habe ich nicht") || says("keine hab") || says("hab keine") || says("habe keine"));
}

// Without one, or with a telephone number in its place.
static bool LacksEmail(const Turn& turn) {
  return HasNoEmail(turn) || turn.Find(nlu::EntityKind::kTelephone) != nullptr;
}

bool ReadContact(Turn& turn, Awaiting awaiting) {
  BookingDraft& draft = *turn.session.booking;
  if (awaiting == Awaiting::kAttendees) return ReadAttendees(turn);
  if (std::string email = EmailIn(turn); !email.empty()) draft.contact.email = std::move(email);
  if (const auto* telephone = turn.Find(nlu::EntityKind::kTelephone))
    draft.contact.telephone = std::get<std::string>(telephone->value);
  if (awaiting == Awaiting::kName) return ReadName(turn);
  if (awaiting == Awaiting::kEmail && draft.contact.email.empty()) draft.contact.email = DictatedEmail(turn.text);
  if (awaiting == Awaiting::kEmail && draft.contact.email.empty()) {
    const std::string required = draft.held ? draft.held->required_contact : "";
    if (required == "email_or_telephone" && !draft.contact.telephone.empty()) return true;
    const bool no_try =
        turn.text.find('@') == std::string::npos && turn.text.find(' ') != std::string::npos && !IsDictated(turn.text);
    if (!LacksEmail(turn)) return turn.Say(Text(no_try ? "book.email_please" : "book.invalid_email"), "error"), false;
    if (required == "email_or_telephone") return turn.Say(Text("book.telephone_instead"), "question"), false;
    if (required.find("email") != std::string::npos)
      return turn.Say(Text("book.email_needed", {{"telephone", turn.town.municipality().telephone}}), "error"), false;
    draft.contact.email = "-";
  } else if (awaiting == Awaiting::kTelephone && draft.contact.telephone.empty()) {
    return turn.Say(Text("book.invalid_telephone"), "error"), false;
  }
  return true;
}

void CheckContactAndConfirm(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  if (NextDetail(draft) != Awaiting::kNothing) return AskContact(turn);
  Contact contact = draft.contact;
  if (contact.email == "-") contact.email.clear();
  if (IsWaiting(draft)) return FinishWaiting(turn, contact);
  // The key hangs on the hold, not on the event: however often the details are sent, there is one appointment. Another
  // address while a code is awaited is another request.
  const std::string key = fmt::format("{}:confirm:{}{}", turn.session.conversation_id, draft.held->hold_id,
                                      draft.code_sent ? ":" + turn.event_id : "");
  const auto outcome = turn.town.Confirm(key, draft.held->hold_id, contact);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) return HandleRefusal(turn, *refusal);
  const auto& confirmed = std::get<Confirmed>(*outcome);
  if (!confirmed.pending) return SayConfirmed(turn, confirmed);
  draft.code_sent = true;
  draft.held->expires = confirmed.expires;
  AskCode(turn);
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
  if (turn.session.awaiting == Awaiting::kEmail && NeedsEmail(*turn.session.booking) && LacksEmail(turn))
    OfferCallback(turn);
}

bool TakeConfirmationCode(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  if (std::string email = EmailIn(turn); !email.empty()) {
    draft.contact.email = std::move(email);
    return CheckContactAndConfirm(turn), true;
  }
  std::string code;
  for (const char c : turn.text) {
    if (c >= '0' && c <= '9') code += c;
  }
  if (code.empty()) return false;
  const auto outcome = turn.town.Activate(turn.Key("code"), draft.held->hold_id, code);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking"), true;
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    if (*refusal != Refusal::kWrongCode) return HandleRefusal(turn, *refusal), true;
    AskCode(turn);
    Message& again = turn.replies.back();
    again.kind = "error";
    again.text = Text("book.wrong_code") + "\n" + again.text;
    return true;
  }
  return SayConfirmed(turn, std::get<Confirmed>(*outcome)), true;
}

bool TakeUnaskedAddress(Turn& turn) {
  const Session& session = turn.session;
  if (session.awaiting != Awaiting::kNothing || session.booking || session.appointment) return false;
  const nlu::Entity* written = turn.Find(nlu::EntityKind::kEmail);
  const bool only = written != nullptr && written->surface.size() + 2 >= turn.text.size();
  if (!only && DictatedEmail(turn.text).empty()) return false;
  turn.Say(Text("contact.not_asked"), "question");
  return true;
}

bool WantsMoreTime(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  return folded.find("verlaenger") != std::string::npos || folded.find("mehr zeit") != std::string::npos ||
         folded == "laenger";
}

void ExtendHold(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  const Awaiting was = turn.session.awaiting;
  const auto outcome = turn.town.ExtendHold(turn.Key("extend"), draft.held->hold_id);
  if (!outcome.ok()) return turn.SayDown(outcome.status(), "booking");
  if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
    HandleRefusal(turn, *refusal);
    if (*refusal != Refusal::kCannotExtend) return;
  } else {
    draft.held->expires = std::get<std::chrono::sys_seconds>(*outcome);
    turn.Say(Text("book.extended", {{"until", LocalClock(draft.held->expires, turn.town.municipality().time_zone)}}));
  }
  if (was == Awaiting::kConfirmCode) return AskCode(turn);
  if (!AskWhetherRight(turn)) AskContact(turn);
}

}  // namespace amtslotse::dialogue
