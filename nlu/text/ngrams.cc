#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {

std::vector<std::string> CharacterNgrams(std::string_view word, int min, int max) {
  std::vector<std::string> ngrams;
  ForEachCharacterNgram(word, min, max, [&ngrams](std::string_view ngram) { ngrams.emplace_back(ngram); });
  return ngrams;
}

}  // namespace amtslotse::nlu
