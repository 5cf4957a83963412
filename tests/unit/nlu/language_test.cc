// The language of short messages: the model by itself, and what the shipped one reaches on texts held out.
#include "nlu/language.h"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/text/fold.h"
#include "nlu/text/tokens.h"
#include "nlu/training/clusters.h"
#include "nlu/training/labelled_file.h"
#include "nlu/training/train.h"
#include "nlu/understander.h"

namespace amtslotse::nlu {
namespace {

constexpr const char* kTexts = "nlu/data";

absl::StatusOr<LanguageModel> Trained() {
  return LanguageModel::Train({{"en", "where is the town hall"},
                               {"en", "how much is the passport"},
                               {"en", "where is the office please"},
                               {"tr", "randevu almak istiyorum"},
                               {"tr", "pasaport almak istiyorum"},
                               {"ru", "где находится ратуша"},
                               {"ru", "сколько стоит паспорт"},
                               {"uk", "де знаходиться ратуша"},
                               {"uk", "скільки коштує паспорт"},
                               {"mixed", "wo ist die town hall"},
                               {"mixed", "ich will randevu"},
                               {"de", "wo ist das rathaus"},
                               {"de", "was kostet der pass"},
                               {"de", "ich möchte einen termin"},
                               {"de", "wo ist das amt bitte"}});
}

LanguageGuess Guess(const LanguageModel& model, std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  return model.Guess(FeaturedTokens(Tokenize(folded)));
}

TEST(LanguageModel, SaysTheSameAfterItWasWrittenAndRead) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  const auto read = LanguageModel::Read(model->Write());
  ASSERT_TRUE(read.ok()) << read.status();
  for (const std::string_view text : {"where is the passport", "wo ist der pass", "randevu istiyorum", "де паспорт"}) {
    EXPECT_EQ(Guess(*read, text).language, Guess(*model, text).language) << text;
    EXPECT_DOUBLE_EQ(Guess(*read, text).confidence, Guess(*model, text).confidence) << text;
  }
}

TEST(LanguageModel, RefusesWhatIsDamaged) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  const std::string bytes = model->Write();
  EXPECT_FALSE(LanguageModel::Read("").ok());
  EXPECT_FALSE(LanguageModel::Read(std::string_view(bytes).substr(0, bytes.size() / 2)).ok());
  EXPECT_FALSE(LanguageModel::Read(bytes + "x").ok());
}

TEST(LanguageModel, WhatHasNoLatinLettersIsNeverGerman) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  for (const std::string_view text : {"ратуша", "ґанок", "你好", "जन्म"}) {
    EXPECT_TRUE(Guess(*model, text).IsForeign()) << text;
  }
  EXPECT_EQ(Guess(*model, "ґанок і паспорт").language, Language::kUkrainian);
}

TEST(LanguageModel, KnowsNothingOfTextWithoutWords) {
  const auto model = Trained();
  ASSERT_TRUE(model.ok()) << model.status();
  for (const std::string_view text : {"", "24201", "?!", "🙂"}) {
    EXPECT_EQ(Guess(*model, text).language, Language::kUnknown) << text;
    EXPECT_FALSE(Guess(*model, text).IsForeign()) << text;
  }
}

// --- The shipped model ----------------------------------------------------------------------------

const Understander& Shipped() {
  static const auto loaded = Understander::Load(AMTSLOTSE_NLU_MODEL);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return **loaded;
}

std::vector<LabelledText> ReadFile(const std::string& name) {
  const auto texts = ReadLabelledFile(std::string(kTexts) + name);
  EXPECT_TRUE(texts.ok()) << texts.status();
  return texts.ok() ? *texts : std::vector<LabelledText>();
}

struct Share {
  int right = 0;
  int all = 0;
  double value() const { return all == 0 ? 0 : static_cast<double>(right) / all; }
};

TEST(ShippedLanguageModel, AnswersShortMessagesInTheirLanguage) {
  std::map<std::string, Share> by_language;
  for (const LabelledText& each : ReadFile("/test/languages.tsv")) {
    const LanguageGuess guess = Shipped().Understand(each.text, {}).language;
    Share& share = by_language[each.label];
    ++share.all;
    const std::string answered = guess.IsForeign() ? std::string(LanguageCode(guess.language)) : "de";
    share.right += answered == each.label ? 1 : 0;
  }
  const std::map<std::string, double> floors = {{"en", 0.78}, {"tr", 0.78}, {"uk", 0.85}, {"ru", 0.85},
                                                {"ar", 0.9},  {"pl", 0.85}, {"fr", 0.8},  {"de", 0.97}};
  for (const auto& [language, floor] : floors) {
    EXPECT_GE(by_language[language].all, 60) << language;
    EXPECT_GE(by_language[language].value(), floor) << language;
  }
}

TEST(ShippedLanguageModel, TakesNoGermanTextOfTheActsForForeign) {
  std::map<std::string, std::string> named;
  for (const LabelledText& each : ReadFile("/languages.tsv")) named[each.text] = each.label;
  const auto texts = ReadTrainingTexts(kTexts);
  ASSERT_TRUE(texts.ok()) << texts.status();
  std::map<std::string, bool> other;
  for (const auto* list : {&texts->foreign, &texts->mixed})
    for (const std::string& text : *list) other[text] = true;
  Share foreign;
  std::vector<LabelledText> german = texts->single;
  const ValidationTexts validation = ReadValidationTexts(kTexts);
  german.insert(german.end(), validation.acts.begin(), validation.acts.end());
  for (const LabelledText& each : german) {
    const auto name = named.find(each.text);
    if (other.contains(each.text) || (name != named.end() && name->second != "de")) continue;
    ++foreign.all;
    if (!Shipped().Understand(each.text, {}).language.IsForeign()) continue;
    ++foreign.right;
    std::cout << "foreign: " << each.text << "\n";
  }
  EXPECT_GE(foreign.all, 10000);
  EXPECT_LT(foreign.value(), 0.001);
}

TEST(ShippedLanguageModel, TellsDangerFromAskingForHelpInOtherLanguages) {
  std::map<std::string, Share> found;
  for (const LabelledText& each : ReadFile("/test/emergencies_foreign.tsv")) {
    Share& share = found[each.label];
    ++share.all;
    share.right += Shipped().Understand(each.text, {}).emergency ? 1 : 0;
  }
  EXPECT_GE(found["emergency"].value(), 0.8);
  EXPECT_LE(found["not_emergency"].value(), 0.1);
}

TEST(ShippedLanguageModel, SeesGermanWordsInAnotherLanguage) {
  for (const std::string_view text : {"I need Anmeldung", "Personalausweis almak istiyorum", "gdzie jest Rathaus"}) {
    const LanguageGuess guess = Shipped().Understand(text, {}).language;
    EXPECT_TRUE(guess.IsForeign()) << text;
    EXPECT_TRUE(guess.mixed_with_german) << text;
  }
}

TEST(HeldOutTexts, NoClusterOfTheLanguagesReachesIntoTheTest) {
  std::vector<std::string> seen;
  for (LabelledText& each : ReadFile("/languages.tsv")) seen.push_back(std::move(each.text));
  std::vector<std::string> held;
  for (LabelledText& each : ReadFile("/test/languages.tsv"))
    if (FoldedWords(each.text).size() > 2) held.push_back(std::move(each.text));
  const std::vector<bool> leaks = Leaks(held, seen);
  for (std::size_t i = 0; i < held.size(); ++i) EXPECT_FALSE(leaks[i]) << "LEAK\t" << held[i];
}

}  // namespace
}  // namespace amtslotse::nlu
