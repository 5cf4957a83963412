#include "booking/codes.h"

namespace amtslotse::booking {
namespace {

constexpr std::string_view kAlphabet = "ACDEFHJKMNPQRTUVWXY23456789";
constexpr int kCodeLength = 8;

bool IsSeparator(char c) { return c == ' ' || c == '-' || c == '.' || c == '/' || c == '\t'; }

}  // namespace

AppointmentNumber NewNumber(Randomness& random) { return {std::to_string(100'000'000 + random.Below(900'000'000))}; }

// Letters and digits both, so that nobody takes a code for words.
std::string NewCancellationCode(Randomness& random) {
  constexpr std::string_view kDigits = "0123456789";
  for (;;) {
    std::string code;
    for (int i = 0; i < kCodeLength; ++i) {
      if (i == kCodeLength / 2) code += '-';
      code += kAlphabet[random.Below(kAlphabet.size())];
    }
    const bool digit = code.find_first_of(kDigits) != std::string::npos;
    if (digit && code.find_first_not_of("0123456789-") != std::string::npos) return code;
  }
}

std::optional<std::string> ParseCancellationCode(std::string_view text) {
  std::string code;
  for (char c : text) {
    if (IsSeparator(c)) continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (kAlphabet.find(c) == std::string_view::npos || code.size() > kCodeLength) return std::nullopt;
    code += c;
    if (code.size() == kCodeLength / 2) code += '-';
  }
  if (code.size() != kCodeLength + 1) return std::nullopt;
  return code;
}

std::optional<AppointmentNumber> ParseNumber(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsSeparator(c)) continue;
    if (c < '0' || c > '9' || digits.size() == 9) return std::nullopt;
    digits += c;
  }
  if (digits.size() != 9 || digits[0] == '0') return std::nullopt;
  return AppointmentNumber{digits};
}

std::string NewConfirmationCode(Randomness& random) {
  std::string code = std::to_string(random.Below(1'000'000));
  return std::string(6 - code.size(), '0') + code;
}

}  // namespace amtslotse::booking
