#include "nlu/classify/features.h"

#include <algorithm>
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
constexpr std::size_t kStem = 5;          // letters of a word's beginning
constexpr std::size_t kWidestPair = 4;    // words apart
constexpr std::size_t kMostWordsCounted = 10;

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

namespace {

std::string_view End(std::string_view word, std::size_t letters) {
  return word.substr(word.size() - std::min(letters, word.size()));
}

// Kinds of PairFeatures, each in a space of its own.
enum class Pair : std::uint32_t { kStem = 101, kStems, kGap, kFirst, kLast, kEnding, kMark, kFirstAndEnding, kLength };

std::uint32_t Hash(Pair kind, std::string_view a, std::string_view b = {}) {
  return StableHash(b, StableHash(" ", StableHash(a, static_cast<std::uint32_t>(kind))));
}

void AddPlaces(const std::vector<std::string>& words, std::vector<std::uint32_t>& features) {
  const bool marked = words.back() == "?" || words.back() == "!";
  const std::string& last = marked && words.size() > 1 ? words[words.size() - 2] : words.back();
  features.push_back(Hash(Pair::kFirst, words.front()));
  features.push_back(Hash(Pair::kLast, last));
  features.push_back(Hash(Pair::kEnding, End(last, 3)));
  features.push_back(Hash(Pair::kMark, marked ? words.back() : "."));
  features.push_back(Hash(Pair::kFirstAndEnding, words.front(), End(last, 2)));
  features.push_back(Hash(Pair::kLength, std::to_string(std::min(words.size(), kMostWordsCounted))));
}

}  // namespace

std::vector<std::uint32_t> PairFeatures(std::span<const Token> tokens) {
  std::vector<std::string> words;
  for (const Token& token : tokens) {
    if (IsLookedAt(token)) AssignWord(token, words.emplace_back());
  }
  std::vector<std::uint32_t> features;
  if (words.empty()) return features;
  features.reserve(words.size() * (kWidestPair + 2) + 6);
  const auto stem = [&words](std::size_t i) { return std::string_view(words[i]).substr(0, kStem); };
  for (std::size_t i = 0; i < words.size(); ++i) {
    features.push_back(Hash(Pair::kStem, stem(i)));
    for (std::size_t j = i + 1; j < std::min(words.size(), i + kWidestPair + 1); ++j) {
      features.push_back(Hash(Pair::kStems, stem(i), stem(j)));
    }
    if (i + 2 < words.size()) features.push_back(Hash(Pair::kGap, words[i], words[i + 2]));
  }
  AddPlaces(words, features);
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
