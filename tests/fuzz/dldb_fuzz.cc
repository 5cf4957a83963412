// Whatever comes as DLDB JSON.
#include <sstream>

#include "knowledge/import/dldb.h"
#include "tests/fuzz/catalogue_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  std::istringstream input(std::string(reinterpret_cast<const char*>(bytes), size));
  amtslotse::knowledge::FuzzSink sink;
  (void)amtslotse::knowledge::ReadDldb(input, sink);
  return 0;
}
