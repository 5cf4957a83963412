// Training, validation and test texts stay apart.
#include <gtest/gtest.h>

#include <algorithm>

#include "nlu/text/tokens.h"
#include "nlu/training/clusters.h"
#include "nlu/training/labelled_file.h"
#include "nlu/training/train.h"

namespace amtslotse::nlu {
namespace {

constexpr const char* kTexts = "nlu/data";

// "danke", "Guten Tag": texts of one or two words cannot but coincide; whoever thanks says so.
bool IsFormula(const std::string& text) { return FoldedWords(text).size() <= 2; }

std::vector<std::string> TextsOf(const std::vector<LabelledText>& all) {
  std::vector<std::string> texts;
  for (const LabelledText& each : all) texts.push_back(each.text);
  return texts;
}

std::vector<std::string> WithoutFormulas(std::vector<std::string> texts) {
  std::erase_if(texts, IsFormula);
  return texts;
}

struct Sides {
  std::vector<std::string> training;
  std::vector<std::string> validation;
  std::vector<std::string> test;
};

// "first ‖ second" as somebody writes it.
std::string WithoutMark(std::string text) {
  constexpr std::string_view kMark = " ‖ ";
  for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark)) text.replace(at, kMark.size(), " ");
  return text;
}

Sides ReadSides() {
  Sides sides;
  const auto training = ReadTrainingTexts(kTexts);
  EXPECT_TRUE(training.ok()) << training.status();
  if (training.ok()) {
    sides.training = TextsOf(training->single);
    for (std::string& text : TextsOf(training->danger)) sides.training.push_back(std::move(text));
    for (const std::string& text : training->multi) sides.training.push_back(WithoutMark(text));
  }
  const ValidationTexts validation = ReadValidationTexts(kTexts);
  for (const auto* part : {&validation.acts, &validation.emergencies})
    for (std::string& text : TextsOf(*part)) sides.validation.push_back(std::move(text));
  for (const char* name : {"/test/acts.tsv", "/test/emergencies.tsv", "/test/emergencies_everyday.tsv",
                           "/test/emergencies_foreign.tsv", "/test/multi.tsv"}) {
    const auto part = ReadLabelledFile(std::string(kTexts) + name);
    EXPECT_TRUE(part.ok()) << part.status();
    if (part.ok())
      for (std::string& text : TextsOf(*part)) sides.test.push_back(WithoutMark(std::move(text)));
  }
  return sides;
}

void ExpectApart(const std::vector<std::string>& held, const std::vector<std::string>& seen) {
  const std::vector<bool> leaks = Leaks(held, seen);
  for (std::size_t i = 0; i < held.size(); ++i) EXPECT_FALSE(leaks[i]) << "LEAK\t" << held[i];
}

TEST(HeldOutTexts, NoClusterReachesFromTrainingIntoValidation) {
  const Sides sides = ReadSides();
  EXPECT_GE(sides.validation.size(), 1000u);
  ExpectApart(WithoutFormulas(sides.validation), sides.training);
}

TEST(HeldOutTexts, NoClusterReachesIntoTheTest) {
  Sides sides = ReadSides();
  EXPECT_GE(sides.test.size(), 1000u);
  sides.training.insert(sides.training.end(), sides.validation.begin(), sides.validation.end());
  ExpectApart(WithoutFormulas(sides.test), sides.training);
}

}  // namespace
}  // namespace amtslotse::nlu
