// An entry as lines that staff read, for showing what changed between two versions.
#pragma once

#include <string>
#include <vector>

#include "knowledge/entry_store.h"

namespace amtslotse::knowledge {

// German; every field that says something, one per line, then the answer as it was written.
std::string EntryAsText(const Entry& entry);
std::vector<TextDifference> Difference(const Entry& before, const Entry& after);

}  // namespace amtslotse::knowledge
