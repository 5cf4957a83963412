// QR codes (ISO/IEC 18004) as pictures in a page.
#pragma once

#include <optional>
#include <string>

#include "gateways/web/html.h"

namespace amtslotse::gateways::web {

// The text as an SVG with the quiet zone of four modules that readers need, black on white whatever the theme. Nothing
// for a text that fits into none (more than 2 kB). `label`: what it is, for who does not see it.
std::optional<Markup> QrSvg(const std::string& text, const std::string& label);

}  // namespace amtslotse::gateways::web
