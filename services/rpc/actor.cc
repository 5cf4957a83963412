#include "services/rpc/actor.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

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

}  // namespace

std::string SignActor(const staff::v1::Actor& actor, std::string_view key) {
  std::string signed_bytes = actor.SerializeAsString();
  const auto tag = Tag(signed_bytes, key);
  signed_bytes.append(tag.begin(), tag.end());
  std::string text(sodium_base64_encoded_len(signed_bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(signed_bytes.data()),
                    signed_bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

absl::StatusOr<staff::v1::Actor> CheckActor(std::string_view signed_actor, std::string_view key,
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
  const auto tag = Tag(body, key);
  if (sodium_memcmp(tag.data(), bytes.data() + body.size(), kTagBytes) != 0) return refused;
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
