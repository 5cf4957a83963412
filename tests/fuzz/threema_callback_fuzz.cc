// Threema's callbacks: forms, padding, boxes, and what an opened message means.
#include <cstdlib>

#include "gateways/threema/threema.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::gateways::threema;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto form = ParseForm(text); form && IsAuthentic(*form, "geheim")) std::abort();
  if (const auto raw = FromHex(text); raw && ToHex(*raw).size() != text.size()) std::abort();
  if (const auto plain = Unpad(text)) {
    (void)ContentOf(*plain);
    if (Unpad(Pad(*plain, bytes[0]))->body != plain->body) std::abort();
  }
  const std::string key(kKeyBytes, 'k');
  if (OpenBox(text, std::string(kNonceBytes, 'n'), key, key)) std::abort();
  return 0;
}
