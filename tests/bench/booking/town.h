#pragma once

#include <memory>
#include <string>

#include "booking/sql/database.h"
#include "booking/store.h"

// A town that a benchmark books in.
namespace amtslotse::bench {

class RunningClock final : public booking::Clock {
 public:
  booking::Instant Now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

struct Town {
  explicit Town(booking::sql::Database& in);
  // `count` locations with `capacity` places in every ten minutes of every day from 8 to 16.
  void Open(int count, int capacity);
  // The start of the n-th slot from the day after tomorrow on, over all locations in turn.
  booking::HoldRequest HoldOf(std::int64_t slot) const;
  // Holds and confirms that slot, with a reminder.
  void Book(std::int64_t slot) const;

  booking::MunicipalityId id{"stadt"};
  booking::sql::Database& database;
  keys::SystemRandomness random;
  keys::KeyRing keys;
  RunningClock clock;
  std::unique_ptr<booking::Store> store;
  int locations = 0;
  booking::Zone zone = *booking::Zone::Find("Europe/Berlin");
  booking::Instant first_day;
};

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Stops with the message when something did not work; a benchmark of failures measures nothing.
void Must(const absl::Status& status);

}  // namespace amtslotse::bench
