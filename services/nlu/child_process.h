// A child process whose standard output is read line by line.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <vector>

namespace amtslotse::nlu {

struct ChildEnd {
  int code = 0;  // when signal is 0
  int signal = 0;
  bool stopped = false;  // because `hear` said so
};

// Starts the program with our standard error and no other open file, calls `hear` for each line, and waits. `hear` is
// also called with an empty line about twice a second; when it returns false, the child is killed.
absl::Status RunChild(const std::string& program, const std::vector<std::string>& arguments,
                      const std::function<bool(const std::string& line)>& hear, ChildEnd& end);

}  // namespace amtslotse::nlu
