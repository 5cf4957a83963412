#include "nlu/danger_features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <string_view>
#include <utility>

#include "nlu/classify/features.h"
#include "nlu/danger_concepts.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

constexpr int kWeightOfSigns = 3;  // times that a sign counts, against a word once
constexpr int kShortestRun = 2;
constexpr int kLongestRun = 6;

std::string SpacedWords(std::span<const Token> tokens) {
  std::string line = " ";
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kSymbol) continue;
    line += token.text;
    line.push_back(' ');
  }
  return line;
}

bool IsWord(const Token& token) { return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber; }

std::size_t Dangers(const DangerSigns& signs) {
  int dangers = 0;
  for (std::size_t cue = 0; cue <= static_cast<std::size_t>(DangerCue::kOtherDanger); ++cue) dangers += signs.cues[cue];
  return static_cast<std::size_t>(std::min(dangers, 3));
}

// How the text begins and ends: "… anmelden", "Wie …", "…!" tell an errand from a cry.
void AddPlaces(std::span<const Token> tokens, std::vector<std::uint32_t>& features) {
  constexpr std::array<std::string_view, 13> kCounts = {"0", "1", "2", "3",  "4",  "5", "6",
                                                        "7", "8", "9", "10", "11", "12"};
  const auto first = std::find_if(tokens.begin(), tokens.end(), IsWord);
  if (first == tokens.end()) return;
  const auto count = static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), IsWord));
  const auto add = [&features](std::string_view kind, std::string_view value) {
    features.push_back(StableHash(value, StableHash(kind)));
  };
  const std::string_view last = std::find_if(tokens.rbegin(), tokens.rend(), IsWord)->text;
  add("first", first->text);
  add("last", last);
  add("ending", last.substr(last.size() - std::min<std::size_t>(3, last.size())));
  add("ending", last.substr(last.size() - std::min<std::size_t>(2, last.size())));
  add("length", kCounts[std::min(count, kCounts.size() - 1)]);
  add("mark", tokens.back().kind == TokenKind::kPunctuation ? tokens.back().text : "none");
}

// What the words are about, and which of it stands together.
void AddConcepts(std::uint64_t concepts, std::vector<std::uint32_t>& features) {
  constexpr std::uint32_t kKind = StableHash("concept");
  std::array<std::size_t, kDangerConceptCount> found{};
  std::size_t count = 0;
  for (; concepts != 0; concepts &= concepts - 1) found[count++] = static_cast<std::size_t>(std::countr_zero(concepts));
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a; b < count; ++b) {
      features.push_back(kKind ^
                         (static_cast<std::uint32_t>(found[a] * kDangerConceptCount + found[b] + 1) * 2654435761u));
    }
  }
  if (count == 0) features.push_back(kKind);
}

// The hash of a cue, of a pair of cues, or of a count.
std::uint32_t NumberedFeature(std::string_view kind, std::size_t number) {
  return StableHash(std::to_string(number), StableHash(kind));
}

struct CueHashes {
  std::array<std::uint32_t, kDangerCueCount> single{};
  std::array<std::array<std::uint32_t, kDangerCueCount>, kDangerCueCount> pair{};
  std::array<std::uint32_t, 4> dangers{};

  CueHashes() {
    for (std::size_t a = 0; a < kDangerCueCount; ++a) {
      single[a] = NumberedFeature("cue", a * kDangerCueCount);
      for (std::size_t b = 0; b < kDangerCueCount; ++b) pair[a][b] = NumberedFeature("cues", a * kDangerCueCount + b);
    }
    for (std::size_t count = 0; count < dangers.size(); ++count)
      dangers[count] = NumberedFeature("dangers", count * kDangerCueCount);
  }
};

// The cues and pairs of cues, concepts and places, as features of their own.
std::vector<std::uint32_t> SignFeatures(std::span<const Token> tokens, const DangerSigns& signs) {
  static const CueHashes hashes;
  std::vector<std::uint32_t> features;
  features.reserve(64);
  for (std::size_t a = 0; a < kDangerCueCount; ++a) {
    if (signs.cues[a] == 0) continue;
    features.push_back(hashes.single[a]);
    for (std::size_t b = a + 1; b < kDangerCueCount; ++b) {
      if (signs.cues[b] > 0) features.push_back(hashes.pair[a][b]);
    }
  }
  features.push_back(hashes.dangers[Dangers(signs)]);
  AddConcepts(signs.concepts, features);
  AddPlaces(tokens, features);
  return features;
}

// Each word, and each with the one before it.
void AddWords(std::string_view line, std::vector<std::uint32_t>& features) {
  constexpr std::uint32_t kWord = StableHash("word");
  constexpr std::uint32_t kNeighbours = StableHash("neighbours");
  std::string_view previous = "^";
  const auto add = [&](std::string_view word) {
    features.push_back(StableHash(word, StableHash(" ", StableHash(std::exchange(previous, word), kNeighbours))));
  };
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    features.push_back(StableHash(word, kWord));
    add(word);
    line.remove_prefix(std::min(line.size(), word.size() + 1));
  }
  add("$");
}

bool ContinuesLetter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

std::vector<std::uint32_t> WordsAndSigns(std::span<const Token> tokens, const DangerSigns& signs) {
  std::vector<std::uint32_t> features = PairFeatures(tokens);
  AddWords(WordLine(tokens), features);
  const std::vector<std::uint32_t> of_signs = SignFeatures(tokens, signs);
  features.reserve(features.size() + kWeightOfSigns * of_signs.size());
  for (int copy = 0; copy < kWeightOfSigns; ++copy) features.insert(features.end(), of_signs.begin(), of_signs.end());
  return features;
}

std::vector<std::uint32_t> LetterRuns(std::span<const Token> tokens) {
  constexpr std::uint32_t kRun = StableHash("run");
  const std::string line = " " + WordLine(tokens) + " ";
  std::vector<std::uint32_t> features;
  features.reserve(line.size() * (kLongestRun - kShortestRun + 1));
  const auto next = [&line](std::size_t at) {
    do ++at;
    while (at < line.size() && ContinuesLetter(line[at]));
    return at;
  };
  for (std::size_t begin = 0; begin < line.size(); begin = next(begin)) {
    std::uint32_t hash = kRun;
    std::size_t end = begin;
    for (int length = 1; length <= kLongestRun && end < line.size(); ++length) {
      const std::size_t letter = std::exchange(end, next(end));
      hash = StableHash({line.data() + letter, end - letter}, hash);
      if (length >= kShortestRun) features.push_back(hash);
    }
  }
  return features;
}

}  // namespace

DangerSigns SignsOf(std::span<const Token> tokens) { return FindDangerSigns(SpacedWords(tokens)); }

DangerFeatures FeaturesOfDanger(std::span<const Token> tokens, const DangerSigns& signs) {
  return {WordsAndSigns(tokens, signs), LetterRuns(tokens)};
}

}  // namespace amtslotse::nlu
