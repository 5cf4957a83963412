// The words a catalogue knows, and German compounds taken apart into them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge/search/text_map.h"

namespace amtslotse::knowledge {

// Immutable after filling; then safe to share between threads.
class Vocabulary {
 public:
  // A folded word that may be part of a compound.
  void AddPart(const std::string& folded, const std::string& stem);
  // A word that a misspelt one may be corrected to, with how often it occurs.
  void AddWord(const std::string& folded, std::uint32_t count);

  bool Knows(const std::string& stem) const { return stems_.contains(stem); }

  // The stems of the parts of a compound: "gewerbeanmeldung" → gewerb, anmeld. Empty when it is none. Every
  // part has at least four letters; linking s, es, n, en, er, e are taken off.
  std::vector<std::string> Split(const std::string& folded) const;

  // The known word that a misspelt one was probably meant to be: one edit for words of four to seven letters,
  // two for longer ones, a swap of neighbours counting as one. Empty when there is none or the word is known.
  std::string Correct(const std::string& folded) const;

  const std::unordered_map<std::string, std::uint32_t>& words() const { return words_; }
  const TextMap<std::string>& parts() const { return parts_; }

 private:
  // A word with the letters it has, so that most others need no closer look.
  struct Spelling {
    std::string word;
    std::uint32_t letters;
  };
  const std::string* PartStem(std::string_view folded) const;
  bool SplitFrom(std::string_view rest, int depth, std::vector<std::string>& parts) const;

  TextMap<std::string> parts_;  // folded or stem → stem
  std::unordered_set<std::string> stems_;
  std::unordered_map<std::string, std::uint32_t> words_;
  std::unordered_map<std::string, std::vector<Spelling>> by_start_;  // first letter and length
};

// Damerau-Levenshtein distance, or `limit` + 1 when it is more than `limit`.
int EditDistance(std::string_view a, std::string_view b, int limit);

}  // namespace amtslotse::knowledge
