// Whatever stands where a date may stand, and whatever is given as a reference.
#include <cstdlib>

#include "nlu/time/time_json.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::nlu;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  static const auto reference = ParseTimeReference("2013-02-12T04:30:00-02:00");
  if (!reference.ok()) std::abort();
  if (TimeAsJson(text, *reference).empty()) std::abort();
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  if (const auto other = ParseTimeReference(text.substr(0, line)); other.ok())
    (void)TimeAsJson(text.substr(line + 1), *other);
  return 0;
}
