#include "gateways/web/pages/appointment_view.h"

#include <algorithm>

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/qr.h"

namespace amtslotse::gateways::web {

namespace v1 = booking::v1;

Markup AppointmentCard(const Shared& shared, const Request& request, const v1::Appointment& appointment) {
  const bool cancelled = appointment.state() == v1::APPOINTMENT_STATE_CANCELLED;
  Markup services;
  for (int i = 0; i < appointment.services_size(); ++i) {
    const std::uint32_t quantity = i < appointment.quantities_size() ? appointment.quantities(i) : 1;
    services +=
        Fill("<li>{}{}</li>", appointment.services(i).name(), quantity > 1 ? fmt::format(" ({} ×)", quantity) : "");
  }
  return Fill(
      R"(<div class="appointment{}">{}<p class="appointment__when"><strong>{}</strong><br>{} {}</p><p>{}<br>{}</p><ul>{}</ul><p class="muted">{}</p></div>)",
      Markup{cancelled ? " appointment--cancelled" : ""},
      If(cancelled, Fill(R"(<p class="appointment__state">{}</p>)", Say(shared, request, "booking.cancelled"))),
      LongDay(appointment.slot().local_begin(), request.language), TimeOf(appointment.slot().local_begin()),
      Say(shared, request, "page.oclock"), appointment.slot().location_name(), appointment.location_address(), services,
      appointment.number().empty() ? "" : Say(shared, request, "booking.number", {{"number", appointment.number()}}));
}

namespace {

Markup Section(const Shared& shared, const Request& request, const char* title, const Markup& parts) {
  return If(!parts.html.empty(),
            Fill(R"(<section class="prose bring"><h2>{}</h2>{}</section>)", Say(shared, request, title), parts));
}

Markup Module(const knowledge::v1::Service& service, const char* kind, const std::string& heading) {
  const auto found = std::find_if(service.modules().begin(), service.modules().end(), [&](const auto& module) {
    return module.kind() == kind && module.language() == "de" && !module.text().empty();
  });
  if (found == service.modules().end()) return {};
  return Fill("{}{}", If(!heading.empty(), Fill("<h3>{}</h3>", heading)), RenderMarkdown(found->text(), 4));
}

}  // namespace

Markup WhatToBring(const Shared& shared, const Request& request, const v1::Appointment& appointment) {
  Markup documents, fees, minors, online;
  for (const auto& booked : appointment.services()) {
    const std::string heading = appointment.services_size() > 1 ? booked.name() : "";
    minors += If(!booked.minors_text().empty(),
                 Fill("{}<p>{}</p>", If(!heading.empty(), Fill("<h3>{}</h3>", heading)), booked.minors_text()));
    online += If(!booked.online_url().empty(), Fill(R"(<p><a class="kern-link" href="{}" rel="noopener">{}</a></p>)",
                                                    SafeUrl(booked.online_url()), booked.name()));
    const auto service = ReadService(shared, request, booked.service_id());
    if (!service.ok()) continue;
    documents += Module(*service, "documents", heading);
    fees += Module(*service, "fee", heading);
  }
  return Fill("{}{}{}{}", Section(shared, request, "booking.bring", documents),
              Section(shared, request, "booking.fee", fees), Section(shared, request, "booking.minors", minors),
              Section(shared, request, "booking.online", online));
}

Markup QrOf(const Shared& shared, const Request& request, const std::string& link_token) {
  const auto picture = QrSvg(OwnOrigin(shared, request) + "/termin/" + link_token, Say(shared, request, "booking.qr"));
  if (!picture) return {};
  return Fill(R"(<figure class="qr">{}<figcaption>{}</figcaption></figure>)", *picture,
              Say(shared, request, "booking.qrHint"));
}

v1::ConfirmResponse ConfirmedBy(const v1::ActivateResponse& activated) {
  v1::ConfirmResponse confirmed;
  *confirmed.mutable_appointment() = activated.appointment();
  confirmed.set_cancellation_code(activated.cancellation_code());
  confirmed.set_link_token(activated.link_token());
  return confirmed;
}

Reply ConfirmedPage(const Shared& shared, const Request& request, const v1::ConfirmResponse& confirmed) {
  const bool pending = confirmed.appointment().state() == v1::APPOINTMENT_STATE_PENDING;
  const std::string title = Say(shared, request, pending ? "booking.pending" : "booking.done");
  const std::string own = "/termin/" + confirmed.link_token();
  Page page = BookingPage(shared, request, title);
  page.body = Fill(
      R"(<div class="container section"><h1>{}</h1>{}{}
{}{}<div class="actions">{}<a class="kern-btn kern-btn--secondary" href="{}"><span class="kern-label">{}</span></a></div>{}</div>)",
      title,
      Alert(pending ? "warning" : "success",
            Say(shared, request, pending ? "booking.pendingText" : "booking.doneText")),
      AppointmentCard(shared, request, confirmed.appointment()),
      If(!confirmed.cancellation_code().empty(),
         Fill(R"(<p class="code">{}<br><strong>{}</strong></p><p class="muted">{}</p>)",
              Say(shared, request, "booking.code"), confirmed.cancellation_code(),
              Say(shared, request, "booking.codeHint"))),
      If(!pending, QrOf(shared, request, confirmed.link_token())),
      Fill(
          R"(<a class="kern-btn kern-btn--primary" href="{}/termin.ics" download>{}<span class="kern-label">{}</span></a>)",
          own, Icon("kern-icon--calendar-today"), Say(shared, request, "chat.downloadIcs")),
      own, Say(shared, request, "booking.manage"), WhatToBring(shared, request, confirmed.appointment()));
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
