// What `amtslotse check` finds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::cli {

enum class Weight {
  kHint,         // works, but should be known
  kMistake,      // must be put right
  kStopsPublic,  // a mistake with which nothing may be open to the public
};

struct Finding {
  Weight weight = Weight::kMistake;
  std::string what;     // German, one sentence
  std::string way_out;  // German, what to do
};
using Findings = std::vector<Finding>;

bool Has(const Findings& findings, Weight weight);

// Those of this weight below `title`, each with its way out; empty: there is none.
std::string Listed(const Findings& findings, Weight weight, std::string_view title);

}  // namespace amtslotse::cli
