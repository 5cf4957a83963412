// The operator's commands: one program, one file per group of commands.
//
// A group registers its commands and says what each does:
//
//   void AddResponsibilityCommands(Commands& commands) {
//     auto query = std::make_shared<Query>();  // lives as long as the action
//     CLI::App* command = commands.Add("resolve", "Nennt die zuständige Stelle", [query](const Installation&
//     installation) {
//       return Resolve(*query, installation);
//     });
//     command->add_option("service", query->service, "Leistung")->required();
//   }
//
// `--data DIR` and `--keys DIR` are known to every command, before or after its name.
#pragma once

#include <absl/status/statusor.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "services/cli/installation.h"

namespace amtslotse::cli {

// Returns the exit code: 0 done, 1 done and something was found wrong (lint, evaluate below its goal).
// A Status is a fault: its message goes to standard error and the exit code is 1, or 2 for a WrongCall (arguments.h).
using Action = std::function<absl::StatusOr<int>(const Installation&)>;

class Commands {
 public:
  explicit Commands(CLI::App& app) : app_(app) {}

  // A command, or a subcommand of `group` ("nlu" → "nlu evaluate"). Descriptions are German.
  CLI::App* Add(const std::string& name, const std::string& description, Action action, CLI::App* group = nullptr);
  // A command that only has subcommands.
  CLI::App* AddGroup(const std::string& name, const std::string& description);

  const Action& chosen() const { return chosen_; }

 private:
  CLI::App& app_;
  Action chosen_;
};

// The id of the service that the search is sure of for these words; empty: of none.
absl::StatusOr<std::string> ServiceMeantBy(const std::string& words, const std::string& municipality,
                                           const Installation& installation);

void AddServeCommands(Commands& commands);                      // serve
void AddCatalogueCommands(Commands& commands);                  // import, demo
void AddKnowledgeCommands(Commands& commands);                  // search
void AddResponsibilityCommands(Commands& commands);             // resolve, lint
void AddNluCommands(Commands& commands);                        // nlu …
void AddNluModelCommands(Commands& commands, CLI::App* group);  // nlu models, train, activate, rollback
void AddStaffCommands(Commands& commands);                      // staff
void AddCheckCommands(Commands& commands);                      // check
void AddKeysCommands(Commands& commands);                       // keys
void AddPrivacyCommands(Commands& commands);                    // privacy
void AddMigrateCommands(Commands& commands);                    // migrate
void AddCaCommands(Commands& commands);                         // ca
void AddBackupCommands(Commands& commands);                     // backup, restore

}  // namespace amtslotse::cli
