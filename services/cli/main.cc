// amtslotse-cli: what operators do from a shell, and the supervisor behind `./amtslotse run`.
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "services/cli/commands.h"
#include "services/cli/installation.h"

namespace amtslotse::cli {

CLI::App* Commands::Add(const std::string& name, const std::string& description, Action action, CLI::App* group) {
  CLI::App* command = (group == nullptr ? app_ : *group).add_subcommand(name, description);
  command->final_callback([this, command, action = std::move(action)] {
    // The group's own callback runs after its subcommand's.
    if (command->get_subcommands().empty()) chosen_ = action;
  });
  return command;
}

CLI::App* Commands::AddGroup(const std::string& name, const std::string& description) {
  CLI::App* group = app_.add_subcommand(name, description);
  group->require_subcommand(1);
  return group;
}

namespace {

void SpeakGerman(CLI::App& app) {
  app.set_help_flag("-h,--help", "Zeigt diese Hilfe");
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
  formatter->column_width(34);
}

int Fail(const std::string& message) {
  fmt::print(stderr, "amtslotse: {}\n", message);
  return 1;
}

int Run(int argc, char** argv) {
  CLI::App app("Amtslotse: Befehle für den Betrieb", "amtslotse");
  SpeakGerman(app);
  app.fallthrough();
  app.require_subcommand(1);
  std::string data;
  std::string keys;
  app.add_option("--data", data, "Ordner mit den Daten dieser Installation")->envname("AMTSLOTSE_DATA");
  app.add_option("--keys", keys, "Ordner mit den Schlüsseln (sonst: der Datenordner mit .keys am Ende)")->envname("AMTSLOTSE_KEYS");
  Commands commands(app);
  AddServeCommands(commands);
  AddCatalogueCommands(commands);
  AddKnowledgeCommands(commands);
  AddResponsibilityCommands(commands);
  AddNluCommands(commands);
  AddStaffCommands(commands);
  AddBackupCommands(commands);
  CLI11_PARSE(app, argc, argv);
  const auto installation = LocateInstallation(data, keys);
  if (!installation.ok()) return Fail(std::string(installation.status().message()));
  const auto code = commands.chosen()(*installation);
  return code.ok() ? *code : Fail(std::string(code.status().message()));
}

}  // namespace
}  // namespace amtslotse::cli

int main(int argc, char** argv) { return amtslotse::cli::Run(argc, argv); }
