#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <random>
#include <set>
#include <sstream>

#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

// Killed at random points under load, every acknowledged confirmation exists once, and every count equals its
// appointments.
namespace amtslotse::booking {
namespace {

int Rounds(int normally) {
  const char* is_long = std::getenv("AMTSLOTSE_LONG");
  return is_long != nullptr && *is_long != '\0' ? normally * 6 : normally;
}

// A booking_load whose acknowledgements can be read.
class Load {
 public:
  Load(const std::string& kind, const std::string& where) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(ends[1], STDOUT_FILENO);
      execl(BOOKING_LOAD, BOOKING_LOAD, kind.c_str(), where.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
  }

  // Reads until at least `count` were acknowledged.
  void WaitFor(std::size_t count) {
    while (std::count(text_.begin(), text_.end(), '\n') < static_cast<std::ptrdiff_t>(count)) {
      if (!ReadSome()) FAIL() << "the load ended by itself";
    }
  }

  // Kills it and returns all whole lines it had written.
  std::set<std::string> KillAndCollect() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    while (ReadSome()) {
    }
    close(output_);
    std::set<std::string> numbers;
    std::istringstream lines(text_.substr(0, text_.rfind('\n') + 1));
    for (std::string line; std::getline(lines, line);) EXPECT_TRUE(numbers.insert(line).second) << line;
    return numbers;
  }

 private:
  bool ReadSome() {
    char bytes[4096];
    const ssize_t count = read(output_, bytes, sizeof bytes);
    if (count > 0) text_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  pid_t process_ = -1;
  int output_ = -1;
  std::string text_;
};

void ExpectAllThere(Store& store, const std::set<std::string>& numbers) {
  for (const std::string& number : numbers) {
    const auto found = store.Lookup({"erlenfurt"}, ByNumber{{number}});
    ASSERT_TRUE(found.ok() && std::holds_alternative<Appointment>(*found)) << number;
    EXPECT_EQ(std::get<Appointment>(*found).state, AppointmentState::kConfirmed);
  }
}

Location Wide() {
  Location location = SmallOffice();
  location.rules.proof_of_work = ProofOfWork::kNever;
  location.rules.window_days = 60;
  location.capacity = location.public_capacity = 3;
  return location;
}

TEST(Crash, SqliteKeepsWhatItAcknowledged) {
  TemporaryDirectory directory;
  const std::string path = directory / "booking.db";
  const KeyRing keys = TestKeys();
  ManualClock clock{kMondayMorning};
  SystemRandomness random;
  std::set<std::string> acknowledged;
  std::mt19937 dice(1);
  {
    const auto database = *sql::OpenSqlite({path});
    const auto store = *Store::Open(*database, keys, clock, random);
    ASSERT_EQ(store->ApplyCalendar({"erlenfurt"}, Wide(), {"staff"}), absl::OkStatus());
  }
  for (int round = 0; round < Rounds(5); ++round) {
    Load load("sqlite", path);
    load.WaitFor(1 + dice() % 150);
    acknowledged.merge(load.KillAndCollect());
    const auto database = *sql::OpenSqlite({path});
    const auto store = *Store::Open(*database, keys, clock, random);
    ExpectAllThere(*store, acknowledged);
    ExpectCountsMatch(*database);
  }
}

TEST(Crash, PostgresKeepsWhatItAcknowledgedWhenClientsDie) {
  World<OnPostgres> world;
  world.Apply(Wide());
  std::set<std::string> acknowledged;
  std::mt19937 dice(2);
  for (int round = 0; round < Rounds(3); ++round) {
    Load load("postgres", world.backend.connection);
    load.WaitFor(1 + dice() % 150);
    acknowledged.merge(load.KillAndCollect());
    ExpectAllThere(*world.store, acknowledged);
    ExpectCountsMatch(*world.backend.database);
  }
}

TEST(Crash, PostgresKeepsWhatItAcknowledgedWhenTheServerDies) {
  tests::PostgresServer server(/*durable=*/true);
  const std::string connection = server.NewDatabase();
  const KeyRing keys = TestKeys();
  ManualClock clock{kMondayMorning};
  SystemRandomness random;
  const auto database = *sql::OpenPostgres({connection, 8});
  const auto store = *Store::Open(*database, keys, clock, random);
  ASSERT_EQ(store->ApplyCalendar({"erlenfurt"}, Wide(), {"staff"}), absl::OkStatus());
  std::set<std::string> acknowledged;
  for (int round = 0; round < Rounds(2); ++round) {
    Load load("postgres", connection);
    load.WaitFor(40);
    server.Stop();
    acknowledged.merge(load.KillAndCollect());
    server.Start();
    ExpectAllThere(*store, acknowledged);  // the same store: its connections open again
    ExpectCountsMatch(*database);
  }
}

}  // namespace
}  // namespace amtslotse::booking
