// migrate: the schemas of the databases that processes share, before a new version's processes start.
#include <fmt/format.h>

#include <string>

#include "booking/erasure_table.h"
#include "booking/sql/postgres.h"
#include "booking/sql/schema.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "knowledge/database.h"
#include "knowledge/responsibility/town_store.h"
#include "services/cli/commands.h"
#include "services/cli/privacy/traces.h"
#include "services/dialogue/hand_over_schema.h"
#include "services/messengers/store.h"
#include "services/staff/core/schema.h"

namespace amtslotse::cli {
namespace {

absl::Status MigrateKnowledge(const std::string& address) {
  const auto database = knowledge::OpenPostgres(address);
  return database.ok() ? knowledge::PrepareTables(**database) : database.status();
}

absl::Status MigrateRules(const std::string& address) {
  const auto database = knowledge::OpenPostgres(address);
  return database.ok() ? responsibility::TownStore(**database).Prepare() : database.status();
}

// Of what booking/sql opens.
template <class Migrate>
auto Opened(const Migrate& migrate) {
  return [migrate](const std::string& address) -> absl::Status {
    const auto database = booking::sql::OpenPostgres({.connection = address, .connections = 1});
    return database.ok() ? migrate(**database) : database.status();
  };
}

absl::Status MigrateMessengers(booking::sql::Database& database) {
  keys::SystemRandomness random;
  const auto keys = keys::KeyRing::Parse(keys::KeyRing::NewFile(random));  // nothing is sealed
  if (!keys.ok()) return keys.status();
  return messengers::Store(database, *keys, random).Prepare();
}

template <class Migrate>
absl::Status MigrateOne(const char* what, const char* setting, const Migrate& migrate, int& found) {
  const std::string address = DatabaseSetting(setting);
  if (address.empty()) return absl::OkStatus();
  ++found;
  if (const absl::Status done = migrate(address); !done.ok())
    return absl::FailedPreconditionError(fmt::format("{} ({}): {}", what, setting, std::string(done.message())));
  fmt::print("{}: Schema auf dem Stand dieser Version.\n", what);
  return absl::OkStatus();
}

absl::StatusOr<int> MigrateAll(const Installation&) {
  int found = 0;
  if (auto done = MigrateOne("Termine", "BOOKING_DATABASE", Opened(booking::sql::Migrate), found); !done.ok())
    return done;
  if (auto done = MigrateOne("Löschungen", "BOOKING_ERASURES_DATABASE", Opened(booking::ErasureTable::Prepare), found);
      !done.ok())
    return done;
  if (auto done = MigrateOne("Kataloge", "KNOWLEDGE_POSTGRES", MigrateKnowledge, found); !done.ok()) return done;
  if (auto done = MigrateOne("Übergaben", "DIALOGUE_DATABASE", Opened(dialogue::MigrateHandOvers), found); !done.ok())
    return done;
  if (auto done = MigrateOne("Messenger", "MESSENGERS_DATABASE", Opened(MigrateMessengers), found); !done.ok())
    return done;
  if (auto done = MigrateOne("Konten", "STAFF_DATABASE", Opened(staff::Migrate), found); !done.ok()) return done;
  if (auto done = MigrateOne("Zuständigkeiten", "RESPONSIBILITY_DATABASE", MigrateRules, found); !done.ok())
    return done;
  if (found == 0)
    fmt::print("Keine PostgreSQL-Datenbank eingestellt; Dateien bringt jeder Dienst selbst auf den Stand.\n");
  return 0;
}

}  // namespace

void AddMigrateCommands(Commands& commands) {
  commands.Add("migrate", "Bringt die PostgreSQL-Datenbanken auf das Schema dieser Version; die Dienste laufen weiter",
               MigrateAll);
}

}  // namespace amtslotse::cli
