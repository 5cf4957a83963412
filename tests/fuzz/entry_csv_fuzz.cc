// Whatever comes as CSV: entries and answers by street. What was read is written and read again, equal.
#include <cstdlib>
#include <string>

#include "knowledge/import/entry_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  (void)amtslotse::knowledge::ParseStreetCsv(text).ok();
  const auto entries = amtslotse::knowledge::ParseEntryCsv(text);
  if (!entries.ok()) return 0;
  const auto again = amtslotse::knowledge::ParseEntryCsv(amtslotse::knowledge::WriteEntryCsv(*entries));
  if (!again.ok() || again->size() != entries->size()) std::abort();
  return 0;
}
