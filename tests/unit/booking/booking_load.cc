// Holds and confirms as fast as it can and writes each acknowledged appointment number to standard output, to be killed
// in the middle: booking_load sqlite <path> | postgres <connection>.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "booking/sql/postgres.h"
#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

constexpr int kClients = 8;

// Days and slots are spread so that there is always something to take and often somebody else who wants it.
void Book(Store& store, const MunicipalityId& town, int client) {
  SystemRandomness random;
  for (;;) {
    HoldRequest hold;
    hold.municipality = town;
    hold.key = {NewToken(random)};
    hold.location.value = "mitte";
    hold.items = {{ServiceId{"melden"}, 1 + static_cast<int>(random.Below(3))}};
    hold.start = kTuesdayAtEight + std::chrono::days{random.Below(50)} + random.Below(24) * std::chrono::minutes{10};
    const auto held = store.Hold(hold);
    if (!held.ok() || !std::holds_alternative<Held>(*held)) continue;
    ConfirmRequest confirm;
    confirm.municipality = town;
    confirm.key = {NewToken(random)};
    confirm.hold = std::get<Held>(*held).hold;
    confirm.contact.name = "Client " + std::to_string(client);
    confirm.contact.email = "client@example.org";
    const auto confirmed = store.Confirm(confirm);
    if (!confirmed.ok() || !std::holds_alternative<Confirmed>(*confirmed)) continue;
    const std::string line = std::get<Confirmed>(*confirmed).appointment.number.value + "\n";
    if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(1);
  }
}

int Run(const std::string& kind, const std::string& where) {
  auto database = kind == "sqlite" ? sql::OpenSqlite({where}) : sql::OpenPostgres({where, kClients});
  if (!database.ok()) return 2;
  const KeyRing keys = TestKeys();
  ManualClock clock{kMondayMorning};
  SystemRandomness random;
  const auto store = Store::Open(**database, keys, clock, random);
  if (!store.ok()) return 3;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] { Book(**store, {"erlenfurt"}, client); });
  }
  for (std::thread& client : clients) client.join();
  return 0;
}

}  // namespace
}  // namespace amtslotse::booking

int main(int argc, char** argv) { return argc == 3 ? amtslotse::booking::Run(argv[1], argv[2]) : 1; }
