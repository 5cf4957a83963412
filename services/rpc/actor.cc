#include "services/rpc/actor.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace amtslotse::rpc {
namespace {

constexpr std::size_t kTagBytes = crypto_generichash_BYTES;
// Whoever signs and whoever checks may have clocks that differ.
constexpr std::chrono::minutes kClocksApart{6};

std::array<unsigned char, kTagBytes> Tag(std::string_view body, std::string_view key) {
  std::array<unsigned char, kTagBytes> short_key;
  crypto_generichash(short_key.data(), short_key.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     nullptr, 0);
  std::array<unsigned char, kTagBytes> tag;
  crypto_generichash(tag.data(), tag.size(), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                     short_key.data(), short_key.size());
  return tag;
}

constexpr std::size_t kShortestSecret = 32;
constexpr std::string_view kFrom = "from ";

// "from UNIX SECRET"; an empty secret: it is none.
SigningKey ParseLine(std::string_view line) {
  SigningKey key;
  const auto read = std::from_chars(line.data() + kFrom.size(), line.data() + line.size(), key.from_unix);
  const auto used = static_cast<std::size_t>(read.ptr - line.data());
  if (read.ec != std::errc() || key.from_unix < 0 || used >= line.size() || line[used] != ' ') return {};
  key.secret = line.substr(used + 1);
  return key;
}

// A text that cannot be read has no keys: settings were judged when the process began.
std::vector<SigningKey> KeysOf(std::string_view text) {
  auto keys = ParseSigningKeys(text);
  return keys.ok() ? *std::move(keys) : std::vector<SigningKey>();
}

std::int64_t Unix(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

bool IsSignedByOneOf(const std::vector<SigningKey>& keys, std::string_view body, std::string_view tag,
                     std::chrono::system_clock::time_point now) {
  const std::int64_t holds_from = Unix(now - kFormerKeyHolds);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i + 1 < keys.size() && keys[i + 1].from_unix <= holds_from) continue;
    if (sodium_memcmp(Tag(body, keys[i].secret).data(), tag.data(), kTagBytes) == 0) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::vector<SigningKey>> ParseSigningKeys(std::string_view keys) {
  std::vector<SigningKey> all;
  while (keys.ends_with('\n')) keys.remove_suffix(1);
  // What is no list is one secret, whatever bytes it has.
  if (!keys.starts_with(kFrom)) {
    const auto end = keys.find("\nfrom ");
    all.push_back({.from_unix = 0, .secret = keys.substr(0, end)});
    keys.remove_prefix(end == keys.npos ? keys.size() : end + 1);
  }
  while (!keys.empty()) {
    const auto end = std::min(keys.find('\n'), keys.size());
    const std::string_view line = keys.substr(0, end);
    all.push_back(line.starts_with(kFrom) ? ParseLine(line) : SigningKey{});
    keys.remove_prefix(std::min(end + 1, keys.size()));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].secret.size() < kShortestSecret || (i > 0 && all[i].from_unix <= all[i - 1].from_unix))
      return absl::InvalidArgumentError("32 bytes or more, or lines \"from UNIX SECRET\" in the order of their times");
  }
  return all;
}

std::string SignActor(const staff::v1::Actor& actor, std::string_view keys, std::chrono::system_clock::time_point now) {
  std::string_view secret;
  for (const SigningKey& key : KeysOf(keys))
    if (secret.empty() || key.from_unix <= Unix(now)) secret = key.secret;
  if (secret.empty()) return "";
  std::string signed_bytes = actor.SerializeAsString();
  const auto tag = Tag(signed_bytes, secret);
  signed_bytes.append(tag.begin(), tag.end());
  std::string text(sodium_base64_encoded_len(signed_bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(signed_bytes.data()),
                    signed_bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

absl::StatusOr<staff::v1::Actor> CheckActor(std::string_view signed_actor, std::string_view keys,
                                            std::string_view municipality_id,
                                            std::initializer_list<staff::v1::Role> roles,
                                            std::chrono::system_clock::time_point now) {
  const absl::Status refused = absl::UnauthenticatedError("sign in first");
  std::string bytes(signed_actor.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), signed_actor.data(),
                        signed_actor.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      size < kTagBytes)
    return refused;
  const std::string_view body(bytes.data(), size - kTagBytes);
  if (!IsSignedByOneOf(KeysOf(keys), body, std::string_view(bytes).substr(body.size(), kTagBytes), now)) return refused;
  staff::v1::Actor actor;
  if (!actor.ParseFromArray(body.data(), static_cast<int>(body.size()))) return refused;
  const auto oldest = std::chrono::floor<std::chrono::seconds>(now - kClocksApart);
  if (actor.expires_unix() <= oldest.time_since_epoch().count()) return refused;
  if (actor.municipality_id() != municipality_id) return absl::PermissionDeniedError("not of this municipality");
  const bool may = std::any_of(actor.roles().begin(), actor.roles().end(), [&](int role) {
    return role == staff::v1::ROLE_ADMINISTRATOR ||
           std::any_of(roles.begin(), roles.end(), [&](staff::v1::Role wanted) { return wanted == role; });
  });
  if (!may) return absl::PermissionDeniedError("the role does not allow this");
  return actor;
}

}  // namespace amtslotse::rpc
