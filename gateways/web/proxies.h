// Who is asking when a proxy asks for them: limits are per citizen, not per proxy.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::gateways::web {

class Proxies {
 public:
  // Addresses and networks, separated by commas: "127.0.0.1, ::1, 10.0.0.0/8". INVALID_ARGUMENT names the bad one.
  static absl::StatusOr<Proxies> Parse(std::string_view list);

  // `forwarded`: what X-Forwarded-For holds. Only a known proxy is believed, and of what it says the last address that
  // is no proxy of ours: what stands before it anybody may have written.
  std::string ClientOf(const std::string& peer, std::string_view forwarded) const;
  bool Knows(const std::string& address) const;

 private:
  struct Network {
    std::array<unsigned char, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  bool IsOurs(const std::array<unsigned char, 16>& address) const;

  std::vector<Network> networks_;
};

// Whom limits count: an IPv4 address, of IPv6 the first 64 bits ("2001:db8:1:2::/64"), as every subscriber has 2^64
// addresses to choose from. What is no address stays as it is.
std::string SubscriberOf(const std::string& address);

}  // namespace amtslotse::gateways::web
