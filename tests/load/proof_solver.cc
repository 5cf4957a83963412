// What the citizens' browsers do with proofs of work, for those that the load generator plays: reads lines "salt
// challenge maxnumber" and answers each with the number, in order. Their telephones are not this machine, so it has to
// be cheap here.
#define OPENSSL_SUPPRESS_DEPRECATED  // a state that is copied, without an allocation for each of the many hashes
#include <openssl/sha.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <iostream>
#include <string>

namespace {

// -1: none fits.
long Solve(const std::string& salt, const std::string& challenge, long largest) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> wanted{};
  if (sodium_hex2bin(wanted.data(), wanted.size(), challenge.data(), challenge.size(), nullptr, nullptr, nullptr) != 0)
    return -1;
  // The salt is hashed once.
  SHA256_CTX begun;
  SHA256_Init(&begun);
  SHA256_Update(&begun, salt.data(), salt.size());
  std::array<char, 24> digits{};
  for (long number = 0; number <= largest; ++number) {
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    SHA256_CTX state = begun;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256_Update(&state, digits.data(), static_cast<std::size_t>(end - digits.data()));
    SHA256_Final(hash.data(), &state);
    if (hash == wanted) return number;
  }
  return -1;
}

}  // namespace

int main() {
  if (sodium_init() < 0) return 1;
  std::string salt;
  std::string challenge;
  for (long largest = 0; std::cin >> salt >> challenge >> largest;)
    std::cout << Solve(salt, challenge, largest) << std::endl;
  return 0;
}
