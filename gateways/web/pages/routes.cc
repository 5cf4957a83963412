#include "gateways/web/colour.h"
#include "gateways/web/pages/barrier_form.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/pages.h"
#include "gateways/web/problem.h"

namespace amtslotse::gateways::web {
namespace {

Reply Theme(const Shared& shared, const Request& request) {
  const std::string& file = request.Variable("file");
  const std::string colour = "#" + file.substr(0, file.find('.'));
  if (!file.ends_with(".css") || ThemeColour(colour) != colour) return Problem(shared.texts, request, 404);
  Reply reply{.status = 200,
              .content_type = "text/css; charset=utf-8",
              .body = ThemeStyle(colour),
              .headers = {},
              .stream = {}};
  return reply.With("Cache-Control", "public, max-age=31536000, immutable");
}

Reply Symbol(const Shared&, const Request& request) {
  Reply reply{.status = 200, .content_type = "image/svg+xml", .headers = {}, .stream = {}};
  reply.body =
      Fill(
          R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="{}" d="M3 2h26v15c0 7-5 11-13 13C8 28 3 24 3 17z"/>)"
          R"(<path fill="#fff" d="M16 6c4 2.4 6 5 6 8 0 2.8-2 4.6-5 5v4h-2v-4c-3-.4-5-2.2-5-5 0-3 2-5.6 6-8z"/></svg>)",
          ThemeColour(request.town->primary_colour()))
          .html;
  return reply.With("Cache-Control", "public, max-age=3600");
}

}  // namespace

void AddPageRoutes(Router& router, const Shared& shared) {
  const auto add = [&](const char* pattern, Reply (*handle)(const Shared&, const Request&)) {
    router.Add("GET", pattern, Needs::kTown,
               [&shared, handle](const Request& request) { return handle(shared, request); });
  };
  const auto post = [&](const char* pattern, Reply (*handle)(const Shared&, const Request&)) {
    router.Add("POST", pattern, Needs::kTown,
               [&shared, handle](const Request& request) { return handle(shared, request); });
  };
  add("/", &HomePage);
  add("/leistungen", &ServicesPage);
  add("/leistungen/{id}", &ServicePage);
  add("/leistungen/{id}/leichte-sprache", &EasyServicePage);
  add("/suche", &SearchPage);
  add("/aemter", &OfficesPage);
  add("/aemter/{id}", &OfficePage);
  add("/chat", &ChatPage);
  add("/termin", &BookingPage);
  post("/termin/reservieren", &HoldSlot);
  add("/termin/daten", &DetailsPage);
  post("/termin/verlaengern", &ExtendHold);
  post("/termin/buchen", &ConfirmSlot);
  post("/termin/code", &ConfirmByCode);
  add("/termin/verwalten", &ManageStart);
  post("/termin/verwalten", &ManageByForm);
  add("/termin/bestaetigen/{token}", &ActivationPage);
  post("/termin/bestaetigen/{token}", &Activate);
  add("/aufruf.js", &CallDisplayScript);
  add("/aufruf.css", &CallDisplayStyle);
  add("/aufruf/{location}", &CallDisplayPage);
  add("/kalender/{token}/termine.ics", &FeedFile);
  add("/termin/{token}", &ManageByLink);
  add("/termin/{token}/termin.ics", &CalendarByLink);
  add("/erinnerung/{token}", &ReminderPage);
  post("/erinnerung/{token}", &AnswerReminder);
  add("/warteliste", &WaitingForm);
  post("/warteliste", &JoinWaitingList);
  add("/warteliste/{token}", &WishPage);
  post("/warteliste/{token}", &ChangeWish);
  add("/nummer", &TicketForm);
  post("/nummer", &DrawTicket);
  add("/robots.txt", &RobotsFile);
  add("/sitemap.xml", &SiteMap);
  add("/impressum", &ImprintPage);
  add("/datenschutz", &PrivacyPage);
  add("/barrierefreiheit", &AccessibilityPage);
  post("/barrierefreiheit", &ReportBarrier);
  add("/thema/{file}", &Theme);
  add("/symbol.svg", &Symbol);
}

}  // namespace amtslotse::gateways::web
