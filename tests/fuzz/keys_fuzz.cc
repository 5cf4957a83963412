// A key file of any content is refused or a key ring; a sealed value of any content opens only when it was sealed here.
#include <cstdlib>

#include "keys/key_ring.h"
#include "keys/randomness.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::keys;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  static SystemRandomness random;
  static const auto ring = KeyRing::Parse(KeyRing::NewFile(random));
  if (ring->Open(text, "appointment/erlenfurt/1").ok()) std::abort();  // nobody guesses a seal
  (void)KeyRing::KeyOf(text);
  const auto read = KeyRing::Parse(text);
  if (!read.ok()) return 0;
  // What a ring that was read seals, it opens, in the same place only.
  const std::string sealed = read->Seal(text, "here", random);
  const auto opened = read->Open(sealed, "here");
  if (!opened.ok() || *opened != text || read->Open(sealed, "there").ok()) std::abort();
  if (KeyRing::KeyOf(sealed) != read->active_key()) std::abort();
  return 0;
}
