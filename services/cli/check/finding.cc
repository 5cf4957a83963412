#include "services/cli/check/finding.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::cli {

bool Has(const Findings& findings, Weight weight) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.weight == weight; });
}

std::string Listed(const Findings& findings, Weight weight, std::string_view title) {
  std::string list;
  for (const Finding& finding : findings) {
    if (finding.weight != weight) continue;
    if (list.empty()) list = fmt::format("{}\n", title);
    list += fmt::format("  - {}\n    → {}\n", finding.what, finding.way_out);
  }
  return list;
}

}  // namespace amtslotse::cli
