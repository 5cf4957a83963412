// Links of mails: confirm a booking, answer a reminder. Opening one changes nothing – mail scanners open links too –,
// the button on its page does.
#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/pages/appointment_view.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;

Page LinkPage(const Shared& shared, const Request& request, const std::string& title) {
  return {.title = title,
          .description = {},
          .body = {},
          .crumbs = {{Say(shared, request, "page.nav.booking"), "/termin"}, {title, ""}},
          .current = "/termin",
          .index = false,
          .json_ld = {}};
}

Reply Refused(const Shared& shared, const Request& request, const std::string& title, v1::Refusal refusal) {
  Page page = LinkPage(shared, request, title);
  page.body = Fill(
      R"(<div class="container section"><h1>{}</h1>{}<div class="actions"><a class="kern-btn kern-btn--primary" href="/termin"><span class="kern-label">{}</span></a></div></div>)",
      title,
      Alert("danger", RefusalText(shared, request, refusal),
            Fill("<p>{}</p>", Say(shared, request, "booking.call", {{"telephone", request.town->telephone()}}))),
      Say(shared, request, "booking.again"));
  return RenderPage(shared, request, page, 410);
}

std::string Token(const Request& request) { return request.Variable("token").substr(0, 200); }

}  // namespace

Reply ActivationPage(const Shared& shared, const Request& request) {
  Page page = LinkPage(shared, request, Say(shared, request, "booking.activate"));
  page.body = Fill(
      R"(<div class="container section"><h1>{}</h1><p class="lead">{}</p><form class="actions" action="/termin/bestaetigen/{}" method="post"><button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></form></div>)",
      page.title, Say(shared, request, "booking.activateText"), UrlValue(Token(request)),
      Say(shared, request, "booking.activateNow"));
  return RenderPage(shared, request, page);
}

Reply Activate(const Shared& shared, const Request& request) {
  v1::ActivateRequest activate;
  activate.set_municipality_id(request.town->id());
  activate.set_token_or_code(Token(request));
  const auto answer = rpc::Call(*shared.backends.booking, &BookingStub::Activate, activate, request.caller,
                                {.method = "Booking/Activate", .repeatable = true}, &shared.backends.metrics);
  const std::string title = Say(shared, request, "booking.activate");
  if (absl::IsInvalidArgument(answer.status()) || absl::IsNotFound(answer.status()))
    return Refused(shared, request, title, v1::REFUSAL_HOLD_EXPIRED);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  if (!answer->has_appointment()) return Refused(shared, request, title, answer->refusal());
  return ConfirmedPage(shared, request, ConfirmedBy(*answer));
}

Reply ReminderPage(const Shared& shared, const Request& request) {
  Page page = LinkPage(shared, request, Say(shared, request, "reminder.title"));
  page.body = Fill(
      R"(<div class="container section"><h1>{0}</h1><p class="lead">{1}</p><form class="actions" action="/erinnerung/{2}" method="post">
<button class="kern-btn kern-btn--primary" name="kommt" value="ja"><span class="kern-label">{3}</span></button>
<button class="kern-btn kern-btn--secondary" name="kommt" value="nein"><span class="kern-label">{4}</span></button></form></div>)",
      page.title, Say(shared, request, "reminder.text"), UrlValue(Token(request)),
      Say(shared, request, "reminder.coming"), Say(shared, request, "reminder.notComing"));
  return RenderPage(shared, request, page);
}

Reply AnswerReminder(const Shared& shared, const Request& request) {
  const std::string coming = request.Query("kommt");
  if (coming != "ja" && coming != "nein") return ReminderPage(shared, request);
  v1::AnswerReminderRequest answer;
  answer.set_municipality_id(request.town->id());
  answer.mutable_key()->set_answer_token(Token(request));
  answer.set_coming(coming == "ja");
  const auto done = rpc::Call(*shared.backends.booking, &BookingStub::AnswerReminder, answer, request.caller,
                              {.method = "Booking/AnswerReminder", .repeatable = true}, &shared.backends.metrics);
  const std::string title = Say(shared, request, "reminder.title");
  if (absl::IsInvalidArgument(done.status()) || absl::IsNotFound(done.status()))
    return Refused(shared, request, title, v1::REFUSAL_NO_SUCH_APPOINTMENT);
  if (!done.ok()) return FaultPage(shared, request, done.status());
  if (done->refusal() != v1::REFUSAL_UNSPECIFIED) return Refused(shared, request, title, done->refusal());
  Page page = LinkPage(shared, request, title);
  page.body = Fill(R"(<div class="container section"><h1>{}</h1>{}{}</div>)", title,
                   Alert("success", Say(shared, request, coming == "ja" ? "reminder.thanks" : "booking.cancelledText")),
                   If(done->has_appointment(), AppointmentCard(shared, request, done->appointment())));
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
