// amtslotse-nlu-word-weights DATA_DIRECTORY OUTPUT.cc: fits which words tell the acts that are known without a model
// (nlu/by_words.h), at build time. Few words are left for each: the regression is one with an L1 penalty.
#include <linear.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "nlu/by_words.h"
#include "nlu/training/train.h"

namespace amtslotse::nlu {
namespace {

constexpr double kCost = 1;
constexpr double kStopEpsilon = 0.01;
constexpr int kFewestTexts = 3;  // a feature of fewer is left out
constexpr double kLeastWeight = 0.01;

struct Problem {
  std::vector<std::uint32_t> features;          // by column, which counts from 1; the bias is the last column
  std::vector<std::vector<feature_node>> rows;  // by text
  std::vector<std::string> labels;
};

Problem MakeProblem(const std::vector<LabelledText>& texts) {
  Problem problem;
  std::vector<std::vector<std::uint32_t>> seen;
  std::map<std::uint32_t, int> counts;
  for (const LabelledText& each : texts) {
    const FoldedText folded = FoldWithOrigin(each.text);
    seen.push_back(FeaturesByWords(Tokenize(folded)));
    for (const std::uint32_t feature : seen.back()) ++counts[feature];
    problem.labels.push_back(each.label);
  }
  std::map<std::uint32_t, int> columns;
  for (const auto& [feature, count] : counts) {
    if (count < kFewestTexts) continue;
    problem.features.push_back(feature);
    columns[feature] = static_cast<int>(problem.features.size());
  }
  for (const auto& features : seen) {
    auto& row = problem.rows.emplace_back();
    for (const std::uint32_t feature : features) {
      if (const auto column = columns.find(feature); column != columns.end()) row.push_back({column->second, 1});
    }
    row.push_back({static_cast<int>(problem.features.size()) + 1, 1});
    row.push_back({-1, 0});
  }
  return problem;
}

// By column; the last is the bias.
std::vector<double> Fit(Problem& problem, Act act) {
  std::vector<feature_node*> rows;
  std::vector<double> targets;
  for (std::size_t i = 0; i < problem.rows.size(); ++i) {
    rows.push_back(problem.rows[i].data());
    targets.push_back(problem.labels[i] == ActId(act) ? 1 : -1);
  }
  ::problem task{};
  task.l = static_cast<int>(rows.size());
  task.n = static_cast<int>(problem.features.size()) + 1;
  task.y = targets.data();
  task.x = rows.data();
  task.bias = -1;
  parameter how{};
  how.solver_type = L1R_LR;
  how.C = kCost;
  how.eps = kStopEpsilon;
  set_print_string_function([](const char*) {});
  std::srand(1);  // liblinear draws from it
  model* trained = train(&task, &how);
  const double sign = trained->label[0] == 1 ? 1 : -1;
  std::vector<double> weights(trained->w, trained->w + task.n);
  for (double& weight : weights) weight *= sign;
  free_and_destroy_model(&trained);
  return weights;
}

bool WriteWeights(Problem problem, const std::string& path) {
  std::vector<std::tuple<std::uint32_t, std::size_t, double>> kept;
  std::ofstream out(path);
  out.precision(4);
  out << "// Made from the training texts by nlu/training/word_weights_main.cc.\n#include \"nlu/by_words.h\"\n\n"
         "namespace amtslotse::nlu {\nnamespace {\nconstexpr std::array<float, kActsByWords.size()> kBias = {";
  for (std::size_t act = 0; act < kActsByWords.size(); ++act) {
    const std::vector<double> weights = Fit(problem, kActsByWords[act]);
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
      if (std::abs(weights[i]) >= kLeastWeight) kept.emplace_back(problem.features[i], act, weights[i]);
    }
    out << weights.back() << ", ";
  }
  std::sort(kept.begin(), kept.end());
  out << "};\nconstexpr WordWeight kWords[] = {\n" << std::showpoint;
  for (const auto& [feature, act, weight] : kept) out << "{" << feature << "u, " << act << ", " << weight << "f},\n";
  out << "};\n}  // namespace\n\nconst ActWordWeights kActWordWeights = {kBias, kWords};\n\n}  // namespace "
         "amtslotse::nlu\n";
  return static_cast<bool>(out.flush());
}

int Run(const std::string& data_directory, const std::string& path) {
  const absl::StatusOr<TrainingTexts> texts = ReadTrainingTexts(data_directory);
  if (!texts.ok()) return std::fprintf(stderr, "%s\n", texts.status().ToString().c_str()), 1;
  if (!WriteWeights(MakeProblem(texts->single), path))
    return std::fprintf(stderr, "cannot write %s\n", path.c_str()), 1;
  return 0;
}

}  // namespace
}  // namespace amtslotse::nlu

int main(int argc, char** argv) {
  if (argc == 3) return amtslotse::nlu::Run(argv[1], argv[2]);
  std::fprintf(stderr, "usage: amtslotse-nlu-word-weights DATA_DIRECTORY OUTPUT.cc\n");
  return 2;
}
