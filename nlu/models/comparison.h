#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/understander.h"

namespace amtslotse::nlu {

enum class Verdict { kNotWorse, kWorse, kUnchanged };

struct ChangedAnswer {
  std::string text;
  std::string before;  // act ids, joined by '+' when several wishes were read
  std::string after;
  std::string wanted;
  bool own_case = false;
  bool operator==(const ChangedAnswer&) const = default;
};

// What two models say about the same texts.
struct Comparison {
  Verdict verdict = Verdict::kNotWorse;
  std::uint32_t cases = 0;
  std::uint32_t lost = 0;  // right before and wrong now
  std::uint32_t gained = 0;
  std::uint32_t own_examples = 0;
  std::vector<ChangedAnswer> changed;  // the town's own cases first; at most kMostChanged
  static constexpr std::size_t kMostChanged = 500;
};

// The fixed test set. `emergencies` are labelled "emergency" and "not_emergency".
struct TestSet {
  std::vector<LabelledText> acts;
  std::vector<LabelledText> emergencies;
};

// From <data_directory>/test.
absl::StatusOr<TestSet> ReadTestSet(const std::string& data_directory);

// Worse is a candidate that
//  - is right less often on the town's own cases,
//  - misses an emergency that was found, on balance, or
//  - loses more of the fixed test set than it gains, beyond what chance explains: lost − gained > √(lost + gained),
//    one standard deviation of McNemar's test.
// Deterministic.
Comparison Compare(const Understander& active, const Understander& candidate, const TestSet& tests,
                   const std::vector<LabelledText>& own_cases);

inline constexpr const char* kReportFile = "/report.json";

// kReportFile in the directory. Read: NotFound without one.
absl::Status WriteReport(const std::string& directory, const Comparison& comparison);
absl::StatusOr<Comparison> ReadReport(const std::string& directory);

}  // namespace amtslotse::nlu
