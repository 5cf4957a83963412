// amtslotse-cli: what operators do from a shell, and the supervisor behind `./amtslotse run`.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "keys/process_memory.h"
#include "services/cli/arguments.h"
#include "services/cli/commands.h"
#include "services/cli/installation.h"
#include "services/cli/reason.h"
#include "services/rpc/address.h"
#include "services/rpc/log.h"

namespace amtslotse::cli {

CLI::App* Commands::Add(const std::string& name, const std::string& description, Action action, CLI::App* group) {
  CLI::App* command = (group == nullptr ? app_ : *group).add_subcommand(name, description);
  command->group("Befehle");
  SpeakGermanToo(*command);
  command->final_callback([this, command, action = std::move(action)] {
    // The group's own callback runs after its subcommand's.
    if (command->get_subcommands().empty()) chosen_ = action;
  });
  return command;
}

CLI::App* Commands::AddGroup(const std::string& name, const std::string& description) {
  CLI::App* group = app_.add_subcommand(name, description);
  group->group("Befehle");
  SpeakGermanToo(*group);
  group->require_subcommand(1);
  return group;
}

namespace {

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
  ExpectValues(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Refuse(app, error);
  }
  const auto installation = LocateInstallation(data, keys);
  if (!installation.ok()) return Fail(std::string(installation.status().message()));
  try {
    const auto code = commands.chosen()(*installation);
    if (code.ok()) return *code;
    return IsWrongCall(code.status()) ? Refuse(app, code.status()) : Fail(std::string(code.status().message()));
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
  // What a command has to say it says itself, in German; other programs read what it prints.
  amtslotse::rpc::StartLogging("cli", "off");
  try {
    return amtslotse::cli::Run(argc, argv);
  } catch (const std::exception&) {
    return 1;  // there is nobody any more to tell: both outputs are closed
  }
}
