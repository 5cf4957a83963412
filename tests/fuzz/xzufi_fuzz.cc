// Whatever comes as XZuFi.
#include <sstream>

#include "knowledge/import/xzufi.h"
#include "tests/fuzz/catalogue_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  std::istringstream input(std::string(reinterpret_cast<const char*>(bytes), size));
  amtslotse::knowledge::FuzzSink sink;
  (void)amtslotse::knowledge::ReadXzufi(input, sink, {});
  return 0;
}
