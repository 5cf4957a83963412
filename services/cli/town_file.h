// What an import of municipality.json does to a town that is there already.
#pragma once

#include <string>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.pb.h"

namespace amtslotse::cli {

struct TownUpdate {
  knowledge::v1::Municipality town;  // to be saved
  std::vector<std::string> changed;  // German names of what the file changes
  std::vector<std::string> kept;     // of texts that the law requires: not in the file, they stay
};

// The file is the town, but for what no file says: the town's own words of pages and chat, written in the console.
// Imprint, privacy notice and accessibility statement stay, too, where the file has none: they may have been written in
// the console, and without them a town may not be open to the public.
TownUpdate Update(const knowledge::v1::Municipality& stored, knowledge::v1::Municipality file);

// Which of the texts that the law requires the town does not have.
std::vector<std::string> MissingTexts(const knowledge::v1::Municipality& town);

}  // namespace amtslotse::cli
