// The town's first page and the chat on a page of its own.
#include <algorithm>
#include <set>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/office_view.h"
#include "gateways/web/pages/pages.h"

namespace amtslotse::gateways::web {
namespace {

Markup SearchForm(const Shared& shared, const Request& request) {
  return Fill(R"(<form class="search" action="/suche" role="search">
<label class="kern-label" for="q">{}</label>
<div class="search__row"><input class="kern-form-input__input" id="q" name="q" type="search" maxlength="200" autocomplete="off" placeholder="{}" data-suggest>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></div></form>)",
              Say(shared, request, "page.search.label"), Say(shared, request, "page.search.example"),
              Say(shared, request, "page.search.button"));
}

// What can be booked is what most people come for.
Markup Frequent(const Shared& shared, const Request& request) {
  constexpr std::size_t kMost = 6;
  std::set<std::string> seen;
  Markup links;
  for (const auto& location : ReadLocations(shared, request)) {
    for (const auto& service : location.services()) {
      if (seen.size() >= kMost || !seen.insert(service.service_id()).second) continue;
      links += Fill(R"(<li><a class="chip" href="/leistungen/{}">{}</a></li>)", service.service_id(), service.name());
    }
  }
  return If(!links.html.empty(), Fill(R"(<h2 class="hero__frequent">{}</h2><ul class="chips">{}</ul>)",
                                      Say(shared, request, "page.frequent"), links));
}

Markup Notices(const Shared& shared, const Request& request) {
  const auto notices = ReadNotices(shared, request);
  const Markup items = Each(notices, [](const knowledge::v1::Notice& notice) {
    return Fill(R"(<div class="notice" role="note">{}<div><h2>{}</h2>{}</div></div>)", Icon("kern-icon--info"),
                notice.title(), RenderMarkdown(notice.text(), 3));
  });
  return If(!notices.empty(), Fill(R"(<div class="container">{}</div>)", items));
}

Markup Situations(const Shared& shared, const Request& request, const ServiceList& list) {
  const Markup tiles = Each(list.life_situations, [&](const std::string& name) {
    const auto count = std::count_if(list.services.begin(), list.services.end(), [&](const auto& service) {
      return std::find(service.life_situations().begin(), service.life_situations().end(), name) !=
             service.life_situations().end();
    });
    return Fill(R"(<li class="tile"><h3 class="tile__title"><a href="/leistungen?lebenslage={}">{}</a></h3>{}</li>)",
                UrlValue(name), name,
                If(count > 0, Fill(R"(<p class="muted">{}</p>)",
                                   Say(shared, request, "page.serviceCount", {{"count", std::to_string(count)}}))));
  });
  return If(
      !list.life_situations.empty(),
      Fill(
          R"(<section class="container section"><h2>{}</h2><ul class="tiles tiles--compact">{}</ul><p class="more"><a class="kern-link" href="/leistungen">{}</a></p></section>)",
          Say(shared, request, "page.situations"), tiles,
          Say(shared, request, "page.allServices", {{"count", std::to_string(list.services.size())}})));
}

Markup Offices(const Shared& shared, const Request& request) {
  constexpr std::size_t kMost = 3;
  auto offices = ReadOffices(shared, request);
  if (!offices.ok() || offices->empty()) return {};
  std::set<std::string> booked;  // where people go most
  for (const auto& location : ReadLocations(shared, request)) booked.insert(location.office_id());
  std::stable_partition(offices->begin(), offices->end(),
                        [&](const auto& office) { return booked.contains(office.id()); });
  Markup cards;
  std::size_t shown = 0;
  for (const auto& office : *offices) {
    if (shown >= kMost || AddressLine(office).empty() || office.opening_hours().empty()) continue;
    ++shown;
    const auto today = ReadOffice(shared, request, office.id());
    const std::string text = today.ok() ? today->today_text() : "";
    cards += Fill(R"(<li class="tile"><h3 class="tile__title"><a href="/aemter/{}">{}</a></h3>{}<p>{}</p></li>)",
                  office.id(), office.name(),
                  If(!text.empty(),
                     Fill(R"(<p class="today{}">{}</p>)", today.ok() && today->open_now() ? " today--open" : "", text)),
                  AddressLine(office));
  }
  return If(
      shown > 0,
      Fill(
          R"(<section class="band"><div class="container section"><h2>{}</h2><ul class="tiles">{}</ul><p class="more"><a class="kern-link" href="/aemter">{}</a></p></div></section>)",
          Say(shared, request, "page.officesToday"), cards, Say(shared, request, "page.allOffices")));
}

Markup TownJsonLd(const Request& request) {
  const Town& town = *request.town;
  return JsonLd(fmt::format(
      R"({{"@context":"https://schema.org","@type":"GovernmentOrganization","name":{},"telephone":{},"email":{},"address":{}}})",
      Quoted(town.name()), Quoted(town.telephone()), Quoted(town.email()), Quoted(town.address())));
}

}  // namespace

Reply HomePage(const Shared& shared, const Request& request) {
  if (!request.terminal.empty()) return TerminalHome(shared, request);
  const auto services = ReadServices(shared, request);
  Page page{.title = {},
            .description = Say(shared, request, "page.description", {{"town", request.town->name()}}),
            .body = {},
            .crumbs = {},
            .current = "/",
            .chat_launcher = false,
            .json_ld = TownJsonLd(request)};
  page.body = Fill(R"(<div class="hero"><div class="container hero__columns">
<div class="hero__words"><h1>{}</h1><p class="lead">{}</p>{}{}</div>
<div class="hero__chat">{}</div>
</div></div>
)",
                   Say(shared, request, "page.hero"), Say(shared, request, "page.heroLead"),
                   SearchForm(shared, request), Frequent(shared, request), ChatElement(shared, request, "inline"));
  page.body += Notices(shared, request);
  if (services.ok()) page.body += Situations(shared, request, *services);
  page.body += Offices(shared, request);
  return RenderPage(shared, request, page);
}

Reply ChatPage(const Shared& shared, const Request& request) {
  const std::string title = Say(shared, request, "page.chat");
  Page page{.title = title,
            .description = {},
            .body = {},
            .crumbs = {{title, ""}},
            .current = {},
            .chat_launcher = false,
            .json_ld = {}};
  page.body = Fill(R"(<div class="container section chatpage"><h1 class="kern-sr-only">{}</h1>{}</div>)", title,
                   ChatElement(shared, request, "inline"));
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
