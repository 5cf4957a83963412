// Waiting for a time that suits: join, see the honest position, take or leave an offer.
#include <algorithm>
#include <vector>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/booking_query.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/appointment_view.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "gateways/web/pages/person_form.h"
#include "gateways/web/query.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;
constexpr std::uint32_t kNoon = 12 * 60;

Markup Option(const std::string& value, const std::string& label, bool chosen) {
  return Fill(R"(<option value="{}"{}>{}</option>)", value, Markup{chosen ? " selected" : ""}, label);
}

Markup DayField(const Shared& shared, const Request& request, const char* id, const char* key,
                const std::string& value) {
  return Fill(
      R"(<div class="pick"><label for="{0}">{1}</label><input class="field" type="date" id="{0}" name="{0}" value="{2}"></div>)",
      id, Say(shared, request, key), value);
}

Reply JoinForm(const Shared& shared, const Request& request, const Quantities& quantities, const Person& person,
               const Mistakes& mistakes, const Markup& alert = {}) {
  const auto locations = ReadLocations(shared, request);
  Query query(request);
  const std::string place = query.Text("ort"), part = query.Text("zeitraum", 12);
  Markup places = Option("", Say(shared, request, "booking.anyPlace"), place.empty());
  for (const auto& location : locations) {
    const bool offers = std::any_of(location.services().begin(), location.services().end(), [&](const auto& service) {
      return service.service_id() == quantities.front().service_id();
    });
    if (offers) places += Option(location.id(), location.name(), location.id() == place);
  }
  Markup parts = Option("", Say(shared, request, "booking.anyTime"), part.empty());
  for (const char* each : {"vormittag", "nachmittag"})
    parts += Option(each, Say(shared, request, std::string("booking.part.") + each), part == each);
  Page page = BookingPage(shared, request, Say(shared, request, "waiting.title"));
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}{}<p class="lead">{}</p><p>{}</p>
<form class="details" action="/warteliste" method="post" novalidate>{}<input type="hidden" name="schluessel" value="{}">
<fieldset class="needs"><legend>{}</legend><div class="pick"><label for="ort">{}</label><select class="field" id="ort" name="ort">{}</select></div>
<div class="pick"><label for="zeitraum">{}</label><select class="field" id="zeitraum" name="zeitraum">{}</select></div>{}{}</fieldset>
{}<p class="muted">{} <a class="kern-link" href="/datenschutz">{}</a></p>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form></div>)",
                   page.title, alert, Mistaken(shared, request, mistakes), QuantitiesText(quantities, locations),
                   Say(shared, request, "waiting.lead"), QuantityFields(quantities), rpc::RandomId(),
                   Say(shared, request, "waiting.when"), Say(shared, request, "booking.place"), places,
                   Say(shared, request, "booking.partOfDay"), parts,
                   DayField(shared, request, "von", "waiting.from", query.Date("von")),
                   DayField(shared, request, "bis", "waiting.to", query.Date("bis")),
                   PersonFields(shared, request, "email", person, mistakes), Say(shared, request, "waiting.privacy"),
                   Say(shared, request, "page.privacy"), Say(shared, request, "waiting.join"));
  return RenderPage(shared, request, page, mistakes.empty() ? 200 : 422);
}

v1::Wish ReadWish(const Request& request, const Quantities& quantities) {
  Query query(request);
  v1::Wish wish;
  for (const auto& quantity : quantities) *wish.add_services() = quantity;
  if (const std::string place = query.Text("ort"); !place.empty()) wish.add_location_ids(place);
  wish.set_from_date(query.Date("von"));
  wish.set_to_date(query.Date("bis"));
  const std::string part = query.Text("zeitraum", 12);
  if (part == "vormittag") wish.set_to_minute(kNoon);
  if (part == "nachmittag") wish.set_from_minute(kNoon);
  return wish;
}

Markup WishButton(const std::string& token, const std::string& offer, const char* action, const std::string& label,
                  const char* look) {
  return Fill(
      R"(<form action="/warteliste/{}" method="post"><input type="hidden" name="angebot" value="{}"><button class="kern-btn kern-btn--{}" name="aktion" value="{}"><span class="kern-label">{}</span></button></form>)",
      UrlValue(token), offer, look, action, label);
}

Markup Offer(const Shared& shared, const Request& request, const std::string& token, const v1::Wish& wish) {
  const std::string until = LocalTime(wish.offer_expires_unix(), request.town->time_zone());
  return Fill(
      R"(<div class="appointment"><p class="appointment__when"><strong>{}</strong><br>{} {}</p><p>{}</p><p>{}</p></div><div class="actions">{}{}</div>)",
      LongDay(wish.offer().local_begin(), request.language), TimeOf(wish.offer().local_begin()),
      Say(shared, request, "page.oclock"), wish.offer().location_name(),
      Say(shared, request, "waiting.offerUntil", {{"day", LongDay(until, request.language)}, {"time", TimeOf(until)}}),
      WishButton(token, wish.offer_id(), "annehmen", Say(shared, request, "waiting.accept"), "primary"),
      WishButton(token, wish.offer_id(), "ablehnen", Say(shared, request, "waiting.decline"), "secondary"));
}

Reply ShowWish(const Shared& shared, const Request& request, const std::string& token, const v1::Wish& wish,
               const Markup& alert = {}) {
  Page page = BookingPage(shared, request,
                          Say(shared, request, wish.state() == "offered" ? "waiting.offered" : "waiting.yours"));
  std::string services;
  for (const std::string& name : wish.service_names()) services += (services.empty() ? "" : ", ") + name;
  const bool open = wish.state() == "waiting" || wish.state() == "offered" || wish.state().empty();
  const Markup state = wish.state() == "offered" ? Offer(shared, request, token, wish)
                       : open                    ? Fill(R"(<p class="position">{}</p><p>{}</p>)",
                                                        Say(shared, request, "waiting.position",
                                                            {{"count", std::to_string(std::max(1u, wish.position()) - 1)}}),
                                                        Say(shared, request, "waiting.positionHint"))
                              : Fill("<p>{}</p>", Say(shared, request, "waiting.state." + wish.state()));
  page.body =
      Fill(R"(<div class="container section"><h1>{}</h1>{}<p class="lead">{}</p>{}{}</div>)", page.title, alert,
           services, state,
           If(open, Fill(R"(<div class="actions">{}</div>)",
                         WishButton(token, "", "verlassen", Say(shared, request, "waiting.leave"), "tertiary"))));
  return RenderPage(shared, request, page);
}

Reply NoWish(const Shared& shared, const Request& request, v1::Refusal refusal) {
  Page page = BookingPage(shared, request, Say(shared, request, "waiting.yours"));
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}</div>)", page.title,
                   Alert("danger", RefusalText(shared, request, refusal)));
  return RenderPage(shared, request, page, 404);
}

std::string WishToken(const Request& request) { return request.Variable("token").substr(0, 200); }

Reply AnswerOffer(const Shared& shared, const Request& request, bool accept) {
  v1::AnswerOfferRequest answer;
  answer.set_municipality_id(request.town->id());
  answer.set_idempotency_key(("web-offer-" + request.Query("angebot")).substr(0, 200));
  answer.set_link_token(WishToken(request));
  answer.set_offer_id(request.Query("angebot").substr(0, 200));
  answer.set_accept(accept);
  const auto done = rpc::Call(*shared.backends.booking, &BookingStub::AnswerOffer, answer, request.caller,
                              {.method = "Booking/AnswerOffer", .repeatable = true}, &shared.backends.metrics);
  if (absl::IsInvalidArgument(done.status()) || absl::IsNotFound(done.status()))
    return NoWish(shared, request, v1::REFUSAL_OFFER_EXPIRED);
  if (!done.ok()) return FaultPage(shared, request, done.status());
  if (done->refusal() != v1::REFUSAL_UNSPECIFIED) return NoWish(shared, request, done->refusal());
  if (!accept) return WishPage(shared, request);
  v1::ConfirmResponse confirmed;
  *confirmed.mutable_appointment() = done->appointment();
  confirmed.set_cancellation_code(done->cancellation_code());
  return ConfirmedPage(shared, request, confirmed);
}

Reply Leave(const Shared& shared, const Request& request) {
  v1::LeaveWaitingListRequest leave;
  leave.set_municipality_id(request.town->id());
  leave.set_link_token(WishToken(request));
  const auto done = rpc::Call(*shared.backends.booking, &BookingStub::LeaveWaitingList, leave, request.caller,
                              {.method = "Booking/LeaveWaitingList", .repeatable = true}, &shared.backends.metrics);
  if (!done.ok() && !absl::IsNotFound(done.status())) return FaultPage(shared, request, done.status());
  Page page = BookingPage(shared, request, Say(shared, request, "waiting.left"));
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}</div>)", page.title,
                   Alert("success", Say(shared, request, "waiting.leftText")));
  return RenderPage(shared, request, page);
}

}  // namespace

Reply WaitingForm(const Shared& shared, const Request& request) {
  const Quantities quantities = ReadQuantities(request);
  return quantities.empty() ? Redirect("/termin") : JoinForm(shared, request, quantities, {}, {});
}

Reply JoinWaitingList(const Shared& shared, const Request& request) {
  const Quantities quantities = ReadQuantities(request);
  if (quantities.empty()) return Redirect("/termin");
  const Person person = ReadPerson(request);
  if (const Mistakes mistakes = CheckPerson(shared, request, "email", person); !mistakes.empty())
    return JoinForm(shared, request, quantities, person, mistakes);
  v1::JoinWaitingListRequest join;
  join.set_municipality_id(request.town->id());
  join.set_idempotency_key(("web-wish-" + request.Query("schluessel")).substr(0, 200));
  *join.mutable_wish() = ReadWish(request, quantities);
  join.mutable_contact()->set_name(person.name);
  join.mutable_contact()->set_email(person.email);
  join.mutable_contact()->set_telephone(person.telephone);
  join.mutable_contact()->set_language(request.language);
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::JoinWaitingList, join, request.caller,
                                {.method = "Booking/JoinWaitingList", .repeatable = true}, &shared.backends.metrics);
  if (absl::IsInvalidArgument(answer.status()))
    return JoinForm(shared, request, quantities, person, {{"name", Say(shared, request, "booking.error.refused")}});
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->refusal() != v1::REFUSAL_UNSPECIFIED)
    return JoinForm(shared, request, quantities, person, {},
                    Alert("warning", RefusalText(shared, request, answer->refusal())));
  return Redirect("/warteliste/" + UrlValue(answer->link_token()));
}

Reply WishPage(const Shared& shared, const Request& request) {
  v1::GetWishRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_link_token(WishToken(request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::GetWish, ask, request.caller,
                                {.method = "Booking/GetWish", .repeatable = true}, &shared.backends.metrics);
  if (absl::IsInvalidArgument(answer.status()) || absl::IsNotFound(answer.status()))
    return NoWish(shared, request, v1::REFUSAL_NO_SUCH_APPOINTMENT);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (!answer->has_wish()) return NoWish(shared, request, answer->refusal());
  return ShowWish(shared, request, WishToken(request), answer->wish());
}

Reply ChangeWish(const Shared& shared, const Request& request) {
  const std::string action = request.Query("aktion");
  if (action == "annehmen") return AnswerOffer(shared, request, true);
  if (action == "ablehnen") return AnswerOffer(shared, request, false);
  if (action == "verlassen") return Leave(shared, request);
  return WishPage(shared, request);
}

}  // namespace amtslotse::gateways::web
