#include "nlu/models/comparison.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "nlu/model_directory.h"
#include "nlu/training/labelled_file.h"

namespace amtslotse::nlu {
namespace {

using nlohmann::json;

constexpr const char* kVerdicts[] = {"not_worse", "worse", "unchanged"};

// Fixed, so that only the models make a difference.
Reference FixedReference() {
  Reference reference;
  reference.now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 4) + std::chrono::hours(9);
  return reference;
}

std::string ActsOf(const Understanding& understanding) {
  std::string acts;
  for (const Segment& segment : understanding.segments) {
    if (!acts.empty()) acts += '+';
    acts += ActId(segment.guesses.front().act);
  }
  return acts;
}

struct Tally {
  std::uint32_t lost = 0;
  std::uint32_t gained = 0;

  void Count(bool right_before, bool right_after) {
    lost += right_before && !right_after ? 1 : 0;
    gained += !right_before && right_after ? 1 : 0;
  }
  // McNemar's test, one-sided at 5 %: a model that is as good would lose so many in one of twenty trainings.
  bool MoreLostThanChance() const {
    constexpr double kDeviations = 1.645;
    const double more = static_cast<double>(lost) - static_cast<double>(gained);
    return more > kDeviations * std::sqrt(static_cast<double>(lost + gained));
  }
};

class Comparing {
 public:
  Comparing(const Understander& active, const Understander& candidate, Comparison& result)
      : active_(active), candidate_(candidate), result_(result) {}

  Tally Acts(const std::vector<LabelledText>& cases, bool own) {
    Tally tally;
    for (const LabelledText& each : cases) {
      const std::string before = ActsOf(active_.Understand(each.text, reference_));
      const std::string after = ActsOf(candidate_.Understand(each.text, reference_));
      tally.Count(before == each.label, after == each.label);
      if (before != after && result_.changed.size() < Comparison::kMostChanged)
        result_.changed.push_back({each.text, before, after, each.label, own});
    }
    result_.cases += static_cast<std::uint32_t>(cases.size());
    result_.lost += tally.lost;
    result_.gained += tally.gained;
    return tally;
  }

  Tally FoundEmergencies(const std::vector<LabelledText>& cases) {
    Tally tally;
    for (const LabelledText& each : cases) {
      if (each.label != ActId(Act::kEmergency)) continue;
      tally.Count(active_.Understand(each.text, reference_).emergency.has_value(),
                  candidate_.Understand(each.text, reference_).emergency.has_value());
    }
    return tally;
  }

 private:
  const Understander& active_;
  const Understander& candidate_;
  Comparison& result_;
  const Reference reference_ = FixedReference();
};

json AsJson(const Comparison& comparison) {
  json changed = json::array();
  for (const ChangedAnswer& each : comparison.changed)
    changed.push_back({{"text", each.text},
                       {"before", each.before},
                       {"after", each.after},
                       {"wanted", each.wanted},
                       {"own", each.own_case}});
  return {{"verdict", kVerdicts[static_cast<int>(comparison.verdict)]},
          {"cases", comparison.cases},
          {"lost", comparison.lost},
          {"gained", comparison.gained},
          {"own_examples", comparison.own_examples},
          {"changed", changed}};
}

Comparison FromJson(const json& report) {
  Comparison comparison;
  const auto* verdict = std::find(std::begin(kVerdicts), std::end(kVerdicts), report.at("verdict").get<std::string>());
  comparison.verdict =
      verdict == std::end(kVerdicts) ? Verdict::kWorse : static_cast<Verdict>(verdict - std::begin(kVerdicts));
  comparison.cases = report.at("cases");
  comparison.lost = report.at("lost");
  comparison.gained = report.at("gained");
  comparison.own_examples = report.at("own_examples");
  for (const auto& each : report.at("changed"))
    comparison.changed.push_back(
        {each.at("text"), each.at("before"), each.at("after"), each.at("wanted"), each.at("own")});
  return comparison;
}

}  // namespace

absl::StatusOr<TestSet> ReadTestSet(const std::string& data_directory) {
  absl::StatusOr<std::vector<LabelledText>> acts = ReadLabelledFile(data_directory + "/test/acts.tsv");
  if (!acts.ok()) return acts.status();
  absl::StatusOr<std::vector<LabelledText>> emergencies = ReadLabelledFile(data_directory + "/test/emergencies.tsv");
  if (!emergencies.ok()) return emergencies.status();
  return TestSet{*std::move(acts), *std::move(emergencies)};
}

Comparison Compare(const Understander& active, const Understander& candidate, const TestSet& tests,
                   const std::vector<LabelledText>& own_cases) {
  Comparison result;
  result.own_examples = static_cast<std::uint32_t>(own_cases.size());
  if (active.version() == candidate.version()) {
    result.verdict = Verdict::kUnchanged;
    return result;
  }
  Comparing comparing(active, candidate, result);
  const Tally own = comparing.Acts(own_cases, true);
  const Tally fixed = comparing.Acts(tests.acts, false);
  const Tally emergencies = comparing.FoundEmergencies(tests.emergencies);
  const bool worse = own.lost > own.gained || emergencies.lost > emergencies.gained || fixed.MoreLostThanChance();
  result.verdict = worse ? Verdict::kWorse : Verdict::kNotWorse;
  return result;
}

absl::Status WriteReport(const std::string& directory, const Comparison& comparison) {
  return WriteModelFile(directory + kReportFile,
                        AsJson(comparison).dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

absl::StatusOr<Comparison> ReadReport(const std::string& directory) {
  const absl::StatusOr<std::string> text = ReadModelFile(directory + kReportFile);
  if (!text.ok()) return text.status();
  try {
    return FromJson(json::parse(*text));
  } catch (const json::exception& error) {
    return absl::DataLossError(directory + kReportFile + ": " + error.what());
  }
}

}  // namespace amtslotse::nlu
