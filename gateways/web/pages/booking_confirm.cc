// From step two to the appointment: hold, ask who comes, confirm.
#include <algorithm>

#include "gateways/web/dates.h"
#include "gateways/web/pages/appointment_view.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;
using namespace std::chrono_literals;

std::int64_t Now() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

struct Person {
  std::string name, email, telephone, note;
  bool reminder = false;
};
using Mistakes = std::vector<std::pair<std::string, std::string>>;  // field, words

std::string Trimmed(std::string text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

Person ReadPerson(const Request& request) {
  return {.name = Trimmed(request.Query("name")), .email = Trimmed(request.Query("email")), .telephone = Trimmed(request.Query("telefon")),
          .note = Trimmed(request.Query("hinweis")), .reminder = request.Query("erinnerung") == "1"};
}

bool LooksLikeEmail(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && text.find('@', at + 1) == std::string::npos && text.find('.', at) != std::string::npos &&
         text.find_first_of(" \t\r\n<>,;") == std::string::npos && text.back() != '.' && text.size() <= 254;
}

bool LooksLikeTelephone(const std::string& text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
  return digits >= 5 && digits <= 20 && text.find_first_not_of("0123456789 +()/.-") == std::string::npos;
}

bool NeedsEmail(const HeldTicket& held) { return held.required_contact == "email"; }
bool NeedsTelephone(const HeldTicket& held) { return held.required_contact == "telephone"; }

Mistakes Check(const Shared& shared, const Request& request, const HeldTicket& held, const Person& person) {
  Mistakes mistakes;
  const auto say = [&](const char* field, const char* key) { mistakes.emplace_back(field, Say(shared, request, key)); };
  if (person.name.empty()) say("name", "booking.error.name");
  if (person.name.size() > 200) say("name", "booking.error.long");
  if (person.email.empty() && NeedsEmail(held)) say("email", "booking.error.emailNeeded");
  if (!person.email.empty() && !LooksLikeEmail(person.email)) say("email", "booking.error.email");
  if (person.telephone.empty() && NeedsTelephone(held)) say("telefon", "booking.error.telephoneNeeded");
  if (person.email.empty() && person.telephone.empty() && held.required_contact == "email_or_telephone") say("email", "booking.error.contact");
  if (!person.telephone.empty() && !LooksLikeTelephone(person.telephone)) say("telefon", "booking.error.telephone");
  if (person.reminder && person.email.empty()) say("email", "booking.error.reminder");
  if (person.note.size() > 500) say("hinweis", "booking.error.long");
  return mistakes;
}

struct FieldLook {
  const char* id;
  const char* key;
  const char* type;
  const char* autocomplete;
  std::string value;
  bool required;
};

Markup Field(const Shared& shared, const Request& request, const FieldLook& look, const Mistakes& mistakes) {
  const auto mistake = std::find_if(mistakes.begin(), mistakes.end(), [&](const auto& each) { return each.first == look.id; });
  const bool wrong = mistake != mistakes.end();
  return Fill(R"(<div class="kern-form-input"><label class="kern-label" for="{0}">{1}{2}</label>
<input class="kern-form-input__input{3}" id="{0}" name="{0}" type="{4}" autocomplete="{5}" value="{6}" maxlength="250"{7}{8}>{9}</div>)",
              look.id, Say(shared, request, look.key),
              look.required ? Markup{} : Fill(R"( <span class="kern-label__optional">({})</span>)", Say(shared, request, "chat.optional")),
              Markup{wrong ? " kern-form-input__input--error" : ""}, look.type, look.autocomplete, look.value,
              Markup{look.required ? R"( aria-required="true")" : ""},
              wrong ? Fill(R"( aria-invalid="true" aria-describedby="{}-fehler")", look.id) : Markup{},
              wrong ? Fill(R"(<p class="kern-error" id="{}-fehler">{}<span class="kern-body">{}</span></p>)", look.id, Icon("kern-icon--danger"), mistake->second)
                    : Markup{});
}

Markup MistakeSummary(const Shared& shared, const Request& request, const Mistakes& mistakes) {
  return If(!mistakes.empty(), Alert("danger", Say(shared, request, "booking.errors"),
      Fill(R"(<ul>{}</ul>)", Each(mistakes, [](const auto& each) { return Fill(R"(<li><a class="kern-link" href="#{}">{}</a></li>)", each.first, each.second); }))));
}

Markup Form(const Shared& shared, const Request& request, const HeldTicket& held, const std::string& ticket, const Person& person, const Mistakes& mistakes) {
  return Fill(R"(<form class="details" action="/termin/buchen" method="post" novalidate><input type="hidden" name="r" value="{}">{}{}{}
<div class="kern-form-input"><label class="kern-label" for="hinweis">{} <span class="kern-label__optional">({})</span></label>
<textarea class="kern-form-input__input" id="hinweis" name="hinweis" rows="3" maxlength="500" aria-describedby="hinweis-hilfe">{}</textarea><p class="muted" id="hinweis-hilfe">{}</p></div>
<div class="check"><input type="checkbox" id="erinnerung" name="erinnerung" value="1"{}><label for="erinnerung">{}</label></div>
<p class="muted">{} <a class="kern-link" href="/datenschutz">{}</a></p>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form>)",
              ticket, Field(shared, request, {"name", "booking.name", "text", "name", person.name, true}, mistakes),
              Field(shared, request, {"email", "booking.email", "email", "email", person.email, NeedsEmail(held)}, mistakes),
              Field(shared, request, {"telefon", "booking.telephone", "tel", "tel", person.telephone, NeedsTelephone(held)}, mistakes),
              Say(shared, request, "booking.note"), Say(shared, request, "chat.optional"), person.note, Say(shared, request, "booking.noteHint"),
              Markup{person.reminder ? " checked" : ""}, Say(shared, request, "booking.reminder"), Say(shared, request, "booking.privacy"),
              Say(shared, request, "page.privacy"), Say(shared, request, "booking.confirm"));
}

Reply Details(const Shared& shared, const Request& request, const HeldTicket& held, const std::string& ticket, const Person& person,
              const Mistakes& mistakes, const Markup& alert = {}) {
  const auto locations = ReadLocations(shared, request);
  const std::string until = TimeOf(LocalTime(held.expires_unix, request.town->time_zone()));
  const std::string title = Say(shared, request, "booking.title3");
  Page page{.title = title, .description = {}, .body = {}, .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
            .current = "/termin", .chat_launcher = false, .index = false, .json_ld = {}};
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}{}{}<div class="booking booking--details"><div>{}</div>
<aside class="aside" aria-label="{}"><h2>{}</h2><p class="when"><strong>{}</strong><br>{} {}</p><p>{}</p><p>{}</p><p class="held">{}</p>
<form action="/termin/verlaengern" method="post"><input type="hidden" name="r" value="{}"><button class="kern-btn kern-btn--secondary kern-btn--block"><span class="kern-label">{}</span></button></form>
<p><a class="kern-link" href="{}">{}</a></p></aside></div></div>)",
                   title, Steps(shared, request, 3), alert, MistakeSummary(shared, request, mistakes), Form(shared, request, held, ticket, person, mistakes),
                   Say(shared, request, "booking.yourSlot"), Say(shared, request, "booking.yourSlot"), LongDay(held.slot.local_begin(), request.language),
                   TimeOf(held.slot.local_begin()), Say(shared, request, "page.oclock"), held.slot.location_name(), QuantitiesText(held.quantities, locations),
                   Say(shared, request, "chat.heldUntil", {{"time", until}}), ticket, Say(shared, request, "booking.moreTime"),
                   BookingUrl(held.quantities, "r=" + UrlValue(ticket)), Say(shared, request, "booking.otherTime"));
  return RenderPage(shared, request, page, mistakes.empty() ? 200 : 422);
}

// An id of our own making for what a browser may send twice.
std::string KeyOf(const Request& request, const char* what, const std::string& value) { return fmt::format("web-{}-{}-{}", what, request.town->id(), value); }

std::string OldHold(const Shared& shared, const Request& request) {
  const auto old = CheckHeld(shared.tokens, request.Query("r"), *request.town);
  return old.ok() ? old->hold_id : std::string();
}

}  // namespace

Reply HoldSlot(const Shared& shared, const Request& request) {
  const Quantities quantities = ReadQuantities(request);
  const ChosenTime chosen = ReadChosenTime(request);
  if (quantities.empty() || chosen.location_id.empty()) return Redirect("/termin");
  v1::HoldRequest hold;
  hold.set_municipality_id(request.town->id());
  hold.set_idempotency_key(KeyOf(request, "hold", request.Query("schluessel").substr(0, 64) + request.Query("zeit")).substr(0, 200));
  hold.set_location_id(chosen.location_id);
  hold.set_begin_unix(chosen.begin_unix);
  for (const auto& quantity : quantities) *hold.add_services() = quantity;
  hold.set_channel("web");
  hold.set_replaces_hold_id(OldHold(shared, request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Hold, hold, request.caller,
                                {.method = "Booking/Hold", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (!answer->has_held()) return ChooseAgain(shared, request, quantities, RefusalText(shared, request, answer->refusal()));
  const auto& held = answer->held();
  return Redirect("/termin/daten?r=" + SignHeld(shared.tokens, {.municipality_id = request.town->id(), .hold_id = held.hold_id(), .slot = held.slot(),
                                                               .expires_unix = held.expires_unix(), .required_contact = held.required_contact(),
                                                               .quantities = quantities}));
}

Reply DetailsPage(const Shared& shared, const Request& request) {
  const std::string ticket = request.Query("r");
  const auto held = CheckHeld(shared.tokens, ticket, *request.town);
  if (!held.ok()) return Redirect("/termin");
  if (held->expires_unix <= Now()) {
    return Details(shared, request, *held, ticket, {}, {}, Alert("warning", Say(shared, request, "chat.heldOver"), Fill("<p>{}</p>", Say(shared, request, "booking.lateHint"))));
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
    return Details(shared, request, *held, request.Query("r"), {}, {}, Alert("warning", RefusalText(shared, request, answer->refusal())));
  }
  held->expires_unix = answer->expires_unix();
  return Redirect("/termin/daten?r=" + SignHeld(shared.tokens, *held));
}

Reply ConfirmSlot(const Shared& shared, const Request& request) {
  const std::string ticket = request.Query("r");
  const auto held = CheckHeld(shared.tokens, ticket, *request.town);
  if (!held.ok()) return Redirect("/termin");
  const Person person = ReadPerson(request);
  if (const Mistakes mistakes = Check(shared, request, *held, person); !mistakes.empty()) return Details(shared, request, *held, ticket, person, mistakes);
  v1::ConfirmRequest confirm;
  confirm.set_municipality_id(request.town->id());
  confirm.set_idempotency_key(KeyOf(request, "confirm", held->hold_id));
  confirm.set_hold_id(held->hold_id);
  confirm.mutable_contact()->set_name(person.name);
  confirm.mutable_contact()->set_email(person.email);
  confirm.mutable_contact()->set_telephone(person.telephone);
  confirm.mutable_contact()->set_language(request.language);
  confirm.mutable_needs()->set_note(person.note);
  confirm.set_reminder_consent(person.reminder);
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Confirm, confirm, request.caller,
                                {.method = "Booking/Confirm", .repeatable = true, .timeout = 5000ms}, &shared.backends.metrics);
  if (absl::IsInvalidArgument(answer.status())) {
    return Details(shared, request, *held, ticket, person, {{"name", Say(shared, request, "booking.error.refused")}});
  }
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->has_appointment()) return ConfirmedPage(shared, request, *answer);
  if (answer->refusal() == v1::REFUSAL_CONTACT_NEEDED) return Details(shared, request, *held, ticket, person, {{"email", RefusalText(shared, request, answer->refusal())}});
  return ChooseAgain(shared, request, held->quantities, RefusalText(shared, request, answer->refusal()));
}

}  // namespace amtslotse::gateways::web
