#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/model_directory.h"

namespace amtslotse::nlu {

struct TrainRequest {
  std::string data_directory;          // holds training/*.tsv, languages.tsv and, when there, validation/ and test/
  std::string output_directory;        // created; replaced only when training has succeeded
  std::vector<LabelledText> examples;  // a town's own, labelled with act ids; only the acts learn from them
  std::int64_t trained_unix = 0;       // goes into the manifest
  std::function<void(std::string_view step, double fraction)> progress;  // German; may be empty
};

// Trains everything Understander::Load reads. One core, well under a minute for the shipped data,
// no clock and no randomness but a fixed seed: the same input gives the same version.
// InvalidArgument for an example whose label is no act.
absl::StatusOr<ModelManifest> Train(const TrainRequest& request);

// What was written apart from the training texts, of data_directory/validation; empty without the files.
struct ValidationTexts {
  std::vector<LabelledText> acts;
  std::vector<LabelledText> emergencies;  // "emergency" or kNotEmergency (nlu/emergency.h)
};
ValidationTexts ReadValidationTexts(const std::string& data_directory);

// The utterances of data_directory/training: one-act files as they are, and the parts of
// multi.tsv's "first ‖ second" texts.
struct TrainingTexts {
  std::vector<LabelledText> single;
  std::vector<std::string> multi;       // with the mark
  std::vector<std::string> lookalikes;  // of emergencies; among `single` as well
  std::vector<LabelledText> danger;     // danger.tsv: "emergency" or kNotEmergency, for the emergency model alone
  std::vector<std::string> foreign;     // in other languages; among `single` as well
  std::vector<std::string> mixed;       // German with another language; among `single` as well
};
absl::StatusOr<TrainingTexts> ReadTrainingTexts(const std::string& data_directory);

}  // namespace amtslotse::nlu
