// FAQ entries as CSV: id;question;variants;answer;service;act;link;valid_from;valid_to and optionally
// replaces, owner, review_on, language. `variants` are separated by "|", `link` has one url or "title|url" per line,
// dates are YYYY-MM-DD. Answers by street: street;house_numbers;text rows, gathered under one entry.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/entry.h"

namespace amtslotse::knowledge {

// INVALID_ARGUMENT (German) names the line. Rows without id get one from their question.
absl::StatusOr<std::vector<Entry>> ParseEntryCsv(std::string_view text);
std::string WriteEntryCsv(const std::vector<Entry>& entries);
// "entry;street;house_numbers;text" of all of them.
std::string WriteStreetCsv(const std::vector<Entry>& entries);

// "street;house_numbers;text": every row becomes an answer of `entry`, in place of what it had.
absl::Status ParseStreetCsv(std::string_view text, Entry& entry);

}  // namespace amtslotse::knowledge
