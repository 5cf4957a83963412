// The terminal in the town hall: large choices, a number for those without an appointment. page/terminal.ts forgets
// everything a minute after the last touch.
#include <algorithm>
#include <map>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/notices.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;

const v1::Location* Here(const std::vector<v1::Location>& locations, const Request& request) {
  const auto here =
      std::find_if(locations.begin(), locations.end(), [&](const auto& each) { return each.id() == request.terminal; });
  return here == locations.end() ? nullptr : &*here;
}

Page TerminalPage(const std::string& title) {
  return {.title = title,
          .description = {},
          .body = {},
          .crumbs = {},
          .current = {},
          .chat_launcher = false,
          .index = false,
          .json_ld = {}};
}

Markup Tile(const std::string& url, const std::string& title, const std::string& hint) {
  return Fill(R"(<li class="tile"><h2 class="tile__title"><a href="{}">{}</a></h2><p>{}</p></li>)", url, title, hint);
}

Reply Number(const Shared& shared, const Request& request, const v1::DrawTicketResponse& ticket) {
  Page page = TerminalPage(Say(shared, request, "terminal.yourNumber"));
  const std::string low = std::to_string(ticket.expected_minutes_low()),
                    high = std::to_string(ticket.expected_minutes_high());
  page.body = Fill(
      R"(<div class="container section ticket"><h1>{}</h1><p class="ticket__number">{}</p><p class="lead">{}</p>{}<p>{}</p></div>)",
      page.title, ticket.ticket_number(),
      Say(shared, request, "terminal.before", {{"count", std::to_string(ticket.waiting_before())}}),
      If(ticket.expected_minutes_high() > 0,
         Fill("<p>{}</p>", Say(shared, request, "terminal.wait", {{"low", low}, {"high", high}}))),
      Say(shared, request, "terminal.watch"));
  return RenderPage(shared, request, page);
}

}  // namespace

Reply TerminalHome(const Shared& shared, const Request& request) {
  const auto locations = ReadLocations(shared, request);
  const v1::Location* here = Here(locations, request);
  if (here == nullptr) return ErrorPage(shared, request, 404);
  Page page = TerminalPage(Say(shared, request, "terminal.welcome"));
  page.body = NoticesOn(shared, request, {{}, {here->office_id()}});
  page.body += Fill(
      R"(<div class="container section"><h1>{}</h1><p class="lead">{}</p><ul class="tiles tiles--terminal">{}{}{}{}</ul></div>)",
      page.title, here->name(),
      Tile("/nummer", Say(shared, request, "terminal.draw"), Say(shared, request, "terminal.drawHint")),
      Tile("/termin/verwalten", Say(shared, request, "terminal.have"), Say(shared, request, "terminal.haveHint")),
      Tile("/termin", Say(shared, request, "page.nav.booking"), Say(shared, request, "terminal.bookHint")),
      Tile("/chat", Say(shared, request, "terminal.ask"), Say(shared, request, "terminal.askHint")));
  return RenderPage(shared, request, page);
}

Reply TicketForm(const Shared& shared, const Request& request) {
  const auto locations = ReadLocations(shared, request);
  const v1::Location* here = Here(locations, request);
  if (here == nullptr) return ErrorPage(shared, request, 404);
  std::map<std::string, std::string> names;
  for (const auto& service : here->services())
    names.emplace(service.name().empty() ? service.service_id() : service.name(), service.service_id());
  Page page = TerminalPage(Say(shared, request, "terminal.whatFor"));
  page.body = NoticesOn(shared, request, {{}, {here->office_id()}});
  page.body += Fill(
      R"(<div class="container section"><h1>{}</h1><form action="/nummer" method="post"><input type="hidden" name="schluessel" value="{}"><ul class="tiles tiles--terminal">{}</ul></form></div>)",
      page.title, rpc::RandomId(), Each(names, [](const auto& each) {
        return Fill(R"(<li><button class="tile tile--button" name="leistung" value="{}">{}</button></li>)", each.second,
                    each.first);
      }));
  return RenderPage(shared, request, page);
}

Reply DrawTicket(const Shared& shared, const Request& request) {
  const Quantities quantities = ReadQuantities(request);
  if (request.terminal.empty()) return ErrorPage(shared, request, 404);
  if (quantities.empty()) return Redirect("/nummer");
  v1::DrawTicketRequest draw;
  draw.set_municipality_id(request.town->id());
  draw.set_idempotency_key(("web-ticket-" + request.Query("schluessel")).substr(0, 200));
  draw.set_location_id(request.terminal);
  for (const auto& quantity : quantities) *draw.add_services() = quantity;
  const auto ticket = rpc::Call(*shared.backends.booking, &v1::Booking::StubInterface::DrawTicket, draw, request.caller,
                                {.method = "Booking/DrawTicket", .repeatable = true}, &shared.backends.metrics);
  if (ticket.ok() && ticket->refusal() == v1::REFUSAL_UNSPECIFIED) return Number(shared, request, *ticket);
  Page page = TerminalPage(Say(shared, request, "terminal.draw"));
  const std::string why =
      ticket.ok() ? RefusalText(shared, request, ticket->refusal()) : Say(shared, request, "terminal.noNumbers");
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}</div>)", page.title,
                   Alert("warning", why, Fill("<p>{}</p>", Say(shared, request, "terminal.desk"))));
  return RenderPage(shared, request, page, ticket.ok() ? 409 : 503);
}

}  // namespace amtslotse::gateways::web
