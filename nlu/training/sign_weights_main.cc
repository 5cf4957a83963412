// amtslotse-nlu-sign-weights DATA_DIRECTORY OUTPUT.cc: fits what the signs of danger weigh (nlu/danger_by_signs.h), at
// build time.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "nlu/act.h"
#include "nlu/classify/logistic.h"
#include "nlu/danger_sign_inputs.h"
#include "nlu/training/labelled_file.h"
#include "nlu/training/train.h"

namespace amtslotse::nlu {
namespace {

constexpr double kRidge = 1;

std::vector<LogisticExample> ExamplesOf(const TrainingTexts& texts) {
  std::vector<LogisticExample> examples;
  for (const auto* part : {&texts.single, &texts.danger}) {
    for (const LabelledText& each : *part) {
      const DangerSignInputs inputs = InputsOfSigns(each.text, SignsIn(each.text));
      examples.push_back({{inputs.begin(), inputs.end()}, each.label == ActId(Act::kEmergency), 1});
    }
  }
  return examples;
}

bool WriteWeights(const std::vector<double>& weights, const std::string& path) {
  std::ofstream out(path);
  out << "// Made from the training texts by nlu/training/sign_weights_main.cc.\n"
         "#include \"nlu/danger_by_signs.h\"\n\n"
         "const amtslotse::nlu::DangerSignInputs amtslotse::nlu::kDangerSignWeights = {";
  out.precision(6);
  for (const double weight : weights) out << "\n    " << weight << ",";
  out << "};\n";
  return static_cast<bool>(out.flush());
}

int Run(const std::string& data_directory, const std::string& path) {
  const absl::StatusOr<TrainingTexts> texts = ReadTrainingTexts(data_directory);
  if (!texts.ok()) return std::fprintf(stderr, "%s\n", texts.status().ToString().c_str()), 1;
  const std::vector<double> nothing(kDangerSignInputs, 0.0);
  const std::vector<double> weights = FitLogistic(ExamplesOf(*texts), nothing, kRidge);
  if (!WriteWeights(weights, path)) return std::fprintf(stderr, "cannot write %s\n", path.c_str()), 1;
  return 0;
}

}  // namespace
}  // namespace amtslotse::nlu

int main(int argc, char** argv) {
  if (argc == 3) return amtslotse::nlu::Run(argv[1], argv[2]);
  std::fprintf(stderr, "usage: amtslotse-nlu-sign-weights DATA_DIRECTORY OUTPUT.cc\n");
  return 2;
}
