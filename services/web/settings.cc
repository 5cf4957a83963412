#include "services/web/settings.h"

#include <fmt/format.h>

#include <charconv>

#include "services/rpc/settings.h"

namespace amtslotse::web {
namespace {

absl::Status ReadListen(const std::string& listen, gateways::web::HttpServerSettings& http) {
  const auto colon = listen.rfind(':');
  if (colon != std::string::npos && colon > 0) {
    http.host = listen.substr(0, colon);
    const char* end = listen.data() + listen.size();
    const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, http.port);
    if (error == std::errc() && stop == end && http.port >= 0 && http.port <= 65535) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(fmt::format("WEB_LISTEN={}: expected host:port", listen));
}

}  // namespace

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("WEB", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.http.max_connections = static_cast<std::size_t>(reader->Number("MAX_CONNECTIONS", 2048, 16, 20000));
  const std::string proxies = reader->Text("PROXIES", "127.0.0.1,::1");
  settings.dialogue = reader->Required("DIALOGUE");
  settings.knowledge = reader->Required("KNOWLEDGE");
  settings.responsibility = reader->Required("RESPONSIBILITY");
  settings.booking = reader->Required("BOOKING");
  settings.staff = reader->Text("STAFF", "");
  settings.messengers = reader->Text("MESSENGERS", "");
  settings.keys_file = reader->Required("KEYS_FILE");
  settings.data_directory = reader->Required("DATA_DIR");
  settings.assets = reader->Text("ASSETS", "gateways/web/ui/dist");
  settings.texts = reader->Text("TEXTS", "gateways/web/texts");
  auto& gateway = settings.gateway;
  gateway.openapi_file = reader->Text("OPENAPI", gateway.openapi_file);
  gateway.fallback_municipality = reader->Text("FALLBACK_MUNICIPALITY", "");
  gateway.messages_per_minute =
      static_cast<int>(reader->Number("MESSAGES_PER_MINUTE", gateway.messages_per_minute, 0, 1'000'000));
  gateway.conversations_per_minute =
      static_cast<int>(reader->Number("CONVERSATIONS_PER_MINUTE", gateway.conversations_per_minute, 0, 1'000'000));
  gateway.token_lifetime = reader->Seconds("TOKEN_SECONDS", 24 * 3600, 60, 30 * 24 * 3600);
  gateway.stream_lifetime = reader->Seconds("STREAM_SECONDS", 600, 5, 3600);
  gateway.redis.address = reader->Text("REDIS", "");
  gateway.redis.password = reader->Text("REDIS_PASSWORD", "");
  gateway.redis.timeout = std::chrono::milliseconds(200);
  gateway.https = reader->Flag("HTTPS", false);
  if (const auto status = reader->Finish(); !status.ok()) return status;
  auto known = gateways::web::Proxies::Parse(proxies);
  if (!known.ok()) return absl::InvalidArgumentError("WEB_PROXIES: " + std::string(known.status().message()));
  settings.http.proxies = *std::move(known);
  if (const auto status = ReadListen(settings.server.listen, settings.http); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::web
