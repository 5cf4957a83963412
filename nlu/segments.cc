#include "nlu/segments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "nlu/topic.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kMostBoundaries = 5;
// A part below this confidence is not a wish of its own; it joins its neighbour.
constexpr double kOwnWish = 0.7;

class Splitter {
 public:
  // `places` are where further wishes may begin.
  Splitter(std::span<const Token> tokens, std::vector<std::size_t> places, const Prediction& whole, const TextClassifier& acts)
      : tokens_(tokens), whole_(whole), acts_(acts) {
    std::size_t begin = 0;
    places.push_back(tokens.size());
    for (const std::size_t place : places) {
      parts_.push_back(Read(begin, place));
      begin = place;
    }
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
  Part Read(std::size_t begin, std::size_t end) const {
    if (begin == 0 && end == tokens_.size()) return {begin, end, whole_};
    return {begin, end, acts_.Predict(tokens_.subspan(begin, end - begin), kGuessesPerPart)};
  }

  // Of two wishes together less is understood than of either. When it is not less, one part explains the other
  // ("Nehmt mich raus, ich brauche den Termin nicht mehr").
  std::optional<Part> Joined(const Part& a, const Part& b) const {
    Part together = Read(a.begin, b.end);
    const bool own_wishes = std::min(a.confidence(), b.confidence()) >= kOwnWish;
    if (own_wishes && together.confidence() < std::max(a.confidence(), b.confidence())) return std::nullopt;
    return together;
  }

  std::span<const Token> tokens_;
  const Prediction& whole_;
  const TextClassifier& acts_;
  std::vector<Part> parts_;
};

Band BandOf(double confidence, const TextClassifier& acts) {
  if (confidence >= acts.act_threshold()) return Band::kAct;
  return confidence >= acts.ask_threshold() ? Band::kAsk : Band::kDecline;
}

Segment Nothing() {
  Segment segment;
  segment.guesses.push_back({Act::kOutOfScope, 0});
  return segment;
}

}  // namespace

std::vector<Part> FindParts(std::span<const Token> tokens, const Prediction& whole, const BoundaryModel& boundary,
                            const TextClassifier& acts) {
  if (tokens.empty()) return {};
  std::vector<std::size_t> places = boundary.Find(tokens, kMostBoundaries);
  if (places.empty()) return {{0, tokens.size(), whole}};
  return Splitter(tokens, std::move(places), whole, acts).Take();
}

std::vector<Segment> NameSegments(std::string_view text, std::span<const Token> tokens, const std::vector<Part>& parts,
                                  const TextClassifier& acts, const std::vector<Span>& taken) {
  if (parts.empty()) return {Nothing()};
  std::vector<Segment> segments;
  for (const Part& part : parts) {
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
