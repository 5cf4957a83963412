#include "nlu/classify/text_classifier.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace amtslotse::nlu {
namespace {

std::string Scratch(const std::string& name) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::create_directories(path);
  return path.string();
}

std::vector<LabelledText> Examples() {
  return {{"fee", "was kostet ein pass"},    {"fee", "wie teuer ist der ausweis"}, {"fee", "gebühr für die meldung"},
          {"fee", "was muss ich bezahlen"},  {"open", "wann haben sie offen"},     {"open", "öffnungszeiten amt"},
          {"open", "bis wann ist geöffnet"}, {"open", "ist samstags auf"},         {"fee", "preis führungszeugnis"},
          {"open", "wann macht das amt zu"}, {"fee", "kosten hund anmelden"},      {"open", "sprechzeiten standesamt"}};
}

TEST(TextClassifier, NamesTheLabel) {
  const auto classifier = TextClassifier::Train(Examples(), {}, Scratch("classifier-names"));
  ASSERT_TRUE(classifier.ok()) << classifier.status();
  const Prediction prediction = classifier->Predict("Was kostet das?", 2);
  EXPECT_EQ(classifier->labels()[static_cast<std::size_t>(prediction.guesses[0].label)], "fee");
  EXPECT_EQ(prediction.guesses.size(), 2u);
  EXPECT_GE(prediction.guesses[0].confidence, prediction.guesses[1].confidence);
}

TEST(TextClassifier, SaysTheSameAfterSavingAndLoading) {
  const std::string directory = Scratch("classifier-save");
  const auto classifier = TextClassifier::Train(Examples(), {}, directory);
  ASSERT_TRUE(classifier.ok());
  ASSERT_TRUE(classifier->Save(directory, "m").ok());
  const auto loaded = TextClassifier::Load(directory, "m");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  for (const char* text : {"was kostet das", "wann offen", "völlig anderes Thema", ""}) {
    EXPECT_DOUBLE_EQ(classifier->Predict(text, 1).guesses[0].confidence,
                     loaded->Predict(text, 1).guesses[0].confidence);
  }
}

TEST(TextClassifier, NeedsTwoLabels) {
  EXPECT_FALSE(TextClassifier::Train({{"a", "text"}}, {}, Scratch("classifier-one")).ok());
  EXPECT_FALSE(TextClassifier::Train({}, {}, Scratch("classifier-none")).ok());
}

TEST(TextClassifier, DoesNotLoadWhatIsNotThere) {
  EXPECT_EQ(TextClassifier::Load(Scratch("classifier-empty"), "m").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amtslotse::nlu
