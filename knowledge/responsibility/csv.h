// CSV (RFC 4180) held in memory, row by row, without copying what is not quoted.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::responsibility {

struct CsvRow {
  std::size_t line = 0;                  // of its first character, from 1
  std::vector<std::string_view> fields;  // in the order asked for; valid during the call
};

// Calls `row` for each row after the header, with the asked columns found by their names in the header, in any order. A
// column written "name?" may be missing and is then empty. Empty lines are skipped, a byte order mark too. Stops at the
// first error of `row`. INVALID_ARGUMENT, in German and naming `name`, line and column: a missing column, a row with
// too few fields, a quote that is not closed. Linear.
absl::Status ReadCsv(std::string_view name, std::string_view text, char separator,
                     const std::vector<std::string_view>& columns,
                     const std::function<absl::Status(const CsvRow&)>& row);

// ',' or ';', whichever the first line has more of.
char CsvSeparator(std::string_view text);

// NOT_FOUND or UNAVAILABLE, naming the file.
absl::Status ReadFile(const std::string& path, std::string& text);

}  // namespace amtslotse::responsibility
