// The feedback form of the accessibility statement (§ 12b BGG and the Länder's laws after it).
#pragma once

#include <string>

#include "gateways/web/pages/person_form.h"

namespace amtslotse::gateways::web {

struct BarrierReport {
  std::string text, page, name, contact;
};

// POST /barrierefreiheit (legal.cc): to dialogue, where staff find it among the conversations.
Reply ReportBarrier(const Shared& shared, const Request& request);

BarrierReport ReadBarrierReport(const Request& request);
// Where the citizen came from, when it is a page of this host; else empty.
std::string PageBefore(const Request& request);
Mistakes CheckBarrierReport(const Shared& shared, const Request& request, const BarrierReport& report);
Markup BarrierForm(const Shared& shared, const Request& request, const BarrierReport& report, const Mistakes& mistakes);

}  // namespace amtslotse::gateways::web
