#include "gateways/http/shares.h"

namespace amtslotse::gateways::http {

Shares::Held Shares::Take(const std::string& client) {
  {
    const std::lock_guard lock(mutex_);
    std::size_t& count = held_[client];
    if (count >= most_) return nullptr;
    ++count;
  }
  return {&held_, [this, client](const void*) { GiveBack(client); }};
}

Shares::Held Shares::Unlimited() {
  static const int kNobody = 0;
  return {&kNobody, [](const void*) {}};
}

void Shares::GiveBack(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(client);
  if (--found->second == 0) held_.erase(found);
}

}  // namespace amtslotse::gateways::http
