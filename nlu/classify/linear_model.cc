#include "nlu/classify/linear_model.h"

#include <linear.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <mutex>

#include "nlu/classify/bytes.h"
#include "nlu/classify/vector_sums.h"

namespace amtslotse::nlu {
namespace {

constexpr std::uint32_t kFormat = 0x314D4C41;  // "ALM1"
constexpr double kStopEpsilon = 0.1;
constexpr std::size_t kAlignment = 8;  // of a row of weights; labels summed at a time

// liblinear draws from std::rand(); training is made deterministic by one caller at a time.
std::mutex& TrainingMutex() {
  static std::mutex mutex;
  return mutex;
}

struct ModelDeleter {
  void operator()(model* trained) const { free_and_destroy_model(&trained); }
};

void CountRuns(std::vector<std::uint32_t>& features, std::vector<std::uint32_t>& counts) {
  std::sort(features.begin(), features.end());
  counts.clear();
  std::size_t write = 0;
  for (std::size_t read = 0; read < features.size();) {
    const std::size_t begin = read;
    while (read < features.size() && features[read] == features[begin]) ++read;
    features[write++] = features[begin];
    counts.push_back(static_cast<std::uint32_t>(read - begin));
  }
  features.resize(write);
}

std::size_t StrideFor(int labels) {
  return (static_cast<std::size_t>(std::max(labels, 0)) + kAlignment - 1) / kAlignment * kAlignment;
}

float Damped(std::uint32_t count) { return count == 1 ? 1.0f : 1.0f + std::log(static_cast<float>(count)); }

float Rarity(std::size_t examples, std::uint32_t seen_in, double power) {
  const float rarity = std::log((1.0f + static_cast<float>(examples)) / (1.0f + static_cast<float>(seen_in))) + 1.0f;
  return power == 1 ? rarity : std::pow(rarity, static_cast<float>(power));
}

// Rows of feature_node for liblinear, in one block of memory.
class ProblemRows {
 public:
  void AddRow(std::vector<feature_node> nodes) {
    nodes.push_back({-1, 0});
    rows_.push_back(std::move(nodes));
  }

  std::vector<feature_node*> Pointers() {
    std::vector<feature_node*> pointers;
    for (auto& row : rows_) pointers.push_back(row.data());
    return pointers;
  }

 private:
  std::vector<std::vector<feature_node>> rows_;
};

std::unique_ptr<model, ModelDeleter> Solve(ProblemRows& rows, const std::vector<int>& labels, int features,
                                           const LinearOptions& options) {
  std::vector<feature_node*> pointers = rows.Pointers();
  std::vector<double> targets(labels.begin(), labels.end());
  problem task{};
  task.l = static_cast<int>(targets.size());
  task.n = features;
  task.y = targets.data();
  task.x = pointers.data();
  task.bias = -1;
  parameter how{};
  how.solver_type = MCSVM_CS;
  how.C = options.cost;
  how.eps = kStopEpsilon;
  const std::lock_guard<std::mutex> lock(TrainingMutex());
  set_print_string_function([](const char*) {});
  std::srand(1);
  return std::unique_ptr<model, ModelDeleter>(train(&task, &how));
}

// Of two labels, how many texts of each have a feature.
class SeenUnderLabels {
 public:
  explicit SeenUnderLabels(std::size_t features) : seen_(features, {1, 1}) {}

  void AddText(int label) { ++texts_[static_cast<std::size_t>(label == 1)]; }
  void AddFeature(std::size_t feature, int label) { ++seen_[feature][static_cast<std::size_t>(label == 1)]; }

  // How much likelier it is under label 1 than under label 0, as a logarithm: naive Bayes.
  double LogOdds(std::size_t feature) const {
    return std::log(seen_[feature][1] / texts_[1] * texts_[0] / seen_[feature][0]);
  }

 private:
  std::vector<std::array<double, 2>> seen_;
  std::array<double, 2> texts_ = {2, 2};
};

}  // namespace

std::vector<FeatureCount> CountFeatures(std::span<const std::uint32_t> features) {
  std::vector<FeatureCount> counted;
  counted.reserve(features.size());
  std::vector<std::uint32_t> slots(std::bit_ceil(features.size() * 2 + 1));  // one more than the place in `counted`
  const std::size_t mask = slots.size() - 1;
  for (const std::uint32_t hash : features) {
    std::size_t at = hash & mask;
    while (slots[at] != 0 && counted[slots[at] - 1].hash != hash) at = (at + 1) & mask;
    if (slots[at] == 0) {
      counted.push_back({hash, 0});
      slots[at] = static_cast<std::uint32_t>(counted.size());
    }
    ++counted[slots[at] - 1].count;
  }
  return counted;
}

absl::StatusOr<LinearModel> LinearModel::Train(const std::vector<std::vector<std::uint32_t>>& rows,
                                               const std::vector<int>& labels, int label_count,
                                               const LinearOptions& options,
                                               const std::vector<std::vector<FeatureValue>>& given) {
  if (rows.empty() || rows.size() != labels.size()) return absl::InvalidArgumentError("no examples to train on");
  if (!given.empty() && given.size() != rows.size())
    return absl::InvalidArgumentError("values for each example expected");
  for (const int label : labels) {
    if (label < 0 || label >= label_count) return absl::InvalidArgumentError("label out of range");
  }
  std::vector<std::vector<std::uint32_t>> features = rows;
  std::vector<std::vector<std::uint32_t>> counts(rows.size());
  std::vector<std::uint32_t> every;
  for (std::size_t i = 0; i < features.size(); ++i) {
    CountRuns(features[i], counts[i]);
    every.insert(every.end(), features[i].begin(), features[i].end());
    if (given.empty()) continue;
    for (const FeatureValue& each : given[i]) every.push_back(each.hash);
  }
  std::vector<std::uint32_t> seen_in;
  CountRuns(every, seen_in);

  LinearModel result;
  result.label_count_ = label_count;
  result.stride_ = StrideFor(label_count);
  result.unseen_rarity_ = Rarity(rows.size(), 0, options.rarity_power);
  for (std::size_t i = 0; i < every.size(); ++i) {
    if (seen_in[i] < static_cast<std::uint32_t>(options.minimum_count)) continue;
    result.hashes_.push_back(every[i]);
    result.rarity_.push_back(Rarity(rows.size(), seen_in[i], options.rarity_power));
  }
  result.BuildSlots();

  ProblemRows problem_rows;
  SeenUnderLabels seen(result.hashes_.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    std::vector<feature_node> nodes;
    seen.AddText(labels[i]);
    double squares = 0;
    for (std::size_t k = 0; k < features[i].size(); ++k) {
      const Slot* found = result.Find(features[i][k]);
      if (found == nullptr) continue;
      const double value = Damped(counts[i][k]) * found->rarity;
      nodes.push_back({static_cast<int>(found->row), value});
      seen.AddFeature(found->row - 1, labels[i]);
      squares += value * value;
    }
    const double norm = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (feature_node& node : nodes) node.value *= norm;
    if (!given.empty()) {
      for (const FeatureValue& each : given[i])
        if (const Slot* found = result.Find(each.hash)) nodes.push_back({static_cast<int>(found->row), each.value});
    }
    std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    problem_rows.AddRow(std::move(nodes));
  }
  const auto solved = Solve(problem_rows, labels, static_cast<int>(result.hashes_.size()), options);

  const std::size_t stride = result.stride_;
  const auto solved_classes = static_cast<std::size_t>(solved->nr_class);
  result.scale_.resize(result.hashes_.size());
  result.weights_.assign(result.hashes_.size() * stride, 0);
  for (std::size_t row = 0; row < result.hashes_.size(); ++row) {
    double* weights = solved->w + row * solved_classes;
    if (label_count == 2) {
      for (std::size_t c = 0; c < solved_classes; ++c)
        weights[c] += (solved->label[c] == 1 ? .5 : -.5) * options.odds_share * seen.LogOdds(row);
    }
    double largest = 0;
    for (std::size_t c = 0; c < solved_classes; ++c) largest = std::max(largest, std::abs(weights[c]));
    if (largest == 0) continue;
    result.scale_[row] = static_cast<float>(largest / 127);
    for (std::size_t c = 0; c < solved_classes; ++c) {
      const std::size_t label = static_cast<std::size_t>(solved->label[c]);
      result.weights_[row * stride + label] = static_cast<std::int8_t>(std::lround(weights[c] / largest * 127));
    }
  }
  result.FillScales();
  return result;
}

void LinearModel::BuildSlots() {
  slots_.assign(std::bit_ceil(hashes_.size() * 3 / 2 + 2), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t row = 0; row < hashes_.size(); ++row) {
    std::size_t at = hashes_[row] & mask;
    while (slots_[at].row != 0) at = (at + 1) & mask;
    slots_[at] = {hashes_[row], static_cast<std::uint32_t>(row + 1), rarity_[row], 0};
  }
}

void LinearModel::FillScales() {
  for (Slot& slot : slots_) {
    if (slot.row != 0) slot.scale = scale_[slot.row - 1];
  }
}

const LinearModel::Slot* LinearModel::Find(std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].row != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash) return &slots_[at];
  }
  return nullptr;
}

double LinearModel::Score(std::span<const std::uint32_t> features, std::span<float> scores) const {
  return Score(CountFeatures(features), scores);
}

// The tables are larger than the processor's caches: what is needed next is asked for ahead.
double LinearModel::Score(std::span<const FeatureCount> features, std::span<float> scores,
                          std::span<const FeatureValue> given) const {
  const std::size_t mask = slots_.size() - 1;
  for (const FeatureCount& feature : features) __builtin_prefetch(&slots_[feature.hash & mask]);
  std::vector<RowShare<std::int8_t>> shares;
  shares.reserve(features.size() + given.size());
  float known = 0;
  float unknown = 0;
  for (const FeatureCount& feature : features) {
    const Slot* found = Find(feature.hash);
    if (found == nullptr) {
      unknown += unseen_rarity_ * unseen_rarity_;
      continue;
    }
    const std::int8_t* weights = weights_.data() + (found->row - 1) * stride_;
    __builtin_prefetch(weights);
    __builtin_prefetch(weights + label_count_ - 1);
    const float value = Damped(feature.count) * found->rarity;
    known += value * value;
    shares.push_back({weights, value * found->scale});
  }
  const float norm = known > 0 ? 1 / std::sqrt(known) : 1;
  for (const FeatureValue& each : given) {
    const Slot* found = Find(each.hash);
    if (found == nullptr) continue;
    shares.push_back({weights_.data() + (found->row - 1) * stride_, each.value / norm * found->scale});
  }
  std::vector<float> sums(stride_);
  SumRows(shares, stride_, sums.data());
  for (std::size_t label = 0; label < scores.size(); ++label) scores[label] = norm * sums[label];
  return known > 0 ? known / (known + unknown) : 0;
}

std::string LinearModel::Write() const {
  ByteWriter out;
  out.Put(kFormat);
  out.Put<std::int32_t>(label_count_);
  out.Put(unseen_rarity_);
  out.PutAll(hashes_);
  out.PutAll(rarity_);
  out.PutAll(scale_);
  out.PutAll(weights_);
  return out.Take();
}

absl::StatusOr<LinearModel> LinearModel::Read(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.Get<std::uint32_t>() != kFormat) return absl::FailedPreconditionError("not a linear model of this format");
  LinearModel result;
  result.label_count_ = in.Get<std::int32_t>();
  result.stride_ = StrideFor(result.label_count_);
  result.unseen_rarity_ = in.Get<float>();
  result.hashes_ = in.GetAll<std::uint32_t>();
  result.rarity_ = in.GetAll<float>();
  result.scale_ = in.GetAll<float>();
  result.weights_ = in.GetAll<std::int8_t>();
  const std::size_t rows = result.hashes_.size();
  const bool fits = result.label_count_ > 0 && result.rarity_.size() == rows && result.scale_.size() == rows &&
                    result.weights_.size() == rows * result.stride_;
  if (!in.ok() || !in.at_end() || !fits) return absl::DataLossError("damaged linear model");
  result.BuildSlots();
  result.FillScales();
  return result;
}

}  // namespace amtslotse::nlu
