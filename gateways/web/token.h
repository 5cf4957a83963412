// The bearer token of a conversation: says which one, until when, and cannot be made without the key.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

struct ConversationToken {
  std::string municipality_id;
  std::string conversation_id;
  std::chrono::sys_seconds expires;
};

// Turns the setting's text (any 32 or more bytes) into keys. Thread-safe.
class TokenSigner {
 public:
  explicit TokenSigner(std::string_view secret);

  // base64url(content) "." base64url(HMAC-SHA-256). What goes through a browser and must come back as it was: the
  // content can be read, not changed. `purpose` keeps uses apart.
  std::string SignText(std::string_view purpose, std::string_view content) const;
  absl::StatusOr<std::string> CheckText(std::string_view purpose, std::string_view text) const;

  std::string Sign(const ConversationToken& token) const;
  // UNAUTHENTICATED when forged, malformed or expired.
  absl::StatusOr<ConversationToken> Check(std::string_view text, std::chrono::sys_seconds now) const;

 private:
  std::string key_;
};

}  // namespace amtslotse::gateways::web
