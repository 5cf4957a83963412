// Masking twice changes nothing, and a known name does not come through.
#include <cstdlib>

#include "nlu/masking.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::nlu;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  MaskOptions options;
  options.known_names = {"Erika Mustermann"};
  const std::string once = MaskPersonalData(text, options);
  if (MaskPersonalData(once, options) != once) std::abort();
  const std::string named = MaskPersonalData(text + " Mustermann ", options);
  if (named.find(" Mustermann ") != std::string::npos) std::abort();
  options.known_names = {text.substr(0, size / 2)};  // and a name may be anything
  (void)MaskPersonalData(text, options);
  return 0;
}
