#include "gateways/web/colour.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace amtslotse::gateways::web {
namespace {

constexpr std::string_view kKernBlue = "#1f44aa";
constexpr double kReadable = 4.5;

bool IsColour(std::string_view colour) {
  return colour.size() == 7 && colour[0] == '#' &&
         colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

std::array<double, 3> RedGreenBlue(std::string_view colour) {
  const auto number = std::stoul(std::string(colour.substr(1)), nullptr, 16);
  return {static_cast<double>(number >> 16 & 0xff), static_cast<double>(number >> 8 & 0xff),
          static_cast<double>(number & 0xff)};
}

}  // namespace

double Luminance(std::string_view colour) {
  const auto linear = [](double channel) {
    const double part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  const auto [red, green, blue] = RedGreenBlue(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

std::string ThemeColour(std::string_view colour) {
  std::string chosen(IsColour(colour) ? colour : kKernBlue);
  while (1.05 / (Luminance(chosen) + 0.05) < kReadable) {
    const auto [red, green, blue] = RedGreenBlue(chosen);
    constexpr double kDarker = 0.92;
    chosen = fmt::format("#{:02x}{:02x}{:02x}", static_cast<int>(red * kDarker), static_cast<int>(green * kDarker),
                         static_cast<int>(blue * kDarker));
  }
  return chosen;
}

std::string ThemeUrl(std::string_view colour) { return fmt::format("/thema/{}.css", ThemeColour(colour).substr(1)); }

std::string ThemeStyle(std::string_view colour) {
  return fmt::format(
      ":root{{--town:{0};--town-on:#fff;--town-tint:color-mix(in oklch,{0} 9%,white)}}\n"
      "@media (prefers-color-scheme:light){{:root{{--kern-color-action-default:{0}}}}}\n"
      "@media (prefers-color-scheme:dark){{:root{{--kern-color-action-default:color-mix(in oklch,{0} 35%,white);"
      "--town-tint:color-mix(in oklch,{0} 30%,black)}}}}\n",
      colour);
}

}  // namespace amtslotse::gateways::web
