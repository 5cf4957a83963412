#include "knowledge/topic_words.h"

#include <algorithm>

#include "knowledge/search/analysis.h"
#include "knowledge/search/grounds.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kMostWords = 8;
constexpr std::size_t kMostHits = 8;
constexpr double kSure = 0.5;
constexpr double kNamed = 0.9;         // by one word
constexpr double kExplained = 0.2;     // a word alone finds it so surely
constexpr std::size_t kManyWords = 3;  // enough where not all words are explained

const Hit* SameAs(const Hit& hit, const std::vector<Hit>& hits) {
  const auto found =
      std::find_if(hits.begin(), hits.end(), [&](const Hit& one) { return one.kind == hit.kind && one.id == hit.id; });
  return found == hits.end() ? nullptr : &*found;
}

}  // namespace

InName FindInName(const Catalogue& catalogue, const ServiceId& service, const std::string& word) {
  const ServiceHead* head = catalogue.FindHead(service);
  if (!head) return InName::kNot;
  const nlu::FoldedText folded = nlu::FoldWithOrigin(head->name);
  for (const nlu::Token& token : nlu::Tokenize(folded)) {
    if (token.text != word) continue;
    const char first = head->name[token.span.begin];
    return first >= 'a' && first <= 'z' ? InName::kVerb : InName::kNoun;
  }
  return InName::kNot;
}

TopicWords::TopicWords(const Town& town, const std::string& topic)
    : town_(town), folded_(nlu::Fold(topic)), words_(nlu::FoldedWords(topic)) {
  if (words_.size() < 2 || words_.size() > kMostWords) words_.clear();
}

std::vector<Hit> TopicWords::Alone(const std::string& word) const {
  SearchOptions options;
  options.limit = kMostHits;
  options.reasons = false;
  options.grounds = true;
  options.spelling = false;
  return std::move(town_.search->Find(word, options).hits);
}

bool TopicWords::OthersAreOfAnyMatter(std::size_t place) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (i != place && !IsStopWord(words_[i]) && !IsOfAnyMatter({words_[i], StemOf(words_[i])})) return false;
  }
  return true;
}

const Hit* TopicWords::NamedByOne(const std::vector<Hit>& hits) const {
  const Hit* named = nullptr;
  bool by_name = false;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string& word = words_[i];
    if (!town_.search->MayName(word)) continue;
    // No "Platz" of a "Kita-Platz" where there is no Kita.
    if (i > 0 && folded_.find(words_[i - 1] + "-" + word) != std::string::npos) {
      const std::vector<Hit> before = Alone(words_[i - 1]);
      if (before.empty() || before[0].confidence < kSure) continue;
    }
    const std::vector<Hit> alone = Alone(word);
    if (alone.empty() || alone[0].kind != HitKind::kService || alone[0].confidence < kNamed) continue;
    // "Auto ummelden", but not "Auto abgeschleppt", is about the registration of a car.
    if (!alone[0].whole_name && !OthersAreOfAnyMatter(i)) continue;
    const InName how = FindInName(*town_.catalogue, {alone[0].id}, word);
    if (how == InName::kVerb) continue;
    const bool in_name = how == InName::kNoun;
    if (named && named->id != alone[0].id && in_name == by_name) return nullptr;
    if (named && by_name) continue;
    named = SameAs(alone[0], hits);
    by_name = in_name;
    if (!named) return nullptr;
  }
  // "Parkplatz sperren Umzug": the others name something too.
  const bool other = named && hits[0].kind == HitKind::kService && hits[0].id != named->id && hits[0].whole_name;
  return other ? nullptr : named;
}

bool TopicWords::ExplainedBestBy(const Hit& best, const std::vector<Hit>& hits) const {
  std::vector<std::size_t> explained(hits.size());
  for (const std::string& word : words_) {
    const std::vector<Hit> alone = Alone(word);
    for (std::size_t i = 0; i < hits.size(); ++i) {
      const Hit* found = SameAs(hits[i], alone);
      const bool by_itself = found && found->grounds != Hit::Grounds::kNone;  // not only something that looks alike
      if (by_itself && found->confidence >= kExplained) ++explained[i];
    }
  }
  const std::size_t own = explained[static_cast<std::size_t>(&best - hits.data())];
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (&hits[i] != &best && explained[i] >= own) return false;
  }
  return own >= 2 && (own == words_.size() || own >= kManyWords);
}

}  // namespace amtslotse::knowledge
