// What lies in Redis under a conversation's name: no session, or one that is written and read as the same. (Where a
// member must not be empty, an empty one is read as its default.)
#include <cstdlib>

#include "services/dialogue/session_codec.h"

namespace {

using namespace amtslotse::dialogue;

template <class Parse>
void CheckStable(Parse parse, const std::string& bytes) {
  const auto first = parse(bytes);
  if (!first.ok()) return;
  const auto settled = parse(Serialize(*first));
  if (!settled.ok()) std::abort();
  const std::string written = Serialize(*settled);
  const auto again = parse(written);
  if (!again.ok() || Serialize(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  CheckStable(ParseSession, text);
  CheckStable(ParseMessages, text);
  return 0;
}
