#include "nlu/classify/linear_model.h"

#include <linear.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <mutex>

#include "nlu/classify/bytes.h"

namespace amtslotse::nlu {
namespace {

constexpr std::uint32_t kFormat = 0x314D4C41;  // "ALM1"
constexpr double kStopEpsilon = 0.1;
constexpr int kAlignment = 8;

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

float Damped(std::uint32_t count) { return count == 1 ? 1.0f : 1.0f + std::log(static_cast<float>(count)); }

float Rarity(std::size_t examples, std::uint32_t seen_in) {
  return std::log((1.0f + static_cast<float>(examples)) / (1.0f + static_cast<float>(seen_in))) + 1.0f;
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

std::unique_ptr<model, ModelDeleter> Solve(ProblemRows& rows, const std::vector<int>& labels, int features, double cost) {
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
  how.C = cost;
  how.eps = kStopEpsilon;
  const std::lock_guard<std::mutex> lock(TrainingMutex());
  set_print_string_function([](const char*) {});
  std::srand(1);
  return std::unique_ptr<model, ModelDeleter>(train(&task, &how));
}

}  // namespace

absl::StatusOr<LinearModel> LinearModel::Train(const std::vector<std::vector<std::uint32_t>>& rows,
                                               const std::vector<int>& labels, int label_count,
                                               const LinearOptions& options) {
  if (rows.empty() || rows.size() != labels.size()) return absl::InvalidArgumentError("no examples to train on");
  for (const int label : labels) {
    if (label < 0 || label >= label_count) return absl::InvalidArgumentError("label out of range");
  }
  std::vector<std::vector<std::uint32_t>> features = rows;
  std::vector<std::vector<std::uint32_t>> counts(rows.size());
  std::vector<std::uint32_t> every;
  for (std::size_t i = 0; i < features.size(); ++i) {
    CountRuns(features[i], counts[i]);
    every.insert(every.end(), features[i].begin(), features[i].end());
  }
  std::vector<std::uint32_t> seen_in;
  CountRuns(every, seen_in);

  LinearModel result;
  result.label_count_ = label_count;
  result.stride_ = (label_count + kAlignment - 1) / kAlignment * kAlignment;
  result.unseen_rarity_ = Rarity(rows.size(), 0);
  for (std::size_t i = 0; i < every.size(); ++i) {
    if (seen_in[i] < static_cast<std::uint32_t>(options.minimum_count)) continue;
    result.hashes_.push_back(every[i]);
    result.rarity_.push_back(Rarity(rows.size(), seen_in[i]));
  }
  result.BuildSlots();

  ProblemRows problem_rows;
  for (std::size_t i = 0; i < features.size(); ++i) {
    std::vector<feature_node> nodes;
    double squares = 0;
    for (std::size_t k = 0; k < features[i].size(); ++k) {
      const std::uint32_t row = result.Find(features[i][k]);
      if (row == 0) continue;
      const double value = Damped(counts[i][k]) * result.rarity_[row - 1];
      nodes.push_back({static_cast<int>(row), value});
      squares += value * value;
    }
    const double norm = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (feature_node& node : nodes) node.value *= norm;
    std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    problem_rows.AddRow(std::move(nodes));
  }
  const auto solved = Solve(problem_rows, labels, static_cast<int>(result.hashes_.size()), options.cost);

  const std::size_t stride = static_cast<std::size_t>(result.stride_);
  const std::size_t solved_classes = static_cast<std::size_t>(solved->nr_class);
  result.scale_.resize(result.hashes_.size());
  result.weights_.assign(result.hashes_.size() * stride, 0);
  for (std::size_t row = 0; row < result.hashes_.size(); ++row) {
    const double* weights = solved->w + row * solved_classes;
    double largest = 0;
    for (std::size_t c = 0; c < solved_classes; ++c) largest = std::max(largest, std::abs(weights[c]));
    if (largest == 0) continue;
    result.scale_[row] = static_cast<float>(largest / 127);
    for (std::size_t c = 0; c < solved_classes; ++c) {
      const std::size_t label = static_cast<std::size_t>(solved->label[c]);
      result.weights_[row * stride + label] = static_cast<std::int8_t>(std::lround(weights[c] / largest * 127));
    }
  }
  return result;
}

void LinearModel::BuildSlots() {
  slots_.assign(std::bit_ceil(hashes_.size() * 2 + 1), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t row = 0; row < hashes_.size(); ++row) {
    std::size_t at = hashes_[row] & mask;
    while (slots_[at].row != 0) at = (at + 1) & mask;
    slots_[at] = {hashes_[row], static_cast<std::uint32_t>(row + 1)};
  }
}

std::uint32_t LinearModel::Find(std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].row != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash) return slots_[at].row;
  }
  return 0;
}

double LinearModel::Score(std::span<const std::uint32_t> features, std::span<float> scores) const {
  std::vector<std::uint32_t> sorted(features.begin(), features.end());
  std::vector<std::uint32_t> counts;
  CountRuns(sorted, counts);
  std::fill(scores.begin(), scores.end(), 0.0f);
  const std::size_t labels = static_cast<std::size_t>(label_count_);
  const std::size_t stride = static_cast<std::size_t>(stride_);
  float known = 0;
  float unknown = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::uint32_t found = Find(sorted[i]);
    if (found == 0) {
      unknown += unseen_rarity_ * unseen_rarity_;
      continue;
    }
    const std::size_t row = found - 1;
    const float value = Damped(counts[i]) * rarity_[row];
    known += value * value;
    const float factor = value * scale_[row];
    const std::int8_t* weights = weights_.data() + row * stride;
    for (std::size_t c = 0; c < labels; ++c) scores[c] += factor * static_cast<float>(weights[c]);
  }
  if (known == 0) return 0;
  const float norm = 1 / std::sqrt(known);
  for (float& score : scores) score *= norm;
  return known / (known + unknown);
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
  result.stride_ = (result.label_count_ + kAlignment - 1) / kAlignment * kAlignment;
  result.unseen_rarity_ = in.Get<float>();
  result.hashes_ = in.GetAll<std::uint32_t>();
  result.rarity_ = in.GetAll<float>();
  result.scale_ = in.GetAll<float>();
  result.weights_ = in.GetAll<std::int8_t>();
  const std::size_t rows = result.hashes_.size();
  const bool fits = result.label_count_ > 0 && result.rarity_.size() == rows && result.scale_.size() == rows &&
                    result.weights_.size() == rows * static_cast<std::size_t>(result.stride_);
  if (!in.ok() || !in.at_end() || !fits) return absl::DataLossError("damaged linear model");
  result.BuildSlots();
  return result;
}

}  // namespace amtslotse::nlu
