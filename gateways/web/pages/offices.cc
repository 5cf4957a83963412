// The town's offices and one page for each.
#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/notices.h"
#include "gateways/web/pages/office_view.h"
#include "gateways/web/pages/pages.h"

namespace amtslotse::gateways::web {
namespace {

Markup OfficeJsonLd(const knowledge::v1::Office& office) {
  return JsonLd(fmt::format(
      R"({{"@context":"https://schema.org","@type":"GovernmentOffice","name":{},"address":{},"telephone":{},"email":{}}})",
      Quoted(office.name()), Quoted(AddressLine(office)), Quoted(office.telephone()), Quoted(office.email())));
}

}  // namespace

Reply OfficesPage(const Shared& shared, const Request& request) {
  const auto offices = ReadOffices(shared, request);
  if (!offices.ok()) return FaultPage(shared, request, offices.status());
  const std::string title = Say(shared, request, "page.nav.offices");
  Page page{
      .title = title, .description = {}, .body = {}, .crumbs = {{title, ""}}, .current = "/aemter", .json_ld = {}};
  page.body = NoticesOn(shared, request);
  page.body += Fill(R"(<div class="container section"><h1>{}</h1><ul class="tiles">{}</ul></div>)", title,
                    Each(*offices, [&](const auto& office) { return OfficeCard(shared, request, office); }));
  return RenderPage(shared, request, page);
}

Reply OfficePage(const Shared& shared, const Request& request) {
  const auto answer = ReadOffice(shared, request, request.Variable("id"));
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  const auto& office = answer->office();
  Page page{.title = office.name(),
            .description = {},
            .body = {},
            .crumbs = {{Say(shared, request, "page.nav.offices"), "/aemter"}, {office.name(), ""}},
            .current = "/aemter",
            .json_ld = OfficeJsonLd(office)};
  const Markup today =
      If(!answer->today_text().empty(),
         Fill(R"(<p class="today{}">{}</p>)", answer->open_now() ? " today--open" : "", answer->today_text()));
  page.body = NoticesOn(shared, request, {{}, {office.id()}});
  page.body += Fill(
      R"(<article class="container section"><h1>{}</h1>{}<div class="two"><section><h2>{}</h2>{}</section><section><h2>{}</h2>{}</section></div></article>)",
      office.name(), today, Say(shared, request, "page.contact"), ContactList(shared, request, office),
      Say(shared, request, "page.hours"), OpeningHoursTable(shared, request, office));
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
