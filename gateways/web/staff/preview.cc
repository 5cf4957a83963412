#include "gateways/web/staff/preview.h"

#include <httplib.h>
#include <sodium.h>

#include "gateways/web/address.h"
#include "gateways/web/html.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/staff/session.h"

namespace amtslotse::gateways::web::staff {
namespace {

constexpr std::string_view kBeginsBody = "<body>\n";

// A form cannot send the header that other requests carry; the session's cookie is SameSite=Strict besides.
absl::Status CheckCsrfField(const Shared& shared, const Request& request) {
  const std::string sent = request.http.get_file_value("csrf").content;
  const std::string expected = CsrfToken(shared, SessionToken(shared, request));
  const bool equal = sent.size() == expected.size() && sodium_memcmp(sent.data(), expected.data(), sent.size()) == 0;
  return equal ? absl::OkStatus() : absl::PermissionDeniedError("the page is out of date; load it again");
}

// The draft, when who sends it may save it too.
absl::StatusOr<std::shared_ptr<const Town>> ReadDraft(const Shared& shared, const Request& request) {
  if (auto own = CheckCsrfField(shared, request); !own.ok()) return own;
  if (const auto caller = AdministratorCaller(shared, request); !caller.ok()) return caller.status();
  const auto body = ParseObject(request.http.get_file_value("stadt").content);
  if (!body.ok()) return body.status();
  auto town = std::make_shared<Town>();
  if (auto read = FromJson(*body, *town); !read.ok()) return read;
  town->set_id(request.town->id());
  return town;
}

httplib::Request AsCitizen(const Request& request, const std::string& page) {
  httplib::Request citizen;
  citizen.method = "GET";
  citizen.target = page;
  citizen.path = page.substr(0, page.find('?'));
  citizen.headers = request.http.headers;
  citizen.remote_addr = request.RemoteAddress();
  if (const auto query = page.find('?'); query != std::string::npos)
    httplib::detail::parse_query_text(page.substr(query + 1), citizen.params);
  return citizen;
}

void SayThatItIsAPreview(Reply& reply) {
  const auto at = reply.body.find(kBeginsBody);
  if (at == std::string::npos) return;
  reply.body.insert(
      at + kBeginsBody.size(),
      R"(<aside class="preview" aria-label="Vorschau"><p class="container">Vorschau: So sähe diese Seite aus. Noch ist nichts davon veröffentlicht.</p></aside>)");
}

Reply Preview(const Shared& shared, const Router& router, const Request& request) {
  auto draft = ReadDraft(shared, request);
  if (!draft.ok()) return Fault(shared, request, draft.status());
  const httplib::Request citizen = AsCitizen(request, request.http.get_file_value("seite").content);
  SiteAddress address = ParseSiteAddress(citizen.path.empty() ? "/" : citizen.path);
  Matched matched = router.Find("GET", address.path);
  const bool not_a_page = address.path.starts_with("/api/") || address.path.starts_with("/staff");
  if (not_a_page || matched.route == nullptr || matched.route->needs != Needs::kTown)
    return Fault(shared, request, absl::NotFoundError("no such page"));
  const Request inner{.http = citizen,
                      .caller = request.caller,
                      .town = *std::move(draft),
                      .language = address.language,
                      .variables = std::move(matched.variables),
                      .path = std::move(address.path),
                      .prefix = std::move(address.prefix),
                      .terminal = std::move(address.terminal)};
  Reply reply = matched.route->handler(inner);
  SayThatItIsAPreview(reply);
  return reply;
}

}  // namespace

void AddPreviewRoute(Router& router, const Shared& shared) {
  router.Add("POST", "/staff/vorschau", Needs::kTown,
             [&shared, &router](const Request& request) { return Preview(shared, router, request); });
}

}  // namespace amtslotse::gateways::web::staff
