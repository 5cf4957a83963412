// Imprint, privacy notice, accessibility statement: the town's own Markdown. Barriers are reported to dialogue, where
// staff find them among the conversations.
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/barrier_form.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

// Stored texts have "###" headings only; below the page's title these are of the second level.
int TopLevel(std::string_view text) {
  return text.starts_with("# ") || text.find("\n## ") != std::string_view::npos ? 1 : 0;
}

// A text that begins with its own "# heading" brings the page's title.
Markup Article(const std::string& title, const std::string& text) {
  const Markup heading = text.starts_with("# ") ? Markup{} : Fill("<h1>{}</h1>\n", title);
  return Fill(R"(<article class="container section prose">{}{}</article>)", heading,
              RenderMarkdown(text, TopLevel(text)));
}

struct Around {
  Markup before = {}, after = {};
  int status = 200;
};

Reply Legal(const Shared& shared, const Request& request, const char* title_key, const std::string& text,
            const Around& around = {}) {
  const std::string title = Say(shared, request, title_key);
  Page page{
      .title = title, .description = {}, .body = around.before, .crumbs = {{title, ""}}, .current = {}, .json_ld = {}};
  page.body += Article(title, text.empty() ? Say(shared, request, "page.legalMissing") : text);
  page.body += around.after;
  return RenderPage(shared, request, page, around.status);
}

Markup Told(std::string_view kind, const std::string& title, const Markup& text = {}) {
  return Fill(R"(<div class="container section">{}</div>)", Alert(kind, title, text));
}

// The statement with the form or what became of it, and below it whom to turn to when the answer does not help.
Reply Statement(const Shared& shared, const Request& request, const Markup& before, const Markup& form, int status) {
  const Town& town = *request.town;
  Around around{.before = before, .after = form, .status = status};
  around.after += If(!town.enforcement_body().empty(),
                     Fill(R"(<section class="container section prose"><h2>{}</h2>{}</section>)",
                          Say(shared, request, "page.enforcement"), RenderMarkdown(town.enforcement_body(), 3)));
  return Legal(shared, request, "page.accessibility", town.accessibility_statement(), around);
}

}  // namespace

Reply ImprintPage(const Shared& shared, const Request& request) {
  return Legal(shared, request, "page.imprint", request.town->imprint());
}

Reply PrivacyPage(const Shared& shared, const Request& request) {
  return Legal(shared, request, "page.privacy", request.town->privacy_notice());
}

Reply AccessibilityPage(const Shared& shared, const Request& request) {
  return Statement(
      shared, request, {},
      BarrierForm(shared, request, {.text = {}, .page = PageBefore(request), .name = {}, .contact = {}}, {}), 200);
}

Reply ReportBarrier(const Shared& shared, const Request& request) {
  const BarrierReport report = ReadBarrierReport(request);
  if (const Mistakes mistakes = CheckBarrierReport(shared, request, report); !mistakes.empty())
    return Statement(shared, request, {}, BarrierForm(shared, request, report, mistakes), 422);
  const auto form = [&] { return BarrierForm(shared, request, report, {}); };
  const auto wait = shared.conversations.Take(rpc::KeyedHash(shared.settings.token_secret, request.Subscriber()),
                                              RateLimit::Clock::now());
  if (wait > std::chrono::seconds(0))
    return Statement(shared, request, Told("warning", Say(shared, request, "problem.429.detail")), form(), 429);
  dialogue::v1::ReportBarrierRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_idempotency_key(rpc::KeyedHash("barrier", request.Query("schluessel") + "|" + report.text).substr(0, 40));
  ask.set_text(report.text);
  ask.set_page(report.page);
  ask.set_name(report.name);
  ask.set_contact(report.contact);
  const auto answer =
      rpc::Call(*shared.backends.dialogue, &dialogue::v1::Dialogue::StubInterface::ReportBarrier, ask, request.caller,
                {.method = "Dialogue/ReportBarrier", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) {
    const std::string sorry = Say(shared, request, "barrier.failed",
                                  {{"email", request.town->email()}, {"telephone", request.town->telephone()}});
    return Statement(shared, request, Told("danger", sorry), form(), 503);
  }
  const std::string until = LocalTime(answer->due_unix(), request.town->time_zone());
  const Markup thanks =
      Told("success", Say(shared, request, "barrier.thanks"),
           report.contact.empty()
               ? Markup{}
               : Fill("<p>{}</p>", Say(shared, request, "barrier.until", {{"day", LongDay(until, request.language)}})));
  return Statement(shared, request, thanks, {}, 200);
}

}  // namespace amtslotse::gateways::web
