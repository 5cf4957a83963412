#include "services/staff/core/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "services/staff/core/url.h"

namespace amtslotse::staff {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr int kDigits = 6;
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryLength = 10;

}  // namespace

std::string NewTotpSecret(keys::Randomness& random) {
  std::string secret(20, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(secret.data()), secret.size());
  return secret;
}

std::string HotpCode(std::string_view secret, std::uint64_t counter, int digits) {
  std::array<unsigned char, 8> message;
  for (std::size_t i = 0; i < message.size(); ++i)
    message[message.size() - 1 - i] = static_cast<unsigned char>(counter >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(), hash.data(), &size);
  const std::size_t at = hash[size - 1] & 0x0fU;  // dynamic truncation, RFC 4226 section 5.3
  const std::uint32_t number =
      (hash[at] & 0x7fU) << 24 | std::uint32_t{hash[at + 1]} << 16 | std::uint32_t{hash[at + 2]} << 8 | hash[at + 3];
  std::uint32_t bound = 1;
  for (int i = 0; i < digits; ++i) bound *= 10;
  return fmt::format("{:0{}}", number % bound, digits);
}

std::int64_t TotpStep(std::chrono::sys_seconds now) { return now.time_since_epoch().count() / kStepSeconds; }

std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code, std::chrono::sys_seconds now,
                                      std::int64_t last_used) {
  std::string digits;
  for (const char c : code)
    if (c != ' ') digits += c;
  if (digits.size() != kDigits || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const std::int64_t present = TotpStep(now);
  std::optional<std::int64_t> found;
  for (const std::int64_t step : {present - 1, present, present + 1}) {
    const std::string expected = HotpCode(secret, static_cast<std::uint64_t>(step));
    if (sodium_memcmp(expected.data(), digits.data(), kDigits) == 0 && step > last_used) found = step;
  }
  return found;
}

std::string OtpauthUrl(std::string_view issuer, std::string_view account, std::string_view secret) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", PercentEncoded(issuer), PercentEncoded(account),
                     Base32(secret));
}

std::string Base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 5; held -= 5) text += kBase32[bits >> (held - 5) & 31U];
  }
  if (held > 0) text += kBase32[bits << (5 - held) & 31U];
  return text;
}

std::vector<std::string> NewRecoveryCodes(keys::Randomness& random) {
  std::vector<std::string> codes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    std::string code;
    for (std::size_t place = 0; place < kRecoveryLength; ++place) {
      if (place == 4 || place == 8) code += '-';
      code += kBase32[random.Below(kBase32.size())];
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::optional<std::string> ParseRecoveryCode(std::string_view text) {
  std::string code;
  for (char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (kBase32.find(c) == std::string_view::npos || code.size() == kRecoveryLength) return std::nullopt;
    code += c;
  }
  if (code.size() != kRecoveryLength) return std::nullopt;
  return code;
}

}  // namespace amtslotse::staff
