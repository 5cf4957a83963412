#include "nlu/classify/features.h"

#include <string>
#include <string_view>

#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

// Each kind of feature hashes in a space of its own.
constexpr std::uint32_t kWordSeed = 0x811C9DC5u;
constexpr std::uint32_t kPairSeed = 0x2F0B4C47u;
constexpr std::uint32_t kCharacterSeed = 0x6D2B79F5u;
constexpr int kShortestNgram = 2;
constexpr int kLongestNgram = 5;
constexpr std::size_t kLongestWord = 64;

bool IsLookedAt(const Token& token) {
  return token.kind != TokenKind::kPunctuation || token.text == "?" || token.text == "!";
}

// Cut at a character's start; digits become zeros.
void AssignWord(const Token& token, std::string& word) {
  word.assign(Truncated(token.text, kLongestWord));
  if (token.kind == TokenKind::kNumber) word.assign(word.size(), '0');
}

}  // namespace

std::vector<std::uint32_t> HashedFeatures(std::span<const Token> tokens) {
  std::vector<std::uint32_t> features;
  features.reserve(tokens.size() * 32);
  std::string word;
  std::uint32_t previous = StableHash("^", kPairSeed);
  for (const Token& token : tokens) {
    if (!IsLookedAt(token)) continue;
    AssignWord(token, word);
    features.push_back(StableHash(word, kWordSeed));
    features.push_back(StableHash(word, previous));
    previous = StableHash(" ", StableHash(word, kPairSeed));
    if (token.kind != TokenKind::kWord) continue;
    ForEachCharacterNgram(word, kShortestNgram, kLongestNgram, [&features](std::string_view ngram) {
      features.push_back(StableHash(ngram, kCharacterSeed));
    });
  }
  features.push_back(StableHash("$", previous));
  return features;
}

std::string WordLine(std::span<const Token> tokens) {
  std::string line;
  std::string word;
  for (const Token& token : tokens) {
    if (!IsLookedAt(token)) continue;
    AssignWord(token, word);
    if (!line.empty()) line.push_back(' ');
    line += word;
  }
  return line;
}

}  // namespace amtslotse::nlu
