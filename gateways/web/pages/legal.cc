// Imprint, privacy notice, accessibility statement: the town's own Markdown.
#include "gateways/web/markdown.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/pages.h"

namespace amtslotse::gateways::web {
namespace {

// Stored texts have "###" headings only; below the page's title these are of the second level.
int TopLevel(std::string_view text) { return text.starts_with("# ") || text.find("\n## ") != std::string_view::npos ? 1 : 0; }

// A text that begins with its own "# heading" brings the page's title.
Markup Article(const std::string& title, const std::string& text) {
  const Markup heading = text.starts_with("# ") ? Markup{} : Fill("<h1>{}</h1>\n", title);
  return Fill(R"(<article class="container section prose">{}{}</article>)", heading, RenderMarkdown(text, TopLevel(text)));
}

Reply Legal(const Shared& shared, const Request& request, const char* title_key, const std::string& text, Markup more = {}) {
  const std::string title = Say(shared, request, title_key);
  Page page{.title = title, .description = {}, .body = {}, .crumbs = {{title, ""}}, .current = {}, .json_ld = {}};
  page.body = Article(title, text.empty() ? Say(shared, request, "page.legalMissing") : text);
  page.body += more;
  return RenderPage(shared, request, page);
}

}  // namespace

Reply ImprintPage(const Shared& shared, const Request& request) {
  return Legal(shared, request, "page.imprint", request.town->imprint());
}

Reply PrivacyPage(const Shared& shared, const Request& request) {
  return Legal(shared, request, "page.privacy", request.town->privacy_notice());
}

Reply AccessibilityPage(const Shared& shared, const Request& request) {
  const Town& town = *request.town;
  const Markup enforcement = If(!town.enforcement_body().empty(),
      Fill(R"(<section class="container section prose"><h2>{}</h2>{}</section>)", Say(shared, request, "page.enforcement"),
           RenderMarkdown(town.enforcement_body(), 3)));
  return Legal(shared, request, "page.accessibility", town.accessibility_statement(), enforcement);
}

}  // namespace amtslotse::gateways::web
