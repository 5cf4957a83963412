#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace amtslotse::nlu {

// "von", "van der", "da": what stands between given name and surname and belongs to the name. Folded words. "zum" and
// "vom" mostly go on with a sentence ("Müller zum Thema Pass").
inline bool IsNameParticle(std::string_view word) {
  static constexpr std::array<std::string_view, 18> kParticles = {"von", "van", "de", "der", "den", "dem",
                                                                  "zu",  "zur", "da", "di",  "del", "della",
                                                                  "al",  "el",  "la", "le",  "dos", "ter"};
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

}  // namespace amtslotse::nlu
