// Fills a booking database with messages for the mail tests, and counts what became of them:
//   mail_seed DATA KEYS confirmed N | reminders N | sms N | cancel | due | counts | attempts
// `sms`: reminders of people who gave a telephone number only. `due`: what waits is tried again at once. `attempts`: of
// all messages together.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "booking/desk.h"
#include "booking/sql/sqlite.h"
#include "booking/store.h"
#include "booking/town_profile.h"

namespace amtslotse::booking {
namespace {

Location WideOffice(Instant now) {
  Location location;
  location.id = {"mitte"};
  location.office = {"buergerbuero"};
  location.name = "Bürgerbüro Mitte";
  location.address = "Marktstraße 4, 24201 Erlenfurt";
  location.capacity = location.public_capacity = 1000;
  location.rules.lead = std::chrono::minutes{0};
  location.rules.proof_of_work = ProofOfWork::kNever;  // thirty in one minute
  location.rules.window_days = 10;
  const auto today = std::chrono::floor<std::chrono::days>(now);
  for (int day = 0; day < 9; ++day) {
    OpeningRule rule;
    rule.days = OneDay{Date{today + std::chrono::days{day}}};
    rule.from = TimeOfDay{0};
    rule.to = TimeOfDay{24 * 60};
    location.opening.push_back(rule);
  }
  location.services = {{ServiceId{"pass"}, "Reisepass", 10, 1, {.name = true, .email = true}},
                       {ServiceId{"melden"}, "Meldebescheinigung", 10, 1, {.name = true}}};
  return location;
}

enum class What { kConfirmed, kReminders, kTexts };

// From `first` on, one place after the other.
int Book(Store& store, Instant first, int count, What what, int from) {
  const bool by_telephone = what == What::kTexts;
  for (int i = from; i < from + count; ++i) {
    HoldRequest hold;
    hold.municipality = {"erlenfurt"};
    hold.key = {"seed-hold-" + std::to_string(i)};
    hold.location = {"mitte"};
    hold.items = {{ServiceId{by_telephone ? "melden" : "pass"}, 1}};
    hold.start = first + std::chrono::minutes{10} * (i / 900);
    const auto held = store.Hold(hold);
    if (!held.ok() || !std::holds_alternative<Held>(*held)) return std::fprintf(stderr, "no hold %d\n", i), 1;
    ConfirmRequest confirm;
    confirm.municipality = hold.municipality;
    confirm.key = {"seed-confirm-" + std::to_string(i)};
    confirm.hold = std::get<Held>(*held).hold;
    confirm.contact.name = "Anna Müller";
    if (by_telephone) confirm.contact.telephone = "0170 55500" + std::to_string(10 + i);
    if (!by_telephone) confirm.contact.email = "citizen" + std::to_string(i) + "@example.org";
    confirm.contact.wants_reminders = what != What::kConfirmed;
    const auto confirmed = store.Confirm(confirm);
    if (!confirmed.ok() || !std::holds_alternative<Confirmed>(*confirmed))
      return std::fprintf(stderr, "no appointment %d\n", i), 1;
  }
  return 0;
}

absl::StatusOr<std::vector<OutboxLine>> AllLines(Store& store) {
  std::vector<OutboxLine> lines;
  OutboxQuery query{{"erlenfurt"}, std::nullopt, 500, 0};
  for (;;) {
    const auto page = store.ListOutbox(query);
    if (!page.ok()) return page.status();
    lines.insert(lines.end(), page->lines.begin(), page->lines.end());
    if (!page->more) return lines;
    query.before = page->lines.back().id;
  }
}

int Counts(Store& store) {
  int counts[4] = {0, 0, 0, 0};
  const auto lines = AllLines(store);
  if (!lines.ok()) return 1;
  for (const OutboxLine& line : *lines) ++counts[static_cast<int>(line.state)];
  std::printf("{\"waiting\":%d,\"sent\":%d,\"failed\":%d}\n", counts[1], counts[2], counts[3]);
  return 0;
}

int Attempts(Store& store) {
  int attempts = 0;
  const auto lines = AllLines(store);
  if (!lines.ok()) return 1;
  for (const OutboxLine& line : *lines) attempts += line.attempts;
  std::printf("%d\n", attempts);
  return 0;
}

// As staff would, one by one.
int ResendAll(Store& store) {
  const auto page = store.ListOutbox({{"erlenfurt"}, MessageState::kWaiting, 500, 0});
  if (!page.ok()) return 1;
  for (const OutboxLine& line : page->lines) {
    if (!store.Resend({"erlenfurt"}, line.id, {"lead"}).ok()) return 1;
  }
  return 0;
}

int Run(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string data = argv[1];
  const std::string command = argv[3];
  const int count = argc > 4 ? std::atoi(argv[4]) : 1;
  SystemRandomness random;
  const auto keys = KeyRing::LoadOrCreate(argv[2], data, random);
  const auto database = sql::OpenSqlite({.path = data + "/booking.db"});
  if (!keys.ok() || !database.ok()) return 1;
  const Instant now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  // Reminders of appointments in two hours, booked two days ago: all are due.
  const What what = command == "reminders" ? What::kReminders : command == "sms" ? What::kTexts : What::kConfirmed;
  ManualClock clock(what == What::kConfirmed ? now : now - std::chrono::hours{48});
  const auto store = Store::Open(**database, *keys, clock, random);
  if (!store.ok()) return 1;
  if (command == "counts") return Counts(**store);
  if (command == "attempts") return Attempts(**store);
  if (command == "due") return ResendAll(**store);
  TownProfile town;
  town.name = "Stadt Erlenfurt";
  town.hosts = {"erlenfurt.example"};
  town.telephone = "040 66969-100";
  if (!Profiles(**store).SetTown({"erlenfurt"}, town).ok()) return 1;
  if (command == "cancel") {
    const auto found = Desk(**store).Search({"erlenfurt"}, "Müller", {"desk"});
    if (!found.ok() || found->empty()) return 1;
    const auto batch = Desk(**store).Move({"erlenfurt"}, {"off"}, {{found->front().number, std::nullopt, {}}},
                                          "Wir sind krank.", {"desk"});
    return batch.ok() ? 0 : 1;
  }
  if (const auto applied = (*store)->ApplyCalendar({"erlenfurt"}, WideOffice(clock.Now()), {"seed"}); !applied.ok())
    return 1;
  const Instant first = std::chrono::ceil<std::chrono::hours>(now) + std::chrono::hours{2};
  return Book(**store, first, count, what, argc > 5 ? std::atoi(argv[5]) : 0);
}

}  // namespace
}  // namespace amtslotse::booking

int main(int argc, char** argv) { return amtslotse::booking::Run(argc, argv); }
