// nlu evaluate, nlu time, nlu understand: they work on files and standard input, no process needs to run.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "nlu/json.h"
#include "nlu/time/time_entities.h"
#include "nlu/time/time_json.h"
#include "nlu/training/evaluate.h"
#include "nlu/understander.h"
#include "services/cli/arguments.h"
#include "services/cli/commands.h"
#include "services/cli/reason.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

std::chrono::sys_seconds Now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// A folder of its own under the system's temporary ones, removed at the end.
class ScratchFolder {
 public:
  static absl::StatusOr<std::unique_ptr<ScratchFolder>> Create() {
    std::string pattern = (fs::temp_directory_path() / "amtslotse-nlu-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      return absl::UnavailableError("Kein Platz für einen Arbeitsordner: " + pattern);
    return std::unique_ptr<ScratchFolder>(new ScratchFolder(pattern));
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// A file, or a pipe as the shell's <(…) makes one; each is read once, from its beginning to its end.
bool IsReadable(fs::file_status status) { return fs::exists(status) && !fs::is_directory(status); }

absl::StatusOr<int> Evaluate(nlu::EvaluateRequest request) {
  for (const std::string& path : {request.train_path, request.test_path, request.out_of_scope_path})
    if (std::error_code error; !path.empty() && !IsReadable(fs::status(path, error)))
      return absl::NotFoundError(fmt::format("{}: diese Datei gibt es nicht.", path));
  const auto scratch = ScratchFolder::Create();
  if (!scratch.ok()) return scratch.status();
  request.scratch = (*scratch)->path();
  const auto json = nlu::EvaluateAsJson(request);
  if (absl::IsNotFound(json.status()))
    return absl::NotFoundError(
        fmt::format("Eine der Dateien lässt sich nicht lesen ({}).", std::string(json.status().message())));
  if (absl::IsInvalidArgument(json.status()))
    return absl::InvalidArgumentError(InGerman(std::string(json.status().message())) + ".");
  if (!json.ok()) return json.status();
  std::cout << *json << "\n";
  return 0;
}

void AddEvaluate(Commands& commands, CLI::App* group) {
  auto request = std::make_shared<nlu::EvaluateRequest>();
  CLI::App* command = commands.Add(
      "evaluate", "Lernt aus einer Datei, misst an einer anderen, gibt JSON aus; statt Dateien auch Pipes",
      [request](const Installation& installation) {
        request->background = installation.model.string();
        return Evaluate(*request);
      },
      group);
  command->add_option("--train", request->train_path, "Anliegen, Tabulator, Text je Zeile")->required();
  command->add_option("--test", request->test_path, "Prüftexte in derselben Form")->required();
  command->add_option("--out-of-scope", request->out_of_scope_path, "Texte, die zu keinem Anliegen gehören");
}

// Lines from standard input, each answered by one line.
template <typename Answer>
absl::StatusOr<int> AnswerLines(Answer&& answer) {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::cout << answer(line) << "\n";
  }
  std::cout.flush();
  return 0;
}

void AddTime(Commands& commands, CLI::App* group) {
  auto given = std::make_shared<std::string>();
  CLI::App* command = commands.Add(
      "time", "Liest Zeitangaben: ein Text je Zeile hinein, ein JSON-Objekt je Zeile heraus; „span“ zählt Zeichen",
      [given](const Installation&) -> absl::StatusOr<int> {
        nlu::TimeReference reference{nlu::LocalTime(Now(), "Europe/Berlin"), std::nullopt};
        if (!given->empty()) {
          const auto parsed = nlu::ParseTimeReference(*given);
          if (!parsed.ok())
            return WrongCall(
                fmt::format("--reference: „{}“ ist kein Zeitpunkt wie 2013-02-12T04:30:00-02:00.", *given));
          reference = *parsed;
        }
        return AnswerLines([&](const std::string& line) { return nlu::TimeAsJson(line, reference); });
      },
      group);
  command->add_option("--reference", *given,
                      "Zeitpunkt, von dem aus gerechnet wird, z. B. 2013-02-12T04:30:00-02:00 (sonst: jetzt)");
}

struct UnderstandArguments {
  std::string model;
  std::string land;
};

void AddUnderstand(Commands& commands, CLI::App* group) {
  auto arguments = std::make_shared<UnderstandArguments>();
  CLI::App* command = commands.Add(
      "understand",
      "Zeigt, was verstanden wird: ein Text je Zeile hinein, ein JSON-Objekt je Zeile heraus; „span“ zählt Zeichen",
      [arguments](const Installation& installation) -> absl::StatusOr<int> {
        const auto land = nlu::LandFromCode(arguments->land);
        if (!arguments->land.empty() && !land)
          return WrongCall(
              fmt::format("--land: „{}“ ist kein Land; die Kürzel sind BW, BY, BE und so weiter.", arguments->land));
        const std::string folder = arguments->model.empty() ? installation.model.string() : arguments->model;
        const auto understander = nlu::Understander::Load(folder);
        if (!understander.ok())
          return absl::FailedPreconditionError(fmt::format("{}: kein brauchbares Sprachmodell ({}).", folder,
                                                           std::string(understander.status().message())));
        nlu::Reference reference;
        reference.now = Now();
        reference.land = land;
        return AnswerLines([&](const std::string& line) {
          return nlu::UnderstandingAsJson(line, (*understander)->Understand(line, reference));
        });
      },
      group);
  command->add_option("--model", arguments->model, "Modellordner (sonst: der mitgelieferte)");
  command->add_option("--land", arguments->land, "Land für Feiertage, z. B. SH");
}

}  // namespace

void AddNluCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("nlu", "Sprachverstehen: ausprobieren, messen, lernen, Modelle wechseln");
  AddEvaluate(commands, group);
  AddTime(commands, group);
  AddUnderstand(commands, group);
  AddNluModelCommands(commands, group);
}

}  // namespace amtslotse::cli
