#include "services/rpc/postgres_setting.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace amtslotse::rpc {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options Parse(const std::string& connection) { return {PQconninfoParse(connection.c_str(), nullptr), &PQconninfoFree}; }

std::string ValueOf(const PQconninfoOption* options, std::string_view keyword) {
  for (; options->keyword != nullptr; ++options)
    if (keyword == options->keyword && options->val != nullptr) return options->val;
  return "";
}

std::vector<std::string> Parts(std::string_view list) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = std::min(list.find(','), list.size());
    parts.emplace_back(list.substr(0, end));
    if (end == list.size()) return parts;
    list.remove_prefix(end + 1);
  }
}

}  // namespace

SettingForm PostgresStore() {
  return {"postgres",
          [](const std::string& value) -> std::string {
            const Options options = Parse(value);
            if (options == nullptr) return "postgresql://user@host:port/database or host=… dbname=…";
            // libpq takes what follows the first @ of a password for the host, which would then be told and logged.
            const bool sound = ValueOf(options.get(), "host").find('@') == std::string::npos;
            return sound ? "" : "postgresql://user@host:port/database, an @ in the password as %40";
          },
          /*secret=*/true};
}

std::vector<PostgresAddress> PostgresAddresses(const std::string& connection) {
  const Options options = Parse(connection);
  if (options == nullptr) return {};
  std::string hosts = ValueOf(options.get(), "hostaddr");
  if (hosts.empty()) hosts = ValueOf(options.get(), "host");
  const std::vector<std::string> ports = Parts(ValueOf(options.get(), "port"));
  std::vector<PostgresAddress> addresses;
  if (hosts.find('@') != std::string::npos) return {};
  for (const std::string& host : Parts(hosts)) {
    std::string port = ports[std::min(addresses.size(), ports.size() - 1)];
    if (port.empty()) port = "5432";
    addresses.push_back({host.empty() ? "/var/run/postgresql" : host, port});
  }
  return addresses;
}

}  // namespace amtslotse::rpc
