// What the shipped model reaches on the held-out texts, against what the project promises (docs/decisions/0030).
#include <gtest/gtest.h>

#include "nlu/model_directory.h"
#include "nlu/training/labelled_file.h"
#include "nlu/understander.h"

namespace amtslotse::nlu {
namespace {

TEST(ShippedModel, NamesActsAsWellAsPromised) {
  const auto model = CheckModelDirectory(AMTSLOTSE_NLU_MODEL);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_GE(model->precision_at_1, 0.93);
  EXPECT_GE(model->out_of_scope_auroc, 0.95);
  EXPECT_LE(model->calibration_error, 0.05);
}

struct Heard {
  double emergencies = 0;
  double found = 0;
  double others = 0;
  double alarms = 0;

  double recall() const { return found / emergencies; }
  double false_alarms() const { return alarms / others; }
};

std::ostream& operator<<(std::ostream& out, const Heard& heard) {
  return out << heard.found << " of " << heard.emergencies << " found, " << heard.alarms << " false alarms in "
             << heard.others;
}

const Understander& Shipped() {
  static const auto* understander = new auto(Understander::Load(AMTSLOTSE_NLU_MODEL));
  EXPECT_TRUE(understander->ok()) << understander->status();
  return ***understander;
}

Heard Hear(const char* file) {
  const auto texts = ReadLabelledFile(file);
  EXPECT_TRUE(texts.ok()) << texts.status();
  Heard heard;
  for (const LabelledText& each : *texts) {
    const bool said = Shipped().Understand(each.text, {}).emergency.has_value();
    const bool danger = each.label == ActId(Act::kEmergency);
    (danger ? heard.emergencies : heard.others) += 1;
    (danger ? heard.found : heard.alarms) += said ? 1 : 0;
  }
  return heard;
}

TEST(ShippedModel, FindsEmergenciesAsWellAsPromised) {
  const Heard heard = Hear("nlu/data/test/emergencies.tsv");
  ASSERT_GE(heard.emergencies, 150);
  ASSERT_GE(heard.others, 200);
  EXPECT_GE(heard.recall(), 0.98) << heard;
  EXPECT_LE(heard.false_alarms(), 0.02) << heard;
}

TEST(ShippedModel, FindsEmergenciesInOtherLanguages) {
  const Heard heard = Hear("nlu/data/test/emergencies_foreign.tsv");
  EXPECT_GE(heard.recall(), 0.88) << heard;
  EXPECT_LE(heard.false_alarms(), 0.05) << heard;
}

TEST(ShippedModel, TellsHasteAndNamesFromDanger) {
  const Heard heard = Hear("nlu/data/test/emergencies_everyday.tsv");
  EXPECT_GE(heard.recall(), 0.85) << heard;
  EXPECT_LE(heard.false_alarms(), 0.11) << heard;
}

TEST(ShippedModel, TellsSeveralWishesInOneMessageApart) {
  constexpr std::string_view kMark = " ‖ ";
  const auto understander = Understander::Load(AMTSLOTSE_NLU_MODEL);
  ASSERT_TRUE(understander.ok()) << understander.status();
  const auto texts = ReadLabelledFile("nlu/data/test/multi.tsv");
  ASSERT_TRUE(texts.ok()) << texts.status();
  double apart = 0;
  for (const LabelledText& each : *texts) {
    std::string message = each.text;
    std::size_t wishes = 1;
    for (auto at = message.find(kMark); at != std::string::npos; at = message.find(kMark), ++wishes)
      message.replace(at, kMark.size(), " ");
    std::string acts;
    const Understanding understood = (*understander)->Understand(message, {});
    for (const Segment& segment : understood.segments) {
      EXPECT_LT(segment.span.begin, segment.span.end);
      acts += (acts.empty() ? "" : "+") + std::string(ActId(segment.guesses.front().act));
    }
    apart += understood.segments.size() == wishes && acts == each.label ? 1 : 0;
  }
  ASSERT_GE(texts->size(), 50u);
  EXPECT_GE(apart / static_cast<double>(texts->size()), 0.75) << apart << " of " << texts->size();
}

}  // namespace
}  // namespace amtslotse::nlu
