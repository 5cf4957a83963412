// A model file of any content is refused or can be asked; nothing in between. (fastText's own file is only opened after
// its checksum was found right.)
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "nlu/boundary.h"
#include "nlu/emergency.h"
#include "nlu/entities/entities.h"
#include "nlu/language.h"
#include "nlu/model_directory.h"
#include "nlu/models/comparison.h"

namespace {

// Removed by the operating system's cleaning of temporary files.
const std::string& Directory() {
  static const std::string directory = [] {
    std::string path =
        (std::filesystem::temp_directory_path() / ("nlu-model-fuzz-" + std::to_string(::getpid()))).string();
    std::filesystem::create_directories(path);
    return path;
  }();
  return directory;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::nlu;
  const std::string_view content(reinterpret_cast<const char*>(bytes), size);
  static constexpr std::string_view kText = "Hilfe, in Erlenfurt brennt es, was kostet das?";
  static const FoldedText folded = FoldWithOrigin(kText);
  static const std::vector<Token> tokens = Tokenize(folded);
  if (const auto boundary = BoundaryModel::Read(content); boundary.ok()) (void)boundary->Find(tokens, 5);
  if (const auto language = LanguageModel::Read(content); language.ok()) (void)language->Guess(tokens);
  if (const auto emergency = EmergencyModel::Read(content); emergency.ok()) (void)emergency->Find(tokens, 0.5);
  if (const auto places = PlaceNames::Read(content); places.ok()) (void)FindEntities(kText, tokens, {}, *places);
  if (!WriteModelFile(Directory() + "/model.json", std::string(content)).ok()) std::abort();
  (void)CheckModelDirectory(Directory());
  if (!WriteModelFile(Directory() + kReportFile, std::string(content)).ok()) std::abort();
  (void)ReadReport(Directory());
  return 0;
}
