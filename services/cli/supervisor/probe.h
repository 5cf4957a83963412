// Asks a process whether it is ready.
#pragma once

#include <memory>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/cli/supervisor/processes.h"

namespace amtslotse::cli {

enum class Health { kUnreachable, kNotServing, kServing };

// Not thread-safe; keeps its connection. An answer takes at most about half a second.
class Probe {
 public:
  explicit Probe(const Process& process);
  Health Ask();
  // Closes its connection: a server that is told to stop waits for idle clients to leave.
  void Disconnect() { stub_.reset(); }

 private:
  Health AskGrpc();
  Health AskText(const std::string& question, const std::string& start_of_good_answer);

  Process::Probe kind_;
  std::string address_;
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
};

// Whether someone accepts connections at unix:… or host:port (a numeric address) right now.
bool SomeoneListens(const std::string& address);

}  // namespace amtslotse::cli
