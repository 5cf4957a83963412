// What the training process is told and what it answers.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "nlu/classify/text_classifier.h"

namespace amtslotse::nlu {

// Kept in a file; the examples are masked before.
struct TrainingJob {
  std::string texts_directory;    // nlu/data
  std::string output_directory;   // of the candidate
  std::string active_directory;   // the model to be compared with
  std::string shipped_directory;  // also compared with, so that small losses do not add up over the nights
  std::int64_t now_unix = 0;
  std::vector<LabelledText> examples;  // without a label: in scope, whichever act
};

absl::Status WriteJob(const std::string& path, const TrainingJob& job);
absl::StatusOr<TrainingJob> ReadJob(const std::string& path);

// The whole life of `amtslotse-nlu train JOB MEMORY_MB`: makes itself nice, bounds its memory, ends with its parent,
// trains, compares, writes report.json into the output directory. Prints a line {"step", "fraction"} per step.
// Returns the exit code: 0, or kOutOfMemory, or 1 with the reason on standard error.
int RunTrainingProcess(const std::string& job_path, long memory_mb);

inline constexpr int kOutOfMemory = 3;

}  // namespace amtslotse::nlu
