// amtslotse-nlu-train DATA_DIRECTORY OUTPUT_DIRECTORY: trains the shipped model, at build time.
#include <cstdio>
#include <string>

#include "nlu/training/train.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: amtslotse-nlu-train DATA_DIRECTORY OUTPUT_DIRECTORY\n");
    return 2;
  }
  amtslotse::nlu::TrainRequest request;
  request.data_directory = argv[1];
  request.output_directory = argv[2];
  request.progress = [](std::string_view step, double fraction) {
    std::printf("%3.0f %% %s\n", fraction * 100, std::string(step).c_str());
    std::fflush(stdout);
  };
  const auto manifest = amtslotse::nlu::Train(request);
  if (!manifest.ok()) {
    std::fprintf(stderr, "%s\n", manifest.status().ToString().c_str());
    return 1;
  }
  std::printf("model %s: %u examples, precision %.3f, macro F1 %.3f, out of scope AUROC %.3f, calibration error %.3f\n",
              manifest->version.c_str(), manifest->examples, manifest->precision_at_1, manifest->macro_f1,
              manifest->out_of_scope_auroc, manifest->calibration_error);
  return 0;
}
