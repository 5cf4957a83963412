// One XZuFi element each → one catalogue value. Used by xzufi.cc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/import/sink.h"
#include "knowledge/import/xml_objects.h"

namespace amtslotse::knowledge {

// What one reading of a file carries along.
struct XzufiContext {
  CatalogueSink& sink;
  std::map<std::string, int> unknown;  // element names that were not understood, with counts

  // The id of `node` as the municipality keeps it; empty when there is none.
  std::string Id(const XmlNode& node, std::string_view child = "id");
};

std::optional<Service> ReadService(const XmlNode& node, XzufiContext& context);
std::optional<Office> ReadOffice(const XmlNode& node, XzufiContext& context);
std::optional<OnlineServiceRow> ReadOnlineService(const XmlNode& node, XzufiContext& context);
std::optional<Specialisation> ReadSpecialisation(const XmlNode& node, XzufiContext& context);
// A rule for each area of a zustaendigkeit; `office` is the unit (or online service) it belongs to.
std::vector<ResponsibilityRule> ReadRules(const XmlNode& node, const std::string& office, XzufiContext& context);

// The areas in every child of that name; a key in another scheme than ARS or AGS is remarked and left out.
std::vector<AreaKey> ReadAreas(const XmlNode& node, std::string_view child, XzufiContext& context);

}  // namespace amtslotse::knowledge
