// What each sealed value of the messengers' store belongs to: it opens nowhere else.
#pragma once

#include <fmt/format.h>

#include <string>

#include "services/messengers/store.h"

namespace amtslotse::messengers {

inline std::string AddressContext(const PeerKey& key) {
  return fmt::format("messengers|peer|{}|{}", key.account, key.peer);
}
inline std::string OfferContext(const PeerKey& key) {
  return fmt::format("messengers|offer|{}|{}", key.account, key.peer);
}
inline std::string EventContext(const std::string& account, const std::string& event) {
  return fmt::format("messengers|inbox|{}|{}", account, event);
}
inline std::string OutgoingContext(const std::string& account, const std::string& key) {
  return fmt::format("messengers|outbox|{}|{}", account, key);
}
inline std::string KeptContext(const std::string& account, const std::string& reference) {
  return fmt::format("messengers|kept|{}|{}", account, reference);
}

}  // namespace amtslotse::messengers
