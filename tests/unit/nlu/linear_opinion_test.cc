#include "nlu/classify/linear_opinion.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "nlu/classify/text_classifier.h"

namespace amtslotse::nlu {
namespace {

LinearOpinion OfActs() {
  const std::vector<LabelledText> examples = {{"fee", "was kostet der ausweis"},
                                              {"fee", "wie teuer ist der pass"},
                                              {"fee", "was kostet das führungszeugnis"},
                                              {"fee", "wie teuer wird das"},
                                              {"hours", "wann ist geöffnet"},
                                              {"hours", "bis um wie viel uhr ist auf"},
                                              {"hours", "wann ist am samstag auf"},
                                              {"hours", "wann ist montags geöffnet"}};
  return *LinearOpinion::Train(examples, {"fee", "hours"}, false, nullptr, {.cost = 2});
}

// Nothing of "teuer" is in them.
std::vector<LabelledText> OfADog() {
  return {{"dog_tax", "was kostet mein hund"}, {"dog_meadow", "wann ist die hundewiese geöffnet"}};
}

float Surplus(const LinearOpinion& opinion, std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  std::array<float, 2> scores{};
  opinion.Score(tokens, scores);
  return scores[1] - scores[0];
}

TEST(LinearOpinion, BackgroundKnowsWordsThatTheExamplesLack) {
  const LinearOpinion acts = OfActs();
  const std::vector<std::string> labels = {"dog_meadow", "dog_tax"};
  const auto alone = LinearOpinion::Train(OfADog(), labels, false, nullptr, {.cost = 2});
  const auto leaning = LinearOpinion::Train(OfADog(), labels, false, &acts, {.cost = 2});
  ASSERT_TRUE(alone.ok() && leaning.ok());
  EXPECT_GT(Surplus(*leaning, "teuer"), Surplus(*alone, "teuer") + .1);
  EXPECT_LT(Surplus(*leaning, "samstag"), Surplus(*alone, "samstag") - .1);
}

TEST(LinearOpinion, TextWithoutAWordHasAnOpinionOfNothing) {
  const LinearOpinion acts = OfActs();
  const auto leaning = LinearOpinion::Train(OfADog(), {"dog_meadow", "dog_tax"}, false, &acts, {.cost = 2});
  ASSERT_TRUE(leaning.ok());
  EXPECT_EQ(Surplus(*leaning, ""), Surplus(*leaning, "…"));
}

TEST(LinearOpinion, WhatLeansOnABackgroundIsNotSavedWithoutIt) {
  const LinearOpinion acts = OfActs();
  const auto scratch = std::filesystem::path(testing::TempDir()) / "leaning";
  std::filesystem::create_directories(scratch);
  ClassifierOptions options;
  options.background = &acts;
  const auto classifier = TextClassifier::Train(OfADog(), options, scratch.string());
  ASSERT_TRUE(classifier.ok()) << classifier.status();
  EXPECT_EQ(classifier->Save(scratch.string(), "m").code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace amtslotse::nlu
