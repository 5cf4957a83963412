#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {

std::vector<std::string> CharacterNgrams(std::string_view word, int min, int max) {
  std::vector<std::string> ngrams;
  ForEachCharacterNgram(word, min, max, [&ngrams](std::string_view ngram) { ngrams.emplace_back(ngram); });
  return ngrams;
}

std::uint32_t StableHash(std::string_view bytes, std::uint32_t seed) {
  std::uint32_t hash = seed;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 16777619u;
  }
  return hash;
}

}  // namespace amtslotse::nlu
