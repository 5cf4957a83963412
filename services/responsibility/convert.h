// Responsibility's values to the wire and back.
#pragma once

#include <absl/status/statusor.h>

#include "amtslotse/responsibility/v1/responsibility.pb.h"
#include "knowledge/responsibility/lint.h"
#include "knowledge/responsibility/towns.h"

namespace amtslotse::responsibility {

inline constexpr std::size_t kLongestText = 4000;  // bytes of a text in a request

void Encode(const AreaTable& areas, AreaIndex area, v1::Area* out);
// `brief`: of offices only id, name and qualifier.
void Encode(const Town& town, const knowledge::ServiceId& service, const Resolution& resolution, bool brief,
            v1::ResolveResponse* out);
void Encode(const Town& town, const Rule& rule, v1::Rule* out);
void Encode(const Finding& finding, v1::LintFinding* out);

// INVALID_ARGUMENT when ars and ags are both given or a field is too long.
absl::StatusOr<PlaceInput> Decode(const v1::Place& place);
// INVALID_ARGUMENT names what is wrong: see SaveRule.
absl::StatusOr<Rule> Decode(const Town& town, const v1::Rule& rule);

// The day in the municipality's zone; now when `unix_seconds` is 0.
std::chrono::sys_days DayOf(const Town& town, std::int64_t unix_seconds);

}  // namespace amtslotse::responsibility
