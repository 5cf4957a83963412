#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlu/entities/entities.h"

namespace amtslotse::nlu {

// "kind: surface" of everything found in a text; Friday, 20 November 2026, 10 o'clock.
inline std::vector<std::string> FoundTexts(std::string_view text, Expecting expecting = Expecting::kNothing) {
  Reference reference;
  reference.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{9};
  reference.expecting = expecting;
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  const PlaceNames places({"Kiel", "Bad Segeberg", "Erlenfurt", "Hof", "Hamburg-Altona"}, {"hof"});
  std::vector<std::string> texts;
  for (const Entity& entity : FindEntities(text, tokens, reference, places)) {
    texts.push_back(std::string(EntityKindId(entity.kind)) + ": " + entity.surface);
  }
  return texts;
}

}  // namespace amtslotse::nlu
