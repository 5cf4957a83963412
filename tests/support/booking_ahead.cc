// The booking process with a clock that tests move: as many seconds ahead as the file in AMTSLOTSE_CLOCK_AHEAD says, 0
// while there is none. Everything else keeps the machine's time, as waiting inside gRPC must.
#include <cstdlib>
#include <fstream>
#include <string>

#include "services/booking/process.h"

namespace {

class ClockAhead final : public amtslotse::booking::Clock {
 public:
  explicit ClockAhead(const char* file) : file_(file == nullptr ? "" : file) {}
  amtslotse::booking::Instant Now() const override {
    long long ahead = 0;
    std::ifstream(file_) >> ahead;
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds{ahead};
  }

 private:
  const std::string file_;
};

}  // namespace

int main(int argc, char** argv) {
  return amtslotse::booking::RunProcess(argc, argv, ClockAhead(std::getenv("AMTSLOTSE_CLOCK_AHEAD")));
}
