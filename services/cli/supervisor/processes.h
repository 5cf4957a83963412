// Which processes make up an installation on one machine, and how they find each other.
#pragma once

#include <string>
#include <vector>

#include "services/cli/installation.h"
#include "services/cli/supervisor/child.h"

namespace amtslotse::cli {

struct WebAddress {
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string Url() const;
};

// Processes of a later layer are stopped first: gateways drain while those they call still answer.
enum class Layer { kStore, kDomain, kDialogue, kGateway };

struct Process {
  std::string name;
  Layer layer = Layer::kDomain;
  Program program;
  // How it tells that it is ready.
  enum class Probe { kGrpcHealth, kRedisPing, kHttp } probe = Probe::kGrpcHealth;
  std::string address;  // unix:… or host:port
};

// Those that were built. The operator's own settings in the environment (BOOKING_AUDIT_DAYS=90) reach the process
// with that prefix and no other; what the supervisor must know itself (addresses, folders) cannot be overridden.
// `demo`: mails without a mail server go into the folder mail.
std::vector<Process> ProcessesOf(const Installation& installation, const WebAddress& web, bool demo);

}  // namespace amtslotse::cli
