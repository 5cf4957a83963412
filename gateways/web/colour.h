// A town's colour, made readable.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

// "#rrggbb" with at least 4.5 : 1 against white (WCAG 2.2, 1.4.3): the town's own, darkened where needed; KERN's blue
// when it has none.
std::string ThemeColour(std::string_view colour);

// Path of the style sheet that makes pages use it, e.g. "/thema/0b5d4b.css".
std::string ThemeUrl(std::string_view colour);

// The style sheet for a colour that came out of ThemeColour.
std::string ThemeStyle(std::string_view colour);

// WCAG relative luminance of "#rrggbb".
double Luminance(std::string_view colour);

}  // namespace amtslotse::gateways::web
