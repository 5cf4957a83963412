#include "nlu/classify/fasttext_model.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace amtslotse::nlu {
namespace {

class FastText : public testing::Test {
 protected:
  FastText() : directory_(testing::TempDir() + "/fasttext-XXXXXX") { ::mkdtemp(directory_.data()); }
  ~FastText() override { std::filesystem::remove_all(directory_); }

  FastTextModel Trained() const {
    const std::vector<std::string> lines = {"was kostet ein pass", "wie teuer ist der ausweis", "wann ist offen",
                                            "öffnungszeiten amt 00"};
    FastTextOptions options;
    options.buckets = 200;
    return *FastTextModel::Train(lines, {0, 0, 1, 1}, 2, options, directory_);
  }

  std::string directory_;
};

// The product sums fastText's rows by itself.
TEST_F(FastText, PredictsWhatFastTextItselfPredicts) {
  const FastTextModel model = Trained();
  for (const char* line :
       {"was kostet ein pass", "wann kostet das neue amt", "unbekanntes wörterwirrwarr ?", "00 0", "a", ""}) {
    std::vector<float> probabilities(2);
    model.Predict(line, probabilities);
    const auto [label, probability] = model.PredictBest(line);
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    ASSERT_EQ(label, best - probabilities.begin()) << line;
    EXPECT_NEAR(probability, *best, 1e-4) << line;
  }
}

TEST_F(FastText, SaysTheSameAfterSavingAndLoading) {
  const FastTextModel model = Trained();
  ASSERT_TRUE(model.Save(directory_ + "/m").ok());
  const auto loaded = FastTextModel::Load(directory_ + "/m", 2);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  std::vector<float> before(2), after(2);
  model.Predict("was kostet das", before);
  loaded->Predict("was kostet das", after);
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace amtslotse::nlu
