#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/appointment.h"

// Appointments that were booked in another system, as a table (docs/termine-uebernehmen.md): first line names of
// columns, separated by semicolons or commas, UTF-8 with or without mark, fields in quotes where needed (RFC 4180).
namespace amtslotse::booking {

struct ImportLine {
  int line = 0;          // in the file, from 1
  std::string location;  // id or name
  std::string date;
  std::string time;
  std::string minutes;
  std::string services;  // ids or names with quantity, "+" between: "ausweis*2+meldung"
  std::string name;
  std::string email;
  std::string telephone;
  std::string number;  // the other system's; makes a line known again
  std::string attendees;
};
struct ImportTable {
  std::vector<ImportLine> lines;
};

// InvalidArgument in German: not UTF-8, a column that is missing or unknown, an unclosed quote, too long.
absl::StatusOr<ImportTable> ParseImportTable(std::string_view csv);

struct ImportReport {
  int imported = 0;
  int known = 0;  // taken over before
  int refused = 0;
  std::vector<std::string> remarks;  // German, "Zeile 7: …"; at most 200
};

}  // namespace amtslotse::booking
