#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace amtslotse::nlu {

// A hashed feature and how often a text has it.
struct FeatureCount {
  std::uint32_t hash = 0;
  std::uint32_t count = 0;
};

// A feature that counts by a value of its own, whatever else the text has.
struct FeatureValue {
  std::uint32_t hash = 0;
  float value = 0;
};

// Each feature once, in the order of its first appearance.
std::vector<FeatureCount> CountFeatures(std::span<const std::uint32_t> features);

struct LinearOptions {
  double cost = 1;          // liblinear's C
  int minimum_count = 1;    // features in fewer examples are left out
  double rarity_power = 1;  // below 1, rare features weigh less against frequent ones
  double odds_share = 0;    // of two labels: how much of a feature's log odds is added to what the machine gives it
};

// A multi-class linear classifier (liblinear, Crammer and Singer's machine) over hashed features, each weighted by its
// frequency and rarity, the whole of length 1. Weights are kept in 8 bits.
// Immutable after training or reading; thread-safe.
class LinearModel {
 public:
  // One row of hashed features and one label in [0, label_count) per example; `given` is empty or has a row per
  // example as well, of features that no row of the others has.
  // Deterministic. InvalidArgument without examples, with rows too few or with a label out of range.
  static absl::StatusOr<LinearModel> Train(const std::vector<std::vector<std::uint32_t>>& rows,
                                           const std::vector<int>& labels, int label_count,
                                           const LinearOptions& options,
                                           const std::vector<std::vector<FeatureValue>>& given = {});

  static absl::StatusOr<LinearModel> Read(std::string_view bytes);
  std::string Write() const;

  int label_count() const { return label_count_; }

  // Writes one decision value per label into `scores` (of label_count) and returns which share of
  // the text, by weight, had been seen in training: 0 for nothing, 1 for everything.
  // Features are named once (CountFeatures). Those given with their values are no part of that share.
  double Score(std::span<const FeatureCount> features, std::span<float> scores,
               std::span<const FeatureValue> given = {}) const;
  double Score(std::span<const std::uint32_t> features, std::span<float> scores) const;

 private:
  // All that a look-up needs but the weights, in one place.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t row = 0;  // one more than the row; 0 for an empty slot
    float rarity = 0;
    float scale = 0;
  };

  void BuildSlots();
  void FillScales();
  const Slot* Find(std::uint32_t hash) const;  // null when not seen in training

  int label_count_ = 0;
  std::size_t stride_ = 0;
  float unseen_rarity_ = 1;
  std::vector<std::uint32_t> hashes_;  // by row
  std::vector<float> rarity_;          // by row
  std::vector<float> scale_;           // by row, of its weights
  std::vector<std::int8_t> weights_;   // by row, then label
  std::vector<Slot> slots_;
};

}  // namespace amtslotse::nlu
