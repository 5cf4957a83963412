#include "nlu/emergency.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/fold.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {
namespace {

constexpr double kActsSayNothing = 0;

absl::StatusOr<EmergencyModel> Trained() {
  const std::vector<LabelledText> acts = {{"emergency", "es brennt in der küche"},
                                          {"emergency", "mein vater atmet nicht mehr"},
                                          {"emergency", "hilfe ein unfall"},
                                          {"emergency", "die küche brennt lichterloh"},
                                          {"emergency", "meine mutter atmet nicht"},
                                          {"emergency", "er blutet stark"},
                                          {"fee", "was kostet ein pass"},
                                          {"fee", "wie teuer ist der ausweis"},
                                          {"fee", "was kostet die meldung"},
                                          {"book", "ich möchte einen termin buchen"},
                                          {"book", "termin für den ausweis buchen"},
                                          {"book", "bitte einen termin"},
                                          {"overview", "notfallpass für den urlaub"},
                                          {"overview", "osterfeuer anmelden"}};
  const std::vector<LabelledText> danger_only = {{"emergency", "rauch in der wohnung, es brennt"},
                                                 {"emergency", "das kind atmet nicht mehr"},
                                                 {std::string(kNotEmergency), "lagerfeuer am see anmelden"},
                                                 {std::string(kNotEmergency), "termin beim notar, es eilt"}};
  return EmergencyModel::Train(acts, danger_only, {"notfallpass für den urlaub", "osterfeuer anmelden"});
}

double Confidence(const EmergencyModel& model, std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  const auto found = model.Find(Tokenize(folded), kActsSayNothing);
  return found ? found->confidence : 0;
}

TEST(EmergencyModel, TellsDangerFromErrands) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_GT(Confidence(*model, "das haus brennt, mein vater atmet nicht"),
            Confidence(*model, "was kostet das anmelden im amt"));
}

TEST(EmergencyModel, SaysTheSameAfterItWasWrittenAndRead) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  const auto read = EmergencyModel::Read(model->Write());
  ASSERT_TRUE(read.ok()) << read.status();
  for (const std::string_view text : {"hilfe es brennt", "er atmet nicht mehr", "termin buchen", "was kostet das"})
    EXPECT_DOUBLE_EQ(Confidence(*read, text), Confidence(*model, text)) << text;
}

TEST(EmergencyModel, RefusesWhatIsDamaged) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  const std::string bytes = model->Write();
  EXPECT_FALSE(EmergencyModel::Read("").ok());
  EXPECT_FALSE(EmergencyModel::Read(std::string_view(bytes).substr(0, bytes.size() / 2)).ok());
  EXPECT_FALSE(EmergencyModel::Read(bytes + "x").ok());
}

TEST(EmergencyModel, NeedsAnExampleOfDanger) {
  EXPECT_EQ(EmergencyModel::Train({{"fee", "was kostet das"}}, {}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(EmergencyModel, FindsNothingWhereNothingIsSaid) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  for (const std::string_view text : {"", "...", "?!", "🙂"}) EXPECT_EQ(Confidence(*model, text), 0) << text;
}

}  // namespace
}  // namespace amtslotse::nlu
