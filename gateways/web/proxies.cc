#include "gateways/web/proxies.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace amtslotse::gateways::web {
namespace {

using Address = std::array<unsigned char, 16>;
constexpr int kIpv4Begins = 96;

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Address> Read(std::string_view text) {
  const std::string whole(text);
  Address address{};
  if (inet_pton(AF_INET6, whole.c_str(), address.data()) == 1) return address;
  address[10] = address[11] = 0xff;
  if (inet_pton(AF_INET, whole.c_str(), address.data() + kIpv4Begins / 8) == 1) return address;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Proxies> Proxies::Parse(std::string_view list) {
  Proxies proxies;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view entry = Trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (entry.empty()) continue;
    const std::size_t slash = std::min(entry.find('/'), entry.size());
    const auto address = Read(entry.substr(0, slash));
    const bool short_one = entry.find(':') == std::string_view::npos;
    int bits = short_one ? 32 : 128;
    const int most = bits;
    bool good = address.has_value();
    if (slash < entry.size()) {
      const std::string_view digits = entry.substr(slash + 1);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      good = good && !digits.empty() && read.ec == std::errc() && read.ptr == digits.data() + digits.size() &&
             bits >= 0 && bits <= most;
    }
    if (!good)
      return absl::InvalidArgumentError(std::string(entry) + ": expected an address or a network like 10.0.0.0/8");
    proxies.networks_.push_back({*address, bits + (short_one ? kIpv4Begins : 0)});
  }
  return proxies;
}

bool Proxies::IsOurs(const Address& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    const auto whole = static_cast<std::size_t>(network.bits / 8);
    const int rest = network.bits % 8;
    if (std::memcmp(network.address.data(), address.data(), whole) != 0) return false;
    return rest == 0 || (network.address[whole] ^ address[whole]) >> (8 - rest) == 0;
  });
}

bool Proxies::Knows(const std::string& address) const {
  const auto read = Read(address);
  return read && IsOurs(*read);
}

std::string Proxies::ClientOf(const std::string& peer, std::string_view forwarded) const {
  std::string client = peer;
  auto address = Read(peer);
  while (address && IsOurs(*address) && !forwarded.empty()) {
    const std::size_t comma = forwarded.rfind(',');
    const std::string_view last = Trimmed(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    forwarded = forwarded.substr(0, comma == std::string_view::npos ? 0 : comma);
    address = Read(last);
    if (address) client = last;
  }
  return client;
}

std::string SubscriberOf(const std::string& address) {
  auto read = Read(address);
  if (!read) return address;
  char text[INET6_ADDRSTRLEN];
  constexpr Address kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(kMapped.begin(), kMapped.begin() + kIpv4Begins / 8, read->begin()))
    return inet_ntop(AF_INET, read->data() + kIpv4Begins / 8, text, sizeof text);
  std::fill(read->begin() + 8, read->end(), static_cast<unsigned char>(0));
  return std::string(inet_ntop(AF_INET6, read->data(), text, sizeof text)) + "/64";
}

}  // namespace amtslotse::gateways::web
