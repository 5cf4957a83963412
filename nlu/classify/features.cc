#include "nlu/classify/features.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

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
constexpr std::size_t kStemLength = 5;  // letters of a word's beginning
constexpr std::size_t kWidestPair = 4;  // words apart
constexpr std::size_t kMostWordsCounted = 10;

constexpr std::string_view kZeros = "0000000000000000000000000000000000000000000000000000000000000000";
static_assert(kZeros.size() == kLongestWord);

bool IsLookedAt(const Token& token) {
  return token.kind != TokenKind::kPunctuation || token.text == "?" || token.text == "!";
}

// Cut at a character's start; digits become zeros.
std::string_view WordOf(const Token& token) {
  const std::string_view word = Truncated(token.text, kLongestWord);
  return token.kind == TokenKind::kNumber ? kZeros.substr(0, word.size()) : word;
}

bool ContinuesCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

// The hashes of all character n-grams of "<word>", each from the one that is a letter shorter.
void AddNgrams(std::string_view word, std::vector<std::uint32_t>& features) {
  std::array<char, kLongestWord + 2> framed{};
  framed[0] = '<';
  std::copy(word.begin(), word.end(), framed.begin() + 1);
  const std::size_t size = word.size() + 2;
  framed[size - 1] = '>';
  const auto next = [&framed, size](std::size_t at) {
    do ++at;
    while (at < size && ContinuesCharacter(framed[at]));
    return at;
  };
  for (std::size_t begin = 0; begin < size; begin = next(begin)) {
    std::uint32_t hash = kCharacterSeed;
    std::size_t end = begin;
    for (int length = 1; length <= kLongestNgram && end < size; ++length) {
      const std::size_t letter = std::exchange(end, next(end));
      hash = StableHash({framed.data() + letter, end - letter}, hash);
      if (length >= kShortestNgram) features.push_back(hash);
    }
  }
}

}  // namespace

std::vector<std::uint32_t> HashedFeatures(std::span<const Token> tokens) {
  std::vector<std::uint32_t> features;
  features.reserve(tokens.size() * 32);
  std::uint32_t previous = StableHash("^", kPairSeed);
  for (const Token& token : tokens) {
    if (!IsLookedAt(token)) continue;
    const std::string_view word = WordOf(token);
    features.push_back(StableHash(word, kWordSeed));
    features.push_back(StableHash(word, previous));
    previous = StableHash(" ", StableHash(word, kPairSeed));
    if (token.kind == TokenKind::kWord) AddNgrams(word, features);
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

std::uint32_t Begun(Pair kind, std::string_view a) {
  return StableHash(" ", StableHash(a, static_cast<std::uint32_t>(kind)));
}

std::uint32_t Hash(Pair kind, std::string_view a, std::string_view b = {}) { return StableHash(b, Begun(kind, a)); }

void AddPlaces(const std::vector<std::string_view>& words, std::vector<std::uint32_t>& features) {
  constexpr std::array<std::string_view, kMostWordsCounted + 1> kCounts = {"0", "1", "2", "3", "4", "5",
                                                                           "6", "7", "8", "9", "10"};
  const bool marked = words.back() == "?" || words.back() == "!";
  const std::string_view last = marked && words.size() > 1 ? words[words.size() - 2] : words.back();
  features.push_back(Hash(Pair::kFirst, words.front()));
  features.push_back(Hash(Pair::kLast, last));
  features.push_back(Hash(Pair::kEnding, End(last, 3)));
  features.push_back(Hash(Pair::kMark, marked ? words.back() : "."));
  features.push_back(Hash(Pair::kFirstAndEnding, words.front(), End(last, 2)));
  features.push_back(Hash(Pair::kLength, kCounts[std::min(words.size(), kMostWordsCounted)]));
}

}  // namespace

std::vector<std::uint32_t> PairFeatures(std::span<const Token> tokens) {
  std::vector<std::string_view> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) {
    if (IsLookedAt(token)) words.push_back(WordOf(token));
  }
  std::vector<std::uint32_t> features;
  if (words.empty()) return features;
  features.reserve(words.size() * (kWidestPair + 2) + 6);
  const auto stem = [&words](std::size_t i) { return words[i].substr(0, kStemLength); };
  for (std::size_t i = 0; i < words.size(); ++i) {
    features.push_back(Hash(Pair::kStem, stem(i)));
    const std::uint32_t begun = Begun(Pair::kStems, stem(i));
    for (std::size_t j = i + 1; j < std::min(words.size(), i + kWidestPair + 1); ++j) {
      features.push_back(StableHash(stem(j), begun));
    }
    if (i + 2 < words.size()) features.push_back(Hash(Pair::kGap, words[i], words[i + 2]));
  }
  AddPlaces(words, features);
  return features;
}

std::string WordLine(std::span<const Token> tokens) {
  std::string line;
  for (const Token& token : tokens) {
    if (!IsLookedAt(token)) continue;
    if (!line.empty()) line.push_back(' ');
    line += WordOf(token);
  }
  return line;
}

}  // namespace amtslotse::nlu
