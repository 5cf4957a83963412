#include "booking/proof_of_work.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace amtslotse::booking {
namespace {

// About half of it is tried: a second on a telephone, and a machine that wants a thousand holds pays a quarter of an
// hour.
constexpr std::uint32_t kMaxNumber = 100'000;
constexpr std::size_t kLongestPayload = 2000;
constexpr std::size_t kPurposeLength = 32;

std::string Hex(const unsigned char* bytes, std::size_t count) {
  std::string text(count * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, count);
  text.pop_back();
  return text;
}

std::string Hex(std::string_view bytes) {
  return Hex(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256Hex(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return Hex(hash.data(), hash.size());
}

std::string Sign(const KeyRing& keys, std::string_view challenge) { return Hex(keys.TokenHash("altcha", challenge)); }
std::string PurposeMark(const KeyRing& keys, std::string_view purpose) {
  return Hex(keys.TokenHash("altcha-purpose", purpose));
}

// "…?expires=1700000000&for=<mark>&": the last sign keeps the number from being read as part of the salt.
std::optional<Instant> ExpiryIn(std::string_view salt, std::string_view mark) {
  const std::size_t query = salt.find("?expires=");
  if (query == std::string_view::npos) return std::nullopt;
  std::int64_t seconds = 0;
  const char* begin = salt.data() + query + 9;
  const char* end = salt.data() + salt.size();
  const auto parsed = std::from_chars(begin, end, seconds);
  if (parsed.ec != std::errc()) return std::nullopt;
  const std::string_view rest(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
  if (rest.size() != 6 + kPurposeLength || !rest.starts_with("&for=") || rest.back() != '&') return std::nullopt;
  if (!EqualInConstantTime(rest.substr(5, kPurposeLength), mark)) return std::nullopt;
  return Instant{std::chrono::seconds{seconds}};
}

std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

struct Payload {
  std::string challenge;
  std::string salt;
  std::string signature;
  std::uint64_t number = 0;
};

std::optional<Payload> ParsePayload(std::string_view text) {
  if (text.empty() || text.size() > kLongestPayload) return std::nullopt;
  const auto decoded = FromBase64(text);
  if (!decoded) return std::nullopt;
  const nlohmann::json object = nlohmann::json::parse(*decoded, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object() || object.value("algorithm", nlohmann::json()) != "SHA-256") return std::nullopt;
  Payload payload;
  for (const auto& [name, target] : {std::pair{"challenge", &payload.challenge}, std::pair{"salt", &payload.salt},
                                     std::pair{"signature", &payload.signature}}) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    *target = found->get<std::string>();
  }
  const auto number = object.find("number");
  if (number == object.end() || !number->is_number_unsigned()) return std::nullopt;
  payload.number = number->get<std::uint64_t>();
  return payload;
}

}  // namespace

ProofOfWorkChallenge NewProofOfWork(const KeyRing& keys, Randomness& random, std::string_view purpose,
                                    Instant expires) {
  std::string bytes(12, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
  ProofOfWorkChallenge made;
  made.max_number = kMaxNumber;
  made.salt =
      fmt::format("{}?expires={}&for={}&", Hex(bytes), expires.time_since_epoch().count(), PurposeMark(keys, purpose));
  made.challenge = Sha256Hex(made.salt + std::to_string(random.Below(kMaxNumber + 1)));
  made.signature = Sign(keys, made.challenge);
  return made;
}

std::string FormatProofOfWork(const ProofOfWorkChallenge& challenge) {
  return nlohmann::json{{"algorithm", "SHA-256"},
                        {"challenge", challenge.challenge},
                        {"maxnumber", challenge.max_number},
                        {"salt", challenge.salt},
                        {"signature", challenge.signature}}
      .dump();
}

std::optional<SolvedProof> CheckProofOfWork(const KeyRing& keys, std::string_view text, std::string_view purpose,
                                            Instant now) {
  const auto payload = ParsePayload(text);
  if (!payload || !EqualInConstantTime(Sign(keys, payload->challenge), payload->signature)) return std::nullopt;
  const auto expires = ExpiryIn(payload->salt, PurposeMark(keys, purpose));
  if (!expires || *expires <= now) return std::nullopt;
  if (Sha256Hex(payload->salt + std::to_string(payload->number)) != payload->challenge) return std::nullopt;
  return SolvedProof{keys.SearchHash("altcha-used", "", payload->challenge), *expires};
}

}  // namespace amtslotse::booking
