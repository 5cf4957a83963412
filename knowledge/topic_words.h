// What the single words of a topic say where the whole of it leaves doubt.
#pragma once

#include <string>
#include <vector>

#include "knowledge/town.h"

namespace amtslotse::knowledge {

// As what a word stands in the name of a service: names write nouns with a capital, so what is small is a verb
// ("Fundsachen abgeben"), and that names no thing.
enum class InName { kNot, kVerb, kNoun };

// `word` folded, as nlu::FoldedWords gives them.
InName FindInName(const Catalogue& catalogue, const ServiceId& service, const std::string& word);

class TopicWords {
 public:
  // Borrows the town.
  TopicWords(const Town& town, const std::string& topic);

  // "Wohngeld, wenn ich 1400 netto habe": one word is surely the name of a service that is among the hits, whatever the
  // others say. Nothing when two words name two, but a word that stands in the name comes before one that means it:
  // "Meldebescheinigung per Post".
  const Hit* NamedByOne(const std::vector<Hit>& hits) const;

  // "Alter Führerschein Umtausch Jahrgang 1965": no other hit explains as many of the words, though some may be left
  // over. `best` is one of `hits`.
  bool ExplainedBestBy(const Hit& best, const std::vector<Hit>& hits) const;

 private:
  std::vector<Hit> Alone(const std::string& word) const;
  bool OthersAreOfAnyMatter(std::size_t place) const;

  const Town& town_;
  std::string folded_;
  std::vector<std::string> words_;
};

}  // namespace amtslotse::knowledge
