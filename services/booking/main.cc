// The booking process: calendars, slots, appointments.
#include "services/booking/process.h"

namespace {

class SystemClock final : public amtslotse::booking::Clock {
 public:
  amtslotse::booking::Instant Now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

int main(int argc, char** argv) { return amtslotse::booking::RunProcess(argc, argv, SystemClock()); }
