// From step two to the appointment: hold, ask who comes, confirm.
#include <algorithm>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/appointment_view.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "gateways/web/pages/person_form.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;
using namespace std::chrono_literals;

Markup Form(const Shared& shared, const Request& request, const HeldTicket& held, const std::string& ticket,
            const Person& person, const Mistakes& mistakes) {
  return Fill(
      R"(<form class="details" id="angaben" action="/termin/buchen" method="post" novalidate><input type="hidden" name="r" value="{}">{}{}
<fieldset class="needs"><legend>{} <span class="kern-label__optional">({})</span></legend>{}{}{}
<div class="kern-form-input"><label class="kern-label" for="hinweis">{}</label>
<textarea class="kern-form-input__input" id="hinweis" name="hinweis" rows="3" maxlength="500" aria-describedby="hinweis-hilfe">{}</textarea><p class="muted" id="hinweis-hilfe">{}</p></div></fieldset>
{}
<p class="muted">{} <a class="kern-link" href="/datenschutz">{}</a></p>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form>)",
      ticket, PersonFields(shared, request, held.required_contact, person, mistakes),
      AttendeeFields(shared, request, held.names, person, mistakes), Say(shared, request, "booking.needs"),
      Say(shared, request, "chat.optional"),
      CheckBox(shared, request, "rollstuhl", "booking.wheelchair", person.wheelchair),
      CheckBox(shared, request, "mehrzeit", "booking.needsTime", person.more_time),
      InterpreterField(shared, request, person.interpreter), Say(shared, request, "booking.note"), person.note,
      Say(shared, request, "booking.noteHint"),
      CheckBox(shared, request, "erinnerung", "booking.reminder", person.reminder),
      Say(shared, request, "booking.privacy"), Say(shared, request, "page.privacy"),
      Say(shared, request, "booking.confirm"));
}

Reply Details(const Shared& shared, const Request& request, const HeldTicket& held, const std::string& ticket,
              const Person& person, const Mistakes& mistakes, const Markup& alert = {}) {
  const auto locations = ReadLocations(shared, request);
  const std::string until = TimeOf(LocalTime(held.expires_unix, request.town->time_zone()));
  const std::string title = Say(shared, request, "booking.title3");
  Page page = BookingPage(shared, request, title);
  page.body = NoticesOn(shared, request, SubjectOf(held.quantities));
  page.body +=
      Fill(R"(<div class="container section"><h1>{}</h1>{}{}{}<div class="booking booking--details"><div>{}</div>
<aside class="aside" aria-label="{}"><h2>{}</h2><p class="when"><strong>{}</strong><br>{} {}</p><p>{}</p><p>{}</p><p class="held">{}</p>
<div aria-live="assertive" data-held-until="{}" data-soon="{}" data-over="{}"></div>
<button class="kern-btn kern-btn--secondary kern-btn--block" form="angaben" formaction="/termin/verlaengern"><span class="kern-label">{}</span></button>
<p><a class="kern-link" href="{}">{}</a></p></aside></div></div>)",
           title, Steps(shared, request, 3), alert, Mistaken(shared, request, mistakes),
           Form(shared, request, held, ticket, person, mistakes), Say(shared, request, "booking.yourSlot"),
           Say(shared, request, "booking.yourSlot"), LongDay(held.slot.local_begin(), request.language),
           TimeOf(held.slot.local_begin()), Say(shared, request, "page.oclock"), held.slot.location_name(),
           QuantitiesText(held.quantities, locations), Say(shared, request, "chat.heldUntil", {{"time", until}}),
           held.expires_unix, Say(shared, request, "booking.holdSoonOver"),
           Say(shared, request, "chat.heldOver") + " " + Say(shared, request, "booking.lateHint"),
           Say(shared, request, "booking.moreTime"), BookingUrl(held.quantities, "r=" + UrlValue(ticket)),
           Say(shared, request, "booking.otherTime"));
  return RenderPage(shared, request, page, mistakes.empty() ? 200 : 422);
}

// An appointment is for as many as its largest quantity.
std::uint32_t PeopleIn(const Quantities& quantities) {
  std::uint32_t people = 1;
  for (const auto& quantity : quantities) people = std::max(people, quantity.quantity());
  return std::min(people, 50u);
}

// By an address that can be reloaded, unless something was entered already: that never stands in an address.
Reply ToDetails(const Shared& shared, const Request& request, const HeldTicket& held, const Person& person) {
  const std::string ticket = SignHeld(shared.tokens, held);
  if (PersonKept(person).html.empty()) return Redirect("/termin/daten?r=" + ticket);
  return Details(shared, request, held, ticket, person, {});
}

Reply PendingPage(const Shared& shared, const Request& request, const std::string& ticket, const std::string& email,
                  const std::string& wrong = {}) {
  const std::string title = Say(shared, request, "booking.pending");
  Page page = BookingPage(shared, request, title);
  const FieldLook code{"code", "booking.mailCode", "text", "one-time-code", "", true};
  page.body = Fill(
      R"(<div class="container section"><h1>{}</h1>{}{}<form class="details" action="/termin/code" method="post" novalidate><input type="hidden" name="r" value="{}">{}
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form></div>)",
      title, Alert("warning", Say(shared, request, "booking.pendingText")),
      If(!email.empty(), Fill("<p>{}</p>", email)), ticket,
      PersonField(shared, request, code, wrong.empty() ? Mistakes{} : Mistakes{{"code", wrong}}),
      Say(shared, request, "booking.activateNow"));
  return RenderPage(shared, request, page, wrong.empty() ? 200 : 422);
}

// An id of our own making for what a browser may send twice.
std::string KeyOf(const Request& request, const char* what, const std::string& value) {
  return fmt::format("web-{}-{}-{}", what, request.town->id(), value);
}

std::string OldHold(const Shared& shared, const Request& request) {
  const auto old = CheckHeld(shared.tokens, request.Query("r"), *request.town);
  return old.ok() ? old->hold_id : std::string();
}

// Many bookings at once: the browser has to work a moment for this one. It does so by itself; the citizen only waits.
Reply ChallengePage(const Shared& shared, const Request& request, const Quantities& quantities,
                    const ChosenTime& chosen) {
  v1::CreateChallengeRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_action("hold");
  ask.set_location_id(chosen.location_id);
  const auto challenge = rpc::Call(*shared.backends.booking, &BookingStub::CreateChallenge, ask, request.caller,
                                   {.method = "Booking/CreateChallenge", .repeatable = true}, &shared.backends.metrics);
  if (!challenge.ok())
    return ChooseAgain(shared, request, quantities, RefusalText(shared, request, v1::REFUSAL_CHALLENGE_NEEDED));
  const std::string title = Say(shared, request, "booking.challenge");
  Page page = BookingPage(shared, request, title);
  page.body = Fill(
      R"(<div class="container section"><h1>{}</h1>{}<form action="/termin/reservieren" method="post" data-challenge="{}">{}
<input type="hidden" name="schluessel" value="{}"><input type="hidden" name="r" value="{}"><input type="hidden" name="zeit" value="{}"><input type="hidden" name="altcha" value="">
<p class="lead" role="status" data-working="{}">{}</p></form><noscript><p>{}</p></noscript></div>)",
      title, Steps(shared, request, 2), challenge->altcha_json(), QuantityFields(quantities),
      request.Query("schluessel").substr(0, 64), request.Query("r").substr(0, 4096),
      request.Query("zeit").substr(0, 200), Say(shared, request, "booking.challengeFailed"),
      Say(shared, request, "booking.challengeText"),
      Say(shared, request, "booking.call", {{"telephone", request.town->telephone()}}));
  return RenderPage(shared, request, page);
}

}  // namespace

Reply HoldSlot(const Shared& shared, const Request& request) {
  const Quantities quantities = ReadQuantities(request);
  const ChosenTime chosen = ReadChosenTime(request);
  if (quantities.empty() || chosen.location_id.empty()) return Redirect("/termin");
  v1::HoldRequest hold;
  hold.set_municipality_id(request.town->id());
  hold.set_idempotency_key(
      KeyOf(request, "hold", request.Query("schluessel").substr(0, 64) + request.Query("zeit")).substr(0, 200));
  hold.set_location_id(chosen.location_id);
  hold.set_begin_unix(chosen.begin_unix);
  for (const auto& quantity : quantities) *hold.add_services() = quantity;
  hold.set_channel("pages");
  hold.set_attendees(PeopleIn(quantities));
  hold.set_replaces_hold_id(OldHold(shared, request));
  hold.set_challenge_solution(request.Query("altcha").substr(0, 4096));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Hold, hold, request.caller,
                                {.method = "Booking/Hold", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->refusal() == v1::REFUSAL_CHALLENGE_NEEDED) return ChallengePage(shared, request, quantities, chosen);
  const Person person = ReadPerson(request);  // entered for a time that was gone in the end
  if (!answer->has_held())
    return ChooseAgain(shared, request, quantities, RefusalText(shared, request, answer->refusal()),
                       PersonKept(person));
  const auto& held = answer->held();
  const HeldTicket ticket{.municipality_id = request.town->id(),
                          .hold_id = held.hold_id(),
                          .slot = held.slot(),
                          .expires_unix = held.expires_unix(),
                          .required_contact = held.required_contact(),
                          .names = held.attendee_names() ? PeopleIn(quantities) - 1 : 0,
                          .quantities = quantities};
  return ToDetails(shared, request, ticket, person);
}

Reply DetailsPage(const Shared& shared, const Request& request) {
  const std::string ticket = request.Query("r");
  const auto held = CheckHeld(shared.tokens, ticket, *request.town);
  if (!held.ok()) return Redirect("/termin");
  if (held->expires_unix <= UnixNow()) {
    return Details(shared, request, *held, ticket, {}, {},
                   Alert("warning", Say(shared, request, "chat.heldOver"),
                         Fill("<p>{}</p>", Say(shared, request, "booking.lateHint"))));
  }
  return Details(shared, request, *held, ticket, {}, {});
}

Reply ExtendHold(const Shared& shared, const Request& request) {
  auto held = CheckHeld(shared.tokens, request.Query("r"), *request.town);
  if (!held.ok()) return Redirect("/termin");
  v1::ExtendHoldRequest extend;
  extend.set_municipality_id(request.town->id());
  extend.set_idempotency_key(KeyOf(request, "extend", held->hold_id));
  extend.set_hold_id(held->hold_id);
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::ExtendHold, extend, request.caller,
                                {.method = "Booking/ExtendHold", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->expires_unix() == 0) {
    return Details(shared, request, *held, request.Query("r"), ReadPerson(request), {},
                   Alert("warning", RefusalText(shared, request, answer->refusal())));
  }
  held->expires_unix = answer->expires_unix();
  return ToDetails(shared, request, *held, ReadPerson(request));
}

Reply ConfirmSlot(const Shared& shared, const Request& request) {
  const std::string ticket = request.Query("r");
  const auto held = CheckHeld(shared.tokens, ticket, *request.town);
  if (!held.ok()) return Redirect("/termin");
  const Person person = ReadPerson(request);
  if (const Mistakes mistakes = CheckPerson(shared, request, held->required_contact, person, held->names);
      !mistakes.empty())
    return Details(shared, request, *held, ticket, person, mistakes);
  v1::ConfirmRequest confirm;
  confirm.set_municipality_id(request.town->id());
  confirm.set_idempotency_key(KeyOf(request, "confirm", held->hold_id));
  confirm.set_hold_id(held->hold_id);
  confirm.mutable_contact()->set_name(person.name);
  confirm.mutable_contact()->set_email(person.email);
  confirm.mutable_contact()->set_telephone(person.telephone);
  confirm.mutable_contact()->set_language(request.language);
  confirm.mutable_needs()->set_note(person.note);
  confirm.mutable_needs()->set_interpreter_language(person.interpreter);
  confirm.mutable_needs()->set_wheelchair(person.wheelchair);
  confirm.mutable_needs()->set_more_time(person.more_time);
  confirm.set_reminder_consent(person.reminder);
  if (held->names > 0) confirm.add_attendee_list()->set_name(person.name);
  for (const std::string& name : person.attendees) confirm.add_attendee_list()->set_name(name);
  const auto answer =
      rpc::Call(*shared.backends.booking, &BookingStub::Confirm, confirm, request.caller,
                {.method = "Booking/Confirm", .repeatable = true, .timeout = 5000ms}, &shared.backends.metrics);
  if (absl::IsInvalidArgument(answer.status())) {
    return Details(shared, request, *held, ticket, person, {{"name", Say(shared, request, "booking.error.refused")}});
  }
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->has_appointment() && answer->appointment().state() == v1::APPOINTMENT_STATE_PENDING)
    return PendingPage(shared, request, ticket, person.email);
  if (answer->has_appointment()) return ConfirmedPage(shared, request, *answer);
  if (answer->refusal() == v1::REFUSAL_CONTACT_NEEDED)
    return Details(shared, request, *held, ticket, person,
                   {{"email", RefusalText(shared, request, answer->refusal())}});
  return ChooseAgain(shared, request, held->quantities, RefusalText(shared, request, answer->refusal()),
                     PersonKept(person));
}

// The code of the mail, typed where the details were.
Reply ConfirmByCode(const Shared& shared, const Request& request) {
  const std::string ticket = request.Query("r");
  const auto held = CheckHeld(shared.tokens, ticket, *request.town);
  if (!held.ok()) return Redirect("/termin");
  std::string code = request.Query("code").substr(0, 50);
  std::erase_if(code, [](char c) { return c < '0' || c > '9'; });
  if (code.empty())
    return PendingPage(shared, request, ticket, {}, RefusalText(shared, request, v1::REFUSAL_WRONG_CODE));
  v1::ActivateRequest activate;
  activate.set_municipality_id(request.town->id());
  activate.set_hold_id(held->hold_id);
  activate.set_token_or_code(code);
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Activate, activate, request.caller,
                                {.method = "Booking/Activate", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->refusal() == v1::REFUSAL_WRONG_CODE)
    return PendingPage(shared, request, ticket, {}, RefusalText(shared, request, answer->refusal()));
  if (!answer->has_appointment())
    return ChooseAgain(shared, request, held->quantities, RefusalText(shared, request, answer->refusal()));
  return ConfirmedPage(shared, request, ConfirmedBy(*answer));
}

}  // namespace amtslotse::gateways::web
