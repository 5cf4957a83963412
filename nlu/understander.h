#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Reads German citizens' messages: acts, entities, language, emergencies.
//
// Thread safety: one instance serves any number of threads at once. It holds no state between
// calls and keeps nothing of the texts. Switching models means loading a second instance.
class Understander {
 public:
  // Only this much of a message is read; the rest sets Understanding::truncated.
  static constexpr std::size_t kMaxBytes = 8192;

  // Loads a model directory written by Train() (nlu/training/train.h). Checks format version and
  // checksums first: NotFound for a missing file, DataLoss for a damaged one, FailedPrecondition
  // for a format this program does not read.
  static absl::StatusOr<std::unique_ptr<Understander>> Load(const std::string& directory);

  ~Understander();
  Understander(const Understander&) = delete;
  Understander& operator=(const Understander&) = delete;

  // Any bytes are allowed; the answer is defined and takes bounded time. Empty text gives one
  // segment in the decline band.
  Understanding Understand(std::string_view text, const Reference& reference) const;

  // Names the trained model: the first 16 hex digits of the hash over its files.
  const std::string& version() const;

 private:
  struct Parts;
  explicit Understander(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace amtslotse::nlu
