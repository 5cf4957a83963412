// What goes on around appointments: reminders leaving while citizens book, a calendar that changes among a thousand.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "booking/sql/sqlite.h"
#include "services/booking/jobs.h"
#include "services/rpc/log.h"
#include "tests/bench/booking/mail_sink.h"
#include "tests/bench/booking/town.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kReminders = 10'000;
constexpr std::chrono::milliseconds kBetween{40};  // 25 bookings a second: a city's busiest minute

constexpr booking::sql::Statement kConfirmationsAreOut{"UPDATE outbox SET state = 2 WHERE kind = ?1"};
constexpr booking::sql::Statement kRemindersAreDue{"UPDATE outbox SET next_try = ?1 WHERE kind = 5 AND state = 1"};

double Milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

// Books now and then while `go_on`, → how long each took.
template <class GoOn>
std::vector<double> Book(Town& town, std::int64_t& slot, const GoOn& go_on) {
  std::vector<double> times;
  while (go_on(times.size())) {
    const auto begun = Clock::now();
    town.Book(slot++);
    times.push_back(Milliseconds(Clock::now() - begun));
    std::this_thread::sleep_until(begun + kBetween);
  }
  return times;
}

void Reminders() {
  const TemporaryFolder folder;
  const auto database = booking::sql::OpenSqlite({folder / "booking.db"});
  Must(database.status());
  Town town(**database);
  town.Open(100, 4);
  std::int64_t slot = 0;
  {
    std::vector<std::jthread> citizens;
    std::atomic<std::int64_t> next = 0;
    for (int i = 0; i < 16; ++i) {
      citizens.emplace_back([&] {
        for (std::int64_t one = next++; one < kReminders; one = next++) town.Book(one);
      });
    }
  }
  slot = kReminders;
  const auto half = [&](std::size_t count) { return count < 250; };
  std::vector<double> alone = Book(town, slot, half);
  Must((*database)->Write([&](booking::sql::Transaction& transaction) -> absl::Status {
    const std::int64_t an_hour_ago = town.clock.Now().time_since_epoch().count() - 3600;
    if (const auto out = transaction.Run(kConfirmationsAreOut, {std::int64_t{2}}); !out.ok()) return out.status();
    return transaction.Run(kRemindersAreDue, {an_hour_ago}).status();
  }));

  MailSink sink;
  booking::MailSettings settings;
  settings.smtp_url = sink.url();
  settings.tls = booking::Tls::kNever;
  settings.from = "termine@erlenfurt.example";
  rpc::Metrics metrics;
  const auto begun = Clock::now();
  std::vector<double> meanwhile;
  {
    const booking::Jobs jobs(*town.store, town.clock, settings, metrics);
    meanwhile = Book(town, slot, [&](std::size_t) { return sink.count() < kReminders; });
  }
  const double seconds = Milliseconds(Clock::now() - begun) / 1000;
  for (const double one : Book(town, slot, half)) alone.push_back(one);
  Print({"reminders_10000_sent", seconds, "s", 0, "a local mail server", 300});
  Print({"booking_while_reminders_go_out_p50", Median(meanwhile), "ms", Median(meanwhile) / Median(alone),
         "booking without", 1.1});
}

void CalendarChange() {
  const TemporaryFolder folder;
  const auto database = booking::sql::OpenSqlite({folder / "thousand.db"});
  Must(database.status());
  Town town(**database);
  town.Open(1000, 4);
  Must(town.store->WarmUp());
  const booking::Date day = town.zone.DateOf(town.first_day);
  booking::SlotQuery days;
  days.municipality = town.id;
  days.items = {{{"melden"}, 1}};
  days.from_date = town.zone.DateOf(town.clock.Now());
  days.to_date = booking::Date{std::chrono::sys_days{*days.from_date} + std::chrono::days{90}};
  std::vector<double> times;
  for (int i = 0; i < 20; ++i) {
    auto known = *town.store->Calendar(town.id, {"ort-" + std::to_string(i * 37)});
    known->location.closures.push_back({day, day, std::nullopt, std::nullopt, "krank"});
    booking::SlotQuery there = days;
    there.locations = {known->location.id};
    there.from_date = there.to_date = day;
    const auto begun = Clock::now();
    Must(town.store->SaveCalendar(town.id, known->location, known->version, {"lead"}).status());
    const auto all = town.store->FreeDays(days);
    times.push_back(Milliseconds(Clock::now() - begun));
    Must(all.status());
    const auto closed = town.store->FreeSlots(there);
    if (!closed.ok() || std::holds_alternative<booking::SlotsFound>(*closed)) Must(absl::InternalError("still open"));
  }
  Print({"calendar_change_of_1000_p99", Quantile(times, 0.99), "ms", 0, "saved and seen in the days of all", 1000});
}

}  // namespace
}  // namespace amtslotse::bench

int main() {
  amtslotse::rpc::StartLogging("bench", "error");  // standard output is for figures
  amtslotse::bench::Reminders();
  amtslotse::bench::CalendarChange();
}
