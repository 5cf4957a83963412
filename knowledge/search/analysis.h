// Text as search sees it: folded words, German stems, character n-grams.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::knowledge {

struct Word {
  std::string text;  // folded: lower case, ae oe ue ss, no accents
  std::string stem;  // Snowball "german2", which takes ae, oe, ue for umlauts
  bool operator==(const Word&) const = default;
};

// All words and numbers. Thread-safe.
std::vector<Word> AnalyseWords(std::string_view text);

// The folded words without stop words, not stemmed.
std::vector<std::string> FoldedTopicWords(std::string_view text);

// A compound whose head stands in a later one: "Halter- und Datenbestätigung" → {halter, datenbestaetigung}.
struct Ellipsis {
  std::string start;
  std::string whole;
};
std::vector<Ellipsis> EllipsesIn(std::string_view text);

// Without question words, articles, politeness and what every question to an office says ("ich möchte",
// "brauche", "beantragen"); when nothing else is there, all of them.
std::vector<Word> QueryWords(std::string_view text);

// Whether a folded word carries no topic.
bool IsStopWord(std::string_view folded);

std::string StemOf(const std::string& folded);

// A term's key in an index: its field and its text in 64 bits.
enum class TermField : char { kName = 'N', kBody = 'B', kNameGram = 'G', kGram = 'g' };
std::uint64_t TermKey(TermField field, std::string_view text);

// Of "<word>", the brackets counting.
inline constexpr int kGramLength = 4;

}  // namespace amtslotse::knowledge
