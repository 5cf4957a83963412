#include "gateways/web/pages/layout.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "gateways/web/address.h"
#include "gateways/web/colour.h"
#include "gateways/web/town_texts.h"

namespace amtslotse::gateways::web {
namespace {

// A shield with a river; every town may put its own arms in its place.
constexpr std::string_view kArms = R"(<svg class="brand__arms" viewBox="0 0 40 48" aria-hidden="true" focusable="false">
<path class="brand__shield" d="M2 2h36v22c0 11-7 18-18 22C9 42 2 35 2 24z"/>
<path class="brand__leaf" d="M20 7c5 3 8 6.5 8 11 0 4-3 6.5-7 6.9V29h-2v-4.100c-4-.4-7-2.9-7-6.9 0-4.5 3-8 8-11z"/>
<path class="brand__river" d="M4.5 30c4 0 4 2.5 7.750 2.5S16.250 30 20 30s4 2.5 7.750 2.5S31.5 30 35.5 30c-.4 1.200-.9 2.400-1.5 3.5-2.600.3-3.400 2-6.250 2-3.750 0-3.750-2.5-7.750-2.5s-4 2.5-7.750 2.5c-2.850 0-3.650-1.700-6.250-2-.6-1.100-1.100-2.300-1.5-3.5z"/>
</svg>)";

struct Entry {
  const char* path;
  const char* key;
};
constexpr std::array<Entry, 3> kNavigation{
    {{"/leistungen", "page.nav.services"}, {"/termin", "page.nav.booking"}, {"/aemter", "page.nav.offices"}}};
constexpr std::array<Entry, 3> kObligations{
    {{"/impressum", "page.imprint"}, {"/datenschutz", "page.privacy"}, {"/barrierefreiheit", "page.accessibility"}}};

Markup Links(const Shared& shared, const Request& request, const auto& entries, std::string_view current) {
  return Each(entries, [&](const Entry& entry) {
    return Fill(R"(<li><a href="{}"{}>{}</a></li>)", entry.path,
                Markup{entry.path == current ? R"( aria-current="page")" : ""}, Say(shared, request, entry.key));
  });
}

// The same page in the other language. After a form was sent there is none: then the town's first page.
Markup LanguageLink(const Shared& shared, const Request& request) {
  std::string target = "/";
  if (request.Method() == "GET") {
    const auto query = request.Target().find('?');
    target = request.path + (query == std::string::npos ? "" : request.Target().substr(query));
  }
  const bool english = request.language == "en";
  const std::string terminal = request.terminal.empty() ? "" : "/terminal/" + request.terminal;
  const std::string other = english ? "de" : "en";
  return Fill(R"(<a class="strip__language" lang="{0}" hreflang="{0}" href="{1}">{2}</a>)", other,
              PrefixedUrl(target, terminal + (english ? "" : "/en")), shared.texts.Say(other, "page.ownLanguage"));
}

// Back to the beginning, for whoever comes next.
Markup ResetButton(const Shared& shared, const Request& request) {
  return Fill(
      R"(<p class="reset"><a class="kern-btn kern-btn--secondary" href="/" data-reset><span class="kern-label">{}</span></a></p>)",
      Say(shared, request, "terminal.reset"));
}

Markup Header(const Shared& shared, const Request& request, const Page& page) {
  const Town& town = *request.town;
  const std::string name = ShortName(town);
  const std::string kind =
      town.name().size() > name.size() ? town.name().substr(0, town.name().size() - name.size()) : "";
  const Markup row = Fill(R"(<div class="container head__row">
<a class="brand" href="/">{}<span class="brand__name"><span class="brand__kind">{}</span>{}</span></a>
<nav class="nav" aria-label="{}"><ul>{}</ul></nav>
{}</div></header>
)",
                          Markup{std::string(kArms)}, kind, name, Say(shared, request, "page.nav"),
                          Links(shared, request, kNavigation, page.current),
                          If(!request.terminal.empty(), ResetButton(shared, request)));
  return Fill(R"(<a class="skip" href="#inhalt">{}</a>
<header class="head"><div class="strip"><div class="container strip__row"><p>{}</p>{}</div></div>
{})",
              Say(shared, request, "page.skip"),
              Say(shared, request, town.demo() ? "page.strip.demo" : "page.strip", {{"town", town.name()}}),
              LanguageLink(shared, request), Markup{WithPrefix(row.html, request.prefix)});
}

Markup Crumbs(const Shared& shared, const Request& request, const Page& page) {
  if (page.crumbs.empty()) return {};
  const auto item = [&](const Crumb& crumb) {
    if (&crumb == &page.crumbs.back()) return Fill(R"(<li aria-current="page">{}</li>)", crumb.label);
    return Fill(R"(<li><a href="{}">{}</a></li>)", crumb.url, crumb.label);
  };
  return Fill(R"(<nav class="crumbs container" aria-label="{}"><ol><li><a href="/">{}</a></li>{}</ol></nav>)",
              Say(shared, request, "page.crumbs"), Say(shared, request, "page.home"), Each(page.crumbs, item));
}

Markup Footer(const Shared& shared, const Request& request) {
  const Town& town = *request.town;
  return Fill(R"(<footer class="foot"><div class="container foot__columns">
<section><h2>{}</h2><address>{}</address></section>
<section><h2>{}</h2><ul>{}{}<li>{}</li></ul></section>
<section><h2>{}</h2><p>{}</p></section>
</div><div class="container"><nav class="foot__legal" aria-label="{}"><ul>{}</ul></nav></div></footer>
)",
              town.name(), town.address(), Say(shared, request, "page.contact"),
              If(!town.telephone().empty(),
                 Fill(R"(<li><a href="{}">{}</a></li>)", TelephoneUrl(town.telephone()), town.telephone())),
              If(!town.email().empty(), Fill(R"(<li><a href="mailto:{}">{}</a></li>)", town.email(), town.email())),
              Say(shared, request, "page.115"), Say(shared, request, "page.hours"), town.opening_hours_text(),
              Say(shared, request, "page.legal"), Links(shared, request, kObligations, ""));
}

// For search engines: this page's lasting address, and the page in the other language.
Markup Alternates(const Shared& shared, const Request& request, const Page& page) {
  if (!page.index || !request.terminal.empty()) return {};
  const std::string origin = OwnOrigin(shared, request);
  return Fill(
      R"(<link rel="canonical" href="{0}{3}"><link rel="alternate" hreflang="de" href="{0}{1}"><link rel="alternate" hreflang="en" href="{0}{2}">)",
      origin, request.path, PrefixedUrl(request.path, "/en"), PrefixedUrl(request.path, request.prefix));
}

Markup Head(const Shared& shared, const Request& request, const Page& page) {
  const std::string title = page.title.empty() ? request.town->name() : page.title + " – " + request.town->name();
  const Markup styles = Each(shared.assets.Styles("src/page/index.ts"),
                             [](const std::string& url) { return Fill(R"(<link rel="stylesheet" href="{}">)", url); });
  return Fill(R"(<head><meta charset="utf-8"><title>{}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">{}{}{}
{}<link rel="stylesheet" href="{}"><link rel="icon" href="/symbol.svg" type="image/svg+xml">
<link rel="modulepreload" href="{}"><script type="module" src="{}"></script>{}
</head>
)",
              title, If(!page.description.empty(), Fill(R"(<meta name="description" content="{}">)", page.description)),
              If(!page.index || !request.terminal.empty(), Markup{R"(<meta name="robots" content="noindex">)"}),
              Alternates(shared, request, page), styles, ThemeUrl(request.town->primary_colour()),
              shared.assets.Url("src/chat/index.ts"), shared.assets.Url("src/page/index.ts"), page.json_ld);
}

// At the terminal the pages are larger and forget; what page/terminal.ts says comes along.
Markup TerminalMark(const Shared& shared, const Request& request) {
  if (request.terminal.empty()) return {};
  return Fill(R"( class="at-terminal" data-still-there="{}" data-go-on="{}")",
              Say(shared, request, "terminal.stillThere"), Say(shared, request, "terminal.goOn"));
}

// The braces of a message close: else the shipped text is said.
bool Closed(std::string_view text) {
  int open = 0;
  for (const char c : text) {
    if (c == '{') ++open;
    if (c == '}' && --open < 0) return false;
  }
  return open == 0;
}

// The chat brings its texts along; what the town says otherwise it gets here.
Markup OwnChatTexts(const Request& request) {
  nlohmann::json texts = nlohmann::json::object();
  for (const auto& own : request.town->own_texts()) {
    if (own.language() != request.language || !own.key().starts_with("chat.")) continue;
    if (Closed(own.text())) texts[own.key()] = own.text();
  }
  return If(!texts.empty(),
            Fill(R"( own-texts="{}")", texts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

}  // namespace

std::string Say(const Shared& shared, const Request& request, std::string_view key, const TextArguments& arguments) {
  if (!request.town) return shared.texts.Say(request.language, key, arguments);
  for (const auto& own : request.town->own_texts()) {
    if (own.key() != key || own.language() != request.language || !Closed(own.text())) continue;
    return Texts({{request.language, {{own.key(), own.text()}}}}).Say(request.language, key, arguments);
  }
  return shared.texts.Say(TownLanguage(request.language, request.town->id()), key, arguments);
}

Markup Icon(std::string_view icon_class) {
  return Fill(R"(<span class="kern-icon {}" aria-hidden="true"></span>)", icon_class);
}

std::string ShortName(const Town& town) {
  for (const std::string_view kind :
       {"Stadt ", "Gemeinde ", "Hansestadt ", "Landeshauptstadt ", "Markt ", "Amt ", "Kreis ", "Landkreis "}) {
    if (town.name().starts_with(kind)) return town.name().substr(kind.size());
  }
  return town.name();
}

Markup ChatElement(const Shared& shared, const Request& request, std::string_view mode) {
  std::string suggestions;
  for (const char* key :
       {"chat.suggestion.idCard", "chat.suggestion.book", "chat.suggestion.hours", "chat.suggestion.cancel"})
    suggestions += (suggestions.empty() ? "" : "|") + Say(shared, request, key);
  return Fill(
      R"(<amtslotse-chat mode="{}" town="{}" heading="{}" greeting="{}" suggestions="{}" colour="{}" language="{}"{} privacy-url="/datenschutz"><noscript><p class="kern-body">{}</p></noscript></amtslotse-chat>)",
      mode, ShortName(*request.town), Say(shared, request, "chat.title", {{"town", ShortName(*request.town)}}),
      Say(shared, request, "chat.greeting"), suggestions, ThemeColour(request.town->primary_colour()), request.language,
      OwnChatTexts(request), Say(shared, request, "page.noScript", {{"telephone", request.town->telephone()}}));
}

std::string OwnOrigin(const Shared& shared, const Request& request) {
  std::string host = request.Header("Host");
  if (!std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == ':' || c == '-' || c == '[' || c == ']';
      }))
    host.clear();
  return (shared.settings.https ? "https://" : "http://") + host;
}

Markup JsonLd(std::string json) { return {R"(<script type="application/ld+json">)" + std::move(json) + "</script>"}; }

Reply RenderPage(const Shared& shared, const Request& request, const Page& page, int status) {
  const Markup content =
      Fill(R"({}<main id="inhalt" tabindex="-1"{}>
{}</main>
{}{})",
           Crumbs(shared, request, page), page.language.empty() ? Markup{} : Fill(R"( lang="{}")", page.language),
           page.body, Footer(shared, request), If(page.chat_launcher, ChatElement(shared, request, "launcher")));
  const Markup document =
      Fill(R"(<!doctype html>
<html lang="{}"{}{}>
{}<body>
{}{}</body>
</html>
)",
           request.language, If(!request.prefix.empty(), Fill(R"( data-prefix="{}")", request.prefix)),
           TerminalMark(shared, request), Head(shared, request, page), Header(shared, request, page),
           Markup{WithPrefix(content.html, request.prefix)});
  return HtmlReply(document.html, status);
}

}  // namespace amtslotse::gateways::web
