#include "knowledge/search/analysis.h"

#include <xapian.h>

#include <algorithm>
#include <unordered_set>

#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

const std::unordered_set<std::string_view>& StopWords() {
  static const std::unordered_set<std::string_view> words = {
      "aber",     "alle",      "allem",      "allen",    "aller",      "alles",   "als",       "also",
      "am",       "an",        "auch",       "auf",      "aus",        "bei",     "beim",      "bekomme",
      "bekommen", "benoetige", "benoetigen", "bin",      "bis",        "bitte",   "braeuchte", "brauch",
      "brauche",  "brauchen",  "braucht",    "da",       "dafuer",     "damit",   "danke",     "dann",
      "darf",     "das",       "dass",       "dein",     "dem",        "den",     "denn",      "der",
      "des",      "die",       "dies",       "diese",    "diesem",     "diesen",  "dieser",    "dieses",
      "doch",     "du",        "duerfen",    "durch",    "eigentlich", "ein",     "eine",      "einem",
      "einen",    "einer",     "eines",      "er",       "erhalte",    "es",      "etwas",     "euch",
      "euer",     "eure",      "fuer",       "gerade",   "gern",       "gerne",   "gibt",      "guten",
      "hab",      "habe",      "haben",      "haette",   "hallo",      "hat",     "hi",        "ich",
      "ihm",      "ihn",       "ihnen",      "ihr",      "ihre",       "ihrem",   "ihren",     "ihrer",
      "im",       "in",        "innen",      "ins",      "ist",        "ja",      "jetzt",     "kann",
      "kannst",   "kein",      "keine",      "keinen",   "koennen",    "koennte", "machen",    "man",
      "mein",     "meine",     "meinem",     "meinen",   "meiner",     "meines",  "mich",      "mir",
      "mit",      "mochte",    "moechte",    "moechten", "moin",       "morgen",  "muss",      "muessen",
      "nach",     "nicht",     "noch",       "nun",      "nur",        "ob",      "oder",      "ohne",
      "schon",    "sein",      "seine",      "seinen",   "sich",       "sie",     "sind",      "so",
      "soll",     "sollen",    "sollte",     "tag",      "tun",        "ueber",   "um",        "und",
      "uns",      "unser",     "unsere",     "unseren",  "vom",        "von",     "vor",       "wann",
      "war",      "waere",     "warum",      "was",      "weil",       "welche",  "welchem",   "welchen",
      "welcher",  "welches",   "wem",        "wen",      "wenn",       "wer",     "werde",     "werden",
      "wie",      "wieso",     "will",       "wir",      "wird",       "wo",      "woher",     "wohin",
      "wollen",   "womit",     "wuerde",     "wurde",    "zu",         "zum",     "zur",       "zwischen"};
  return words;
}

}  // namespace

bool IsStopWord(std::string_view folded) { return StopWords().contains(folded); }

std::string StemOf(const std::string& folded) {
  thread_local const Xapian::Stem stemmer("german2");
  std::string stem = stemmer(folded);
  // Snowball leaves the s of loan words: Autos, Kitas, Babys.
  if (stem.size() >= 5 && stem.back() == 's') {
    const char before = stem[stem.size() - 2];
    if (before == 'a' || before == 'o' || before == 'y') stem.pop_back();
  }
  return stem;
}

std::vector<Word> AnalyseWords(std::string_view text) {
  std::vector<Word> words;
  for (std::string& folded : nlu::FoldedWords(text)) {
    std::string stem = StemOf(folded);
    words.push_back({std::move(folded), std::move(stem)});
  }
  return words;
}

std::vector<std::string> FoldedTopicWords(std::string_view text) {
  std::vector<std::string> words = nlu::FoldedWords(text);
  std::erase_if(words, [](const std::string& word) { return IsStopWord(word); });
  return words;
}

std::vector<Word> QueryWords(std::string_view text) {
  const std::vector<Word> all = AnalyseWords(text);
  std::vector<Word> words;
  std::copy_if(all.begin(), all.end(), std::back_inserter(words),
               [](const Word& word) { return !IsStopWord(word.text); });
  return words.empty() ? all : words;
}

std::uint64_t TermKey(TermField field, std::string_view text) {
  std::uint64_t hash = (14695981039346656037ULL ^ static_cast<unsigned char>(field)) * 1099511628211ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace amtslotse::knowledge
