#include "knowledge/search/lookups.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

// In a large town, a gram that every eighth document has tells little, and its list is long.
constexpr float kTellingGram = 2.0f;
constexpr std::uint32_t kLargeTown = 2000;      // documents
constexpr std::size_t kMostKept = 3000;         // words, of about 1 kB each
constexpr std::size_t kMostShares = 1'000'000;  // of 8 bytes, in all kept words

}  // namespace

SearchedSegments::SearchedSegments(std::vector<std::shared_ptr<const Segment>> segments)
    : segments_(std::move(segments)) {
  for (const auto& segment : segments_) {
    documents_ += segment->size();
    for (std::uint32_t i = 0; i < segment->size(); ++i) services_ += segment->document(i).kind == HitKind::kService;
  }
  rarity_.reserve(documents_ + std::size_t{1});
  const auto all = static_cast<float>(documents_);
  for (std::uint32_t with = 0; with <= documents_; ++with) {
    const auto count = static_cast<float>(with);
    rarity_.push_back(std::log(1 + (all - count + 0.5f) / (count + 0.5f)));
  }
}

Lookups::Lookups(std::vector<std::shared_ptr<const Segment>> segments, const ScoringWeights& weights)
    : segments_(std::move(segments)), weights_(weights) {}

std::shared_ptr<const KnownWord> Lookups::Of(const Word& word) const {
  {
    const std::shared_lock hold(lock_);
    const auto found = kept_.find(word.text);
    if (found != kept_.end()) return found->second;
  }
  std::shared_ptr<const KnownWord> known = LookUp(word);
  std::size_t shares = 0;
  for (const auto& of_segment : known->shares) shares += of_segment.size();
  const std::unique_lock hold(lock_);
  if (kept_.size() >= kMostKept || kept_shares_ + shares > kMostShares) {
    kept_.clear();
    kept_shares_ = 0;
  }
  if (kept_.try_emplace(word.text, known).second) kept_shares_ += shares;
  return known;
}

std::vector<std::shared_ptr<const KnownWord>> Lookups::Of(const std::vector<Word>& words) const {
  std::vector<std::shared_ptr<const KnownWord>> known(words.size());
  {
    const std::shared_lock hold(lock_);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto found = kept_.find(words[i].text);
      if (found != kept_.end()) known[i] = found->second;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!known[i]) known[i] = Of(words[i]);
  }
  return known;
}

void Lookups::Add(TermField field, std::string_view text, float weight, bool of_word, KnownWord& known) const {
  const std::uint64_t key = TermKey(field, text);
  const std::size_t before = known.lists.size();
  std::size_t with = 0;
  for (std::size_t s = 0; s < segments_.count(); ++s) {
    const std::span<const Posting> postings = segments_[s].postings(key);
    if (postings.empty()) continue;
    with += postings.size();
    known.lists.push_back({postings, 0, static_cast<std::uint16_t>(s), field, of_word});
  }
  const float rarity = segments_.Rarity(with);
  const bool gram = field == TermField::kNameGram || field == TermField::kGram;
  if (gram && rarity < kTellingGram && segments_.documents() > kLargeTown) {
    known.lists.resize(before);
    return;
  }
  for (std::size_t i = before; i < known.lists.size(); ++i) known.lists[i].weight = weight * rarity;
  known.possible += weight * rarity;
  if (of_word && field == TermField::kName) {
    known.name_key = key;
    known.rarity = std::max(rarity, 0.1f);
    known.in_names = with > 0;
  }
}

std::shared_ptr<const KnownWord> Lookups::LookUp(const Word& word) const {
  auto made = std::make_shared<KnownWord>();
  KnownWord& known = *made;
  known.lists.reserve(2 * segments_.count() * (word.text.size() + 1));
  Add(TermField::kName, word.stem, weights_.name, true, known);
  Add(TermField::kBody, word.stem, weights_.body, true, known);
  for (std::size_t s = 0; s < segments_.count() && known.parts.empty(); ++s)
    known.parts = segments_[s].vocabulary().Split(word.text);
  for (const std::string& part : known.parts) {
    Add(TermField::kName, part, weights_.name * weights_.query_part, false, known);
    Add(TermField::kBody, part, weights_.body * weights_.query_part, false, known);
  }
  nlu::ForEachCharacterNgram(word.text, kGramLength, kGramLength, [&](std::string_view gram) {
    Add(TermField::kNameGram, gram, weights_.name_gram, false, known);
    Add(TermField::kGram, gram, weights_.gram, false, known);
  });
  if (segments_.documents() <= kLargeTown) AddUp(known);
  known.lists.shrink_to_fit();
  return made;
}

void Lookups::AddUp(KnownWord& known) const {
  known.shares.resize(segments_.count());
  std::vector<float> scores;
  for (std::size_t s = 0; s < segments_.count(); ++s) {
    scores.assign(segments_[s].size(), 0.0f);
    for (const WeightedList& list : known.lists) {
      if (list.segment != s) continue;
      for (const Posting& posting : list.postings) scores[posting.document()] += list.weight * posting.impact();
    }
    for (std::uint32_t d = 0; d < scores.size(); ++d) {
      if (scores[d] > 0) known.shares[s].push_back({d, scores[d]});
    }
    known.shares[s].shrink_to_fit();
  }
  std::erase_if(known.lists, [](const WeightedList& list) { return !list.of_word; });
}

std::string Lookups::Corrected(const Word& word) const {
  {
    const std::shared_lock hold(lock_);
    const auto found = corrected_.find(word.text);
    if (found != corrected_.end()) return found->second;
  }
  std::string better = Correct(word);
  const std::unique_lock hold(lock_);
  if (corrected_.size() >= kMostKept) corrected_.clear();
  corrected_.try_emplace(word.text, better);
  return better;
}

std::string Lookups::Correct(const Word& word) const {
  if (!Of(word)->parts.empty()) return {};
  std::string better;
  for (std::size_t s = 0; s < segments_.count(); ++s) {
    const Vocabulary& vocabulary = segments_[s].vocabulary();
    if (vocabulary.words().contains(word.text)) return {};
    if (better.empty()) better = vocabulary.Correct(word.text);
  }
  return better;
}

bool Has(const KnownWord& word, std::uint32_t segment, std::uint32_t document, TermField field) {
  for (const WeightedList& list : word.lists) {
    if (!list.of_word) return false;
    if (list.segment != segment || list.field != field) continue;
    const auto place =
        std::lower_bound(list.postings.begin(), list.postings.end(), document,
                         [](const Posting& posting, std::uint32_t number) { return posting.document() < number; });
    return place != list.postings.end() && place->document() == document;
  }
  return false;
}

}  // namespace amtslotse::knowledge
