#include "knowledge/search/synonyms.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "knowledge/import/fields.h"
#include "knowledge/search/segment_format.h"

namespace amtslotse::knowledge {
namespace {

constexpr float kPartWeight = 0.7f;
// A compound's head ends it; a modifier begins it and must be longer, unless the
// rest is a known word too: "Autoanhänger" is about the Auto, "Personenstand" not about the Perso.
constexpr std::size_t kShortestHead = 4;
constexpr std::size_t kShortestModifier = 6;
constexpr std::size_t kShortestRest = 3;
constexpr std::size_t kMostWordsApart = 12;  // beyond, a phrase is looked for as it is written

std::string Key(const std::vector<Word>& words, std::size_t begin, std::size_t count) {
  std::string key;
  for (std::size_t i = begin; i < begin + count; ++i) key += (i == begin ? "" : " ") + words[i].stem;
  return key;
}

}  // namespace

absl::StatusOr<Synonyms> Synonyms::Parse(std::string_view text) {
  Synonyms synonyms;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '~') {
      synonyms.AddField(line.substr(1));
      continue;
    }
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos)
      return absl::InvalidArgumentError(fmt::format("line {}: expected a tab", number));
    for (const std::string& meaning : SplitTrimmed(line.substr(tab + 1), ','))
      synonyms.Add(line.substr(0, tab), meaning);
  }
  return synonyms;
}

absl::StatusOr<Synonyms> Synonyms::Load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(path + ": cannot be opened");
  std::ostringstream text;
  text << file.rdbuf();
  return Parse(text.str());
}

void Synonyms::Add(std::string_view term, std::string_view meaning) {
  const std::vector<Word> words = QueryWords(term);
  std::vector<Word> means = QueryWords(meaning);
  if (words.empty() || means.empty()) return;
  const auto [place, is_new] = at_.try_emplace(Key(words, 0, words.size()), meanings_.size());
  const std::size_t at = place->second;
  if (is_new) meanings_.emplace_back();
  Meanings& known = meanings_[at];
  if (std::find(known.begin(), known.end(), means) != known.end()) return;
  longest_ = std::max(longest_, words.size());
  if (words.size() > 1) phrase_begins_.insert(words[0].stem);
  if (words.size() == 1) {
    single_.emplace(words[0].text, at);
    single_.emplace(words[0].stem, at);
  }
  for (const Word& word : words) words_.insert(word.text);
  for (const Word& word : means) words_.insert(word.text);
  term_words_.insert(term_words_.end(), words.begin(), words.end());
  known.push_back(std::move(means));
}

void Synonyms::AddField(std::string_view words) {
  std::vector<std::size_t> field;
  for (Word& word : AnalyseWords(words)) {
    const auto [place, is_new] = field_word_at_.try_emplace(word.stem, field_words_.size());
    if (is_new) {
      field_words_.push_back({std::move(word)});
      near_.emplace_back();
    }
    if (std::find(field.begin(), field.end(), place->second) == field.end()) field.push_back(place->second);
  }
  for (const std::size_t at : field) {
    for (const std::size_t other : field) {
      const bool known = std::find(near_[at].begin(), near_[at].end(), other) != near_[at].end();
      if (at != other && !known) near_[at].push_back(other);
    }
  }
}

std::vector<const std::vector<Word>*> Synonyms::Near(const std::string& stem) const {
  std::vector<const std::vector<Word>*> near;
  const auto found = field_word_at_.find(stem);
  if (found == field_word_at_.end()) return near;
  for (const std::size_t at : near_[found->second]) near.push_back(&field_words_[at]);
  return near;
}

static void AddOnce(const std::vector<std::vector<Word>>& meanings, float weight, int source, int terms,
                    std::vector<Synonyms::Expansion>& expansions) {
  for (const std::vector<Word>& words : meanings) {
    const auto same = std::find_if(expansions.begin(), expansions.end(),
                                   [&](const Synonyms::Expansion& e) { return *e.words == words; });
    if (same == expansions.end()) {
      expansions.push_back({&words, weight, source, terms});
    } else {
      same->weight = std::max(same->weight, weight);
    }
  }
}

// "anmelden auto", "Auto online anmelden".
void Synonyms::AddPhrasesApart(const std::vector<Word>& query, std::vector<Expansion>& expansions) const {
  if (query.size() < 2 || query.size() > kMostWordsApart) return;
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (!BeginsPhrase(query[i])) continue;
    for (std::size_t j = 0; j < query.size(); ++j) {
      if (i == j || j == i + 1) continue;
      const auto found = at_.find(query[i].stem + " " + query[j].stem);
      if (found != at_.end()) AddOnce(meanings_[found->second], 1, static_cast<int>(i), 2, expansions);
    }
  }
}

void Synonyms::AddParts(const Word& word, int source, std::vector<Expansion>& expansions) const {
  const auto add_part = [&](std::string_view part, bool end = true) {
    const auto found = single_.find(part);
    if (found == single_.end()) return;
    const std::size_t before = expansions.size();
    AddOnce(meanings_[found->second], kPartWeight, source, 1, expansions);
    for (std::size_t i = before; i < expansions.size(); ++i)
      (end ? expansions[i].of_end : expansions[i].of_begin) = true;
  };
  const std::string_view text = word.text, stem = word.stem;
  for (std::size_t length = kShortestHead; length + kShortestRest <= text.size(); ++length) {
    add_part(text.substr(text.size() - length));
    if (stem.size() > length) add_part(stem.substr(stem.size() - length));
    if (length >= kShortestModifier || words_.contains(text.substr(length))) add_part(text.substr(0, length), false);
  }
}

// In the order of their sources.
std::vector<Synonyms::Expansion> Synonyms::Expand(const std::vector<Word>& query,
                                                  const std::vector<bool>& whole) const {
  std::vector<Expansion> expansions;
  std::vector<bool> used(query.size());
  for (std::size_t count = std::min(longest_, query.size()); count >= 1; --count) {
    for (std::size_t begin = 0; begin + count <= query.size(); ++begin) {
      if (count == 1 ? used[begin] : !BeginsPhrase(query[begin])) continue;  // used: told by a longer phrase already
      const auto found = at_.find(Key(query, begin, count));
      if (found == at_.end()) continue;
      AddOnce(meanings_[found->second], 1, static_cast<int>(begin), static_cast<int>(count), expansions);
      std::fill_n(used.begin() + static_cast<std::ptrdiff_t>(begin), count, true);
    }
  }
  AddPhrasesApart(query, expansions);
  for (std::size_t at = 0; at < query.size(); ++at) {
    if (at >= whole.size() || !whole[at]) AddParts(query[at], static_cast<int>(at), expansions);
  }
  std::stable_sort(expansions.begin(), expansions.end(),
                   [](const Expansion& a, const Expansion& b) { return a.source < b.source; });
  return expansions;
}

std::vector<Word> Synonyms::AllWords() const {
  std::vector<Word> words = term_words_;
  for (const Meanings& meanings : meanings_) {
    for (const std::vector<Word>& meaning : meanings) words.insert(words.end(), meaning.begin(), meaning.end());
  }
  return words;
}

std::uint64_t Synonyms::DigestOfWords() const {
  std::uint64_t digest = 0;
  for (const Word& word : term_words_) digest += SegmentChecksum(word.text);
  for (const Meanings& meanings : meanings_) {
    for (const std::vector<Word>& meaning : meanings) {
      for (const Word& word : meaning) digest += SegmentChecksum(word.text);
    }
  }
  return digest;
}

}  // namespace amtslotse::knowledge
