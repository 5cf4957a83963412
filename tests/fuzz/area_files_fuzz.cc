// The area files and street lists: whatever they hold, reading them ends with rows or with words.
#include <cstdlib>
#include <string_view>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/gv100ad.h"
#include "knowledge/responsibility/streets.h"

namespace resp = amtslotse::responsibility;

namespace {

void Check(const absl::Status& status) {
  if (!status.ok() && (!absl::IsInvalidArgument(status) || status.message().empty())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  resp::AreaRows rows;
  switch (bytes[0] % 6) {
    case 0: Check(resp::ReadGv100ad("f", text, rows)); break;
    case 1: Check(resp::ReadGemeindenCsv("f", text, rows)); break;
    case 2: Check(resp::ReadPostcodesCsv("f", text, rows)); break;
    case 3: Check(resp::ReadDistrictsCsv("f", text, rows)); break;
    case 4: Check(resp::ApplyCorrections("f", text, rows)); break;
    default: Check(resp::ReadStreetsCsv("f", text).status()); return 0;
  }
  if (rows.gemeinden.size() + rows.postcodes.size() + rows.districts.size() > 0)
    Check(resp::BuildAreaTable(rows).status());
  return 0;
}
