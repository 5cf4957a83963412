#include "services/cli/supervisor/supervisor.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

namespace amtslotse::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kStartLimit = seconds(60);
constexpr auto kStopLimit = seconds(12);  // above what a process gives its own calls to end
constexpr auto kStable = seconds(30);     // ready for so long: earlier crashes are forgotten
constexpr auto kHealthInterval = seconds(2);
constexpr int kTolerated = 3;  // a busy machine answers late; that alone is no disturbance

milliseconds PauseAfter(int failures) {
  return std::min(milliseconds(200) * (1 << std::min(failures - 1, 6)), milliseconds(10'000));
}

std::string LastLines(const std::filesystem::path& file, std::size_t count) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
  std::string text;
  for (std::size_t i = lines.size() > count ? lines.size() - count : 0; i < lines.size(); ++i)
    text += "\n    " + lines[i];
  return text;
}

}  // namespace

Supervisor::Watched::Watched(Process described) : process(std::move(described)), probe(process) {}

Supervisor::Supervisor(std::vector<Process> processes, Signals& signals, Console& console)
    : signals_(signals), console_(console) {
  watched_.reserve(processes.size());
  for (Process& process : processes) watched_.emplace_back(std::move(process));
}

Supervisor::~Supervisor() {
  for (const Watched& watched : watched_)
    if (watched.pid != 0) ::kill(watched.pid, SIGKILL);
}

std::vector<Supervisor::Watched*> Supervisor::InLayer(Layer layer) {
  std::vector<Watched*> found;
  for (Watched& watched : watched_)
    if (watched.process.layer == layer) found.push_back(&watched);
  return found;
}

absl::Status Supervisor::WhyNotStarted(const Watched& watched, const std::string& reason) const {
  return absl::UnavailableError(fmt::format("{} startet nicht: {}\n  Aus dem Protokoll {}:{}", watched.process.name,
                                            reason, watched.process.program.output.native(),
                                            LastLines(watched.process.program.output, 8)));
}

absl::Status Supervisor::Launch(Watched& watched) {
  const auto pid = Spawn(watched.process.program);
  if (!pid.ok()) return pid.status();
  watched.pid = *pid;
  watched.ready = false;
  watched.since = Clock::now();
  watched.ask_at = watched.since;
  return absl::OkStatus();
}

absl::Status Supervisor::Start(std::initializer_list<Layer> layers) {
  starting_ = true;
  start_failure_.reset();
  std::vector<Watched*> waiting;
  for (const Layer layer : layers)
    for (Watched* watched : InLayer(layer)) {
      if (auto status = Launch(*watched); !status.ok()) return status;
      waiting.push_back(watched);
    }
  const auto give_up = Clock::now() + kStartLimit;
  while (!waiting.empty()) {
    signals_.Wait(milliseconds(5));
    if (signals_.stop_requests() > 0) return absl::CancelledError();
    for (Watched& watched : watched_) Observe(watched);
    if (start_failure_) return *start_failure_;
    std::erase_if(waiting, [](const Watched* watched) { return watched->ready; });
    if (!waiting.empty() && Clock::now() > give_up)
      return WhyNotStarted(*waiting.front(), fmt::format("nach {} s noch nicht bereit", kStartLimit.count()));
    console_.Tick();
  }
  starting_ = false;
  return absl::OkStatus();
}

void Supervisor::Watch() {
  while (signals_.stop_requests() == 0) {
    for (Watched& watched : watched_) Observe(watched);
    signals_.Wait(milliseconds(200));
  }
}

void Supervisor::Observe(Watched& watched) {
  if (watched.pid == 0) {
    if (watched.failures == 0 || Clock::now() < watched.start_at) return;
    if (auto status = Launch(watched); !status.ok()) {
      console_.Warn(fmt::format("{}: {}", watched.process.name, std::string(status.message())));
      watched.start_at = Clock::now() + PauseAfter(++watched.failures);
    }
    return;
  }
  if (const auto exit = Reap(watched.pid)) return ObserveEnd(watched, *exit);
  if (Clock::now() >= watched.ask_at) AskHealth(watched);
}

void Supervisor::ObserveEnd(Watched& watched, const Exit& exit) {
  watched.pid = 0;
  watched.ready = false;
  if (!watched.ever_ready) {
    watched.failures = 0;
    start_failure_ = WhyNotStarted(watched, exit.Describe());
    return;
  }
  const auto pause = PauseAfter(++watched.failures);
  watched.start_at = Clock::now() + pause;
  console_.Warn(fmt::format("! {} ist ausgefallen ({}); neuer Start in {:.1f} s. Protokoll: {}", watched.process.name,
                            exit.Describe(), std::chrono::duration<double>(pause).count(),
                            watched.process.program.output.native()));
}

void Supervisor::AskHealth(Watched& watched) {
  const Health health = watched.probe.Ask();
  const bool was_ready = watched.ready;
  watched.unanswered = health == Health::kUnreachable ? watched.unanswered + 1 : 0;
  if (was_ready && watched.unanswered > 0 && watched.unanswered < kTolerated) {
    watched.ask_at = Clock::now() + milliseconds(200);
    return;
  }
  watched.ready = health == Health::kServing;
  watched.ask_at = Clock::now() + (watched.ready ? milliseconds(kHealthInterval) : milliseconds(starting_ ? 10 : 200));
  if (watched.ready == was_ready) {
    if (watched.ready && Clock::now() - watched.since > kStable) watched.failures = 0;
    return;
  }
  watched.since = Clock::now();
  if (!watched.ready)
    console_.Warn(fmt::format("! {} meldet eine Störung. Protokoll: {}", watched.process.name,
                              watched.process.program.output.native()));
  else if (watched.ever_ready)
    console_.Say(fmt::format("✓ {} ist wieder bereit", watched.process.name));
  watched.ever_ready = watched.ever_ready || watched.ready;
}

absl::Status Supervisor::RunJob(const std::string& what, const Program& program) {
  const auto pid = Spawn(program);
  if (!pid.ok()) return pid.status();
  bool told = false;
  for (;;) {
    signals_.Wait(milliseconds(50));
    if (const auto exit = Reap(*pid)) {
      if (signals_.stop_requests() > 0) return absl::CancelledError();
      if (exit->clean()) return absl::OkStatus();
      return absl::InternalError(fmt::format("{}: {}\n  Aus dem Protokoll {}:{}", what, exit->Describe(),
                                             program.output.native(), LastLines(program.output, 8)));
    }
    if (signals_.stop_requests() > 0 && !told) {
      ::kill(*pid, SIGTERM);
      told = true;
    }
    if (signals_.stop_requests() > 1) ::kill(*pid, SIGKILL);
    for (Watched& watched : watched_) Observe(watched);
    console_.Tick();
  }
}

bool Supervisor::StopLayer(Layer layer, int requests_before) {
  const auto watched = InLayer(layer);
  for (Watched* one : watched) {
    one->probe.Disconnect();
    if (one->pid != 0) ::kill(one->pid, SIGTERM);
  }
  const auto give_up = Clock::now() + kStopLimit;
  bool orderly = true;
  while (std::any_of(watched.begin(), watched.end(), [](const Watched* one) { return one->pid != 0; })) {
    const bool enough = Clock::now() > give_up || signals_.stop_requests() > requests_before;
    for (Watched* one : watched) {
      if (one->pid == 0) continue;
      if (Reap(one->pid)) {
        one->pid = 0;
      } else if (enough) {
        if (orderly) console_.Warn(fmt::format("! {} wird abgebrochen", one->process.name));
        ::kill(one->pid, SIGKILL);
        orderly = false;
      }
    }
    console_.Tick();
    signals_.Wait(milliseconds(20));
  }
  return orderly;
}

bool Supervisor::Stop() {
  const int requests_before = signals_.stop_requests();
  bool orderly = true;
  for (const Layer layer : {Layer::kGateway, Layer::kDialogue, Layer::kDomain, Layer::kStore})
    orderly &= StopLayer(layer, requests_before);
  return orderly;
}

}  // namespace amtslotse::cli
