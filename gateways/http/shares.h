// How much of what a process has only so many of each client holds at a time: nobody takes all of it.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace amtslotse::gateways::http {

// Thread-safe. Outlives what it gave.
class Shares {
 public:
  // One piece, given back when it is destroyed; null: refused.
  using Held = std::shared_ptr<const void>;

  explicit Shares(std::size_t most) : most_(most) {}

  // Refused when `client` already holds `most`.
  Held Take(const std::string& client);
  // For those whom no limit is meant for.
  static Held Unlimited();

 private:
  void GiveBack(const std::string& client);

  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> held_;
};

}  // namespace amtslotse::gateways::http
