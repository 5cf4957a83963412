#include "knowledge/search.h"

#include <algorithm>

#include "knowledge/search/confidence.h"
#include "knowledge/search/grounds.h"
#include "knowledge/search/scoring.h"
#include "nlu/text/fold.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kLongestQuery = 500;
constexpr std::size_t kMostNear = 3;    // words of the same field in a reason
constexpr double kPoor = 0.6;           // below this confidence spelling is tried
constexpr double kClearlyBetter = 1.2;  // times the score: in a long question some word is always unknown here

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
  const auto has = [&document](const KnownWord& word, TermField field) {
    return Has(word, document.segment, document.document, field);
  };
  std::vector<std::string> in_name, in_body, by_synonym, near;
  for (std::size_t i = 0; i < scorer.query().size(); ++i) {
    if (has(*scorer.words()[i], TermField::kName)) {
      in_name.push_back(scorer.query()[i].text);
    } else if (has(*scorer.words()[i], TermField::kBody)) {
      in_body.push_back(scorer.query()[i].text);
    }
  }
  for (const Scorer::Meaning& meaning : scorer.meanings()) {
    const bool all = std::all_of(meaning.words.begin(), meaning.words.end(), [&](const auto& word) {
      return has(*word, TermField::kName) || has(*word, TermField::kBody);
    });
    if (!all) continue;
    std::string said;
    for (const Word& word : *meaning.expansion->words) said += (said.empty() ? "" : " ") + word.text;
    (meaning.expansion->near ? near : by_synonym).push_back(std::move(said));
  }
  std::string reason;
  const auto add = [&reason](const char* label, const std::vector<std::string>& words) {
    if (!words.empty()) reason += (reason.empty() ? "" : " · ") + std::string(label) + ": " + Joined(words);
  };
  add("Name", in_name);
  add("Text", in_body);
  add("Synonym", by_synonym);
  if (near.size() > kMostNear) near.resize(kMostNear);
  add("Verwandt", near);
  return reason.empty() ? "Ähnliche Wörter" : reason;
}

struct Tried {
  std::vector<Hit> hits;
  double best_score = 0;
};

Tried Try(const Lookups& lookups, const Synonyms& synonyms, const std::vector<Word>& query,
          const SearchOptions& options) {
  Tried tried;
  const Scorer scorer(lookups, synonyms, query);
  const auto limit = static_cast<std::size_t>(std::clamp(options.limit, 1, 200));
  // A document may stand in several segments (learnt utterances): room for doubles.
  const std::vector<ScoredDocument> best = scorer.Best(KindsOf(options), limit + 10);
  const std::vector<double> confidence = Confidences(scorer, best);
  for (std::size_t i = 0; i < best.size() && tried.hits.size() < limit; ++i) {
    const SegmentDocument document = lookups.segments()[best[i].segment].document(best[i].document);
    const bool known = std::any_of(tried.hits.begin(), tried.hits.end(),
                                   [&](const Hit& hit) { return hit.kind == document.kind && hit.id == document.id; });
    if (known) continue;
    tried.hits.push_back({document.kind, std::string(document.id), std::string(document.title), best[i].score,
                          confidence[i], options.reasons ? Reason(scorer, best[i]) : std::string(),
                          options.grounds ? GroundsOf(scorer, best[i], i == 0) : Hit::Grounds::kName,
                          options.grounds && scorer.SaysWholeName(best[i])});
  }
  if (!best.empty()) tried.best_score = best[0].score;
  return tried;
}

}  // namespace

Search::Search(std::vector<std::shared_ptr<const Segment>> segments, std::shared_ptr<const Synonyms> synonyms)
    : lookups_(std::make_unique<const Lookups>(std::move(segments))), synonyms_(std::move(synonyms)) {}

Search::~Search() = default;

bool Search::MayName(std::string_view word) const {
  const std::vector<Word> words = QueryWords(word);
  return std::any_of(words.begin(), words.end(), [this](const Word& w) { return lookups_->Of(w)->in_names; }) ||
         !synonyms_->Expand(words).empty();
}

std::vector<Word> Search::WordsOf(std::string_view query) { return QueryWords(nlu::Truncated(query, kLongestQuery)); }

SearchResult Search::Find(std::string_view query, const SearchOptions& options) const {
  return FindWords(WordsOf(query), options);
}

SearchResult Search::FindWords(std::vector<Word> words, const SearchOptions& options) const {
  SearchResult result;
  if (words.empty()) return result;
  Tried tried = Try(*lookups_, *synonyms_, words, options);
  bool changed = false;
  if (options.spelling && (tried.hits.empty() || tried.hits[0].confidence < kPoor)) {
    for (Word& word : words) {
      std::string better = lookups_->Corrected(word);
      if (better.empty()) continue;
      std::string stem = StemOf(better);
      word = {std::move(better), std::move(stem)};
      changed = true;
    }
  }
  if (changed) {
    Tried again = Try(*lookups_, *synonyms_, words, options);
    if (again.best_score > kClearlyBetter * tried.best_score) {
      tried = std::move(again);
      for (const Word& word : words) result.corrected_query += (result.corrected_query.empty() ? "" : " ") + word.text;
    }
  }
  result.hits = std::move(tried.hits);
  return result;
}

}  // namespace amtslotse::knowledge
