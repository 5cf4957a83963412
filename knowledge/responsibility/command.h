// What the commands `resolve` and `lint` answer, as JSON.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "knowledge/responsibility/lint.h"
#include "knowledge/responsibility/towns.h"

namespace amtslotse::responsibility {

struct ResolveArguments {
  PlaceInput place;     // `place.text` holds --place
  std::string service;  // id, name, synonym or LeiKa key; empty: only the areas that the place may mean
  std::string role;     // decides, accepts, informs; empty: any
  std::chrono::sys_days today;
};

// {"result": unique | several | need_input | not_applicable | no_data,
//  "areas": [{ars, key, name, kind, qualifier, inhabitants}], "service": {id, name},
//  "offices": [{id, name, qualifier, role, address, telephone, email}], "also": [the same],
//  "need": place | street | house_number | initial | service, "choices": [as areas; services: {id, name}],
//  "reason": "…", "path": ["…"], "place_kind": "residence"}
// `ars` has twelve digits; an area below a Gemeinde has its Gemeinde's, and its own in `key`.
// Without a service: `areas` is what the place may mean, largest first, and `result` is unique, several, or need_input
// with the reason. INVALID_ARGUMENT for an unknown role.
absl::StatusOr<nlohmann::json> ResolveCommand(const Town& town, const ResolveArguments& arguments);
// What it answers without a service; needs no catalogue.
nlohmann::json PlaceCommand(const AreaTable& areas, const PlaceReading& reading);
// The same in lines for people.
std::string ResolveText(const nlohmann::json& resolved);

// {"findings": [{kind, text, ids}], "count": n}
nlohmann::json LintCommand(const Town& town, std::chrono::sys_days today);
std::string LintText(const nlohmann::json& lint);

// Services that a text names, best first: an id or LeiKa key, a whole name or synonym, else those whose names hold all
// its words, and of these only one when it says clearly less beside them.
std::vector<const knowledge::ServiceHead*> FindServices(const Town& town, const std::string& text);

}  // namespace amtslotse::responsibility
