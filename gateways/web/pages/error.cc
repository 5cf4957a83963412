// Errors as pages.
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {
namespace {

// When not even the town is known: words, no looks.
Reply BarePage(const Shared& shared, const Request& request, int status, const std::string& title,
               const std::string& detail) {
  const Markup styles = Each(shared.assets.Styles("src/page/index.ts"),
                             [](const std::string& url) { return Fill(R"(<link rel="stylesheet" href="{}">)", url); });
  return HtmlReply(Fill(R"(<!doctype html>
<html lang="{}"><head><meta charset="utf-8"><title>{}</title><meta name="viewport" content="width=device-width, initial-scale=1">{}</head>
<body><main class="container section"><h1>{}</h1><p class="lead">{}</p></main></body></html>
)",
                        request.language, title, styles, title, detail)
                       .html,
                   status);
}

}  // namespace

Reply ErrorPage(const Shared& shared, const Request& request, int status) {
  const std::string key = "problem." + std::to_string(status);
  const std::string title = Say(shared, request, key + ".title");
  if (!request.town) {
    return BarePage(shared, request, status, title,
                    Say(shared, request, status == 404 ? "problem.noTown" : key + ".detail"));
  }
  Page page{.title = title, .description = {}, .body = {}, .crumbs = {}, .current = {}, .index = false, .json_ld = {}};
  page.body = Fill(R"(<div class="container section"><h1>{}</h1><p class="lead">{}</p>
<form class="search" action="/suche" role="search"><label class="kern-label" for="q">{}</label>
<div class="search__row"><input class="kern-form-input__input" id="q" name="q" type="search" maxlength="200" autocomplete="off">
<button class="kern-btn kern-btn--primary"><span class="kern-label">{}</span></button></div></form>
<ul class="ticks"><li><a class="kern-link" href="/">{}</a></li><li><a class="kern-link" href="/leistungen">{}</a></li></ul></div>
)",
                   title, Say(shared, request, status == 404 ? "page.notFound" : key + ".detail"),
                   Say(shared, request, "page.search.label"), Say(shared, request, "page.search.button"),
                   Say(shared, request, "page.toHome"), Say(shared, request, "page.nav.services"));
  return RenderPage(shared, request, page, status);
}

}  // namespace amtslotse::gateways::web
