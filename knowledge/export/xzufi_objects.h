// Catalogue values as XZuFi elements. Internal to export/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/catalogue_json.h"
#include "knowledge/export/xml_text.h"

namespace amtslotse::knowledge {

// An id with its agency: "T2:17" is 17 of T2, "17" is the municipality's own.
void AddId(XmlText& xml, std::string_view name, std::string_view id, std::string_view own_agency);
// YYYY-MM-DDThh:mm:ssZ
std::string IsoTime(std::chrono::sys_seconds time);

void AddService(XmlText& xml, const Service& service, std::string_view own_agency);
void AddOffice(XmlText& xml, const Office& office, const std::vector<ResponsibilityRule>& rules,
               std::string_view own_agency);
void AddRule(XmlText& xml, const ResponsibilityRule& rule, std::string_view own_agency);
void AddOnlineService(XmlText& xml, const OnlineServiceRow& row, std::string_view own_agency);
void AddSpecialisation(XmlText& xml, const Specialisation& special, std::string_view own_agency);

}  // namespace amtslotse::knowledge
