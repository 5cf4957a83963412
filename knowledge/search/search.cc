#include "knowledge/search.h"

#include <algorithm>
#include <unordered_map>

#include "knowledge/search/confidence.h"
#include "knowledge/search/scoring.h"
#include "nlu/text/fold.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kLongestQuery = 500;
constexpr double kPoor = 0.6;  // below this confidence spelling is tried

unsigned KindsOf(const SearchOptions& options) {
  const auto bit = [](HitKind kind) { return 1u << static_cast<unsigned>(kind); };
  return (options.services ? bit(HitKind::kService) : 0) | (options.entries ? bit(HitKind::kEntry) : 0) |
         (options.offices ? bit(HitKind::kOffice) : 0);
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string Reason(const Scorer& scorer, const ScoredDocument& document) {
  std::vector<std::string> in_name, in_body, by_synonym;
  for (const Word& word : scorer.query()) {
    if (scorer.InName(document, word.stem)) {
      in_name.push_back(word.text);
    } else if (scorer.InBody(document, word.stem)) {
      in_body.push_back(word.text);
    }
  }
  for (const Synonyms::Expansion& expansion : scorer.expansions()) {
    std::string meaning;
    const bool all = std::all_of(expansion.words->begin(), expansion.words->end(), [&](const Word& word) {
      meaning += (meaning.empty() ? "" : " ") + word.text;
      return scorer.InName(document, word.stem) || scorer.InBody(document, word.stem);
    });
    if (all) by_synonym.push_back(std::move(meaning));
  }
  std::string reason;
  const auto add = [&reason](const char* label, const std::vector<std::string>& words) {
    if (!words.empty()) reason += (reason.empty() ? "" : " · ") + std::string(label) + ": " + Joined(words);
  };
  add("Name", in_name);
  add("Text", in_body);
  add("Synonym", by_synonym);
  return reason.empty() ? "Ähnliche Wörter" : reason;
}

}  // namespace

Search::Search(std::vector<std::shared_ptr<const Segment>> segments, std::shared_ptr<const Synonyms> synonyms)
    : segments_(std::move(segments)), synonyms_(std::move(synonyms)) {}

namespace {

struct Tried {
  std::vector<Hit> hits;
  double best_score = 0;
};

Tried Try(const std::vector<std::shared_ptr<const Segment>>& segments, const Synonyms& synonyms,
          std::vector<Word> query, const SearchOptions& options) {
  Tried tried;
  const Scorer scorer(segments, synonyms, std::move(query));
  const auto limit = static_cast<std::size_t>(std::clamp(options.limit, 1, 200));
  // A document may stand in several segments (learnt utterances): room for doubles.
  const std::vector<ScoredDocument> best = scorer.Best(KindsOf(options), limit + 10);
  const std::vector<double> confidence = Confidences(scorer, best);
  for (std::size_t i = 0; i < best.size() && tried.hits.size() < limit; ++i) {
    const SegmentDocument document = segments[best[i].segment]->document(best[i].document);
    const bool known = std::any_of(tried.hits.begin(), tried.hits.end(), [&](const Hit& hit) {
      return hit.kind == document.kind && hit.id == document.id;
    });
    if (known) continue;
    tried.hits.push_back({document.kind, std::string(document.id), std::string(document.title), best[i].score,
                          confidence[i], options.reasons ? Reason(scorer, best[i]) : std::string()});
  }
  if (!best.empty()) tried.best_score = best[0].score;
  return tried;
}

}  // namespace

namespace {

// The word that was probably meant; empty when it is known, or a compound of known words.
std::string Corrected(const std::vector<std::shared_ptr<const Segment>>& segments, const Word& word) {
  std::string better;
  for (const auto& segment : segments) {
    const Vocabulary& vocabulary = segment->vocabulary();
    if (vocabulary.words().contains(word.text) || !vocabulary.Split(word.text).empty()) return {};
    if (better.empty()) better = vocabulary.Correct(word.text);
  }
  return better;
}

}  // namespace

SearchResult Search::Find(std::string_view query, const SearchOptions& options) const {
  SearchResult result;
  std::vector<Word> words = QueryWords(nlu::Truncated(query, kLongestQuery));
  if (words.empty()) return result;
  Tried tried = Try(segments_, *synonyms_, words, options);
  bool changed = false;
  if (options.spelling && (tried.hits.empty() || tried.hits[0].confidence < kPoor)) {
    for (Word& word : words) {
      std::string better = Corrected(segments_, word);
      if (better.empty()) continue;
      word = {better, StemOf(better)};
      changed = true;
    }
  }
  if (changed) {
    Tried again = Try(segments_, *synonyms_, words, options);
    if (again.best_score > tried.best_score) {
      tried = std::move(again);
      for (const Word& word : words) result.corrected_query += (result.corrected_query.empty() ? "" : " ") + word.text;
    }
  }
  result.hits = std::move(tried.hits);
  return result;
}

}  // namespace amtslotse::knowledge
