// What the town has to say first on a page: closures, disruptions, elections.
#pragma once

#include <string>
#include <vector>

#include "gateways/web/gateway.h"
#include "gateways/web/html.h"

namespace amtslotse::gateways::web {

// What a page is about.
struct PageSubject {
  std::vector<std::string> services;
  std::vector<std::string> offices;
};

// The notices in force that are for everything or for what the page is about; nothing when there are none or knowledge
// is away. Without headings, as they stand before the page's own.
Markup NoticesOn(const Shared& shared, const Request& request, const PageSubject& subject = {});

}  // namespace amtslotse::gateways::web
