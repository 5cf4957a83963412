// Services A–Z, by life situation, by search; one page for each.
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <map>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/notices.h"
#include "gateways/web/pages/pages.h"
#include "gateways/web/pages/place.h"

namespace amtslotse::gateways::web {
namespace {

namespace kv1 = knowledge::v1;

// Umlauts stand with their vowel, as in a telephone book.
std::string Letter(const std::string& name) {
  UChar32 first = 0;
  std::int32_t at = 0;
  U8_NEXT(name.data(), at, static_cast<std::int32_t>(name.size()), first);
  first = u_toupper(first);
  switch (first) {
    case 0xC4: return "A";
    case 0xD6: return "O";
    case 0xDC: return "U";
    default: return first >= 'A' && first <= 'Z' ? std::string(1, static_cast<char>(first)) : "#";
  }
}

Markup ServiceLink(const kv1::Service& service) {
  return Fill(R"(<li><a class="kern-link" href="/leistungen/{}">{}</a></li>)", service.id(), service.name());
}

Markup SearchForm(const Shared& shared, const Request& request, const std::string& query) {
  return Fill(R"(<form class="search" action="/suche" role="search"><label class="kern-label" for="q">{}</label>
<div class="search__row"><input class="kern-form-input__input" id="q" name="q" type="search" maxlength="200" autocomplete="off" value="{}" data-suggest>
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></div></form>)",
              Say(shared, request, "page.search.label"), query, Say(shared, request, "page.search.button"));
}

Markup AtoZ(const Shared& shared, const Request& request, const std::vector<kv1::Service>& services) {
  std::map<std::string, Markup> letters;
  for (const auto& service : services) letters[Letter(service.name())] += ServiceLink(service);
  const Markup jumps = Each(letters, [](const auto& letter) {
    return Fill(R"(<li><a href="#buchstabe-{}">{}</a></li>)", letter.first, letter.first);
  });
  const Markup groups = Each(letters, [](const auto& letter) {
    return Fill(R"(<section class="letter"><h2 id="buchstabe-{}">{}</h2><ul class="columns">{}</ul></section>)",
                letter.first, letter.first, letter.second);
  });
  return Fill(R"(<nav aria-label="{}"><ul class="letters">{}</ul></nav>{})", Say(shared, request, "page.letters"),
              jumps, groups);
}

struct ServiceSection {
  const char* kind;
  const char* key;
};
// What people look for comes first; the law comes last.
constexpr std::array<ServiceSection, 13> kSections{{{"full_text", "page.section.full_text"},
                                                    {"eligibility", "page.section.eligibility"},
                                                    {"documents", "page.section.documents"},
                                                    {"fee", "page.section.fee"},
                                                    {"procedure", "page.section.procedure"},
                                                    {"duration", "page.section.duration"},
                                                    {"deadline", "page.section.deadline"},
                                                    {"form_online", "page.section.form_online"},
                                                    {"hints", "page.section.hints"},
                                                    {"more", "page.section.more"},
                                                    {"responsible_office", "page.section.responsible_office"},
                                                    {"legal_remedy", "page.section.legal_remedy"},
                                                    {"legal_basis", "page.section.legal_basis"}}};

const kv1::TextModule* ModuleOf(const kv1::Service& service, std::string_view kind, std::string_view language) {
  const kv1::TextModule* found = nullptr;
  for (const auto& module : service.modules()) {
    if (module.kind() != kind || (module.text().empty() && module.links().empty())) continue;
    if (module.language() == language) return &module;
    if (module.language() != "de-LS" && (found == nullptr || module.language() == "de")) found = &module;
  }
  return found;
}

constexpr std::string_view kEasy = "de-LS";  // Leichte Sprache
bool InEasyLanguage(const kv1::TextModule& module) { return module.language() == kEasy && !module.text().empty(); }

Markup LinkList(const auto& links) {
  return If(!links.empty(), Fill(R"(<ul>{}</ul>)", Each(links, [](const kv1::Link& link) {
                                   return Fill(R"(<li><a class="kern-link" href="{}" rel="noopener">{}</a></li>)",
                                               SafeUrl(link.url()), link.label().empty() ? link.url() : link.label());
                                 })));
}

Markup Sections(const Shared& shared, const Request& request, const kv1::Service& service) {
  return Each(kSections, [&](const ServiceSection& section) {
    const kv1::TextModule* module = ModuleOf(service, section.kind, request.language);
    if (module == nullptr) return Markup{};
    const Markup foreign = If(module->language() != request.language, Fill(R"( lang="{}")", module->language()));
    return Fill(R"(<section class="prose"><h2 id="{}">{}</h2><div{}>{}{}</div></section>)", section.kind,
                Say(shared, request, section.key), foreign, RenderMarkdown(module->text(), 3),
                LinkList(module->links()));
  });
}

std::string ShortText(const kv1::Service& service, std::string_view language) {
  for (const char* kind : {"short_text", "full_text"}) {
    if (const auto* module = ModuleOf(service, kind, language)) return PlainSummary(module->text(), 400);
  }
  return {};
}

// Book, apply online, and the office: what one came to do.
Markup Aside(const Shared& shared, const Request& request, const kv1::Service& service) {
  Markup aside;
  if (!ReadLocations(shared, request, service.id()).empty()) {
    aside += Fill(
        R"(<a class="kern-btn kern-btn--primary kern-btn--block" href="/termin?leistung={}"><span class="kern-label">{}</span></a>)",
        service.id(), Say(shared, request, "page.book"));
  }
  for (const auto& online : service.online_services()) {
    aside += Fill(
        R"(<a class="kern-btn kern-btn--secondary kern-btn--block" href="{}" rel="noopener"><span class="kern-label">{}</span></a>)",
        SafeUrl(online.url()), online.label().empty() ? Say(shared, request, "page.online") : online.label());
  }
  aside += ResponsibleOffices(shared, request, service);
  return If(!aside.html.empty(),
            Fill(R"(<aside class="aside" aria-label="{}">{}</aside>)", Say(shared, request, "page.atAGlance"), aside));
}

Markup SourceLine(const Shared& shared, const Request& request, const kv1::Service& service) {
  const std::string date = service.changed_date();
  const std::string day =
      date.size() == 10 ? date.substr(8, 2) + "." + date.substr(5, 2) + "." + date.substr(0, 4) : date;
  const Markup source = service.source_url().empty()
                            ? Markup{}
                            : Fill(R"(<a class="kern-link" href="{}" rel="noopener">{}</a>)",
                                   SafeUrl(service.source_url()), Say(shared, request, "page.source"));
  return If(!day.empty() || !source.html.empty(),
            Fill(R"(<p class="muted source">{}{}{}</p>)", source, source.html.empty() || day.empty() ? "" : " · ",
                 day.empty() ? "" : Say(shared, request, "page.asOf", {{"date", day}})));
}

Markup ServiceJsonLd(const Request& request, const kv1::Service& service, const std::string& description) {
  return JsonLd(fmt::format(
      R"({{"@context":"https://schema.org","@type":"GovernmentService","name":{},"description":{},"inLanguage":"de",)"
      R"("provider":{{"@type":"GovernmentOrganization","name":{}}},"areaServed":{{"@type":"AdministrativeArea","name":{}}}}})",
      Quoted(service.name()), Quoted(description), Quoted(request.town->name()), Quoted(request.town->name())));
}

}  // namespace

Reply ServicesPage(const Shared& shared, const Request& request) {
  const std::string situation = request.Query("lebenslage");
  const auto list = ReadServices(shared, request, situation);
  if (!list.ok()) return FaultPage(shared, request, list.status());
  const std::string all = Say(shared, request, "page.nav.services");
  Page page{.title = situation.empty() ? all : situation,
            .description = {},
            .body = {},
            .crumbs = {},
            .current = "/leistungen",
            .json_ld = {}};
  page.crumbs.push_back({all, situation.empty() ? "" : "/leistungen"});
  if (!situation.empty()) page.crumbs.push_back({situation, ""});
  const Markup situations = Each(list->life_situations, [&](const std::string& name) {
    return Fill(R"(<li><a class="chip" href="/leistungen?lebenslage={}"{}>{}</a></li>)", UrlValue(name),
                Markup{name == situation ? R"( aria-current="true")" : ""}, name);
  });
  page.body = NoticesOn(shared, request);
  page.body += Fill(R"(<div class="container section"><h1>{}</h1>{}<ul class="chips" aria-label="{}">{}</ul>{}</div>)",
                    page.title, SearchForm(shared, request, ""), Say(shared, request, "page.situations"), situations,
                    list->services.empty() ? Fill("<p>{}</p>", Say(shared, request, "page.nothingHere"))
                                           : AtoZ(shared, request, list->services));
  return RenderPage(shared, request, page);
}

Reply ServicePage(const Shared& shared, const Request& request) {
  const auto service = ReadService(shared, request, request.Variable("id"));
  if (!service.ok()) return FaultPage(shared, request, service.status());
  const std::string summary = ShortText(*service, request.language);
  Page page{.title = service->name(),
            .description = PlainSummary(summary, 155),
            .body = {},
            .crumbs = {{Say(shared, request, "page.nav.services"), "/leistungen"}, {service->name(), ""}},
            .current = "/leistungen",
            .json_ld = ServiceJsonLd(request, *service, summary)};
  const auto* lead = ModuleOf(*service, "short_text", request.language);
  const bool german_only = request.language != "de" &&
                           std::none_of(service->modules().begin(), service->modules().end(),
                                        [&](const auto& module) { return module.language() == request.language; });
  const bool easy = std::any_of(service->modules().begin(), service->modules().end(), InEasyLanguage);
  const auto& offices = service->offered_by_office_ids();
  page.body = NoticesOn(shared, request, {{service->id()}, {offices.begin(), offices.end()}});
  page.body += Fill(
      R"(<article class="container section service"><div class="service__head"><h1>{}</h1>{}{}</div>{}<div class="service__main">{}{}{}</div></article>)",
      service->name(),
      If(easy, Fill(R"(<p><a class="chip" href="/leistungen/{}/leichte-sprache">{}</a></p>)", service->id(),
                    Say(shared, request, "page.easy"))),
      lead != nullptr
          ? Fill(R"(<div class="lead" lang="{}">{}</div>)", lead->language(), RenderMarkdown(lead->text(), 2))
          : Markup{},
      Aside(shared, request, *service),
      If(german_only, Fill(R"(<p class="muted">{}</p>)", Say(shared, request, "page.germanOnly"))),
      Sections(shared, request, *service), SourceLine(shared, request, *service));
  return RenderPage(shared, request, page);
}

Reply EasyServicePage(const Shared& shared, const Request& request) {
  const auto service = ReadService(shared, request, request.Variable("id"));
  if (!service.ok()) return FaultPage(shared, request, service.status());
  if (std::none_of(service->modules().begin(), service->modules().end(), InEasyLanguage))
    return ErrorPage(shared, request, 404);
  const std::string title = fmt::format("{} – {}", service->name(), shared.texts.Say("de", "page.easy"));
  Page page{.title = title,
            .description = {},
            .body = {},
            .crumbs = {{Say(shared, request, "page.nav.services"), "/leistungen"},
                       {service->name(), "/leistungen/" + service->id()},
                       {shared.texts.Say("de", "page.easy"), ""}},
            .current = "/leistungen",
            .json_ld = {},
            .language = "de-simple"};
  Markup sections;
  for (const auto& module : service->modules()) {
    if (!InEasyLanguage(module)) continue;
    const bool lead = module.kind() == "short_text" || module.kind() == "full_text";
    sections += Fill(R"(<section class="prose easy">{}{}</section>)",
                     If(!lead, Fill("<h2>{}</h2>", shared.texts.Say("de", "page.section." + module.kind()))),
                     RenderMarkdown(module.text(), 3));
  }
  page.body = NoticesOn(shared, request, {{service->id()}, {}});
  page.body += Fill(
      R"(<article class="container section"><h1>{}</h1>{}<p class="more"><a class="kern-link" href="/leistungen/{}">{}</a></p></article>)",
      service->name(), sections, service->id(), shared.texts.Say("de", "page.notEasy"));
  return RenderPage(shared, request, page);
}

Reply SearchPage(const Shared& shared, const Request& request) {
  const std::string query = request.Query("q").substr(0, 200);
  const std::string title = Say(shared, request, "page.search.title");
  Page page{.title = title,
            .description = {},
            .body = {},
            .crumbs = {{title, ""}},
            .current = {},
            .index = false,
            .json_ld = {}};
  Markup results;
  if (!query.empty()) {
    const auto answer = ReadSearch(shared, request, query);
    if (!answer.ok()) return FaultPage(shared, request, answer.status());
    const Markup hits = Each(answer->hits(), [&](const kv1::Hit& hit) {
      const std::string url = hit.kind() == kv1::Hit::KIND_OFFICE    ? "/aemter/" + hit.id()
                              : hit.kind() == kv1::Hit::KIND_SERVICE ? "/leistungen/" + hit.id()
                                                                     : "";
      const Markup heading =
          url.empty() ? Fill("{}", hit.title()) : Fill(R"(<a class="kern-link" href="{}">{}</a>)", url, hit.title());
      return Fill(R"(<li><h2 class="hit">{}</h2><p>{}</p></li>)", heading, hit.snippet());
    });
    const std::string count =
        Say(shared, request, "page.search.count", {{"count", std::to_string(answer->hits_size())}, {"query", query}});
    results = Fill(
        R"(<p role="status">{}</p>{}<ol class="hits">{}</ol>{})", count,
        If(!answer->corrected_query().empty(),
           Fill("<p>{}</p>", Say(shared, request, "page.search.corrected", {{"query", answer->corrected_query()}}))),
        hits, If(answer->hits().empty(), Fill("<p>{}</p>", Say(shared, request, "page.search.nothing"))));
  }
  page.body = NoticesOn(shared, request);
  page.body += Fill(R"(<div class="container section"><h1>{}</h1>{}{}</div>)", title,
                    SearchForm(shared, request, query), results);
  return RenderPage(shared, request, page);
}

}  // namespace amtslotse::gateways::web
