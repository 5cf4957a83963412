// "wo melde ich meinen Hund an?": the divided verb put together.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/topics_apart.h"

namespace amtslotse::dialogue {
namespace {

bool IsDivided(std::string_view word) { return word == "melde" || word == "melden" || word == "meldet"; }
bool IsParticle(std::string_view word) { return word == "an" || word == "ab" || word == "um"; }

// "mein Auto soll abgemeldet werden", "hat sich geändert": the verb as catalogues write it; empty: none of these.
std::string_view Infinitive(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kVerbs{{{"abgemeldet", "abmelden"},
                                                                                        {"angemeldet", "anmelden"},
                                                                                        {"umgemeldet", "ummelden"},
                                                                                        {"geaendert", "ändern"},
                                                                                        {"verlege", "ummelden"},
                                                                                        {"verlegen", "ummelden"},
                                                                                        {"verlegt", "ummelden"},
                                                                                        {"verlaengert", "verlängern"},
                                                                                        {"beantragt", "beantragen"}}};
  const auto found = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const auto& verb) { return verb.first == word; });
  return found == kVerbs.end() ? std::string_view() : found->second;
}

std::string WithInfinitives(std::string_view topic) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(topic);
  std::string whole;
  for (const nlu::Token& token : nlu::Tokenize(folded)) {
    const std::string_view verb = Infinitive(token.text);
    whole +=
        (whole.empty() ? "" : " ") + (verb.empty() ? std::string(nlu::Slice(topic, token.span)) : std::string(verb));
  }
  return whole;
}

// The particle at the end of the clause that `verb` is in; empty: none.
std::string_view ParticleBehind(const std::vector<nlu::Token>& tokens, std::size_t verb) {
  for (std::size_t i = verb + 1; i < tokens.size(); ++i) {
    if (tokens[i].kind == nlu::TokenKind::kPunctuation) return {};
    const bool ends =
        i + 1 == tokens.size() || tokens[i + 1].kind == nlu::TokenKind::kPunctuation || IsJoint(tokens[i + 1].text);
    if (ends && IsParticle(tokens[i].text)) return tokens[i].text;
  }
  return {};
}

struct DividedVerb {
  bool moves = false;  // "ziehe … um", else "melde … an"
  std::string_view particle;
};

// The first "melde … an" of the text; without any, "ziehe … um".
DividedVerb DividedVerbOf(const std::vector<nlu::Token>& tokens) {
  for (const bool moves : {false, true}) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!(moves ? IsMove(tokens[i].text) : IsDivided(tokens[i].text))) continue;
      const std::string_view particle = ParticleBehind(tokens, i);
      if (!particle.empty() && (!moves || particle == "um")) return {moves, particle};
    }
  }
  return {};
}

}  // namespace

std::string WithWholeVerb(std::string_view text, std::string_view topic) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  const DividedVerb verb = DividedVerbOf(tokens);
  if (verb.particle.empty()) return WithInfinitives(topic);
  const nlu::FoldedText folded_topic = nlu::FoldWithOrigin(topic);
  std::string whole;
  bool only_moves = true;
  for (const nlu::Token& token : nlu::Tokenize(folded_topic)) {
    if (token.text == verb.particle) continue;
    const bool divided = IsDivided(token.text);
    const bool move = IsMove(token.text);
    only_moves = only_moves && (divided || move || token.text == "innerhalb");
    std::string word(nlu::Slice(topic, token.span));
    if (divided && !verb.moves) word = std::string(verb.particle) + "melden";
    if (move && verb.moves) word = "umziehen";
    whole += (whole.empty() ? "" : " ") + word;
  }
  // Who moves and registers, registers the flat.
  if (only_moves) return fmt::format("Wohnung {}melden", verb.particle);
  return whole;
}

}  // namespace amtslotse::dialogue
