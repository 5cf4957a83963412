// Texts in URLs and forms.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::staff {

// Everything but RFC 3986's unreserved characters.
std::string PercentEncoded(std::string_view text);

}  // namespace amtslotse::staff
