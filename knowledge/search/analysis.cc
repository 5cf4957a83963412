#include "knowledge/search/analysis.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

const std::unordered_set<std::string_view>& StopWords() {
  // clang-format off
  static const std::unordered_set<std::string_view> words = {
      "aber",       "alle",    "allem",    "allen",   "aller",     "alles",   "als",     "also",       "am",
      "an",         "auch",    "auf",      "aus",     "bei",       "beim",    "bekomme", "bekommen",   "benoetige",
      "benoetigen", "bin",     "bis",      "bitte",   "braeuchte", "brauch",  "brauche", "brauchen",   "braucht",
      "da",         "dafuer",  "damit",    "danke",   "dann",      "darf",    "das",     "dass",       "dein",
      "dem",        "den",     "denn",     "der",     "des",       "die",     "dies",    "diese",      "diesem",
      "diesen",     "dieser",  "dieses",   "doch",    "du",        "duerfen", "durch",   "eigentlich", "ein",
      "eine",       "einem",   "einen",    "einer",   "eines",     "er",      "erhalte", "es",         "etwas",
      "euch",       "euer",    "eure",     "fuer",    "gerade",    "gern",    "gerne",   "gibt",       "guten",
      "hab",        "habe",    "haben",    "haette",  "hallo",     "hat",     "hi",      "ich",        "ihm",
      "ihn",        "ihnen",   "ihr",      "ihre",    "ihrem",     "ihren",   "ihrer",   "im",         "in",
      "innen",      "ins",     "ist",      "ja",      "jetzt",     "kann",    "krieg",   "kriege",     "kriegen",
      "kriegt",     "kannst",  "kein",     "keine",   "keinen",    "koennen", "koennte", "machen",     "man",
      "mein",       "meine",   "meinem",   "meinen",  "meiner",    "meines",  "mich",    "mir",        "mit",
      "mochte",     "moechte", "moechten", "moin",    "morgen",    "muss",    "muessen", "nach",       "nicht",
      "noch",       "nun",     "nur",      "ob",      "oder",      "ohne",    "schon",   "sein",       "seine",
      "seinen",     "sich",    "sie",      "sind",    "so",        "soll",    "sollen",  "sollte",     "tag",
      "tun",        "ueber",   "um",       "und",     "uns",       "unser",   "unsere",  "unseren",    "vom",
      "von",        "vor",     "wann",     "war",     "waere",     "warum",   "was",     "weil",       "welche",
      "welchem",    "welchen", "welcher",  "welches", "wem",       "wen",     "wenn",    "wer",        "werde",
      "werden",     "wie",     "wieso",    "will",    "wir",       "wird",    "wo",      "woher",      "wohin",
      "wollen",     "wofuer",  "womit",    "wuerde",  "wurde",     "zu",      "zum",     "zur",        "zwischen"};
  // clang-format on
  return words;
}

// "Wie melde ich mein Auto an?": the particle at the end belongs to the verb.
void JoinSeparatedVerb(std::vector<std::string>& words) {
  static const std::unordered_set<std::string_view> particles = {"an", "ab", "um", "aus", "ein"};
  static const std::unordered_set<std::string_view> verbs = {
      "meld", "zieh", "hol", "reich", "tret", "tritt", "ruf", "sag", "trag", "geb", "fuhr", "bau", "tausch", "wander"};
  if (words.size() < 2 || !particles.contains(words.back())) return;
  for (std::size_t i = words.size() - 1; i-- > 0;) {
    if (!verbs.contains(StemOf(words[i]))) continue;
    words[i] = words.back() + words[i];
    return;
  }
}

// "abzumelden" is "abmelden"; "Umzugskosten" is left alone.
std::string WithoutZu(const std::string& folded) {
  static constexpr std::array<std::string_view, 13> kPrefixes{"an",  "ab",   "um",  "ein",    "aus",     "vor", "nach",
                                                              "mit", "fest", "auf", "weiter", "zurueck", "bei"};
  constexpr std::size_t kShortestVerb = 5;
  if (!folded.ends_with("en") && !folded.ends_with("ern") && !folded.ends_with("eln")) return folded;
  for (const std::string_view prefix : kPrefixes) {
    if (!folded.starts_with(prefix) || folded.compare(prefix.size(), 2, "zu") != 0) continue;
    const std::string verb = folded.substr(prefix.size() + 2);
    const bool train =
        verb.size() > 1 && verb[0] == 'g' && std::string_view("aeiou").find(verb[1]) == std::string_view::npos;
    if (verb.size() >= kShortestVerb && !train) return std::string(prefix) + verb;
  }
  return folded;
}

}  // namespace

// Typed without the dots of the umlauts.
bool IsPlainlyTypedStopWord(std::string_view folded) {
  static const std::unordered_set<std::string_view> words = {"benotige", "benotigen", "brauchte", "dafur",
                                                             "durfen",   "fur",       "hatte",    "konnen",
                                                             "konnte",   "mussen",    "uber",     "wofur"};
  return words.contains(folded);
}

bool IsStopWord(std::string_view folded) { return StopWords().contains(folded) || IsPlainlyTypedStopWord(folded); }

std::string StemOf(const std::string& folded) {
  thread_local const Xapian::Stem stemmer("german2");
  std::string stem = stemmer(WithoutZu(folded));
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
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const nlu::Token& token = tokens[i];
    if (token.kind != nlu::TokenKind::kWord && token.kind != nlu::TokenKind::kNumber) continue;
    if (!IsStopWord(token.text)) words.emplace_back(token.text);
    // "Gewerbe-Ummeldung" is also written in one word.
    const bool joined = i + 2 < tokens.size() && tokens[i + 1].text == "-" && token.kind == nlu::TokenKind::kWord &&
                        tokens[i + 2].kind == nlu::TokenKind::kWord && tokens[i + 1].folded.begin == token.folded.end &&
                        tokens[i + 2].folded.begin == tokens[i + 1].folded.end;
    if (joined && token.text.size() >= 3 && tokens[i + 2].text.size() >= 3) {
      words.push_back(std::string(token.text) + std::string(tokens[i + 2].text));
    }
  }
  return words;
}

std::vector<Ellipsis> EllipsesIn(std::string_view text) {
  std::vector<Ellipsis> ellipses;
  if (text.find("- ") == std::string_view::npos && text.find("-,") == std::string_view::npos) return ellipses;
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  std::vector<std::string> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != nlu::TokenKind::kWord) continue;
    const bool hyphen =
        i + 1 < tokens.size() && tokens[i + 1].text == "-" && tokens[i + 1].folded.begin == tokens[i].folded.end;
    const bool goes_on = hyphen && i + 2 < tokens.size() && tokens[i + 2].folded.begin == tokens[i + 1].folded.end &&
                         tokens[i + 2].kind == nlu::TokenKind::kWord;
    if (hyphen && !goes_on) {
      open.emplace_back(tokens[i].text);
    } else if (tokens[i].text != "und" && tokens[i].text != "oder" && tokens[i].text != "bzw") {
      for (std::string& start : open) ellipses.push_back({std::move(start), std::string(tokens[i].text)});
      open.clear();
    }
  }
  return ellipses;
}

std::vector<Word> QueryWords(std::string_view text) {
  std::vector<std::string> all = nlu::FoldedWords(text);
  JoinSeparatedVerb(all);
  const bool only_stop_words = std::all_of(all.begin(), all.end(), IsStopWord);
  std::vector<Word> words;
  for (std::string& word : all) {
    if (!only_stop_words && IsStopWord(word)) continue;
    std::string stem = StemOf(word);
    words.push_back({std::move(word), std::move(stem)});
  }
  return words;
}

std::uint64_t TermKey(TermField field, std::string_view text) {
  std::uint64_t hash = (14695981039346656037ULL ^ static_cast<unsigned char>(field)) * 1099511628211ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace amtslotse::knowledge
