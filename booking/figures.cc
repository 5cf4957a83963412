#include "booking/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kAppointments{
    "SELECT start, occupied_to, state, channel, arrived, called FROM appointment "
    "WHERE location = ?1 AND start >= ?2 AND start < ?3 AND state BETWEEN 3 AND 8"};
constexpr sql::Statement kTickets{"SELECT arrived, called FROM ticket WHERE location = ?1 AND day >= ?2 AND day <= ?3"};
constexpr sql::Statement kWithheld{"SELECT count(*) FROM withheld WHERE location = ?1 AND until > ?2"};
constexpr sql::Statement kWishes{"SELECT count(*) FROM wish WHERE municipality = ?1 AND state IN (1, 2)"};

const char* const kChannels[] = {"unknown", "web", "chat", "messenger", "telephone", "counter", "import"};

struct Tally {
  std::map<std::string, double> by_name;
  std::map<std::string, double> by_channel;
  std::map<std::string, double> by_day;
  std::vector<double> waits;
  double booked_minutes = 0;
};

void CountAppointments(const sql::Rows& rows, const KnownLocation& location, Tally& tally) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Instant start = FromSeconds(rows.Int(i, 0));
    const auto state = static_cast<AppointmentState>(rows.Int(i, 2));
    if (state == AppointmentState::kCancelled) {
      ++tally.by_name["cancelled"];
      continue;
    }
    ++tally.by_name["booked"];
    if (state == AppointmentState::kServed) ++tally.by_name["served"];
    if (state == AppointmentState::kMissed) ++tally.by_name["missed"];
    ++tally.by_channel[kChannels[std::clamp<std::int64_t>(rows.Int(i, 3), 0, 6)]];
    const Date day = location.zone.DateOf(start);
    ++tally.by_day[fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()))];
    tally.booked_minutes += static_cast<double>(rows.Int(i, 1) - rows.Int(i, 0)) / 60;
    if (rows.IsNull(i, 5)) continue;
    // Who comes early waits from the appointment's time on.
    const std::int64_t since = rows.IsNull(i, 4) ? rows.Int(i, 0) : std::max(rows.Int(i, 4), rows.Int(i, 0));
    tally.waits.push_back(static_cast<double>(std::max<std::int64_t>(0, rows.Int(i, 5) - since)) / 60);
  }
}

double OfferedMinutes(const KnownLocation& location, Date from, Date to) {
  double minutes = 0;
  for (auto day = std::chrono::sys_days{from}; day <= std::chrono::sys_days{to}; day += std::chrono::days{1}) {
    for (const SlotCapacity& slot : SlotsOfDay(location.location, location.zone, Date{day})) minutes += slot.capacity * location.location.slot_minutes;
  }
  return minutes;
}

void AddNextFree(Store& store, const MunicipalityId& municipality, const Location& location, Instant now, std::vector<Figure>& figures) {
  for (const OfferedService& service : location.services) {
    SlotQuery query;
    query.municipality = municipality;
    query.items = {{service.service, 1}};
    query.locations = {location.id};
    query.as_soon_as_possible = true;
    query.max_results = 1;
    const auto outcome = store.FreeSlots(query);
    const auto* found = outcome.ok() ? std::get_if<SlotsFound>(&*outcome) : nullptr;
    if (found == nullptr || found->slots.empty()) continue;
    const double hours = static_cast<double>((found->slots[0].start - now).count()) / 3600;
    figures.push_back({"next_free_hours", service.name.empty() ? service.service.value : service.name, hours});
  }
}

}  // namespace

absl::StatusOr<std::vector<Figure>> KeyFigures(Store& store, const MunicipalityId& municipality, const LocationId& id, Date from, Date to) {
  if (!from.ok() || !to.ok() || to < from) return absl::InvalidArgumentError("to_date: before from_date");
  if (std::chrono::sys_days{to} - std::chrono::sys_days{from} > std::chrono::days{400}) return absl::InvalidArgumentError("to_date: at most 400 days after from_date");
  auto& parts = store.parts();
  Tally tally;
  std::vector<Figure> figures;
  KnownLocationPtr location;
  const Instant now = parts.clock.Now();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    tally = {};
    figures.clear();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    location = (*town)->Find(id);
    if (location == nullptr) return absl::NotFoundError("location_id: unknown");
    const Date after{std::chrono::sys_days{to} + std::chrono::days{1}};
    const auto rows = transaction.Run(kAppointments, {location->key, ToSeconds(location->zone.At(from, TimeOfDay{0})), ToSeconds(location->zone.At(after, TimeOfDay{0}))});
    if (!rows.ok()) return rows.status();
    CountAppointments(*rows, *location, tally);
    const auto tickets = transaction.Run(kTickets, {location->key, std::chrono::sys_days{from}.time_since_epoch().count(), std::chrono::sys_days{to}.time_since_epoch().count()});
    if (!tickets.ok()) return tickets.status();
    for (std::size_t i = 0; i < tickets->size(); ++i) {
      ++tally.by_name["walk_ins"];
      if (!tickets->IsNull(i, 1)) tally.waits.push_back(static_cast<double>(std::max<std::int64_t>(0, tickets->Int(i, 1) - tickets->Int(i, 0))) / 60);
    }
    const auto withheld = transaction.Run(kWithheld, {location->key, ToSeconds(now)});
    if (!withheld.ok()) return withheld.status();
    figures.push_back({"withheld", "", static_cast<double>(withheld->Int(0, 0))});
    const auto wishes = transaction.Run(kWishes, {municipality.value});
    if (!wishes.ok()) return wishes.status();
    figures.push_back({"waiting_list", "", static_cast<double>(wishes->Int(0, 0))});
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  for (const char* name : {"booked", "served", "missed", "cancelled", "walk_ins"}) figures.push_back({name, "", tally.by_name[name]});
  for (const auto& [channel, count] : tally.by_channel) figures.push_back({"channel", channel, count});
  for (const auto& [day, count] : tally.by_day) figures.push_back({"day", day, count});
  const double offered = OfferedMinutes(*location, from, to);
  if (offered > 0) figures.push_back({"use", "", tally.booked_minutes / offered});
  if (!tally.waits.empty()) {
    std::sort(tally.waits.begin(), tally.waits.end());
    double sum = 0;
    for (const double wait : tally.waits) sum += wait;
    figures.push_back({"wait_mean", "", sum / static_cast<double>(tally.waits.size())});
    figures.push_back({"wait_p90", "", tally.waits[(tally.waits.size() - 1) * 9 / 10]});
  }
  AddNextFree(store, municipality, location->location, now, figures);
  return figures;
}

}  // namespace amtslotse::booking
