#include "services/staff/core/password.h"

#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <new>
#include <set>

namespace amtslotse::staff {
namespace {

constexpr std::size_t kLongest = 256;
constexpr int kShortest = 12;
constexpr std::size_t kFewestDifferent = 5;

absl::Status Busy() { return absl::ResourceExhaustedError("too many sign-ins at once; try again"); }

std::string Lower(const std::string& text) {
  std::string lower;
  icu::UnicodeString::fromUTF8(text).foldCase().toUTF8String(lower);
  return lower;
}

}  // namespace

absl::StatusOr<std::string> ParsePassword(std::string_view text) {
  if (text.empty() || text.size() > kLongest || PrintableLength(text) < 0)
    return absl::InvalidArgumentError("password: expected 1 to 256 bytes of text");
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  std::string normal;
  if (U_SUCCESS(error)) {
    const auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    nfkc->normalize(unicode, error).toUTF8String(normal);
  }
  if (U_FAILURE(error)) return absl::InternalError("ICU has no NFKC");
  return normal;
}

absl::StatusOr<std::string> ParseNewPassword(std::string_view text, const LoginName& name) {
  auto password = ParsePassword(text);
  if (!password.ok()) return password;
  if (PrintableLength(*password) < kShortest)
    return absl::InvalidArgumentError("password: expected 12 characters or more");
  if (std::set<char>(password->begin(), password->end()).size() < kFewestDifferent)
    return absl::InvalidArgumentError("password: expected at least 5 different characters");
  if (Lower(*password).find(name.value) != std::string::npos)
    return absl::InvalidArgumentError("password: must not contain the name");
  return password;
}

// One of the computations at the same time.
class PasswordHasher::Turn {
 public:
  explicit Turn(const PasswordHasher& hasher) : hasher_(hasher) {
    if (hasher_.callers_.fetch_add(1) >= hasher_.cost_.parallel + hasher_.cost_.waiting) return;
    hasher_.turns_.acquire();
    granted_ = true;
  }
  ~Turn() {
    if (granted_) hasher_.turns_.release();
    --hasher_.callers_;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool granted() const { return granted_; }

 private:
  const PasswordHasher& hasher_;
  bool granted_ = false;
};

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost), turns_(cost.parallel) {
  if (sodium_init() < 0) throw std::bad_alloc();
  nobodys_hash_ = Compute("nobody has this password");
}

std::string PasswordHasher::Compute(const std::string& password) const {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  hash.resize(hash.find('\0'));
  return hash;
}

absl::StatusOr<std::string> PasswordHasher::Hash(const std::string& password) const {
  const Turn turn(*this);
  if (!turn.granted()) return Busy();
  return Compute(password);
}

absl::StatusOr<bool> PasswordHasher::Matches(const std::string& password, const std::string& hash) const {
  const Turn turn(*this);
  if (!turn.granted()) return Busy();
  const std::string& expected = hash.empty() ? nobodys_hash_ : hash;
  const bool equal = crypto_pwhash_str_verify(expected.c_str(), password.data(), password.size()) == 0;
  return equal && !hash.empty();
}

bool PasswordHasher::Outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace amtslotse::staff
