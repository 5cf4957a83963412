// Settings of the web process, keys WEB_….
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "gateways/web/gateway.h"
#include "gateways/web/http_server.h"
#include "services/rpc/server.h"

namespace amtslotse::web {

struct Settings {
  rpc::ServerSettings server;  // LISTEN is host:port for HTTP
  gateways::web::HttpServerSettings http;
  gateways::web::GatewaySettings gateway;
  std::string dialogue, knowledge, responsibility, booking;  // addresses
  std::string staff;                                         // of the staff service; empty: no console
  std::string messengers;                                    // empty: no messengers
  std::string keys_file;                                     // the installation's keys, outside of the data directory
  std::string data_directory;
  std::string assets, texts;  // folders
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::web
