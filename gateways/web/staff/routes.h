// What the staff console asks. Each adds its routes; `shared` outlives the router.
#pragma once

#include "gateways/web/gateway.h"

namespace amtslotse::gateways::web::staff {

// All of it, when there is a staff service behind the gateway.
void AddStaffRoutes(Router& router, const Shared& shared);

void AddSignInRoutes(Router& router, const Shared& shared);
// POST /staff/api/v1/call/{service}/{method}: RPCs of the services, as JSON, on behalf of who is signed in.
void AddCallRoutes(Router& router, const Shared& shared);
// Files for the catalogue, in and out.
void AddImportRoutes(Router& router, const Shared& shared);
// Learning anew with progress.
void AddTrainingRoute(Router& router, const Shared& shared);
// What is kept of one person, and erasing it.
void AddPersonRoutes(Router& router, const Shared& shared);
// GET /staff/: the page that the console runs in.
void AddConsolePage(Router& router, const Shared& shared);

}  // namespace amtslotse::gateways::web::staff
