// amtslotse-cli: what operators do from a shell, and the supervisor behind `./amtslotse run`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "keys/process_memory.h"
#include "services/cli/commands.h"
#include "services/cli/installation.h"
#include "services/cli/reason.h"
#include "services/rpc/address.h"

namespace amtslotse::cli {

CLI::App* Commands::Add(const std::string& name, const std::string& description, Action action, CLI::App* group) {
  CLI::App* command = (group == nullptr ? app_ : *group).add_subcommand(name, description);
  command->group("Befehle");
  command->final_callback([this, command, action = std::move(action)] {
    // The group's own callback runs after its subcommand's.
    if (command->get_subcommands().empty()) chosen_ = action;
  });
  return command;
}

CLI::App* Commands::AddGroup(const std::string& name, const std::string& description) {
  CLI::App* group = app_.add_subcommand(name, description);
  group->group("Befehle");
  group->require_subcommand(1);
  return group;
}

namespace {

void SpeakGerman(CLI::App& app) {
  app.set_help_flag("-h,--help", "Zeigt diese Hilfe")->group("Optionen");
  app.option_defaults()->group("Optionen");  // every command's too
  const auto formatter = app.get_formatter();
  formatter->label("Usage", "Aufruf");
  formatter->label("OPTIONS", "Optionen");
  formatter->label("Options", "Optionen");
  formatter->label("SUBCOMMAND", "Befehl");
  formatter->label("SUBCOMMANDS", "Befehle");
  formatter->label("Subcommands", "Befehle");
  formatter->label("Positionals", "Angaben");
  formatter->label("REQUIRED", "nötig");
  formatter->label("TEXT", "Text");
  formatter->label("INT", "Zahl");
  formatter->column_width(34);
}

int Fail(const std::string& message) {
  fmt::print(stderr, "amtslotse: {}\n", message);
  return 1;
}

// The command that was understood last: its help is what the operator needs.
const CLI::App& Deepest(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : Deepest(*chosen.back());
}

std::string InGerman(const CLI::App& command, const CLI::ParseError& error, const std::vector<std::string>& unknown) {
  const std::string what = error.what();
  const std::string option = what.substr(0, what.find_first_of(": "));
  const std::string name = error.get_name();
  if (!unknown.empty()) return fmt::format("„{}“ ist hier unbekannt.", fmt::join(unknown, " "));
  if (name == "RequiredError") {
    const auto subcommands = command.get_subcommands([](const CLI::App*) { return true; });
    std::vector<std::string> names;
    for (const CLI::App* subcommand : subcommands) names.push_back(subcommand->get_name());
    return names.empty() ? fmt::format("{} fehlt.", option)
                         : fmt::format("Es fehlt der Befehl, einer von: {}.", fmt::join(names, ", "));
  }
  if (const auto range = what.find("not in range "); range != std::string::npos)
    return fmt::format("{} muss eine Zahl zwischen {} sein.", option,
                       std::regex_replace(what.substr(range + 13), std::regex(" to "), " und "));
  if (name == "ArgumentMismatch") return fmt::format("{}: die Zahl der Angaben stimmt nicht.", option);
  if (what.find("does not exist") != std::string::npos)
    return fmt::format("{}: das gibt es nicht.", what.substr(what.rfind(": ") + 2));
  return fmt::format("{}: der Wert passt nicht.", option);
}

int Refuse(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help
  const CLI::App& command = Deepest(app);
  std::string words;
  for (const CLI::App* each = &command; each != nullptr; each = each->get_parent())
    words = each->get_name() + (words.empty() ? "" : " " + words);
  fmt::print(stderr, "amtslotse: {} Hilfe: {} --help\n", InGerman(command, error, app.remaining(true)), words);
  return 2;
}

int Run(int argc, char** argv) {
  CLI::App app("Amtslotse: Befehle für den Betrieb", "amtslotse");
  SpeakGerman(app);
  app.fallthrough();
  app.require_subcommand(1);
  std::string data;
  std::string keys;
  app.add_option("--data", data, "Ordner mit den Daten dieser Installation")->envname("AMTSLOTSE_DATA");
  app.add_option("--keys", keys, "Ordner mit den Schlüsseln (sonst: der Datenordner mit .keys am Ende)")
      ->envname("AMTSLOTSE_KEYS");
  Commands commands(app);
  AddServeCommands(commands);
  AddCatalogueCommands(commands);
  AddKnowledgeCommands(commands);
  AddResponsibilityCommands(commands);
  AddNluCommands(commands);
  AddStaffCommands(commands);
  AddBackupCommands(commands);
  AddCaCommands(commands);
  AddCheckCommands(commands);
  AddKeysCommands(commands);
  AddPrivacyCommands(commands);
  AddMigrateCommands(commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Refuse(app, error);
  }
  const auto installation = LocateInstallation(data, keys);
  if (!installation.ok()) return Fail(std::string(installation.status().message()));
  try {
    const auto code = commands.chosen()(*installation);
    return code.ok() ? *code : Fail(std::string(code.status().message()));
  } catch (const std::filesystem::filesystem_error& error) {
    return Fail(fmt::format("{}: {}", error.path1().native(), ReasonText(error.code())));
  } catch (const std::exception& error) {
    return Fail(fmt::format("Das hätte nicht geschehen dürfen: {}", error.what()));
  }
}

}  // namespace
}  // namespace amtslotse::cli

int main(int argc, char** argv) {
  amtslotse::keys::KeepMemoryPrivate();
  amtslotse::rpc::NoticeConnectionsSoon();
  return amtslotse::cli::Run(argc, argv);
}
