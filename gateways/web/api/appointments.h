// Routes that take, change and give back appointments. `shared` outlives the router.
#pragma once

#include "gateways/web/gateway.h"

namespace amtslotse::gateways::web {

void AddAppointmentRoutes(Router& router, const Shared& shared);

}  // namespace amtslotse::gateways::web
