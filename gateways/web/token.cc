#include "gateways/web/token.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>

namespace amtslotse::gateways::web {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kMaxToken = 4096;
constexpr std::string_view kConversation = "conversation";

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string Encode(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), kVariant);
  text.pop_back();
  return text;
}

bool Decode(std::string_view text, std::string& bytes) {
  bytes.resize(text.size());
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &size, &end, kVariant) != 0 ||
      end != text.data() + text.size())
    return false;
  bytes.resize(size);
  return true;
}

absl::Status Refused() { return absl::UnauthenticatedError("token not valid"); }

}  // namespace

TokenSigner::TokenSigner(std::string_view secret) : key_(crypto_auth_hmacsha256_KEYBYTES, '\0') {
  constexpr std::string_view kPurpose = "amtslotse web";
  crypto_generichash(reinterpret_cast<unsigned char*>(key_.data()), key_.size(), Bytes(secret), secret.size(),
                     Bytes(kPurpose), kPurpose.size());
}

std::string TokenSigner::SignText(std::string_view purpose, std::string_view content) const {
  const std::string full = fmt::format("{}\n{}", purpose, content);
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()), Bytes(full), full.size(), Bytes(key_));
  return Encode(content) + "." + Encode(mac);
}

absl::StatusOr<std::string> TokenSigner::CheckText(std::string_view purpose, std::string_view text) const {
  const auto dot = text.find('.');
  std::string content;
  std::string mac;
  if (text.size() > kMaxToken || dot == std::string_view::npos || !Decode(text.substr(0, dot), content) ||
      !Decode(text.substr(dot + 1), mac) || mac.size() != crypto_auth_hmacsha256_BYTES)
    return Refused();
  const std::string full = fmt::format("{}\n{}", purpose, content);
  if (crypto_auth_hmacsha256_verify(Bytes(mac), Bytes(full), full.size(), Bytes(key_)) != 0) return Refused();
  return content;
}

std::string TokenSigner::Sign(const ConversationToken& token) const {
  return SignText(kConversation, fmt::format("{}\n{}\n{}", token.municipality_id, token.conversation_id,
                                             token.expires.time_since_epoch().count()));
}

absl::StatusOr<ConversationToken> TokenSigner::Check(std::string_view text, std::chrono::sys_seconds now) const {
  const auto content = CheckText(kConversation, text);
  if (!content.ok()) return content.status();
  const auto first = content->find('\n');
  const auto second = content->find('\n', first + 1);
  if (first == std::string::npos || second == std::string::npos) return Refused();
  long long expires = 0;
  const char* end = content->data() + content->size();
  if (std::from_chars(content->data() + second + 1, end, expires).ptr != end) return Refused();
  ConversationToken token{.municipality_id = content->substr(0, first),
                          .conversation_id = content->substr(first + 1, second - first - 1),
                          .expires = std::chrono::sys_seconds(std::chrono::seconds(expires))};
  if (token.expires <= now) return Refused();
  return token;
}

}  // namespace amtslotse::gateways::web
