#include "knowledge/search/lookups.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

// In a large town, a gram that every eighth document has tells little, and its list is long.
constexpr float kTellingGram = 2.0f;
constexpr std::uint32_t kLargeTown = 2000;  // documents
constexpr std::size_t kMostKept = 3000;     // words, of about 1 kB each

}  // namespace

SearchedSegments::SearchedSegments(std::vector<std::shared_ptr<const Segment>> segments)
    : segments_(std::move(segments)) {
  for (const auto& segment : segments_) documents_ += segment->size();
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
  const std::unique_lock hold(lock_);
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_.try_emplace(word.text, known);
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
  known.lists.shrink_to_fit();
  return made;
}

std::string Lookups::Corrected(const Word& word) const {
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
