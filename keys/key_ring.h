#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "keys/randomness.h"

namespace amtslotse::keys {

// The installation's keys. They live in a file outside of the data directory and its backups. Immutable, thread-safe.
//
// The file, mode 0600, one key per line: `seal <id> <base64url of 32 bytes>` and exactly one
// `search <base64url of 32 bytes>`. The last seal key seals; the others still open. Rotating means appending a line.
class KeyRing {
 public:
  // FailedPrecondition when the file lies inside data_dir or others can read it; InvalidArgument names a bad line.
  static absl::StatusOr<KeyRing> Load(const std::filesystem::path& file, const std::filesystem::path& data_dir);
  // Load, or make new keys when there is no file yet.
  static absl::StatusOr<KeyRing> LoadOrCreate(const std::filesystem::path& file, const std::filesystem::path& data_dir,
                                              Randomness& random);
  static absl::StatusOr<KeyRing> Parse(std::string_view text);
  static std::string NewFile(Randomness& random);

  // Ciphertext with its key's id in front (XChaCha20-Poly1305). Opens only with the same context, so that a value
  // cannot be moved to another row or town.
  std::string Seal(std::string_view plain, std::string_view context, Randomness& random) const;
  // DataLoss when the value was changed, has another context or an unknown key.
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view context) const;

  // Keyed hash for equality search (BLAKE2b, 64 bits); purpose and municipality keep uses apart.
  std::int64_t SearchHash(std::string_view purpose, std::string_view municipality, std::string_view value) const;
  // Keyed hash that is compared in constant time (BLAKE2b, 128 bits).
  std::string TokenHash(std::string_view purpose, std::string_view value) const;

  // Which key seals now, and which key sealed a value; they differ after a rotation.
  std::uint32_t active_key() const { return active_; }
  static std::uint32_t KeyOf(std::string_view sealed);

 private:
  std::map<std::uint32_t, std::string> seal_keys_;
  std::uint32_t active_ = 0;
  std::string search_key_;
};

// Same length and bytes, without telling by timing where they differ.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace amtslotse::keys
