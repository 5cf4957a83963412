// The appointment for its holder, by link or by code and surname: see, move, cancel, calendar file.
#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/appointment_view.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;

// The key travels in forms, not in addresses, except where a link in a mail brought it.
v1::AppointmentKey ReadKey(const Request& request) {
  v1::AppointmentKey key;
  const std::string token = request.Variable("token");
  key.set_link_token((token.empty() ? request.Query("token") : token).substr(0, 200));
  if (key.link_token().empty()) {
    key.set_cancellation_code(request.Query("code").substr(0, 100));
    key.set_surname(request.Query("name").substr(0, 200));
  }
  return key;
}

Markup KeyFields(const v1::AppointmentKey& key) {
  if (!key.link_token().empty()) return Fill(R"(<input type="hidden" name="token" value="{}">)", key.link_token());
  return Fill(R"(<input type="hidden" name="code" value="{}"><input type="hidden" name="name" value="{}">)",
              key.cancellation_code(), key.surname());
}

// For the limit of wrong codes: who asks, without saying it.
std::string LimitKey(const Shared& shared, const Request& request) {
  return rpc::KeyedHash(shared.settings.token_secret, request.Subscriber());
}

Page ManagePage(const Shared& shared, const Request& request, const std::string& title) {
  return {.title = title,
          .description = {},
          .body = {},
          .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
          .current = "/termin",
          .index = false,
          .json_ld = {}};
}

Reply AskForKey(const Shared& shared, const Request& request, const Markup& alert = {}, int status = 200) {
  Page page = ManagePage(shared, request, Say(shared, request, "booking.manageTitle"));
  page.body =
      Fill(R"(<div class="container section"><h1>{}</h1>{}<p class="lead">{}</p>
<form class="details" action="/termin/verwalten" method="post">
<div class="kern-form-input"><label class="kern-label" for="code">{}</label><input class="kern-form-input__input" id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="100" required value="{}"></div>
<div class="kern-form-input"><label class="kern-label" for="name">{}</label><input class="kern-form-input__input" id="name" name="name" autocomplete="family-name" maxlength="200" required value="{}"></div>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form></div>)",
           page.title, alert, Say(shared, request, "booking.manageLead"), Say(shared, request, "booking.codeLabel"),
           request.Query("code").substr(0, 100), Say(shared, request, "booking.surname"),
           request.Query("name").substr(0, 200), Say(shared, request, "booking.show"));
  return RenderPage(shared, request, page, status);
}

Reply Refused(const Shared& shared, const Request& request, v1::Refusal refusal) {
  const int status = refusal == v1::REFUSAL_TOO_MANY_ATTEMPTS ? 429 : 404;
  return AskForKey(shared, request, Alert("danger", RefusalText(shared, request, refusal)), status);
}

Markup ActionButton(const v1::AppointmentKey& key, const char* action, const std::string& label, const char* look) {
  return Fill(
      R"(<form action="/termin/verwalten" method="post">{}<input type="hidden" name="aktion" value="{}"><button class="kern-btn kern-btn--{}"><span class="kern-label">{}</span></button></form>)",
      KeyFields(key), action, look, label);
}

Reply Show(const Shared& shared, const Request& request, const v1::AppointmentKey& key,
           const v1::Appointment& appointment, const Markup& alert = {}) {
  Page page = ManagePage(shared, request, Say(shared, request, "booking.yours"));
  const bool open =
      appointment.state() == v1::APPOINTMENT_STATE_CONFIRMED || appointment.state() == v1::APPOINTMENT_STATE_PENDING;
  Quantities again;
  for (const auto& service : appointment.services()) again.emplace_back().set_service_id(service.service_id());
  const Markup actions =
      open ? Fill("{}{}{}", ActionButton(key, "verschieben", Say(shared, request, "booking.move"), "primary"),
                  ActionButton(key, "absagen", Say(shared, request, "booking.cancel"), "secondary"),
                  ActionButton(key, "kalender", Say(shared, request, "chat.downloadIcs"), "tertiary"))
           : Fill(R"(<a class="kern-btn kern-btn--primary" href="{}"><span class="kern-label">{}</span></a>)",
                  BookingUrl(again), Say(shared, request, "booking.again"));
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}{}{}<div class="actions">{}</div>{}</div>)",
                   page.title, alert, AppointmentCard(shared, request, appointment),
                   If(open && !key.link_token().empty(), QrOf(shared, request, key.link_token())), actions,
                   If(open, WhatToBring(shared, request, appointment)));
  return RenderPage(shared, request, page);
}

Reply AskBeforeCancelling(const Shared& shared, const Request& request, const v1::AppointmentKey& key,
                          const v1::Appointment& appointment) {
  Page page = ManagePage(shared, request, Say(shared, request, "booking.cancelQuestion"));
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}<div class="actions">{}{}</div></div>)", page.title,
                   AppointmentCard(shared, request, appointment),
                   ActionButton(key, "absagen-bestaetigt", Say(shared, request, "booking.cancelYes"), "primary"),
                   ActionButton(key, "zeigen", Say(shared, request, "booking.cancelNo"), "secondary"));
  return RenderPage(shared, request, page);
}

Reply Cancel(const Shared& shared, const Request& request, const v1::AppointmentKey& key) {
  v1::CancelRequest cancel;
  cancel.set_municipality_id(request.town->id());
  cancel.set_idempotency_key("web-cancel-" + rpc::KeyedHash(shared.settings.token_secret, key.SerializeAsString()));
  *cancel.mutable_key() = key;
  cancel.set_limit_key(LimitKey(shared, request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Cancel, cancel, request.caller,
                                {.method = "Booking/Cancel", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (!answer->has_appointment()) return Refused(shared, request, answer->refusal());
  return Show(shared, request, key, answer->appointment(),
              Alert("success", Say(shared, request, "booking.cancelledText")));
}

Reply ChooseOther(const Shared& shared, const Request& request, const v1::AppointmentKey& key,
                  const v1::Appointment& appointment, const Markup& alert = {}) {
  v1::FindSlotsRequest ask;
  ask.set_municipality_id(request.town->id());
  for (int i = 0; i < appointment.services_size(); ++i) {
    auto* service = ask.mutable_filter()->add_services();
    service->set_service_id(appointment.services(i).service_id());
    service->set_quantity(i < appointment.quantities_size() ? appointment.quantities(i) : 1);
  }
  ask.mutable_filter()->set_channel("public");
  const std::string from = request.Query("ab");
  if (WeekdayOf(from) != 0) ask.mutable_filter()->set_from_date(from);
  ask.set_limit(48);
  const auto found = FindSlots(shared, request, ask);
  if (!found.ok()) return FaultPage(shared, request, found.status());
  Page page = ManagePage(shared, request, Say(shared, request, "booking.moveTitle"));
  Markup times;
  if (found->slots().empty()) {
    times = Alert("info", Say(shared, request, "booking.nothingFree"),
                  Fill("<p>{}</p>", ReleaseWords(shared, request, *found)));
  } else {
    const std::vector<v1::Slot> slots(found->slots().begin(), found->slots().end());
    times = Fill(
        R"(<form action="/termin/verwalten" method="post">{0}<input type="hidden" name="aktion" value="umbuchen"><input type="hidden" name="schluessel" value="{1}">{2}</form>
<form action="/termin/verwalten" method="post">{0}<input type="hidden" name="aktion" value="verschieben"><input type="hidden" name="ab" value="{3}"><button class="kern-btn kern-btn--tertiary"><span class="kern-label">{4}</span></button></form>)",
        KeyFields(key), rpc::RandomId(), SlotButtons(shared, request, slots),
        AddDays(slots.back().local_begin().substr(0, 10), 1), Say(shared, request, "booking.laterDays"));
  }
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}<p class="lead">{}</p>{}{}</div>)", page.title, alert,
                   Say(shared, request, "booking.moveLead"), AppointmentCard(shared, request, appointment), times);
  return RenderPage(shared, request, page);
}

Reply Move(const Shared& shared, const Request& request, const v1::AppointmentKey& key) {
  const ChosenTime chosen = ReadChosenTime(request);
  v1::RebookRequest rebook;
  rebook.set_municipality_id(request.town->id());
  rebook.set_idempotency_key(
      ("web-move-" + request.Query("schluessel").substr(0, 64) + request.Query("zeit")).substr(0, 200));
  *rebook.mutable_key() = key;
  rebook.set_location_id(chosen.location_id);
  rebook.set_begin_unix(chosen.begin_unix);
  rebook.set_limit_key(LimitKey(shared, request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Rebook, rebook, request.caller,
                                {.method = "Booking/Rebook", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (!answer->has_appointment()) return Refused(shared, request, answer->refusal());
  if (answer->refusal() != v1::REFUSAL_UNSPECIFIED)
    return ChooseOther(shared, request, key, answer->appointment(),
                       Alert("warning", RefusalText(shared, request, answer->refusal())));
  return Show(shared, request, key, answer->appointment(), Alert("success", Say(shared, request, "booking.moved")));
}

Reply CalendarFile(const Shared& shared, const Request& request, const v1::AppointmentKey& key) {
  v1::GetCalendarFileRequest ask;
  ask.set_municipality_id(request.town->id());
  *ask.mutable_key() = key;
  ask.set_limit_key(LimitKey(shared, request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::GetCalendarFile, ask, request.caller,
                                {.method = "Booking/GetCalendarFile", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (answer->ics().empty()) return Refused(shared, request, answer->refusal());
  Reply reply{.status = 200,
              .content_type = "text/calendar; charset=utf-8",
              .body = answer->ics(),
              .headers = {},
              .stream = {}};
  return reply.With("Content-Disposition", R"(attachment; filename="termin.ics")");
}

Reply Act(const Shared& shared, const Request& request, const std::string& action) {
  const v1::AppointmentKey key = ReadKey(request);
  if (key.link_token().empty() && (key.cancellation_code().empty() || key.surname().empty()))
    return AskForKey(shared, request);
  if (action == "absagen-bestaetigt") return Cancel(shared, request, key);
  if (action == "umbuchen") return Move(shared, request, key);
  if (action == "kalender") return CalendarFile(shared, request, key);
  v1::FindAppointmentRequest find;
  find.set_municipality_id(request.town->id());
  *find.mutable_key() = key;
  find.set_limit_key(LimitKey(shared, request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::FindAppointment, find, request.caller,
                                {.method = "Booking/FindAppointment", .repeatable = true}, &shared.backends.metrics);
  if (absl::IsResourceExhausted(answer.status())) return Refused(shared, request, v1::REFUSAL_TOO_MANY_ATTEMPTS);
  if (!answer.ok() && !absl::IsInvalidArgument(answer.status())) return FaultPage(shared, request, answer.status());
  if (!answer.ok() || !answer->has_appointment())
    return Refused(shared, request,
                   answer.ok() && answer->refusal() != 0 ? answer->refusal() : v1::REFUSAL_NO_SUCH_APPOINTMENT);
  if (action == "absagen") return AskBeforeCancelling(shared, request, key, answer->appointment());
  if (action == "verschieben") return ChooseOther(shared, request, key, answer->appointment());
  return Show(shared, request, key, answer->appointment());
}

}  // namespace

Reply ManageStart(const Shared& shared, const Request& request) { return AskForKey(shared, request); }
Reply ManageByForm(const Shared& shared, const Request& request) {
  return Act(shared, request, request.Query("aktion"));
}
Reply ManageByLink(const Shared& shared, const Request& request) { return Act(shared, request, "zeigen"); }
Reply CalendarByLink(const Shared& shared, const Request& request) { return Act(shared, request, "kalender"); }

}  // namespace amtslotse::gateways::web
