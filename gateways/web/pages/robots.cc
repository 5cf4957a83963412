// What search engines ask for first: robots.txt and the list of pages.
#include "gateways/web/address.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/layout.h"
#include "gateways/web/pages/pages.h"

namespace amtslotse::gateways::web {
namespace {

Markup Entry(const std::string& origin, const std::string& path, std::string_view changed = {}) {
  return Fill(
      R"(<url><loc>{0}{1}</loc>{3}<xhtml:link rel="alternate" hreflang="de" href="{0}{1}"/><xhtml:link rel="alternate" hreflang="en" href="{0}{2}"/></url>
)",
      origin, path, PrefixedUrl(path, "/en"), If(changed.size() == 10, Fill("<lastmod>{}</lastmod>", changed)));
}

}  // namespace

Reply RobotsFile(const Shared& shared, const Request& request) {
  Reply reply{.status = 200, .content_type = "text/plain; charset=utf-8", .body = {}, .headers = {}, .stream = {}};
  reply.body = fmt::format(
      "User-agent: *\nDisallow: /api/\nDisallow: /staff\nDisallow: /terminal/\nDisallow: /termin/\nDisallow: "
      "/warteliste\nDisallow: /suche\n\nSitemap: {}/sitemap.xml\n",
      OwnOrigin(shared, request));
  return reply.With("Cache-Control", "public, max-age=3600");
}

Reply SiteMap(const Shared& shared, const Request& request) {
  const std::string origin = OwnOrigin(shared, request);
  const auto services = ReadServices(shared, request);
  if (!services.ok()) return FaultPage(shared, request, services.status());
  Markup entries;
  for (const char* path : {"/", "/leistungen", "/termin", "/aemter", "/impressum", "/datenschutz", "/barrierefreiheit"})
    entries += Entry(origin, path);
  for (const auto& service : services->services)
    entries += Entry(origin, "/leistungen/" + UrlValue(service.id()), service.changed_date());
  if (const auto offices = ReadOffices(shared, request); offices.ok()) {
    for (const auto& office : *offices) entries += Entry(origin, "/aemter/" + UrlValue(office.id()));
  }
  Reply reply{.status = 200, .content_type = "application/xml; charset=utf-8", .body = {}, .headers = {}, .stream = {}};
  reply.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n" +
      entries.html + "</urlset>\n";
  return reply.With("Cache-Control", "public, max-age=600");
}

}  // namespace amtslotse::gateways::web
