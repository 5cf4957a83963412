// An office as pages show it.
#pragma once

#include <string>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

// "Am Markt 1, 24201 Erlenfurt" of the visitors' address; empty when there is none.
std::string AddressLine(const knowledge::v1::Office& office);
// Map of the visitors' address; empty when there is none.
std::string MapUrl(const knowledge::v1::Office& office);
// The week's published hours as a table, days without hours named as closed.
Markup OpeningHoursTable(const Shared& shared, const Request& request, const knowledge::v1::Office& office);
// Address, map, telephone, e-mail, step-free access, transport.
Markup ContactList(const Shared& shared, const Request& request, const knowledge::v1::Office& office);
// Name with a link and address, for lists.
Markup OfficeCard(const Shared& shared, const Request& request, const knowledge::v1::Office& office);

}  // namespace amtslotse::gateways::web
