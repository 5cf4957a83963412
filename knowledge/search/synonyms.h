// What citizens call things → what the administration calls them.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "knowledge/search/analysis.h"
#include "knowledge/search/text_map.h"

namespace amtslotse::knowledge {

// Immutable after filling; then safe to share between threads.
class Synonyms {
 public:
  // Lines "term TAB meaning, meaning" and "~ word word word" for words of one field; '#' begins a comment.
  // INVALID_ARGUMENT names the line.
  static absl::StatusOr<Synonyms> Parse(std::string_view text);
  static absl::StatusOr<Synonyms> Load(const std::string& path);

  void Add(std::string_view term, std::string_view meaning);
  // Words that stand for each other loosely.
  void AddField(std::string_view words);

  struct Expansion {
    const std::vector<Word>* words;
    float weight;           // 1: a word or phrase of the query; less: only part of a compound
    int source;             // meanings of one word or phrase share it; they are alternatives
    int terms = 1;          // words of the term that means it
    bool near = false;      // only of the same field
    bool of_end = false;    // of the end of a compound alone
    bool of_begin = false;  // of what comes before the end alone
  };
  // What the words of a query may also mean; each meaning once, with its largest weight. Phrases of two words are found
  // in any order, with others between them. Words that are `whole`, beside the query, are not looked at in parts.
  std::vector<Expansion> Expand(const std::vector<Word>& query, const std::vector<bool>& whole = {}) const;
  // The other words of the fields that a stem is in, each a meaning of one word.
  std::vector<const std::vector<Word>*> Near(const std::string& stem) const;

  // Every word that stands in a term or meaning, for taking compounds apart.
  std::vector<Word> AllWords() const;
  // Of these words, in any order: an index made with others is none for these.
  std::uint64_t DigestOfWords() const;
  std::size_t size() const { return meanings_.size(); }

 private:
  using Meanings = std::vector<std::vector<Word>>;
  bool BeginsPhrase(const Word& word) const { return phrase_begins_.contains(word.stem); }
  void AddPhrasesApart(const std::vector<Word>& query, std::vector<Expansion>& expansions) const;
  void AddParts(const Word& word, int source, std::vector<Expansion>& expansions) const;

  std::vector<Meanings> meanings_;
  TextMap<std::size_t> at_;      // by the stems of the term: its place in meanings_
  TextMap<std::size_t> single_;  // of one-word terms, by the folded word and by its stem
  std::unordered_set<std::string, TextHash, std::equal_to<>> words_;  // of all terms and meanings, folded
  std::unordered_set<std::string> phrase_begins_;                     // stems; of terms of several words
  std::vector<Word> term_words_;
  std::size_t longest_ = 1;
  Meanings field_words_;                        // each of one word
  TextMap<std::size_t> field_word_at_;          // by its stem
  std::vector<std::vector<std::size_t>> near_;  // beside field_words_
};

// data/synonyms.tsv and data/word_fields.tsv, compiled in.
std::string_view ShippedSynonymsText();

}  // namespace amtslotse::knowledge
