#include "tests/bench/booking/free_days.h"

#include <ctime>

#include "booking/sql/sqlite.h"
#include "tests/bench/booking/town.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr booking::sql::Statement kAppointment{
    "INSERT INTO appointment (municipality, number, location, start, ends, occupied_to, state, is_public, occupies, "
    "attendees, services, place, channel, sequence, extensions, wrong_codes, created, changed) "
    "VALUES ('stadt', ?1, ?2, ?3, ?4, ?4, 3, 1, 1, 1, '[[\"melden\",\"Meldebescheinigung\",1,10]]', '[\"Amt\",\"Markt "
    "1\"]', "
    "2, 0, 0, 0, 0, 0)"};
constexpr booking::sql::Statement kSlot{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, 4, 4, 4, 1, 1) ON CONFLICT (location, start) DO UPDATE SET taken = slot.taken + 1, "
    "public_taken = slot.public_taken + 1 WHERE slot.taken < slot.capacity"};
constexpr booking::sql::Statement kKeys{"SELECT key FROM location ORDER BY key"};

std::vector<std::int64_t> LocationKeys(booking::sql::Database& database) {
  std::vector<std::int64_t> keys;
  Must(database.Read([&](booking::sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kKeys, {});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row) keys.push_back(rows->Int(row, 0));
    return absl::OkStatus();
  }));
  return keys;
}

// `count` confirmed appointments, spread over `days` days from `first` on.
void Fill(Town& town, int count, booking::Instant first, int days) {
  const std::vector<std::int64_t> keys = LocationKeys(town.database);
  static std::int64_t number = 100'000'000;
  constexpr int kBatch = 20'000;
  for (int done = 0; done < count; done += kBatch) {
    Must(town.database.Write([&](booking::sql::Transaction& transaction) -> absl::Status {
      for (int i = 0; i < kBatch && done + i < count; ++i) {
        const std::int64_t location = keys[town.random.Below(keys.size())];
        const booking::Instant start = first + std::chrono::days{town.random.Below(static_cast<std::uint64_t>(days))} +
                                       town.random.Below(48) * std::chrono::minutes{10};
        const std::int64_t from = start.time_since_epoch().count();
        const auto slot = transaction.Run(kSlot, {location, from, from + 600});
        if (!slot.ok()) return slot.status();
        if (slot->touched == 0) continue;  // full
        const auto row = transaction.Run(kAppointment, {std::to_string(++number), location, from, from + 600});
        if (!row.ok()) return row.status();
      }
      return absl::OkStatus();
    }));
  }
}

struct Times {
  double first_ms = 0;
  double p50_us = 0;
  double p99_us = 0;
  double cpu_p99_us = 0;  // of the asking thread, who does all of it: says the same on a loaded machine
};

double CpuMicroseconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e6 + static_cast<double>(spent.tv_nsec) / 1e3;
}

// Questions one after another, and between two of them somebody books, as on a busy day.
Times Ask(Town& town, int questions) {
  std::vector<double> times;
  std::vector<double> cpu;
  Times result;
  for (int i = 0; i < questions; ++i) {
    booking::HoldRequest hold =
        town.HoldOf(static_cast<std::int64_t>(town.random.Below(48 * 80)) * town.locations +
                    static_cast<std::int64_t>(town.random.Below(static_cast<std::uint64_t>(town.locations))));
    hold.key = {"q" + keys::NewToken(town.random)};
    Must(town.store->Hold(hold).status());
    booking::SlotQuery query;
    query.municipality = town.id;
    query.items = {{{"pass"}, 1 + static_cast<int>(town.random.Below(3))},
                   {{"melden"}, 1 + static_cast<int>(town.random.Below(3))}};
    const booking::Zone zone = *booking::Zone::Find("Europe/Berlin");
    query.from_date = zone.DateOf(town.clock.Now());
    query.to_date = booking::Date{std::chrono::sys_days{*query.from_date} + std::chrono::days{90}};
    const double cpu_before = CpuMicroseconds();
    const auto begun = Clock::now();
    const auto found = town.store->FreeDays(query);
    const double took = std::chrono::duration<double, std::micro>(Clock::now() - begun).count();
    Must(found.status());
    if (i == 0) {
      result.first_ms = took / 1000;
    } else {
      times.push_back(took);
      cpu.push_back(CpuMicroseconds() - cpu_before);
    }
  }
  result.p50_us = Quantile(times, 0.5);
  result.p99_us = Quantile(times, 0.99);
  result.cpu_p99_us = Quantile(cpu, 0.99);
  return result;
}

constexpr const char* kWith = "500 000 appointments";

void PrintP99(const std::string& locations, const Times& times, double goal) {
  Print({"free_days_" + locations + "_locations_p99", times.p99_us / 1000, "ms", 0, kWith, goal});
  Print({"free_days_" + locations + "_locations_cpu_p99", times.cpu_p99_us / 1000, "ms", 0, kWith, goal});
}

void PrintFirst(const std::string& locations, const Times& times) {
  Print({"free_days_" + locations + "_locations_first_question", times.first_ms, "ms", 0, "nothing read yet", 0});
}

struct Measured {
  TemporaryFolder folder;
  std::unique_ptr<booking::sql::Database> database;
  std::unique_ptr<Town> town;

  explicit Measured(int locations) {
    auto opened = booking::sql::OpenSqlite({folder / "booking.db"});
    Must(opened.status());
    database = *std::move(opened);
    town = std::make_unique<Town>(*database);
    town->Open(locations, 4);
  }
};

}  // namespace

void MeasureFreeDaysOfAHundred() {
  const Measured hundred(100);
  Town& town = *hundred.town;
  Fill(town, 250'000, town.first_day, 88);
  const Times future_only = Ask(town, 2000);
  Fill(town, 250'000, town.first_day - std::chrono::days{400}, 390);
  const Times times = Ask(town, 2000);
  PrintP99("100", times, 5);
  Print({"free_days_100_locations_p50_with_past", times.p50_us, "µs", times.p50_us / future_only.p50_us,
         "without past appointments", 1.3});
  PrintFirst("100", future_only);
}

void MeasureFreeDaysOfAThousand() {
  const Measured thousand(1000);
  Fill(*thousand.town, 500'000, thousand.town->first_day, 88);
  const Times times = Ask(*thousand.town, 1000);
  PrintP99("1000", times, 30);
  Print({"free_days_1000_locations_p50", times.p50_us / 1000, "ms", 0, kWith, 0});
  PrintFirst("1000", times);
}

}  // namespace amtslotse::bench
