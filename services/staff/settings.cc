#include "services/staff/settings.h"

#include "services/rpc/postgres_setting.h"
#include "services/rpc/text.h"

namespace amtslotse::staff {
namespace {

rpc::SettingForm OpenIdProviders() {
  return {"providers",
          [](const std::string& value) -> std::string {
            const auto parsed = ParseProviders(value);
            return parsed.ok() ? "" : "JSON as in docs/einstellungen.md; " + rpc::ToString(parsed.status().message());
          },
          /*secret=*/true};
}

}  // namespace

absl::StatusOr<Settings> ReadSettings(rpc::SettingsReader reader) {
  Settings settings;
  settings.server = rpc::ReadServerSettings(reader);
  settings.data_directory = reader.Required("DATA_DIR", rpc::AbsolutePath());
  settings.database = reader.Text("DATABASE", "", rpc::PostgresStore());  // mostly STAFF_DATABASE_FILE
  settings.keys_file = reader.Required("KEYS_FILE", rpc::AbsolutePath());
  settings.actor_key = reader.Required("ACTOR_KEY", rpc::ActorKey());
  Policy& policy = settings.policy;
  policy.lockout.free_tries = static_cast<int>(reader.Number("FREE_TRIES", 5, 1, 20));
  policy.lockout.first_delay = reader.Seconds("FIRST_DELAY_SECONDS", 30, 1, 3600);
  policy.lockout.longest_delay = reader.Seconds("LONGEST_DELAY_SECONDS", 900, 1, 86400);
  policy.idle = reader.Seconds("SESSION_IDLE_SECONDS", 1800, 120, 86400);
  policy.lifetime = reader.Seconds("SESSION_SECONDS", 36000, 300, 7 * 86400);
  policy.reauthentication = reader.Seconds("CONFIRMED_SECONDS", 300, 30, 3600);
  policy.link = reader.Seconds("LINK_SECONDS", 86400, 60, 14 * 86400);
  policy.audit = std::chrono::hours(24 * reader.Number("AUDIT_DAYS", 365, 1, 3650));
  policy.require_totp = reader.Flag("REQUIRE_TOTP", true);
  policy.issuer = reader.Text("TOTP_ISSUER", "Amtslotse");
  settings.passwords.passes = static_cast<unsigned long long>(reader.Number("PASSWORD_PASSES", 2, 1, 20));
  settings.passwords.memory_bytes = static_cast<std::size_t>(reader.Number("PASSWORD_MEMORY_MIB", 64, 19, 1024)) << 20;
  settings.passwords.parallel = static_cast<int>(reader.Number("PASSWORD_PARALLEL", 2, 1, 64));
  const std::string providers = reader.Text("OPENID", "", OpenIdProviders());  // mostly STAFF_OPENID_FILE
  settings.certificates = reader.Text("OPENID_CERTIFICATES", "", rpc::ExistingFile());
  if (const auto status = reader.Finish(); !status.ok()) return status;
  auto parsed = ParseProviders(providers);
  if (!parsed.ok()) return parsed.status();
  settings.providers = *std::move(parsed);
  return settings;
}

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("STAFF", argc, argv);
  if (!reader.ok()) return reader.status();
  return ReadSettings(*std::move(reader));
}

}  // namespace amtslotse::staff
