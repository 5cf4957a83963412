#include "gateways/web/pages/appointment_view.h"

#include <algorithm>

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"

namespace amtslotse::gateways::web {

namespace v1 = booking::v1;

Markup AppointmentCard(const Shared& shared, const Request& request, const v1::Appointment& appointment) {
  const bool cancelled = appointment.state() == v1::APPOINTMENT_STATE_CANCELLED;
  Markup services;
  for (int i = 0; i < appointment.services_size(); ++i) {
    const std::uint32_t quantity = i < appointment.quantities_size() ? appointment.quantities(i) : 1;
    services += Fill("<li>{}{}</li>", appointment.services(i).name(), quantity > 1 ? fmt::format(" ({} ×)", quantity) : "");
  }
  return Fill(R"(<div class="appointment{}">{}<p class="appointment__when"><strong>{}</strong><br>{} {}</p><p>{}<br>{}</p><ul>{}</ul><p class="muted">{}</p></div>)",
              Markup{cancelled ? " appointment--cancelled" : ""},
              If(cancelled, Fill(R"(<p class="appointment__state">{}</p>)", Say(shared, request, "booking.cancelled"))),
              LongDay(appointment.slot().local_begin(), request.language), TimeOf(appointment.slot().local_begin()), Say(shared, request, "page.oclock"),
              appointment.slot().location_name(), appointment.location_address(), services,
              appointment.number().empty() ? "" : Say(shared, request, "booking.number", {{"number", appointment.number()}}));
}

Markup WhatToBring(const Shared& shared, const Request& request, const v1::Appointment& appointment) {
  Markup parts;
  for (const auto& booked : appointment.services()) {
    const auto service = ReadService(shared, request, booked.service_id());
    if (!service.ok()) continue;
    const auto documents = std::find_if(service->modules().begin(), service->modules().end(), [](const auto& module) {
      return module.kind() == "documents" && module.language() == "de" && !module.text().empty();
    });
    if (documents == service->modules().end()) continue;
    parts += Fill("{}{}", If(appointment.services_size() > 1, Fill("<h3>{}</h3>", booked.name())), RenderMarkdown(documents->text(), 4));
  }
  return If(!parts.html.empty(), Fill(R"(<section class="prose bring"><h2>{}</h2>{}</section>)", Say(shared, request, "booking.bring"), parts));
}

Reply ConfirmedPage(const Shared& shared, const Request& request, const v1::ConfirmResponse& confirmed) {
  const bool pending = confirmed.appointment().state() == v1::APPOINTMENT_STATE_PENDING;
  const std::string title = Say(shared, request, pending ? "booking.pending" : "booking.done");
  const std::string own = "/termin/" + confirmed.link_token();
  Page page{.title = title, .description = {}, .body = {}, .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
            .current = "/termin", .chat_launcher = false, .index = false, .json_ld = {}};
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}{}
{}<div class="actions">{}<a class="kern-btn kern-btn--secondary" href="{}"><span class="kern-label">{}</span></a></div>{}</div>)",
                   title, Alert(pending ? "warning" : "success", Say(shared, request, pending ? "booking.pendingText" : "booking.doneText")),
                   AppointmentCard(shared, request, confirmed.appointment()),
                   If(!confirmed.cancellation_code().empty(), Fill(R"(<p class="code">{}<br><strong>{}</strong></p><p class="muted">{}</p>)",
                      Say(shared, request, "booking.code"), confirmed.cancellation_code(), Say(shared, request, "booking.codeHint"))),
                   Fill(R"(<a class="kern-btn kern-btn--primary" href="{}/termin.ics" download>{}<span class="kern-label">{}</span></a>)", own,
                        Icon("kern-icon--calendar-today"), Say(shared, request, "chat.downloadIcs")),
                   own, Say(shared, request, "booking.manage"), WhatToBring(shared, request, confirmed.appointment()));
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
