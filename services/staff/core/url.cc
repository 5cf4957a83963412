#include "services/staff/core/url.h"

#include <fmt/format.h>

namespace amtslotse::staff {

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text)
    encoded += kUnreserved.find(c) != std::string_view::npos ? std::string(1, c)
                                                             : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return encoded;
}

}  // namespace amtslotse::staff
