#include "nlu/boundary.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

constexpr std::string_view kMark = "‖";
constexpr int kInside = 0;
constexpr int kBoundary = 1;
constexpr float kSurplus = -0.5f;  // of the boundary's decision value over the other's; too many are joined again
constexpr double kCost = 1;
constexpr int kCopiesOfRealPairs = 4;

bool IsWord(const Token& token) { return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber; }

// Only words begin a wish.
bool CanBegin(std::span<const Token> tokens, std::size_t at) {
  if (at == 0 || !IsWord(tokens[at])) return false;
  return std::any_of(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(at), IsWord);
}

// What the words on both sides of a place say. Each kind hashes in a space of its own, so none occurs twice.
class PlaceFeatures {
 public:
  PlaceFeatures(std::span<const Token> tokens, std::size_t at) {
    std::size_t left = at;
    while (left > 0 && !IsWord(tokens[left - 1])) --left;
    const std::span<const Token> between = tokens.subspan(left, at - left);
    const std::string_view l1 = Back(tokens, left, 1);
    const std::string_view l2 = Back(tokens, left, 2);
    const std::string_view r1 = Ahead(tokens, at, 0);
    const std::string_view r2 = Ahead(tokens, at, 1);
    const std::string_view r3 = Ahead(tokens, at, 2);
    Add(Texts(between, StableHash("p")));
    Add("l1", {l1});
    Add("l21", {l2, " ", l1});
    Add("r1", {r1});
    Add("r2", {r2});
    Add("r12", {r1, " ", r2});
    Add("r123", {r1, " ", r2, " ", r3});
    Add(StableHash(r1, StableHash(" ", Texts(between, StableHash("pr1")))));
    Add(StableHash(r2, StableHash(" ", StableHash(r1, StableHash(" ", Texts(between, StableHash("pr12")))))));
    Add(Texts(between, StableHash(" ", StableHash(l1, StableHash("l1p")))));
    Add("l1r1", {l1, " ", r1});
    Add("end", {tokens.back().text == "?" ? "?" : "."});
    Add("left", {Count(tokens.first(left))});
    Add("right", {Count(tokens.subspan(at))});
  }

  std::span<const FeatureCount> all() const { return features_; }

 private:
  // How many words, up to six.
  static std::string_view Count(std::span<const Token> tokens) {
    constexpr std::array<std::string_view, 7> kCounts = {"0", "1", "2", "3", "4", "5", "6"};
    std::size_t words = 0;
    for (std::size_t i = 0; i < tokens.size() && words + 1 < kCounts.size(); ++i) words += IsWord(tokens[i]) ? 1 : 0;
    return kCounts[words];
  }
  static std::string_view Back(std::span<const Token> tokens, std::size_t end, std::size_t back) {
    return end >= back ? tokens[end - back].text : "^";
  }
  static std::string_view Ahead(std::span<const Token> tokens, std::size_t at, std::size_t ahead) {
    return at + ahead < tokens.size() ? tokens[at + ahead].text : "$";
  }
  static std::uint32_t Texts(std::span<const Token> tokens, std::uint32_t hash) {
    for (const Token& token : tokens) hash = StableHash(token.text, hash);
    return hash;
  }
  void Add(std::uint32_t hash) { features_[size_++] = {hash, 1}; }
  void Add(std::string_view kind, std::initializer_list<std::string_view> texts) {
    std::uint32_t hash = StableHash(kind);
    for (const std::string_view text : texts) hash = StableHash(text, hash);
    Add(hash);
  }

  std::array<FeatureCount, 14> features_{};
  std::size_t size_ = 0;
};

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

struct Rows {
  std::vector<std::vector<std::uint32_t>> features;
  std::vector<int> labels;

  // `boundaries` are the bytes in `text` where further wishes begin, ascending.
  void Add(std::string_view text, std::span<const std::size_t> boundaries) {
    const FoldedText folded = FoldWithOrigin(text);
    const std::vector<Token> tokens = Tokenize(folded);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      if (!CanBegin(tokens, at)) continue;
      const bool here = !boundaries.empty() && tokens[at].span.begin >= boundaries.front();
      if (here) boundaries = boundaries.subspan(1);
      const PlaceFeatures place(tokens, at);
      auto& row = features.emplace_back();
      for (const FeatureCount& each : place.all()) row.push_back(each.hash);
      labels.push_back(here ? kBoundary : kInside);
    }
  }

  // "first ‖ second": the mark goes, the boundary is where it stood.
  void AddMarked(std::string_view marked) {
    std::string text;
    std::vector<std::size_t> boundaries;
    while (!marked.empty()) {
      const std::size_t mark = std::min(marked.find(kMark), marked.size());
      text += Trimmed(marked.substr(0, mark));
      marked.remove_prefix(std::min(marked.size(), mark + kMark.size()));
      if (marked.empty()) break;
      text += " ";
      boundaries.push_back(text.size());
    }
    Add(text, boundaries);
  }
};

// The second wish begins with the joint's "und", if it has one.
void AddPair(Rows& rows, const std::string& first, const std::string& joint, const std::string& second) {
  const std::size_t word = std::min(joint.find("und"), joint.size());
  const std::size_t boundary = first.size() + word;
  rows.Add(first + joint + second, {&boundary, 1});
}

std::uint64_t Mixed(std::uint64_t bits) {
  bits = (bits ^ bits >> 33) * 0xff51afd7ed558ccdULL;
  return bits ^ bits >> 33;
}

// Every second text, followed by another: which, and joined how, depends on the text alone. So one more text changes a
// pair or two, and nothing that was learnt from the others.
void AddPairs(Rows& rows, const std::vector<std::string>& texts, std::uint64_t seed) {
  constexpr std::array<std::string_view, 8> kJoints = {" ", ", ", ". ", " ", " und ", ", und ", "! ", "? "};
  std::map<std::uint64_t, const std::string*> ring;
  for (const std::string& text : texts) ring.emplace(Mixed(StableHash(text)), &text);
  for (const auto& [place, first] : ring) {
    const std::uint64_t drawn = Mixed(place + seed);
    if (drawn % 2 != 0) continue;
    const auto next = ring.lower_bound(Mixed(drawn));
    const std::string& second = next == ring.end() ? *ring.begin()->second : *next->second;
    const bool closed = first->find_last_of(".!?") == first->size() - 1;
    AddPair(rows, *first, std::string(closed ? " " : kJoints[drawn / 2 % kJoints.size()]), second);
  }
}

}  // namespace

absl::StatusOr<BoundaryModel> BoundaryModel::Train(const std::vector<std::string>& multi,
                                                   const std::vector<std::string>& single, std::uint64_t seed) {
  Rows rows;
  for (const std::string& text : multi) {
    for (int copy = 0; copy < kCopiesOfRealPairs; ++copy) rows.AddMarked(text);
  }
  for (const std::string& text : single) rows.Add(text, {});
  AddPairs(rows, single, seed);
  absl::StatusOr<LinearModel> model =
      LinearModel::Train(rows.features, rows.labels, 2, {.cost = kCost, .minimum_count = 2});
  if (!model.ok()) return model.status();
  return BoundaryModel(*std::move(model));
}

absl::StatusOr<BoundaryModel> BoundaryModel::Read(std::string_view bytes) {
  absl::StatusOr<LinearModel> model = LinearModel::Read(bytes);
  if (!model.ok()) return model.status();
  if (model->label_count() != 2) return absl::DataLossError("not a boundary model");
  return BoundaryModel(*std::move(model));
}

std::vector<BoundaryModel::Place> BoundaryModel::Find(std::span<const Token> tokens, std::size_t limit) const {
  std::vector<Place> places;
  for (std::size_t at = 1; at < tokens.size(); ++at) {
    if (!CanBegin(tokens, at)) continue;
    std::array<float, 2> scores{};
    model_.Score(PlaceFeatures(tokens, at).all(), scores);
    const float surplus = scores[kBoundary] - scores[kInside];
    if (surplus > kSurplus) places.push_back({at, surplus});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.surplus > b.surplus; });
  if (places.size() > limit) places.resize(limit);
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.token < b.token; });
  return places;
}

}  // namespace amtslotse::nlu
