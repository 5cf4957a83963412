#include "nlu/segments.h"

#include <algorithm>

#include "nlu/topic.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kMostBoundaries = 5;
constexpr int kGuesses = 5;
// A part below this confidence is not a wish of its own; it joins its neighbour.
constexpr double kOwnWish = 0.7;

class Splitter {
 public:
  Splitter(std::span<const Token> tokens, const BoundaryModel& boundary, const TextClassifier& acts)
      : tokens_(tokens), acts_(acts) {
    std::size_t begin = 0;
    std::vector<std::size_t> places = boundary.Find(tokens, kMostBoundaries);
    places.push_back(tokens.size());
    for (const std::size_t place : places) {
      parts_.push_back(Read(begin, place));
      begin = place;
    }
  }

  std::vector<Part> Take() {
    for (std::size_t i = 0; i + 1 < parts_.size();) {
      if (ShouldJoin(parts_[i], parts_[i + 1])) {
        parts_[i] = Read(parts_[i].begin, parts_[i + 1].end);
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
    return {begin, end, acts_.Predict(tokens_.subspan(begin, end - begin), kGuesses)};
  }

  // Of two wishes together less is understood than of either. When it is not less, one part explains the other
  // ("Nehmt mich raus, ich brauche den Termin nicht mehr").
  bool ShouldJoin(const Part& a, const Part& b) const {
    if (std::min(a.confidence(), b.confidence()) < kOwnWish) return true;
    return Read(a.begin, b.end).confidence() >= std::max(a.confidence(), b.confidence());
  }

  std::span<const Token> tokens_;
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

std::vector<Part> FindParts(std::span<const Token> tokens, const BoundaryModel& boundary, const TextClassifier& acts) {
  if (tokens.empty()) return {};
  return Splitter(tokens, boundary, acts).Take();
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
