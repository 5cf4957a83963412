#include "services/cli/supervisor/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace amtslotse::cli {

Console::Console() : terminal_(::isatty(STDOUT_FILENO) == 1) {}

double Console::Seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

void Console::ClearLine() {
  if (terminal_ && running_) fmt::print("\r\x1b[K");
}

void Console::Begin(const std::string& text) {
  text_ = text;
  detail_.clear();
  begin_ = std::chrono::steady_clock::now();
  running_ = true;
  frame_ = 0;
  if (!terminal_) fmt::print("  {} …\n", text_);
  Tick();
  std::fflush(stdout);
}

void Console::Progress(const std::string& detail) {
  detail_ = detail;
  Tick();
}

void Console::Tick() {
  if (!terminal_ || !running_) return;
  static constexpr const char* kFrames[] = {"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"};
  fmt::print("\r\x1b[K{} {} … {}", kFrames[frame_++ % std::size(kFrames)], text_, detail_);
  std::fflush(stdout);
}

void Console::Done(const std::string& note) {
  ClearLine();
  running_ = false;
  fmt::print("✓ {}{}{} ({:.1f} s)\n", text_, note.empty() ? "" : ": ", note, Seconds());
  std::fflush(stdout);
}

void Console::Failed() {
  ClearLine();
  running_ = false;
  fmt::print("✗ {} ({:.1f} s)\n", text_, Seconds());
  std::fflush(stdout);
}

void Console::Say(const std::string& line) {
  ClearLine();
  fmt::print("{}\n", line);
  Tick();
  std::fflush(stdout);
}

void Console::Warn(const std::string& line) {
  ClearLine();
  std::fflush(stdout);
  fmt::print(stderr, "{}\n", line);
  Tick();
}

}  // namespace amtslotse::cli
