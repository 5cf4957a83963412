// What is wrong with a municipality's responsibilities, in words for its staff.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/towns.h"

namespace amtslotse::responsibility {

struct Finding {
  enum class Kind : std::uint8_t { kGap, kOverlap, kUnreachable, kDangling, kNoAddress };
  Kind kind = Kind::kGap;
  std::string text;              // German
  std::vector<std::string> ids;  // of rules, services or offices, the one to begin with first
};
std::string_view FindingId(Finding::Kind kind);  // gap, overlap, unreachable, dangling, no_address

// gap: a public service that leads to no office in the municipality; letters or house numbers that no rule takes.
// overlap: equally specific rules that contradict each other; street segments that share house numbers. Several offices
// of equal right for a whole area are no overlap: citizens may choose. unreachable: a rule that never decides: expired,
// or covered by a more specific one, or its office is internal without a public one above. dangling: an id that does
// not exist. no_address: an office that citizens are sent to, without a visitors' address.
std::vector<Finding> Lint(const Town& town, std::chrono::sys_days today);

}  // namespace amtslotse::responsibility
