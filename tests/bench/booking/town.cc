#include "tests/bench/booking/town.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>

namespace amtslotse::bench {

using namespace std::chrono_literals;  // NOLINT: literals only

constexpr int kSlotsPerDay = 48;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = std::filesystem::temp_directory_path() / "booking-bench-XXXXXX";
  path_ = mkdtemp(name.data());
}
TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

Town::Town(booking::sql::Database& in) : database(in), keys(*keys::KeyRing::Parse(keys::KeyRing::NewFile(random))) {
  auto opened = booking::Store::Open(database, keys, clock, random);
  Must(opened.status());
  store = *std::move(opened);
}

void Town::Open(int count, int capacity) {
  std::vector<booking::Location> all;
  for (int i = 0; i < count; ++i) {
    booking::Location location;
    location.id.value = "ort-" + std::to_string(i);
    location.name = "Bürgerbüro " + std::to_string(i);
    location.address = "Marktstraße 4, 24201 Erlenfurt";
    location.capacity = location.public_capacity = capacity;
    location.rules.proof_of_work = booking::ProofOfWork::kNever;
    location.rules.window_days = 400;
    for (unsigned day = 0; day < 7; ++day) {
      booking::OpeningRule rule;
      rule.days = booking::EveryWeek{std::chrono::weekday{day}};
      rule.from = 8h;
      rule.to = 16h;
      location.opening.push_back(rule);
    }
    location.services = {{{"pass"}, "Reisepass", 20, 5, {.name = true, .email = true}},
                         {{"melden"}, "Meldebescheinigung", 10, 5, {.name = true}}};
    all.push_back(std::move(location));
  }
  Must(store->ApplyCalendars(id, all, {"bench"}));
  locations = count;
  const std::chrono::sys_days today{zone.DateOf(clock.Now())};
  first_day = zone.At(booking::Date{today + std::chrono::days{2}}, 8h);
}

booking::HoldRequest Town::HoldOf(std::int64_t slot) const {
  booking::HoldRequest request;
  request.municipality = id;
  request.location.value = "ort-" + std::to_string(slot % locations);
  slot /= locations;
  const std::chrono::sys_days day =
      std::chrono::sys_days{zone.DateOf(first_day)} + std::chrono::days{slot / kSlotsPerDay};
  request.start = zone.At(booking::Date{day}, 8h) + slot % kSlotsPerDay * 10min;
  request.items = {{{"melden"}, 1}};
  return request;
}

void Town::Book(std::int64_t slot) const {
  booking::HoldRequest hold = HoldOf(slot);
  hold.key = {"hold-" + std::to_string(slot)};
  const auto held = store->Hold(hold);
  Must(held.status());
  if (!std::holds_alternative<booking::Held>(*held)) Must(absl::InternalError("not held"));
  booking::ConfirmRequest confirm;
  confirm.municipality = id;
  confirm.key = {"confirm-" + std::to_string(slot)};
  confirm.hold = std::get<booking::Held>(*held).hold;
  confirm.contact.name = "Anna Müller";
  confirm.contact.email = "anna" + std::to_string(slot) + "@example.org";
  confirm.contact.wants_reminders = true;
  const auto confirmed = store->Confirm(confirm);
  Must(confirmed.status());
  if (!std::holds_alternative<booking::Confirmed>(*confirmed)) Must(absl::InternalError("not confirmed"));
}

}  // namespace amtslotse::bench
