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

TEST(ShippedModel, FindsEmergenciesAsWellAsPromised) {
  const auto understander = Understander::Load(AMTSLOTSE_NLU_MODEL);
  ASSERT_TRUE(understander.ok()) << understander.status();
  const auto texts = ReadLabelledFile("nlu/data/test/emergencies.tsv");
  ASSERT_TRUE(texts.ok()) << texts.status();
  double emergencies = 0, found = 0, lookalikes = 0, alarms = 0;
  for (const LabelledText& each : *texts) {
    const bool said = (*understander)->Understand(each.text, {}).emergency.has_value();
    const bool danger = each.label == ActId(Act::kEmergency);
    (danger ? emergencies : lookalikes) += 1;
    (danger ? found : alarms) += said ? 1 : 0;
  }
  ASSERT_GE(emergencies, 150);
  ASSERT_GE(lookalikes, 200);
  EXPECT_GE(found / emergencies, 0.98) << found << " of " << emergencies;
  EXPECT_LE(alarms / lookalikes, 0.02) << alarms << " of " << lookalikes;
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
