#include "nlu/training/noise.h"

#include <array>
#include <vector>

#include "nlu/text/fold.h"

namespace amtslotse::nlu {
namespace {

constexpr std::array<std::string_view, 26> kNeighbours = {"sq", "vn", "xv", "sf", "wr", "dg", "fh", "gj", "uo",
                                                          "hk", "jl", "ko", "n",  "bm", "ip", "o",  "wa", "et",
                                                          "ad", "rz", "zi", "cb", "qe", "yc", "x",  "tu"};

// A number in [0, below), the same on every standard library.
std::size_t Draw(std::mt19937_64& random, std::size_t below) { return static_cast<std::size_t>(random() % below); }

bool OneIn(std::mt19937_64& random, std::size_t n) { return Draw(random, n) == 0; }

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// "fuer" → "fur": the dots forgotten.
bool DropDots(std::string& word) {
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const bool umlaut = word[i + 1] == 'e' && (word[i] == 'a' || word[i] == 'o' || word[i] == 'u');
    if (umlaut && !(i > 0 && (word[i - 1] == 'e' || word[i - 1] == 'q' || word[i - 1] == 'a'))) {
      word.erase(i + 1, 1);
      return true;
    }
  }
  return false;
}

void Mistype(std::string& word, std::mt19937_64& random) {
  if (word.size() < 4) return;
  const std::size_t at = 1 + Draw(random, word.size() - 2);
  if (!IsLetter(word[at]) || !IsLetter(word[at + 1])) return;
  switch (Draw(random, 4)) {
    case 0: word.erase(at, 1); break;
    case 1: word.insert(at, 1, word[at]); break;
    case 2: std::swap(word[at], word[at + 1]); break;
    default: {
      const std::string_view keys = kNeighbours[static_cast<std::size_t>(word[at] - 'a')];
      word[at] = keys[Draw(random, keys.size())];
    }
  }
}

}  // namespace

std::string WithTypos(std::string_view text, std::mt19937_64& random) {
  const std::string folded = Fold(text);
  std::string result;
  std::size_t begin = 0;
  while (begin <= folded.size()) {
    std::size_t end = folded.find(' ', begin);
    if (end == std::string::npos) end = folded.size();
    std::string word = folded.substr(begin, end - begin);
    if (OneIn(random, 3)) {
      if (!DropDots(word) || OneIn(random, 4)) Mistype(word, random);
    }
    if (!result.empty() && !OneIn(random, 40)) result.push_back(' ');
    result += word;
    begin = end + 1;
  }
  return result;
}

}  // namespace amtslotse::nlu
