#include "nlu/classify/fasttext_model.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <istream>
#include <streambuf>

#include "nlu/classify/vector_sums.h"

namespace amtslotse::nlu {
namespace {

constexpr std::int32_t kFastTextMagic = 793712314;
constexpr std::size_t kAlignment = 8;  // labels summed at a time
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
    : model_(std::move(model)),
      dictionary_(model_->getDictionary()),
      input_(model_->getInputMatrix()),
      word_ngrams_(static_cast<std::size_t>(model_->getArgs().wordNgrams)),
      buckets_(static_cast<std::uint64_t>(model_->getArgs().bucket)) {
  TransposeOutput();
  for (int i = 0; i < dictionary_->nlabels(); ++i) {
    const std::string name = dictionary_->getLabel(i).substr(kLabelPrefix.size());
    int label = -1;
    std::from_chars(name.data(), name.data() + name.size(), label);
    label_of_.push_back(label >= 0 && label < label_count ? label : -1);
  }
}

void FastTextModel::TransposeOutput() {
  const auto output = model_->getOutputMatrix();
  const auto labels = static_cast<std::size_t>(output->rows());
  const auto dimensions = static_cast<std::size_t>(output->cols());
  stride_ = (labels + kAlignment - 1) / kAlignment * kAlignment;
  by_dimension_.assign(stride_ * dimensions, 0.0f);
  for (std::size_t label = 0; label < labels; ++label) {
    for (std::size_t i = 0; i < dimensions; ++i)
      by_dimension_[i * stride_ + label] = output->data()[label * dimensions + i];
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

// As Dictionary::getLine reads a line, without a stream: words and their n-grams, the line's end, and n-grams of words.
std::vector<std::int32_t> FastTextModel::Rows(std::string_view line) const {
  std::vector<std::int32_t> rows;
  std::vector<std::int32_t> hashes;
  rows.reserve(line.size() * 4 + 16);
  std::string word;
  const auto add = [&] {
    const std::uint32_t hash = dictionary_->hash(word);
    const std::int32_t id = dictionary_->getId(word, hash);
    if (id >= 0) {
      const std::vector<std::int32_t>& known = dictionary_->getSubwords(id);
      rows.insert(rows.end(), known.begin(), known.end());
    } else if (word != fasttext::Dictionary::EOS) {
      dictionary_->computeSubwords(fasttext::Dictionary::BOW + word + fasttext::Dictionary::EOW, rows);
    }
    hashes.push_back(static_cast<std::int32_t>(hash));
  };
  while (!line.empty()) {
    const std::size_t space = std::min(line.find(' '), line.size());
    word.assign(line.substr(0, space));
    if (!word.empty()) add();
    line.remove_prefix(std::min(line.size(), space + 1));
  }
  word = fasttext::Dictionary::EOS;
  add();
  AddWordNgrams(hashes, rows);
  return rows;
}

void FastTextModel::AddWordNgrams(std::span<const std::int32_t> hashes, std::vector<std::int32_t>& rows) const {
  constexpr std::uint64_t kFactor = 116049371;  // fastText's
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    auto hash = static_cast<std::uint64_t>(static_cast<std::int64_t>(hashes[i]));
    for (std::size_t j = i + 1; j < std::min(hashes.size(), i + word_ngrams_); ++j) {
      hash = hash * kFactor + static_cast<std::uint64_t>(static_cast<std::int64_t>(hashes[j]));
      rows.push_back(dictionary_->nwords() + static_cast<std::int32_t>(hash % buckets_));
    }
  }
}

// The same sums as fastText's, without a call for every row and without sorting the labels.
void FastTextModel::Predict(std::string_view line, std::span<float> probabilities) const {
  const std::vector<std::int32_t> rows = Rows(line);
  if (rows.empty()) {
    std::fill(probabilities.begin(), probabilities.end(), 1.0f / static_cast<float>(probabilities.size()));
    return;
  }
  const auto dimensions = static_cast<std::size_t>(input_->cols());
  std::vector<RowShare<float>> shares;
  shares.reserve(std::max(rows.size(), dimensions));
  for (const std::int32_t row : rows)
    shares.push_back({input_->data() + static_cast<std::size_t>(row) * dimensions, 1.0f});
  std::vector<float> hidden(dimensions);
  SumRows(shares, dimensions, hidden.data());
  shares.clear();
  for (std::size_t i = 0; i < dimensions; ++i) shares.push_back({by_dimension_.data() + i * stride_, hidden[i]});
  std::vector<float> scores(stride_);
  SumRows(shares, stride_, scores.data());
  scores.resize(label_of_.size());
  for (float& score : scores) score /= static_cast<float>(rows.size());
  const float highest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& score : scores) sum += score = std::exp(score - highest);
  std::fill(probabilities.begin(), probabilities.end(), 0.0f);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (label_of_[i] >= 0) probabilities[static_cast<std::size_t>(label_of_[i])] = scores[i] / sum;
  }
}

std::pair<int, float> FastTextModel::PredictBest(const std::string& line) const {
  std::string text = line + "\n";
  StringViewBuffer buffer(text);
  std::istream in(&buffer);
  std::vector<std::int32_t> words;
  std::vector<std::int32_t> labels;
  dictionary_->getLine(in, words, labels);
  fasttext::Predictions predictions;  // log-probability, label number
  if (!words.empty()) model_->predict(1, words, predictions, 0.0f);
  if (predictions.empty()) return {-1, 0.0f};
  return {label_of_[static_cast<std::size_t>(predictions[0].second)], std::exp(predictions[0].first)};
}

}  // namespace amtslotse::nlu
