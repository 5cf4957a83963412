#include "services/web/settings.h"

#include <charconv>

#include "services/rpc/settings.h"

namespace amtslotse::web {
namespace {

// host:port, as was judged.
void TakeListen(const std::string& listen, gateways::web::HttpServerSettings& http) {
  const auto colon = listen.rfind(':');
  http.host = listen.substr(0, colon);
  std::from_chars(listen.data() + colon + 1, listen.data() + listen.size(), http.port);
}

rpc::SettingForm KnownProxies() {
  return {"proxies", [](const std::string& value) -> std::string {
            return gateways::web::Proxies::Parse(value).ok() ? ""
                                                             : "addresses or networks like 10.0.0.0/8, with commas";
          }};
}

}  // namespace

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("WEB", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader, rpc::HostPort());
  settings.http.max_connections = static_cast<std::size_t>(reader->Number("MAX_CONNECTIONS", 2048, 16, 20000));
  const std::string proxies = reader->Text("PROXIES", "127.0.0.1,::1", KnownProxies());
  settings.dialogue = reader->Required("DIALOGUE", rpc::Calling());
  settings.knowledge = reader->Required("KNOWLEDGE", rpc::Calling());
  settings.responsibility = reader->Required("RESPONSIBILITY", rpc::Calling());
  settings.booking = reader->Required("BOOKING", rpc::Calling());
  settings.staff = reader->Text("STAFF", "", rpc::Calling());
  settings.messengers = reader->Text("MESSENGERS", "", rpc::Calling());
  settings.keys_file = reader->Required("KEYS_FILE", rpc::AbsolutePath());
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.assets = reader->Text("ASSETS", "gateways/web/ui/dist", rpc::ExistingFolder());
  settings.texts = reader->Text("TEXTS", "gateways/web/texts", rpc::ExistingFolder());
  auto& gateway = settings.gateway;
  gateway.openapi_file = reader->Text("OPENAPI", gateway.openapi_file, rpc::ExistingFile());
  gateway.fallback_municipality = reader->Text("FALLBACK_MUNICIPALITY", "", rpc::MunicipalityId());
  gateway.messages_per_minute =
      static_cast<int>(reader->Number("MESSAGES_PER_MINUTE", gateway.messages_per_minute, 0, 1'000'000));
  gateway.conversations_per_minute =
      static_cast<int>(reader->Number("CONVERSATIONS_PER_MINUTE", gateway.conversations_per_minute, 0, 1'000'000));
  gateway.reads_per_minute =
      static_cast<int>(reader->Number("READS_PER_MINUTE", gateway.reads_per_minute, 0, 1'000'000));
  gateway.token_lifetime = reader->Seconds("TOKEN_SECONDS", 24 * 3600, 60, 30 * 24 * 3600);
  gateway.stream_lifetime = reader->Seconds("STREAM_SECONDS", 600, 5, 3600);
  gateway.redis.address = reader->Text("REDIS", "", rpc::RedisStore());
  gateway.redis.password = reader->Text("REDIS_PASSWORD", "", rpc::Secret());
  gateway.redis.timeout = std::chrono::milliseconds(200);
  gateway.https = reader->Flag("HTTPS", false);
  if (const auto status = reader->Finish(); !status.ok()) return status;
  auto known = gateways::web::Proxies::Parse(proxies);
  if (!known.ok()) return known.status();
  settings.http.proxies = *std::move(known);
  TakeListen(settings.server.listen, settings.http);
  return settings;
}

}  // namespace amtslotse::web
