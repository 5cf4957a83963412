// Starts the processes of an installation, keeps them running, stops them in order.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/supervisor/child.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/supervisor/probe.h"
#include "services/cli/supervisor/processes.h"
#include "services/cli/supervisor/signals.h"

namespace amtslotse::cli {

// For one thread, the one that made `signals`. Signals only processes that it started itself.
class Supervisor {
 public:
  Supervisor(std::vector<Process> processes, Signals& signals, Console& console);
  ~Supervisor();  // kills what still runs

  // Starts the processes of these layers and returns when all of them are ready. CANCELLED when asked to stop
  // meanwhile; any other status says in German what did not start, with the end of its log.
  absl::Status Start(std::initializer_list<Layer> layers);
  // Watches until asked to stop; starts again what ended by itself.
  void Watch();
  // Runs one program to its end. CANCELLED when asked to stop meanwhile. Started processes are watched as well.
  absl::Status RunJob(const std::string& what, const Program& program);
  // Gateways first, stores last. False when something had to be killed. A second stop request kills at once.
  bool Stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Watched {
    explicit Watched(Process process);
    Process process;
    Probe probe;
    pid_t pid = 0;  // 0: not running
    bool ready = false;
    bool ever_ready = false;
    int failures = 0;
    int unanswered = 0;          // health questions in a row
    Clock::time_point since;     // start, or ready
    Clock::time_point start_at;  // when not running
    Clock::time_point ask_at;
  };

  absl::Status Launch(Watched& watched);
  void Observe(Watched& watched);
  void ObserveEnd(Watched& watched, const Exit& exit);
  void AskHealth(Watched& watched);
  absl::Status WhyNotStarted(const Watched& watched, const std::string& reason) const;
  std::vector<Watched*> InLayer(Layer layer);
  bool StopLayer(Layer layer, int requests_before);

  std::vector<Watched> watched_;
  Signals& signals_;
  Console& console_;
  bool starting_ = false;
  std::optional<absl::Status> start_failure_;
};

}  // namespace amtslotse::cli
