#include "nlu/segments.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "nlu/keyword_lists.h"
#include "nlu/topic.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kMostBoundaries = 5;
// A part of which less is understood is not a wish of its own; it joins its neighbour.
constexpr double kOwnWish = 0.7;
constexpr double kOwnWishWithoutBoundary = 0.95;
constexpr float kClearBoundary = 0.3f;
constexpr float kListed = 1e6f;  // a surplus: here a list goes on, whose words are each a wish

// Two sentences of it are one wish: they have no matter in which they could differ.
bool IsSaidOnce(std::optional<Act> act) {
  constexpr std::array<Act, 6> kActs = {Act::kComplaint, Act::kPraise, Act::kInsult,
                                        Act::kHuman,     Act::kYes,    Act::kGoodbye};
  return act && std::find(kActs.begin(), kActs.end(), *act) != kActs.end();
}

class Splitter {
 public:
  // `places` are where further wishes may begin.
  Splitter(std::span<const Token> tokens, const std::vector<BoundaryModel::Place>& places, const ListedWishes& listed,
           const Prediction& whole, const TextClassifier& acts)
      : tokens_(tokens), listed_(listed), whole_(whole), acts_(acts) {
    BoundaryModel::Place begin;
    for (const BoundaryModel::Place& place : places) {
      parts_.push_back(Read(begin.token, place.token, begin.surplus));
      begin = place;
    }
    parts_.push_back(Read(begin.token, tokens.size(), begin.surplus));
  }

  std::vector<Part> Take() {
    for (std::size_t i = 0; i + 1 < parts_.size();) {
      if (std::optional<Part> together = Joined(parts_[i], parts_[i + 1])) {
        parts_[i] = *std::move(together);
        parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        if (i > 0) --i;
      } else {
        ++i;
      }
    }
    return std::move(parts_);
  }

 private:
  Part Read(std::size_t begin, std::size_t end, float surplus) const {
    if (begin == 0 && end == tokens_.size()) return {begin, end, whole_, surplus};
    return {begin, end, acts_.Predict(tokens_.subspan(begin, end - begin), kGuessesPerPart), surplus};
  }

  // Of two wishes together less is understood than of either. When it is not less, one part explains the other
  // ("Nehmt mich raus, ich brauche den Termin nicht mehr").
  std::optional<Part> Joined(const Part& a, const Part& b) const {
    if (b.surplus >= kListed) return std::nullopt;
    Part together = Read(a.begin, b.end, a.surplus);
    if (IsMatterOfList(a, b) || (a.label() == b.label() && IsSaidOnce(ActOf(a)))) return together;
    const double needed = b.surplus > kClearBoundary ? kOwnWish : kOwnWishWithoutBoundary;
    const bool own_wishes =
        std::min(Understood(a), Understood(b)) >= needed && !SoundsLikeDanger(a) && !SoundsLikeDanger(b);
    if (own_wishes && together.confidence() < std::max(a.confidence(), b.confidence())) return std::nullopt;
    return together;
  }

  // Danger is looked for in the whole message, elsewhere; a part that only sounds like it was cut out wrongly.
  bool SoundsLikeDanger(const Part& part) const { return ActOf(part) == Act::kEmergency; }

  std::optional<Act> ActOf(const Part& part) const {
    const auto& guesses = part.prediction.guesses;
    return guesses.empty() ? std::nullopt : ActFromId(acts_.labels()[static_cast<std::size_t>(guesses.front().label)]);
  }

  // That a part is a wish may be clear where it is open which of two ("wo muss ich hin").
  static double Understood(const Part& part) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, part.prediction.guesses.size()); ++i)
      sum += part.prediction.guesses[i].confidence;
    return sum;
  }

  // "Eheschließung" before "Unterlagen Kosten Termin": of what all of it is.
  bool IsMatterOfList(const Part& a, const Part& b) const {
    constexpr std::size_t kMostWords = 3;
    return ActOf(a) == Act::kOverview && a.end - a.begin <= kMostWords &&
           std::find(listed_.firsts.begin(), listed_.firsts.end(), b.begin) != listed_.firsts.end();
  }

  std::span<const Token> tokens_;
  const ListedWishes& listed_;
  const Prediction& whole_;
  const TextClassifier& acts_;
  std::vector<Part> parts_;
};

bool IsWord(const Token& token) { return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber; }

Band BandOf(double confidence, const TextClassifier& acts) {
  if (confidence >= acts.act_threshold()) return Band::kAct;
  return confidence >= acts.ask_threshold() ? Band::kAsk : Band::kDecline;
}

// Nothing but a time or a place ("so bald wie möglich"): it belongs to the wish beside it.
bool OnlyEntities(std::span<const Token> tokens, const std::vector<Span>& taken) {
  return std::all_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    if (!IsWord(token)) return true;
    return std::any_of(taken.begin(), taken.end(),
                       [&](const Span& span) { return token.span.begin >= span.begin && token.span.end <= span.end; });
  });
}

// An address has points and words in it at which no wish ends: what was taken for a beginning there is one behind it.
std::vector<BoundaryModel::Place> OutsideOf(const std::vector<Span>& taken, std::span<const Token> tokens,
                                            const std::vector<BoundaryModel::Place>& places) {
  std::vector<BoundaryModel::Place> outside;
  for (BoundaryModel::Place place : places) {
    const std::size_t at = tokens[place.token].span.begin;
    const auto within =
        std::find_if(taken.begin(), taken.end(), [&](const Span& span) { return span.begin < at && at < span.end; });
    while (within != taken.end() && place.token < tokens.size() &&
           (tokens[place.token].span.begin < within->end || !IsWord(tokens[place.token])))
      ++place.token;
    const bool again = !outside.empty() && outside.back().token >= place.token;
    if (place.token < tokens.size() && !again) outside.push_back(place);
  }
  return outside;
}

// Within a list only its own beginnings count.
std::vector<BoundaryModel::Place> WithLists(std::vector<BoundaryModel::Place> places, const ListedWishes& listed) {
  std::erase_if(places, [&](const BoundaryModel::Place& place) {
    return std::any_of(listed.begins.begin(), listed.begins.end(),
                       [&](std::size_t token) { return place.token == token || place.token == token + 1; });
  });
  const std::size_t count = std::min(kMostBoundaries, listed.begins.size());
  for (std::size_t i = 0; i < count; ++i) places.push_back({listed.begins[i], kListed});
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.token < b.token; });
  return places;
}

Segment Nothing() {
  Segment segment;
  segment.guesses.push_back({Act::kOutOfScope, 0});
  return segment;
}

}  // namespace

std::vector<Part> FindParts(std::span<const Token> tokens, const Prediction& whole, const BoundaryModel& boundary,
                            const TextClassifier& acts, const std::vector<Span>& taken) {
  if (std::none_of(tokens.begin(), tokens.end(), IsWord)) return {};
  const ListedWishes listed = FindListedWishes(tokens);
  const auto places = OutsideOf(taken, tokens, WithLists(boundary.Find(tokens, kMostBoundaries), listed));
  if (places.empty()) return {{0, tokens.size(), whole, 0}};
  return Splitter(tokens, places, listed, whole, acts).Take();
}

std::vector<Segment> NameSegments(std::string_view text, std::span<const Token> tokens, const std::vector<Part>& parts,
                                  const TextClassifier& acts, const std::vector<Span>& taken) {
  if (parts.empty()) return {Nothing()};
  std::vector<Segment> segments;
  for (const Part& part : parts) {
    if (!segments.empty() && OnlyEntities(tokens.subspan(part.begin, part.end - part.begin), taken)) {
      segments.back().span.end = tokens[part.end - 1].span.end;
      continue;
    }
    Segment segment;
    segment.span = {tokens[part.begin].span.begin, tokens[part.end - 1].span.end};
    for (const LabelGuess& guess : part.prediction.guesses) {
      const auto act = ActFromId(acts.labels()[static_cast<std::size_t>(guess.label)]);
      if (act) segment.guesses.push_back({*act, guess.confidence});
    }
    if (segment.guesses.empty()) segment.guesses.push_back({Act::kOutOfScope, 0});
    segment.band = BandOf(segment.guesses.front().confidence, acts);
    segment.topic = Topic(text, tokens.subspan(part.begin, part.end - part.begin), taken);
    segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace amtslotse::nlu
