// Hold and confirm, with audit and messages, against bare transactions of the same clients; conflicts; free days.
#include <atomic>
#include <functional>
#include <thread>

#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "tests/bench/booking/bare.h"
#include "tests/bench/booking/free_days.h"
#include "tests/bench/booking/processor_time.h"
#include "tests/bench/booking/town.h"
#include "tests/bench/report.h"
#include "tests/support/postgres_server.h"

namespace amtslotse::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Microseconds(Clock::duration duration) { return std::chrono::duration<double, std::micro>(duration).count(); }

struct Speed {
  double per_second = 0;
  double processor = 0;  // microseconds for each
};

// How fast `clients` threads get through `once` in `span`.
Speed SpeedOf(int clients, std::chrono::milliseconds span, const std::function<void(std::int64_t)>& once) {
  std::atomic<std::int64_t> next = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  const double before = ProcessorMicroseconds();
  const auto begun = Clock::now();
  std::atomic<std::int64_t> done = 0;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&] {
      while (!stop) {
        once(next++);
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(span);
  const std::int64_t count = done;
  const auto taken = Clock::now() - begun;
  stop = true;
  for (std::thread& thread : threads) thread.join();
  return {static_cast<double>(count) / std::chrono::duration<double>(taken).count(),
          (ProcessorMicroseconds() - before) / static_cast<double>(done)};
}

// Bare and ours take turns, so that a noisy neighbour hits both; the median of the rounds' ratios counts.
void Pairs(const std::string& name, Town& town, Bare& bare, int clients, double goal) {
  constexpr std::chrono::milliseconds kSpan{700};
  std::atomic<std::int64_t> slot = 0;
  std::vector<double> ratios;
  std::vector<double> rates;
  std::vector<double> costs;
  std::vector<double> bare_costs;
  for (int round = 0; round < 5; ++round) {
    const Speed plain = SpeedOf(clients, kSpan, [&](std::int64_t i) { bare.Transact(i); });
    const Speed ours = SpeedOf(clients, kSpan, [&](std::int64_t) { town.Book(slot++); });
    rates.push_back(ours.per_second);
    ratios.push_back(ours.per_second / plain.per_second);
    costs.push_back(ours.processor);
    bare_costs.push_back(plain.processor);
  }
  const std::string of = name + "_" + std::to_string(clients) + (clients == 1 ? "_client" : "_clients");
  Print({"hold_confirm_pairs_" + of, Median(rates), "1/s", Median(ratios), "bare transactions", goal,
         /*at_most=*/false});
  const double cost = Median(costs);
  Print({"processor_time_of_a_pair_" + of, cost, "µs", cost / Median(bare_costs), "a bare transaction"});
}

void Conflicts(const std::string& name, Town& town) {
  booking::HoldRequest taken = town.HoldOf(4'000'000 % (300 * 48));
  taken.start += std::chrono::days{300};
  taken.key = {"first-" + name};
  Must(town.store->Hold(taken).status());
  std::vector<double> successes;
  std::vector<double> refusals;
  for (int i = 0; i < 1000; ++i) {
    booking::HoldRequest free = town.HoldOf(i);
    free.start += std::chrono::days{250};
    free.key = {"free-" + std::to_string(i)};
    auto begun = Clock::now();
    const auto held = town.store->Hold(free);
    successes.push_back(Microseconds(Clock::now() - begun));
    taken.key = {"again-" + std::to_string(i)};
    begun = Clock::now();
    const auto refused = town.store->Hold(taken);
    refusals.push_back(Microseconds(Clock::now() - begun));
    if (!std::holds_alternative<booking::SlotTaken>(*refused)) Must(absl::InternalError("not taken"));
    if (!std::holds_alternative<booking::Held>(*held)) Must(absl::InternalError("not held"));
  }
  const double success = Median(successes);
  const double refusal = Median(refusals);
  Print({"conflict_p50_" + name, refusal, "µs", refusal / success, "a successful hold", 1.0});
}

void OnSqlite() {
  const TemporaryFolder folder;
  const auto database = booking::sql::OpenSqlite({folder / "booking.db"});
  Must(database.status());
  Town town(**database);
  town.Open(100, 1);
  const auto bare = BareSqlite(folder / "bare.db");
  Pairs("sqlite", town, *bare, 1, 0.25);
  Town second(**database);
  second.id.value = "zweite";
  second.Open(100, 1);
  Pairs("sqlite", second, *bare, 32, 0.5);
  Conflicts("sqlite", second);
}

void OnPostgres() {
  tests::PostgresServer server(/*durable=*/true);
  const auto database = booking::sql::OpenPostgres({server.NewDatabase(), 32});
  Must(database.status());
  Town town(**database);
  town.Open(100, 1);
  const auto bare = BarePostgres(server.NewDatabase(), 32);
  Pairs("postgres", town, *bare, 1, 0.25);
  Town second(**database);
  second.id.value = "zweite";
  second.Open(100, 1);
  Pairs("postgres", second, *bare, 32, 0.25);
  Conflicts("postgres", second);
}

// All, or the part that the last argument names: sqlite, postgres, days, thousand. `./amtslotse bench` passes the
// address of a product, which is not needed here.
int Run(const std::string& argument) {
  const bool all = argument != "sqlite" && argument != "postgres" && argument != "days" && argument != "thousand";
  if (all || argument == "sqlite") OnSqlite();
  if (all || argument == "postgres") OnPostgres();
  if (all || argument == "days") MeasureFreeDaysOfAHundred();
  if (all || argument == "days" || argument == "thousand") MeasureFreeDaysOfAThousand();
  return 0;
}

}  // namespace
}  // namespace amtslotse::bench

int main(int count, char** arguments) { return amtslotse::bench::Run(count > 1 ? arguments[count - 1] : ""); }
