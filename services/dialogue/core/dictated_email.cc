#include "services/dialogue/core/dictated_email.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <utility>

#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {
namespace {

bool IsSpoken(const std::string& folded) {
  return folded.find(" aet ") != std::string::npos || folded.find(" at ") != std::string::npos;
}

}  // namespace

bool IsDictated(const std::string& text) { return IsSpoken(Folded(text)); }

std::string DictatedEmail(const std::string& said) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSpoken{{{" punkt ", "."},
                                                                                         {" aet ", "@"},
                                                                                         {" at ", "@"},
                                                                                         {" minus ", "-"},
                                                                                         {" bindestrich ", "-"},
                                                                                         {" unterstrich ", "_"}}};
  static constexpr std::array<std::string_view, 11> kBefore{
      "die", "meine", "mail", "email", "e-mail", "adresse", "mailadresse", "ist", "lautet", "also", "ja"};
  std::string text = " " + Folded(said) + " ";
  if (!IsSpoken(text)) return {};
  for (const auto& [spoken, sign] : kSpoken) {
    for (auto at = text.find(spoken); at != std::string::npos; at = text.find(spoken))
      text.replace(at, spoken.size(), sign);
  }
  std::string email;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const bool beside = std::find(kBefore.begin(), kBefore.end(), word) != kBefore.end();
    if (!beside && !email.empty()) return {};
    if (!beside) email = word;
  }
  const auto sign = email.find('@');
  return sign != std::string::npos && sign > 0 && email.find('.', sign) != std::string::npos ? email : std::string();
}

}  // namespace amtslotse::dialogue
