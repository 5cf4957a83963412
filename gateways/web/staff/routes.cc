#include "gateways/web/staff/routes.h"

#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "gateways/web/html.h"
#include "gateways/web/staff/preview.h"

namespace amtslotse::gateways::web::staff {

void AddConsolePage(Router& router, const Shared& shared) {
  if (shared.assets.Url("src/console/index.ts").empty()) return;  // not part of this build of the pages
  router.Add("GET", "/staff/", Needs::kTown, [&shared](const Request& request) {
    const Markup styles = Each(shared.assets.Styles("src/console/index.ts"), [](const std::string& url) {
      return Fill(R"(<link rel="stylesheet" href="{}">)", url);
    });
    return HtmlReply(Fill(R"(<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Verwaltung – {}</title>
{}
<link rel="icon" href="/symbol.svg" type="image/svg+xml">
<script type="module" src="{}"></script>
</head>
<body>
<amtslotse-console></amtslotse-console>
<noscript><p>Die Verwaltungsoberfläche braucht JavaScript.</p></noscript>
</body>
</html>
)",
                          request.town->name(), styles, shared.assets.Url("src/console/index.ts"))
                         .html);
  });
  router.Add("GET", "/staff", Needs::kTown, [](const Request&) { return Redirect("/staff/"); });
}

void AddStaffRoutes(Router& router, const Shared& shared) {
  if (shared.backends.staff == nullptr) return;
  AddSignInRoutes(router, shared);
  AddCallRoutes(router, shared);
  AddImportRoutes(router, shared);
  AddPersonRoutes(router, shared);
  AddTrainingRoute(router, shared);
  AddPreviewRoute(router, shared);
  AddConsolePage(router, shared);
}

}  // namespace amtslotse::gateways::web::staff
