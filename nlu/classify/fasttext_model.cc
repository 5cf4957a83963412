#include "nlu/classify/fasttext_model.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <istream>
#include <numeric>
#include <streambuf>

namespace amtslotse::nlu {
namespace {

constexpr std::int32_t kFastTextMagic = 793712314;
constexpr std::string_view kLabelPrefix = "__label__";

// Reads from a string without copying it.
class StringViewBuffer : public std::streambuf {
 public:
  explicit StringViewBuffer(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }

 protected:
  // fastText looks back to the start of the line at the end of a file.
  pos_type seekoff(off_type offset, std::ios_base::seekdir, std::ios_base::openmode) override {
    setg(eback(), eback() + std::min<off_type>(offset, egptr() - eback()), egptr());
    return offset;
  }
  pos_type seekpos(pos_type position, std::ios_base::openmode which) override {
    return seekoff(position, std::ios_base::beg, which);
  }
};

fasttext::Args TrainingArgs(const FastTextOptions& options, const std::string& input) {
  fasttext::Args args;
  args.input = input;
  args.model = fasttext::model_name::sup;
  args.loss = fasttext::loss_name::softmax;
  args.lr = options.learning_rate;
  args.dim = options.dimensions;
  args.epoch = options.epochs;
  args.wordNgrams = options.word_ngrams;
  args.minn = options.shortest_ngram;
  args.maxn = options.longest_ngram;
  args.bucket = options.buckets;
  args.minCount = 1;
  args.minCountLabel = 0;
  args.thread = 1;
  args.verbose = 0;
  return args;
}

bool HasMagic(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::int32_t magic = 0;
  file.read(reinterpret_cast<char*>(&magic), sizeof magic);
  return file && magic == kFastTextMagic;
}

}  // namespace

FastTextModel::FastTextModel(std::unique_ptr<fasttext::FastText> model, int label_count)
    : model_(std::move(model)), input_(model_->getInputMatrix()), output_(model_->getOutputMatrix()) {
  const auto dictionary = model_->getDictionary();
  for (int i = 0; i < dictionary->nlabels(); ++i) {
    const std::string name = dictionary->getLabel(i).substr(kLabelPrefix.size());
    int label = -1;
    std::from_chars(name.data(), name.data() + name.size(), label);
    label_of_.push_back(label >= 0 && label < label_count ? label : -1);
  }
}

FastTextModel::FastTextModel(FastTextModel&&) noexcept = default;
FastTextModel& FastTextModel::operator=(FastTextModel&&) noexcept = default;
FastTextModel::~FastTextModel() = default;

absl::StatusOr<FastTextModel> FastTextModel::Train(const std::vector<std::string>& lines,
                                                   const std::vector<int>& labels, int label_count,
                                                   const FastTextOptions& options, const std::string& scratch) {
  if (lines.empty() || lines.size() != labels.size()) return absl::InvalidArgumentError("no examples to train on");
  const std::string path = scratch + "/fasttext-training.txt";
  {
    std::ofstream file(path);
    for (std::size_t i = 0; i < lines.size(); ++i) file << kLabelPrefix << labels[i] << ' ' << lines[i] << '\n';
    if (!file.flush()) return absl::UnavailableError("cannot write " + path);
  }
  auto model = std::make_unique<fasttext::FastText>();
  try {
    model->train(TrainingArgs(options, path));
  } catch (const std::exception& error) {
    std::remove(path.c_str());
    return absl::InternalError(std::string("fastText: ") + error.what());
  }
  std::remove(path.c_str());
  return FastTextModel(std::move(model), label_count);
}

absl::StatusOr<FastTextModel> FastTextModel::Load(const std::string& path, int label_count) {
  if (!HasMagic(path)) return absl::DataLossError(path + " is not a fastText model");
  auto model = std::make_unique<fasttext::FastText>();
  try {
    model->loadModel(path);
  } catch (const std::exception& error) {
    return absl::DataLossError(std::string("fastText: ") + error.what());
  }
  return FastTextModel(std::move(model), label_count);
}

absl::Status FastTextModel::Save(const std::string& path) const {
  try {
    model_->saveModel(path);
  } catch (const std::exception& error) {
    return absl::UnavailableError(std::string("fastText: ") + error.what());
  }
  return absl::OkStatus();
}

std::vector<std::int32_t> FastTextModel::Words(const std::string& line) const {
  std::string text = line + "\n";
  StringViewBuffer buffer(text);
  std::istream in(&buffer);
  std::vector<std::int32_t> words;
  std::vector<std::int32_t> labels;
  model_->getDictionary()->getLine(in, words, labels);
  return words;
}

// The same sums as fastText's, without a call for every row and without sorting the labels.
void FastTextModel::Predict(const std::string& line, std::span<float> probabilities) const {
  const std::vector<std::int32_t> words = Words(line);
  if (words.empty()) {
    std::fill(probabilities.begin(), probabilities.end(), 1.0f / static_cast<float>(probabilities.size()));
    return;
  }
  const auto dimensions = static_cast<std::size_t>(input_->cols());
  std::vector<float> hidden(dimensions);
  for (const std::int32_t word : words) {
    const float* row = input_->data() + static_cast<std::size_t>(word) * dimensions;
    for (std::size_t i = 0; i < dimensions; ++i) hidden[i] += row[i];
  }
  std::vector<float> scores(label_of_.size());
  for (std::size_t label = 0; label < scores.size(); ++label) {
    const float* row = output_->data() + label * dimensions;
    scores[label] = std::inner_product(row, row + dimensions, hidden.begin(), 0.0f) / static_cast<float>(words.size());
  }
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& score : scores) sum += score = std::exp(score - highest);
  std::fill(probabilities.begin(), probabilities.end(), 0.0f);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (label_of_[i] >= 0) probabilities[static_cast<std::size_t>(label_of_[i])] = scores[i] / sum;
  }
}

std::pair<int, float> FastTextModel::PredictBest(const std::string& line) const {
  const std::vector<std::int32_t> words = Words(line);
  fasttext::Predictions predictions;  // log-probability, label number
  if (!words.empty()) model_->predict(1, words, predictions, 0.0f);
  if (predictions.empty()) return {-1, 0.0f};
  return {label_of_[static_cast<std::size_t>(predictions[0].second)], std::exp(predictions[0].first)};
}

}  // namespace amtslotse::nlu
