// What citizens would see of a draft, before it is saved.
#pragma once

#include "gateways/web/gateway.h"

namespace amtslotse::gateways::web::staff {

// POST /staff/vorschau: a form (multipart) of an administrator with csrf, stadt (a municipality as JSON) and seite (a
// page's path); answers with that page as it would be. Nothing is kept. Both outlive the router's use.
void AddPreviewRoute(Router& router, const Shared& shared);

}  // namespace amtslotse::gateways::web::staff
