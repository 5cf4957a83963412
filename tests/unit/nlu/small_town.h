// A tiny set of texts that a model is trained from within a second, in a folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "nlu/classify/text_classifier.h"
#include "nlu/training/train.h"

namespace amtslotse::nlu {

class SmallTown : public testing::Test {
 protected:
  void SetUp() override {
    namespace fs = std::filesystem;
    // Tests run side by side.
    folder_ = fs::path(testing::TempDir()) / ("nlu-small-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(Texts() + "/training");
    fs::create_directories(Texts() + "/test");
    fs::create_directories(folder_ / "towns");
    Write("training/fee.tsv",
          "fee\twas kostet ein pass\nfee\twie teuer ist der ausweis\nfee\tgebühr für die meldung\nfee\twas muss ich "
          "bezahlen\n"
          "fee\tpreis führungszeugnis\nfee\tkosten hund anmelden\n");
    Write(
        "training/opening_hours.tsv",
        "opening_hours\twann haben sie offen\nopening_hours\töffnungszeiten amt\nopening_hours\tbis wann ist geöffnet\n"
        "opening_hours\tist samstags auf\nopening_hours\twann macht das amt zu\n");
    Write("training/emergency.tsv",
          "emergency\tes brennt\nemergency\tmein vater atmet nicht mehr\nemergency\thilfe ein unfall\nemergency\tich "
          "blute stark\n");
    Write("training/out_of_scope.tsv",
          "out_of_scope\twie wird das wetter\nout_of_scope\twer gewinnt das spiel\nout_of_scope\terzähl einen witz\n");
    Write("training/lookalikes.tsv", "overview\tfeuerwehr als arbeitgeber\noverview\tnotfallpass beantragen\n");
    Write("training/multi.tsv",
          "fee+opening_hours\twas kostet der pass ‖ und wann haben sie offen\nopening_hours+fee\twann ist auf ‖ was "
          "muss ich zahlen\n");
    Write("languages.tsv",
          "en\twhere is the town hall\nen\thow much is a passport\ntr\tnüfus cüzdanı ne kadar\ntr\trandevu almak "
          "istiyorum\n");
    Write("places.txt", "Erlenfurt\nKrummwik\n");
    Write("test/acts.tsv", "fee\twas kostet das\nopening_hours\twann ist offen\n");
    Write("test/emergencies.tsv", "emergency\tes brennt hier\nnot_emergency\tosterfeuer anmelden\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const { std::ofstream(Texts() + "/" + name) << text; }
  std::string Texts() const { return (folder_ / "texts").string(); }
  std::string Towns() const { return (folder_ / "towns").string(); }
  std::string Shipped() const { return (folder_ / "shipped").string(); }

  // Returns the version.
  std::string TrainInto(const std::string& directory, const std::vector<LabelledText>& examples,
                        std::int64_t now = 0) const {
    TrainRequest request;
    request.data_directory = Texts();
    request.output_directory = directory;
    request.examples = examples;
    request.trained_unix = now;
    const auto manifest = Train(request);
    EXPECT_TRUE(manifest.ok()) << manifest.status();
    return manifest.ok() ? manifest->version : "";
  }

  std::filesystem::path folder_;
};

}  // namespace amtslotse::nlu
