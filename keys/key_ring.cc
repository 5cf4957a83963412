#include "keys/key_ring.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "keys/private_file.h"

namespace amtslotse::keys {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string WithLength(std::string_view part) { return fmt::format("{}:{}", part.size(), part); }

std::string Hash(std::string_view key, std::size_t length, std::string_view message) {
  std::string hash(length, '\0');
  crypto_generichash(Bytes(hash), hash.size(), Bytes(message), message.size(), Bytes(key), key.size());
  return hash;
}

absl::StatusOr<std::string> ParseKey(std::string_view text, int line) {
  const std::optional<std::string> key = FromBase64Url(text);
  if (!key || key->size() != kKeyBytes) {
    return absl::InvalidArgumentError(fmt::format("key file line {}: expected 32 bytes in base64url", line));
  }
  return *key;
}

absl::Status WriteNewFile(const std::filesystem::path& file, const std::string& text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return absl::FailedPreconditionError(fmt::format("cannot write key file {}: {}", file.string(), strerror(errno)));
  }
  const bool written = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool synced = fsync(descriptor) == 0;
  close(descriptor);
  if (!written || !synced) {
    unlink(file.c_str());
    return absl::FailedPreconditionError(fmt::format("cannot write key file {}", file.string()));
  }
  return absl::OkStatus();
}

bool LiesInside(const std::filesystem::path& file, const std::filesystem::path& directory) {
  std::error_code ignored;
  const auto inner = std::filesystem::weakly_canonical(std::filesystem::absolute(file), ignored);
  const auto outer = std::filesystem::weakly_canonical(std::filesystem::absolute(directory), ignored);
  const auto relative = inner.lexically_relative(outer);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::Parse(std::string_view text) {
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start");
  KeyRing ring;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string kind;
    std::string first;
    std::string second;
    std::string rest;
    words >> kind >> first >> second >> rest;
    if (!rest.empty()) return absl::InvalidArgumentError(fmt::format("key file line {}: too long", number));
    if (kind == "search" && second.empty() && ring.search_key_.empty()) {
      const auto key = ParseKey(first, number);
      if (!key.ok()) return key.status();
      ring.search_key_ = *key;
      continue;
    }
    std::uint32_t id = 0;
    const auto parsed = std::from_chars(first.data(), first.data() + first.size(), id);
    if (kind != "seal" || parsed.ec != std::errc() || parsed.ptr != first.data() + first.size() || id == 0 ||
        ring.seal_keys_.contains(id)) {
      return absl::InvalidArgumentError(
          fmt::format("key file line {}: expected 'seal <new id> <key>' or one 'search <key>'", number));
    }
    const auto key = ParseKey(second, number);
    if (!key.ok()) return key.status();
    ring.seal_keys_[id] = *key;
    ring.active_ = id;
  }
  if (ring.active_ == 0) return absl::InvalidArgumentError("key file: no 'seal' key");
  if (ring.search_key_.empty()) return absl::InvalidArgumentError("key file: no 'search' key");
  return ring;
}

std::string KeyRing::NewFile(Randomness& random) {
  std::string seal(kKeyBytes, '\0');
  std::string search(kKeyBytes, '\0');
  random.Fill(Bytes(seal), seal.size());
  random.Fill(Bytes(search), search.size());
  return fmt::format(
      "# Keys of this installation. Without them names and contacts cannot be read again.\n"
      "seal 1 {}\nsearch {}\n",
      Base64Url(seal), Base64Url(search));
}

absl::StatusOr<KeyRing> KeyRing::Load(const std::filesystem::path& file, const std::filesystem::path& data_dir) {
  if (LiesInside(file, data_dir)) {
    return absl::FailedPreconditionError(
        fmt::format("key file {} lies inside the data directory {}; its backups would carry the keys", file.string(),
                    data_dir.string()));
  }
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) {
    return absl::NotFoundError(fmt::format("no key file {}", file.string()));
  }
  if (IsOpenToOthers(status.st_mode, status.st_uid, geteuid())) {
    return absl::FailedPreconditionError(fmt::format("key file {} can be read by others; chmod 600", file.string()));
  }
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return Parse(text.str());
}

absl::StatusOr<KeyRing> KeyRing::LoadOrCreate(const std::filesystem::path& file, const std::filesystem::path& data_dir,
                                              Randomness& random) {
  absl::StatusOr<KeyRing> loaded = Load(file, data_dir);
  if (!absl::IsNotFound(loaded.status())) return loaded;
  std::error_code failed;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
  if (const absl::Status written = WriteNewFile(file, NewFile(random)); !written.ok()) {
    // Another process may have been first.
    absl::StatusOr<KeyRing> again = Load(file, data_dir);
    return again.ok() ? again : absl::StatusOr<KeyRing>(written);
  }
  return Load(file, data_dir);
}

std::string KeyRing::Seal(std::string_view plain, std::string_view context, Randomness& random) const {
  std::string sealed(kIdBytes + kNonceBytes + plain.size() + kTagBytes, '\0');
  for (std::size_t i = 0; i < kIdBytes; ++i) sealed[i] = static_cast<char>(active_ >> (8 * (kIdBytes - 1 - i)));
  random.Fill(Bytes(sealed) + kIdBytes, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed) + kIdBytes + kNonceBytes, nullptr, Bytes(plain),
                                             plain.size(), Bytes(context), context.size(), nullptr,
                                             Bytes(sealed) + kIdBytes, Bytes(seal_keys_.at(active_)));
  return sealed;
}

std::uint32_t KeyRing::KeyOf(std::string_view sealed) {
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < kIdBytes && i < sealed.size(); ++i) id = id << 8 | Bytes(sealed)[i];
  return id;
}

absl::StatusOr<std::string> KeyRing::Open(std::string_view sealed, std::string_view context) const {
  if (sealed.size() < kIdBytes + kNonceBytes + kTagBytes) return absl::DataLossError("sealed value is too short");
  const auto key = seal_keys_.find(KeyOf(sealed));
  if (key == seal_keys_.end()) {
    return absl::DataLossError(fmt::format("sealed with key {}, which the key file does not have", KeyOf(sealed)));
  }
  const std::string_view nonce = sealed.substr(kIdBytes, kNonceBytes);
  const std::string_view cipher = sealed.substr(kIdBytes + kNonceBytes);
  std::string plain(cipher.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plain), nullptr, nullptr, Bytes(cipher), cipher.size(),
                                                 Bytes(context), context.size(), Bytes(nonce),
                                                 Bytes(key->second)) != 0) {
    return absl::DataLossError("sealed value does not open in its place");
  }
  return plain;
}

std::int64_t KeyRing::SearchHash(std::string_view purpose, std::string_view municipality,
                                 std::string_view value) const {
  const std::string hash = Hash(search_key_, crypto_generichash_BYTES_MIN,
                                WithLength(purpose) + WithLength(municipality) + std::string(value));
  std::int64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return number;
}

std::string KeyRing::TokenHash(std::string_view purpose, std::string_view value) const {
  return Hash(search_key_, crypto_generichash_BYTES_MIN, WithLength(purpose) + std::string(value));
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace amtslotse::keys
