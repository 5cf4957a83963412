#include "services/staff/core/account.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace amtslotse::staff {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool Consists(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char c) {
    return kLower.find(c) != std::string_view::npos || kDigits.find(c) != std::string_view::npos ||
           extra.find(c) != std::string_view::npos;
  });
}

}  // namespace

AccountId NewAccountId(keys::Randomness& random) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string id;
  for (int i = 0; i < 20; ++i) id += kAlphabet[random.Below(kAlphabet.size())];
  return {id};
}

int PrintableLength(std::string_view text) {
  int count = 0;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size; ++count) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || u_iscntrl(c)) return -1;
  }
  return count;
}

absl::StatusOr<MunicipalityId> ParseMunicipalityId(std::string_view text) {
  if (text.empty() || text.size() > 64 || !Consists(text, "-_"))
    return absl::InvalidArgumentError("municipality_id: expected 1 to 64 of a-z 0-9 - _");
  return MunicipalityId{std::string(text)};
}

absl::StatusOr<AccountId> ParseAccountId(std::string_view text) {
  if (text.empty() || text.size() > 64 || !Consists(text, "-_"))
    return absl::InvalidArgumentError("account_id: expected 1 to 64 of a-z 0-9 - _");
  return AccountId{std::string(text)};
}

absl::StatusOr<LoginName> ParseLoginName(std::string_view text) {
  const std::string name = LowerCase(Trimmed(text));
  if (name.size() < 3 || name.size() > 64 || !Consists(name, "._-@") || !Consists(name.substr(0, 1), ""))
    return absl::InvalidArgumentError("name: expected 3 to 64 of a-z 0-9 . _ - @, beginning with a letter or digit");
  return LoginName{name};
}

absl::StatusOr<std::string> ParseDisplayName(std::string_view text) {
  text = Trimmed(text);
  const int length = PrintableLength(text);
  if (length < 1 || length > 100) return absl::InvalidArgumentError("display_name: expected 1 to 100 characters");
  return std::string(text);
}

absl::StatusOr<std::string> ParseEmail(std::string_view text) {
  const std::string email = LowerCase(Trimmed(text));
  if (email.empty()) return email;
  const auto at = email.find('@');
  const bool good = email.size() <= 254 && at != std::string::npos && at > 0 && at == email.rfind('@') &&
                    email.find('.', at + 2) != std::string::npos && email.back() != '.' &&
                    email.find_first_of(" \t<>,;\"()[]\\") == std::string::npos && PrintableLength(email) > 0;
  if (!good) return absl::InvalidArgumentError("email: expected an address like name@example.org");
  return email;
}

absl::StatusOr<OfficeId> ParseOfficeId(std::string_view text) {
  if (text.empty() || text.size() > 200 || PrintableLength(text) < 1)
    return absl::InvalidArgumentError("office_ids: expected 1 to 200 printable characters each");
  return OfficeId{std::string(text)};
}

}  // namespace amtslotse::staff
