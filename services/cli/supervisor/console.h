// What the operator sees: one line a step; a spinner only on a terminal.
#pragma once

#include <chrono>
#include <string>

namespace amtslotse::cli {

class Console {
 public:
  Console();

  // "text …", until Done or Failed. Call Tick now and then.
  void Begin(const std::string& text);
  void Progress(const std::string& detail);  // shown beside the spinner; on no terminal: nothing
  void Tick();
  void Done(const std::string& note = "");
  void Failed();

  void Say(const std::string& line);   // standard output
  void Warn(const std::string& line);  // standard error

 private:
  double Seconds() const;
  void ClearLine();

  bool terminal_;
  bool running_ = false;
  std::string text_;
  std::string detail_;
  unsigned frame_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace amtslotse::cli
