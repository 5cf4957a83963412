// Whatever a provider sends: key sets, tokens, our own list of providers.
#include <cstdlib>

#include "services/staff/core/id_token.h"
#include "services/staff/core/provider.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using amtslotse::staff::VerifyIdToken;
  static const auto keys = amtslotse::staff::ParseKeySet(
      R"({"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
      R"( "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");  // of RFC 7515 appendix A.3
  if (!keys.ok() || keys->size() != 1) std::abort();
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const std::chrono::sys_seconds now(std::chrono::seconds(1'790'000'000));
  if (VerifyIdToken(text, *keys, {"https://x", "c", "n", now}, now).ok()) std::abort();
  const auto other = amtslotse::staff::ParseKeySet(text);
  if (other.ok()) (void)VerifyIdToken("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", *other, {"https://x", "c", "n", now}, now);
  (void)amtslotse::staff::ParseProviders(text);
  return 0;
}
