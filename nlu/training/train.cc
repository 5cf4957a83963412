#include "nlu/training/train.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <system_error>

#include "nlu/act.h"
#include "nlu/boundary.h"
#include "nlu/emergency.h"
#include "nlu/entities/places.h"
#include "nlu/language.h"
#include "nlu/training/evaluate.h"
#include "nlu/training/labelled_file.h"

namespace amtslotse::nlu {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "‖";
constexpr std::uint64_t kSeed = 1;
constexpr int kCommon = 3;  // times a word stands in the training texts

std::string Id(Act act) { return std::string(ActId(act)); }

std::vector<std::string> SplitAt(const std::string& text, std::string_view mark) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, begin)) {
    parts.push_back(text.substr(begin, at - begin));
    begin = at + mark.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

absl::Status AddMulti(const std::vector<LabelledText>& lines, TrainingTexts& texts) {
  for (const LabelledText& line : lines) {
    const std::vector<std::string> acts = SplitAt(line.label, "+");
    const std::vector<std::string> parts = SplitAt(line.text, kMark);
    if (acts.size() != parts.size()) {
      return absl::InvalidArgumentError("multi.tsv: as many acts as parts expected: " + line.text);
    }
    for (std::size_t i = 0; i < acts.size(); ++i) texts.single.push_back({acts[i], parts[i]});
    texts.multi.push_back(line.text);
  }
  return absl::OkStatus();
}

void AddTexts(const std::vector<LabelledText>& lines, std::vector<std::string>& texts) {
  for (const LabelledText& line : lines) texts.push_back(line.text);
}

absl::Status CheckLabels(const std::vector<LabelledText>& texts) {
  for (const LabelledText& each : texts) {
    if (!ActFromId(each.label)) return absl::InvalidArgumentError("no act is called \"" + each.label + "\"");
  }
  return absl::OkStatus();
}

class Training {
 public:
  explicit Training(const TrainRequest& request) : request_(request), directory_(request.output_directory + ".part") {}

  absl::StatusOr<ModelManifest> Run() {
    absl::StatusOr<ModelManifest> manifest = IntoDirectory();
    std::error_code ignored;
    if (!manifest.ok()) fs::remove_all(directory_, ignored);
    return manifest;
  }

 private:
  absl::StatusOr<ModelManifest> IntoDirectory() {
    validation_ = ReadValidationTexts(request_.data_directory);
    absl::StatusOr<TrainingTexts> texts = ReadTrainingTexts(request_.data_directory);
    if (!texts.ok()) return texts.status();
    if (auto status = CheckLabels(texts->single); !status.ok()) return status;
    if (auto status = CheckLabels(request_.examples); !status.ok()) return status;
    std::error_code error;
    fs::remove_all(directory_, error);
    fs::create_directories(directory_, error);
    if (error) return absl::UnavailableError("cannot create " + directory_ + ": " + error.message());
    if (auto status = TrainSmallModels(*texts); !status.ok()) return status;
    // A town teaches acts; what is an emergency stays as it was tested.
    texts->single.insert(texts->single.end(), request_.examples.begin(), request_.examples.end());
    ModelManifest manifest;
    manifest.trained_unix = request_.trained_unix;
    manifest.examples = static_cast<std::uint32_t>(texts->single.size() + texts->danger.size() +
                                                   validation_.acts.size() + validation_.emergencies.size());
    if (auto status = TrainActs(*texts, manifest); !status.ok()) return status;
    Report("Modell prüfen", 0.95);
    absl::StatusOr<ModelManifest> sealed = SealModelDirectory(directory_, files_, manifest);
    if (!sealed.ok()) return sealed;
    fs::remove_all(request_.output_directory, error);
    fs::rename(directory_, request_.output_directory, error);
    if (error) return absl::UnavailableError("cannot create " + request_.output_directory + ": " + error.message());
    return sealed;
  }

  absl::Status TrainSmallModels(const TrainingTexts& texts) {
    Report("Grenzen, Sprachen und Notfälle lernen", 0.05);
    std::vector<std::string> all;
    std::set<std::string> not_german(texts.foreign.begin(), texts.foreign.end());
    not_german.insert(texts.mixed.begin(), texts.mixed.end());
    for (const LabelledText& each : texts.single) {
      if (!not_german.contains(each.text)) all.push_back(each.text);
    }
    const auto boundary = BoundaryModel::Train(texts.multi, all, kSeed);
    if (!boundary.ok()) return boundary.status();
    if (auto status = Write("boundary.linear", boundary->Write()); !status.ok()) return status;
    const auto languages = ReadLabelledFile(request_.data_directory + "/languages.tsv");
    if (!languages.ok()) return languages.status();
    const auto emergency =
        EmergencyModel::Train(WithValidation(texts), DangerOnly(texts, *languages), texts.lookalikes);
    if (!emergency.ok()) return emergency.status();
    if (auto status = Write("emergency.weights", emergency->Write()); !status.ok()) return status;
    const auto language = LanguageModel::Train(LanguageTexts(*languages, texts.mixed, all));
    if (!language.ok()) return language.status();
    if (auto status = Write("language.linear", language->Write()); !status.ok()) return status;
    const auto places = ReadTexts(request_.data_directory + "/places.txt");
    if (!places.ok()) return places.status();
    return Write("places.hashes", PlaceNames(*places, CommonWords(all)).Write());
  }

  // What the act classifier's last training learns from, and validation's texts that only sound like danger.
  std::vector<LabelledText> WithValidation(const TrainingTexts& training) const {
    std::vector<LabelledText> texts = training.single;
    texts.insert(texts.end(), validation_.acts.begin(), validation_.acts.end());
    texts.insert(texts.end(), validation_.emergencies.begin(), validation_.emergencies.end());
    return texts;
  }

  // Errands in other languages as well: a script must not sound like danger by itself.
  static std::vector<LabelledText> DangerOnly(const TrainingTexts& training,
                                              const std::vector<LabelledText>& languages) {
    std::set<std::string> known;
    for (const auto* texts : {&training.single, &training.danger}) {
      for (const LabelledText& each : *texts) known.insert(each.text);
    }
    std::vector<LabelledText> texts = training.danger;
    for (const LabelledText& each : languages) {
      const bool german = each.label == LanguageCode(Language::kGerman);
      if (!german && !known.contains(each.text)) texts.push_back({std::string(kNotEmergency), each.text});
    }
    return texts;
  }

  // What languages.tsv says of a text counts: among the acts' texts are greetings in other languages.
  static std::vector<LabelledText> LanguageTexts(const std::vector<LabelledText>& languages,
                                                 const std::vector<std::string>& mixed,
                                                 const std::vector<std::string>& german) {
    std::vector<LabelledText> texts = languages;
    std::set<std::string> known;
    for (const LabelledText& each : languages) known.insert(each.text);
    for (const std::string& text : mixed) {
      if (known.insert(text).second) texts.push_back({std::string(kMixedLabel), text});
    }
    for (const std::string& text : german) {
      if (known.insert(text).second) texts.push_back({std::string(LanguageCode(Language::kGerman)), text});
    }
    return texts;
  }

  // What people write without meaning a place, though a place may be called so.
  static std::vector<std::string> CommonWords(const std::vector<std::string>& texts) {
    static const std::set<std::string> before_places = {"in",    "nach", "aus",   "bei", "von",       "gemeinde",
                                                        "stadt", "um",   "kreis", "amt", "standesamt"};
    struct Count {
      int all = 0;
      int after_preposition = 0;
    };
    std::map<std::string, Count> counts;
    for (const std::string& text : texts) {
      std::string previous;
      for (const std::string& word : FoldedWords(text)) {
        ++counts[word].all;
        counts[word].after_preposition += before_places.contains(previous) ? 1 : 0;
        previous = word;
      }
    }
    std::vector<std::string> words;
    for (const auto& [word, count] : counts) {
      if (count.all >= kCommon && 2 * count.after_preposition < count.all) words.push_back(word);
    }
    return words;
  }

  absl::Status TrainActs(const TrainingTexts& texts, ModelManifest& manifest) {
    Report("Anliegen lernen", 0.2);
    std::vector<LabelledText> others = validation_.acts;
    std::copy_if(validation_.emergencies.begin(), validation_.emergencies.end(), std::back_inserter(others),
                 [](const LabelledText& each) { return each.label != kNotEmergency; });
    const auto acts = others.empty() ? TextClassifier::Train(texts.single, ProductOptions(), directory_)
                                     : TextClassifier::Train(texts.single, others, ProductOptions(), directory_);
    if (!acts.ok()) return acts.status();
    if (auto status = acts->Save(directory_, "acts"); !status.ok()) return status;
    for (const std::string& name : TextClassifier::FileNames("acts")) files_.push_back(name);
    Report("Auf den Prüftexten messen", 0.9);
    const auto tests = ReadLabelledFile(request_.data_directory + "/test/acts.tsv");
    if (!tests.ok()) return absl::OkStatus();
    std::vector<std::string> outside;
    for (const LabelledText& test : *tests) {
      if (test.label == Id(Act::kOutOfScope)) outside.push_back(test.text);
    }
    const ClassifierQuality quality = Measure(*acts, *tests, outside, Id(Act::kOutOfScope));
    manifest.precision_at_1 = quality.precision_at_1;
    manifest.macro_f1 = quality.macro_f1;
    manifest.out_of_scope_auroc = quality.auroc.value_or(0);
    manifest.calibration_error = quality.calibration_error;
    return absl::OkStatus();
  }

  absl::Status Write(const std::string& name, const std::string& content) {
    files_.push_back(name);
    return WriteModelFile(directory_ + "/" + name, content);
  }

  void Report(std::string_view step, double fraction) const {
    if (request_.progress) request_.progress(step, fraction);
  }

  const TrainRequest& request_;
  ValidationTexts validation_;
  std::string directory_;
  std::vector<std::string> files_;
};

}  // namespace

absl::StatusOr<TrainingTexts> ReadTrainingTexts(const std::string& data_directory) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(data_directory + "/training", error)) {
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
  }
  if (error) return absl::NotFoundError("cannot read " + data_directory + "/training");
  std::sort(paths.begin(), paths.end());
  TrainingTexts texts;
  for (const fs::path& path : paths) {
    absl::StatusOr<std::vector<LabelledText>> lines = ReadLabelledFile(path.string());
    if (!lines.ok()) return lines.status();
    if (path.filename() == "danger.tsv") {
      texts.danger = *std::move(lines);
    } else if (path.filename() == "multi.tsv") {
      if (auto status = AddMulti(*lines, texts); !status.ok()) return status;
    } else {
      if (path.filename() == "lookalikes.tsv") AddTexts(*lines, texts.lookalikes);
      if (path.filename() == "foreign.tsv") AddTexts(*lines, texts.foreign);
      if (path.filename() == "mixed.tsv") AddTexts(*lines, texts.mixed);
      texts.single.insert(texts.single.end(), lines->begin(), lines->end());
    }
  }
  return texts;
}

ValidationTexts ReadValidationTexts(const std::string& data_directory) {
  ValidationTexts texts;
  if (auto acts = ReadLabelledFile(data_directory + "/validation/acts.tsv"); acts.ok()) texts.acts = *std::move(acts);
  if (auto all = ReadLabelledFile(data_directory + "/validation/emergencies.tsv"); all.ok())
    texts.emergencies = *std::move(all);
  return texts;
}

absl::StatusOr<ModelManifest> Train(const TrainRequest& request) { return Training(request).Run(); }

}  // namespace amtslotse::nlu
