// "Which office for my place": the form on a service's page and what it finds.
#pragma once

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

// Who is responsible for the service at the place of the query (ort, strasse, hausnummer, name), what is still needed
// to say so, or every office of the service when there is nothing to decide. Empty when the service has none.
Markup ResponsibleOffices(const Shared& shared, const Request& request, const knowledge::v1::Service& service);

}  // namespace amtslotse::gateways::web
