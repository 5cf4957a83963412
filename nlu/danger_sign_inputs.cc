#include "nlu/danger_sign_inputs.h"

#include <algorithm>
#include <vector>

#include "nlu/danger_features.h"
#include "nlu/text/fold.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kWordsOfAStory = 12;

double OneIf(bool said) { return said ? 1 : 0; }

}  // namespace

SaidSigns SignsIn(std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  const auto words = std::count_if(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
  });
  return {static_cast<std::size_t>(words), SignsOf(tokens)};
}

bool NamesADanger(const DangerSigns& signs) {
  const auto* last = signs.cues.begin() + static_cast<std::ptrdiff_t>(DangerCue::kOtherDanger);
  return std::any_of(signs.cues.begin(), last + 1, [](int count) { return count > 0; });
}

DangerSignInputs InputsOfSigns(std::string_view text, const SaidSigns& said) {
  DangerSignInputs inputs{1, OneIf(NamesADanger(said.signs)), OneIf(said.words > kWordsOfAStory),
                          OneIf(text.find('?') != std::string_view::npos)};
  auto* next = inputs.begin() + 4;
  for (const int count : said.signs.cues) *next++ = OneIf(count > 0);
  for (std::size_t i = 0; i < kDangerConceptCount; ++i) *next++ = OneIf((said.signs.concepts >> i & 1u) != 0);
  return inputs;
}

}  // namespace amtslotse::nlu
