#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fasttext {
class DenseMatrix;
class Dictionary;
class FastText;
}  // namespace fasttext

namespace amtslotse::nlu {

struct FastTextOptions {
  int dimensions = 32;
  int epochs = 30;
  double learning_rate = 0.8;
  int word_ngrams = 2;
  int shortest_ngram = 3;
  int longest_ngram = 5;
  int buckets = 30000;
};

// fastText's supervised classifier over folded words. Prediction is thread-safe.
class FastTextModel {
 public:
  // `lines` are folded words separated by spaces, `labels` in [0, label_count). Uses one thread and
  // a fixed seed, so that the same input gives the same model. `scratch` is a directory for the
  // training file.
  static absl::StatusOr<FastTextModel> Train(const std::vector<std::string>& lines, const std::vector<int>& labels,
                                             int label_count, const FastTextOptions& options,
                                             const std::string& scratch);

  // DataLoss when the file is not a fastText model; its checksum must have been checked before,
  // because fastText itself trusts what follows the header.
  static absl::StatusOr<FastTextModel> Load(const std::string& path, int label_count);
  absl::Status Save(const std::string& path) const;

  FastTextModel(FastTextModel&&) noexcept;
  FastTextModel& operator=(FastTextModel&&) noexcept;
  ~FastTextModel();

  // Writes one probability per label into `probabilities`; all equal when nothing was recognised. `line` holds words
  // separated by single spaces and no other space.
  void Predict(std::string_view line, std::span<float> probabilities) const;

  // Only the best label and its probability, as plain fastText would be used; -1 when nothing was
  // recognised.
  std::pair<int, float> PredictBest(const std::string& line) const;

 private:
  FastTextModel(std::unique_ptr<fasttext::FastText> model, int label_count);
  void TransposeOutput();
  std::vector<std::int32_t> Rows(std::string_view line) const;  // of the input matrix: words and their n-grams
  void AddWordNgrams(std::span<const std::int32_t> hashes, std::vector<std::int32_t>& rows) const;
  std::unique_ptr<fasttext::FastText> model_;
  std::shared_ptr<const fasttext::Dictionary> dictionary_;
  std::shared_ptr<const fasttext::DenseMatrix> input_;
  std::size_t word_ngrams_;
  std::uint64_t buckets_;
  std::size_t stride_ = 0;           // labels, rounded up
  std::vector<float> by_dimension_;  // the output matrix, turned: for each dimension one weight per label
  std::vector<int> label_of_;        // fastText's label number → ours
};

}  // namespace amtslotse::nlu
