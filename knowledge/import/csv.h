// RFC 4180, leniently: comma, semicolon or tab (by the first line), LF or CRLF, a byte order mark is skipped.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::knowledge {

struct CsvTable {
  std::vector<std::string> columns;
  struct Row {
    int line = 0;                    // where it begins
    std::vector<std::string> cells;  // as many as columns
  };
  std::vector<Row> rows;

  // The place of a column, or nothing.
  std::optional<std::size_t> Column(std::string_view name) const;
};

// INVALID_ARGUMENT with line for an unclosed quote, a row with more cells than columns, or invalid UTF-8
// (Windows-1252 is recognised and converted); RESOURCE_EXHAUSTED beyond 200 000 rows.
absl::StatusOr<CsvTable> ParseCsv(std::string_view text);

// Quoted where it must be.
std::string CsvCell(std::string_view text, char separator);

}  // namespace amtslotse::knowledge
