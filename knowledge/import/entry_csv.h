// FAQ entries as CSV: id;question;variants;answer;service;act;link;valid_from;valid_to and optionally
// replaces, owner, review_on, language. `variants` are separated by "|", `link` has one url or "title|url" per line,
// dates are YYYY-MM-DD or DD.MM.YYYY. Answers by street: entry;street;house_numbers;text. Headings may be German
// (Frage, Antwort, Leistung, Straße …).
#pragma once

#include <absl/status/statusor.h>

#include <map>
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

// Answers by street, by the id of their entry. INVALID_ARGUMENT (German) names the line; empty for a list of streets
// that has no column entry or text.
using StreetAnswers = std::map<std::string, std::vector<StreetAnswer>>;
absl::StatusOr<StreetAnswers> ParseStreetCsv(std::string_view text);

}  // namespace amtslotse::knowledge
