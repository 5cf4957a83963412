// A large made-up town to measure with: many services and entries whose words are German and vary.
#pragma once

#include <string>
#include <vector>

#include "knowledge/entry.h"

namespace amtslotse::bench {

// An XZuFi message with so many services and a tenth as many offices; always the same for the same number.
std::string LargeCatalogue(int services);
std::vector<knowledge::Entry> LargeFaq(int entries);
// Phrases that citizens of that town might type; no two are equal.
std::vector<std::string> LargeTownQueries(int count);

}  // namespace amtslotse::bench
