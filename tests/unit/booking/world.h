#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "booking/calendar_json.h"
#include "booking/sql/sqlite.h"
#include "booking/store.h"

// A town on a real database, with a clock that stands.
namespace amtslotse::booking {

inline Instant At(int year, unsigned month, unsigned day, int hour, int minute) {  // UTC
  return std::chrono::sys_days{Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}} +
         std::chrono::hours{hour} + std::chrono::minutes{minute};
}

inline Date Day(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

// Monday, 23 November 2026, 07:00 in Berlin.
inline const Instant kMondayMorning = At(2026, 11, 23, 6, 0);
// The first slot of the day after: 08:00 in Berlin.
inline const Instant kTuesdayAtEight = At(2026, 11, 24, 7, 0);

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "booking-test-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// One place per slot of ten minutes, Monday to Friday from 8 to 12.
inline Location SmallOffice(const std::string& id = "mitte") {
  Location location;
  location.id.value = id;
  location.office.value = "buergerbuero";
  location.name = "Bürgerbüro " + id;
  location.address = "Marktstraße 4, 24201 Erlenfurt";
  location.languages = {"de"};
  for (unsigned day = 1; day <= 5; ++day) {
    OpeningRule rule;
    rule.days = EveryWeek{std::chrono::weekday{day}};
    rule.from = TimeOfDay{8 * 60};
    rule.to = TimeOfDay{12 * 60};
    location.opening.push_back(rule);
  }
  location.services = {{ServiceId{"pass"}, "Reisepass", 20, 5, {.name = true, .email = true}},
                       {ServiceId{"melden"}, "Meldebescheinigung", 10, 3, {.name = true}}};
  return location;
}

inline KeyRing TestKeys() {
  SeededRandomness random(7);
  SystemRandomness start_sodium;
  return *KeyRing::Parse(KeyRing::NewFile(random));
}

struct OnSqlite {
  TemporaryDirectory directory;
  std::unique_ptr<sql::Database> database = *sql::OpenSqlite({directory / "booking.db"});
};

template <typename Backend>
struct World {
  Backend backend;
  KeyRing keys = TestKeys();
  ManualClock clock{kMondayMorning};
  SeededRandomness random{42};
  std::unique_ptr<Store> store = *Store::Open(*backend.database, keys, clock, random);
  MunicipalityId town{"erlenfurt"};
  int next_key = 0;

  IdempotencyKey NewKey() { return {"key-" + std::to_string(++next_key)}; }

  void Apply(const Location& location) { ASSERT_EQ(store->ApplyCalendar(town, location, {"staff"}), absl::OkStatus()); }

  HoldRequest HoldAt(Instant start, const std::string& service = "melden", int quantity = 1) {
    HoldRequest request;
    request.municipality = town;
    request.key = NewKey();
    request.location.value = "mitte";
    request.items = {{ServiceId{service}, quantity}};
    request.start = start;
    request.channel = Channel::kChat;
    return request;
  }

  HoldOutcome Hold(const HoldRequest& request) {
    auto outcome = store->Hold(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }
  HoldOutcome Hold(Instant start, const std::string& service = "melden", int quantity = 1) {
    return Hold(HoldAt(start, service, quantity));
  }

  ConfirmRequest ConfirmFor(const HoldId& hold, const std::string& name = "Anna Müller",
                            const std::string& email = "anna@example.org") {
    ConfirmRequest request;
    request.municipality = town;
    request.key = NewKey();
    request.hold = hold;
    request.contact.name = name;
    request.contact.email = email;
    return request;
  }

  ConfirmOutcome Confirm(const ConfirmRequest& request) {
    auto outcome = store->Confirm(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }

  // From nothing to a confirmed appointment.
  Confirmed Book(Instant start, const std::string& service = "melden") {
    const HoldOutcome held = Hold(start, service);
    EXPECT_TRUE(std::holds_alternative<Held>(held));
    ConfirmOutcome confirmed = Confirm(ConfirmFor(std::get<Held>(held).hold));
    EXPECT_TRUE(std::holds_alternative<Confirmed>(confirmed));
    return std::get<Confirmed>(std::move(confirmed));
  }

  RebookOutcome Rebook(const Access& access, Instant start) {
    RebookRequest request;
    request.municipality = town;
    request.key = NewKey();
    request.access = access;
    request.location.value = "mitte";
    request.start = start;
    auto outcome = store->Rebook(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }

  CancelOutcome Cancel(const Access& access) {
    CancelRequest request;
    request.municipality = town;
    request.key = NewKey();
    request.access = access;
    auto outcome = store->Cancel(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }

  LookupOutcome Lookup(const Access& access) {
    auto outcome = store->Lookup(town, access);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }

  // The free starts of a day, as local minutes of the day.
  std::vector<int> FreeOn(Date day, const std::string& service = "melden", int quantity = 1) {
    SlotQuery query;
    query.municipality = town;
    query.items = {{ServiceId{service}, quantity}};
    query.from_date = query.to_date = day;
    query.max_results = 500;
    const auto outcome = store->FreeSlots(query);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    std::vector<int> minutes;
    if (const auto* found = std::get_if<SlotsFound>(&*outcome)) {
      const Zone zone = *Zone::Find("Europe/Berlin");
      for (const FreeSlot& slot : found->slots) minutes.push_back(static_cast<int>(zone.TimeOf(slot.start).count()));
    }
    return minutes;
  }
};

template <typename T, typename Outcome>
bool Is(const Outcome& outcome) {
  return std::holds_alternative<T>(outcome);
}

// A test in a town with the small office.
template <typename Backend>
class SmallOfficeTest : public testing::Test {
 protected:
  void SetUp() override { world_.Apply(SmallOffice()); }
  World<Backend> world_;
};

}  // namespace amtslotse::booking
