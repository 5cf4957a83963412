#include <atomic>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;

constexpr int kClients = 64;
constexpr std::int64_t kSlots = 100;
constexpr sql::Statement kConfirmed{"SELECT count(*) FROM appointment WHERE state = 3"};

// 25 slots on each of two days, two places each.
Location Scarce() {
  Location location = SmallOffice();
  location.capacity = location.public_capacity = 2;
  location.rules.proof_of_work = ProofOfWork::kNever;
  location.rules.window_days = 2;
  location.opening.clear();
  for (const Date& date : {Day(2026, 11, 24), Day(2026, 11, 25)}) {
    OpeningRule rule;
    rule.days = OneDay{date};
    rule.from = TimeOfDay{8 * 60};
    rule.to = TimeOfDay{12 * 60 + 10};
    location.opening.push_back(rule);
  }
  return location;
}

// Books until nothing is free; returns how many.
int BookAll(Store& store, const MunicipalityId& town, int client, std::atomic<int>& lost) {
  std::mt19937 random(static_cast<unsigned>(client));
  int sold = 0;
  SlotQuery query;
  query.municipality = town;
  query.items = {{ServiceId{"melden"}, 1}};
  query.max_results = 100;
  for (int attempt = 0;; ++attempt) {
    const auto found = store.FreeSlots(query);
    EXPECT_EQ(found.status(), absl::OkStatus());
    if (!found.ok() || !std::holds_alternative<SlotsFound>(*found)) return sold;
    const auto& slots = std::get<SlotsFound>(*found).slots;
    const std::string key = std::to_string(client) + "/" + std::to_string(attempt);
    HoldRequest hold;
    hold.municipality = town;
    hold.key = {"hold/" + key};
    hold.location.value = "mitte";
    hold.items = query.items;
    hold.start = slots[random() % slots.size()].start;
    const auto held = store.Hold(hold);
    EXPECT_EQ(held.status(), absl::OkStatus());
    if (!held.ok() || !std::holds_alternative<Held>(*held)) {
      ++lost;
      continue;
    }
    ConfirmRequest confirm;
    confirm.municipality = town;
    confirm.key = {"confirm/" + key};
    confirm.hold = std::get<Held>(*held).hold;
    confirm.contact.name = "Client " + key;
    const auto confirmed = store.Confirm(confirm);
    EXPECT_EQ(confirmed.status(), absl::OkStatus());
    sold += confirmed.ok() && std::holds_alternative<Confirmed>(*confirmed);
  }
}

int Fight(const std::vector<Store*>& replicas, const MunicipalityId& town, std::atomic<int>& lost) {
  std::atomic<int> sold = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      sold += BookAll(*replicas[static_cast<std::size_t>(client) % replicas.size()], town, client, lost);
    });
  }
  for (std::thread& client : clients) client.join();
  return sold;
}

template <typename Backend>
class ContentionTest : public testing::Test {};
TYPED_TEST_SUITE(ContentionTest, Backends, BackendNames);

TYPED_TEST(ContentionTest, SixtyFourClientsSellExactlyAHundredPlaces) {
  World<TypeParam> world;
  world.Apply(Scarce());
  std::atomic<int> lost = 0;
  EXPECT_EQ(Fight({world.store.get()}, world.town, lost), kSlots);
  EXPECT_EQ(CountRows(*world.backend.database, kConfirmed), kSlots);
  ExpectCountsMatch(*world.backend.database);
}

TYPED_TEST(ContentionTest, ClientsWhoHoldForLongNeverOversell) {
  World<TypeParam> world;
  world.Apply(Scarce());
  std::vector<std::thread> clients;
  std::atomic<int> confirmed = 0;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      std::mt19937 random(static_cast<unsigned>(client));
      for (int i = 0; i < 30; ++i) {
        HoldRequest hold;
        hold.municipality = world.town;
        hold.key = {std::to_string(client) + "/" + std::to_string(i)};
        hold.location.value = "mitte";
        hold.items = {{ServiceId{"melden"}, 1 + static_cast<int>(random() % 3)}};
        hold.start = kTuesdayAtEight + static_cast<int>(random() % 8) * minutes{10};
        const auto held = *world.store->Hold(hold);
        if (random() % 4 == 0) world.clock.Advance(minutes{11});  // everybody's holds expire
        if (!std::holds_alternative<Held>(held) || random() % 2 == 0) continue;
        ConfirmRequest confirm;
        confirm.municipality = world.town;
        confirm.key = {"c" + hold.key.value};
        confirm.hold = std::get<Held>(held).hold;
        confirm.contact.name = "A";
        confirmed += std::holds_alternative<Confirmed>(*world.store->Confirm(confirm));
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(CountRows(*world.backend.database, kConfirmed), confirmed);
  ExpectCountsMatch(*world.backend.database);
}

TYPED_TEST(ContentionTest, ARepeatedRequestOfManyClientsHoldsOnce) {
  World<TypeParam> world;
  world.Apply(Scarce());
  const HoldRequest request = world.HoldAt(kTuesdayAtEight);
  std::mutex mutex;
  std::set<std::string> holds;
  std::vector<std::thread> clients;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&] {
      const auto held = world.store->Hold(request);
      const std::lock_guard guard(mutex);
      ASSERT_EQ(held.status(), absl::OkStatus());
      holds.insert(std::get<Held>(*held).hold.value);
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(holds.size(), 1u);
}

TYPED_TEST(ContentionTest, APersonsLimitHoldsAgainstParallelConfirmations) {
  World<TypeParam> world;
  Location strict = Scarce();
  strict.rules.person_limit = 2;
  world.Apply(strict);
  std::vector<Held> holds;
  for (int i = 0; i < 10; ++i) holds.push_back(std::get<Held>(world.Hold(kTuesdayAtEight + i * minutes{10})));
  std::atomic<int> confirmed = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 10; ++client) {
    clients.emplace_back([&, client] {
      ConfirmRequest confirm = ConfirmRequest();
      confirm.municipality = world.town;
      confirm.key = {"parallel/" + std::to_string(client)};
      confirm.hold = holds[static_cast<std::size_t>(client)].hold;
      confirm.contact.name = "Anna Müller";
      confirm.contact.email = "anna@example.org";
      confirmed += std::holds_alternative<Confirmed>(*world.store->Confirm(confirm));
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(confirmed, 2);
}

TEST(Replicas, PostgresSellsEachPlaceOnceOverTwoReplicas) {
  World<OnPostgres> world;
  world.Apply(Scarce());
  const auto second_database = *sql::OpenPostgres({world.backend.connection, 40});
  const auto second = *Store::Open(*second_database, world.keys, world.clock, world.random);
  std::atomic<int> lost = 0;
  EXPECT_EQ(Fight({world.store.get(), second.get()}, world.town, lost), kSlots);
  EXPECT_EQ(CountRows(*world.backend.database, kConfirmed), kSlots);
  ExpectCountsMatch(*world.backend.database);
}

}  // namespace
}  // namespace amtslotse::booking
