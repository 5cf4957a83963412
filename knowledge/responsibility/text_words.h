// The words of a citizen's message with what the search for places looks at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/fold.h"
#include "nlu/text/span.h"

namespace amtslotse::responsibility {

// What a word does around a place name. Folded words.
enum class WordRole : unsigned char {
  kOther,
  kFiller,       // says nothing about the place: ich, wohne, bitte, ach, nein
  kPreposition,  // in, nach, aus, von, bei …: a place may follow, also one that is an ordinary word
  kContraction,  // im, am, zum: only a Land, Kreis or region may follow
  kKind,         // Gemeinde, Kreis, Land, Amt, Stadtteil …: a place of that kind follows
  kPerson,       // Herr, Frau, heiße: a name follows that is no place
  kStreet,       // Straße, Weg, Platz: the word before belongs to a street's name
};

struct TextWord {
  std::string_view text;  // folded
  nlu::Span span;         // in the original
  WordRole role = WordRole::kOther;
  bool number = false;
  bool upper = false;        // the original begins with a capital letter
  bool after_break = false;  // a full stop, comma, question mark … stands before it
  bool joined = false;       // a hyphen without spaces joins it to the word before
};

// Keeps the folded text that the words point into; immovable for that reason.
class TextWords {
 public:
  explicit TextWords(std::string_view text);
  TextWords(const TextWords&) = delete;
  TextWords& operator=(const TextWords&) = delete;

  std::size_t size() const { return words_.size(); }
  const TextWord& operator[](std::size_t i) const { return words_[i]; }
  // No capital letter at all but perhaps the first: case says nothing about nouns.
  bool all_lower() const { return all_lower_; }
  std::string_view original() const { return original_; }

 private:
  std::string_view original_;
  nlu::FoldedText folded_;
  std::vector<TextWord> words_;
  bool all_lower_ = true;
};

}  // namespace amtslotse::responsibility
