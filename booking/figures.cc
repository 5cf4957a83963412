#include "booking/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "booking/appointment_json.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kAppointments{
    "SELECT start, occupied_to, state, channel, arrived, called, services FROM appointment "
    "WHERE location = ?1 AND start >= ?2 AND start < ?3 AND state BETWEEN 3 AND 8"};
constexpr sql::Statement kTickets{"SELECT arrived, called FROM ticket WHERE location = ?1 AND day >= ?2 AND day <= ?3"};
constexpr sql::Statement kWithheld{"SELECT count(*) FROM withheld WHERE location = ?1 AND until > ?2"};
constexpr sql::Statement kWishes{"SELECT count(*) FROM wish WHERE municipality = ?1 AND state IN (1, 2)"};

const char* const kChannels[] = {"unknown", "web", "chat", "messenger", "telephone", "counter", "import"};

struct Count {
  double booked = 0, missed = 0;
};

struct Tally {
  std::map<std::string, double> by_name;
  std::map<std::string, double> by_day;
  std::map<std::string, std::map<std::string, Count>> by;  // channel, hour, service, office, location → each of them
  std::vector<double> waits;
  double booked_minutes = 0;
  double offered_minutes = 0;
};

// One appointment, counted in every way in which the whole is split.
void Split(const sql::Rows& rows, std::size_t row, const KnownLocation& location, bool missed, Tally& tally) {
  const auto add = [&](const char* way, const std::string& bucket) {
    Count& count = tally.by[way][bucket];
    ++count.booked;
    if (missed) ++count.missed;
  };
  const Instant start = FromSeconds(rows.Int(row, 0));
  add("channel", kChannels[std::clamp<std::int64_t>(rows.Int(row, 3), 0, 6)]);
  add("hour", fmt::format("{:02}", location.zone.TimeOf(start).count() / 60));
  if (!location.location.office.value.empty()) add("office", location.location.office.value);
  add("location", location.location.name);
  std::set<std::string> names;
  for (const BookedService& service : ParseServices(rows.Text(row, 6))) {
    names.insert(service.name.empty() ? service.service.value : service.name);
  }
  for (const std::string& name : names) add("service", name);
}

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
    Split(rows, i, location, state == AppointmentState::kMissed, tally);
    const Date day = location.zone.DateOf(start);
    ++tally.by_day[fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()))];
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
    for (const SlotCapacity& slot : SlotsOfDay(location.location, location.zone, Date{day})) {
      minutes += slot.capacity * location.location.slot_minutes;
    }
  }
  return minutes;
}

// By service, at whichever of the locations it is soonest.
void AddNextFree(Store& store, const MunicipalityId& municipality, const std::vector<KnownLocationPtr>& locations,
                 Instant now, std::vector<Figure>& figures) {
  std::map<std::string, SlotQuery> queries;  // by the service's name
  for (const KnownLocationPtr& known : locations) {
    for (const OfferedService& service : known->location.services) {
      SlotQuery& query = queries[service.name.empty() ? service.service.value : service.name];
      query.items = {{service.service, 1}};
      query.locations.push_back(known->location.id);
    }
  }
  for (auto& [name, query] : queries) {
    query.municipality = municipality;
    query.as_soon_as_possible = true;
    query.max_results = 1;
    const auto outcome = store.FreeSlots(query);
    const auto* found = outcome.ok() ? std::get_if<SlotsFound>(&*outcome) : nullptr;
    if (found == nullptr || found->slots.empty()) continue;
    figures.push_back({"next_free_hours", name, static_cast<double>((found->slots[0].start - now).count()) / 3600});
  }
}

// Adds what happened at one location.
absl::Status CountAt(sql::Transaction& transaction, const KnownLocation& location, Date from, Date to, Instant now,
                     Tally& tally) {
  const Date after{std::chrono::sys_days{to} + std::chrono::days{1}};
  const auto rows = transaction.Run(kAppointments, {location.key, ToSeconds(location.zone.At(from, TimeOfDay{0})),
                                                    ToSeconds(location.zone.At(after, TimeOfDay{0}))});
  if (!rows.ok()) return rows.status();
  CountAppointments(*rows, location, tally);
  const auto tickets = transaction.Run(kTickets, {location.key, std::chrono::sys_days{from}.time_since_epoch().count(),
                                                  std::chrono::sys_days{to}.time_since_epoch().count()});
  if (!tickets.ok()) return tickets.status();
  for (std::size_t i = 0; i < tickets->size(); ++i) {
    ++tally.by_name["walk_ins"];
    if (!tickets->IsNull(i, 1)) {
      tally.waits.push_back(static_cast<double>(std::max<std::int64_t>(0, tickets->Int(i, 1) - tickets->Int(i, 0))) /
                            60);
    }
  }
  const auto withheld = transaction.Run(kWithheld, {location.key, ToSeconds(now)});
  if (!withheld.ok()) return withheld.status();
  tally.by_name["withheld"] += static_cast<double>(withheld->Int(0, 0));
  if (!location.retired) tally.offered_minutes += OfferedMinutes(location, from, to);
  return absl::OkStatus();
}

std::vector<Figure> FiguresOf(Tally& tally, bool whole_town) {
  if (!whole_town) tally.by.erase("location");
  std::vector<Figure> figures;
  for (const char* name : {"withheld", "waiting_list", "booked", "served", "missed", "cancelled", "walk_ins"}) {
    figures.push_back({name, "", tally.by_name[name]});
  }
  for (const auto& [way, buckets] : tally.by) {
    for (const auto& [bucket, count] : buckets) {
      figures.push_back({way, bucket, count.booked});
      if (count.missed > 0) figures.push_back({"missed_" + way, bucket, count.missed});
    }
  }
  for (const auto& [day, count] : tally.by_day) figures.push_back({"day", day, count});
  if (tally.offered_minutes > 0) figures.push_back({"use", "", tally.booked_minutes / tally.offered_minutes});
  if (tally.waits.empty()) return figures;
  std::sort(tally.waits.begin(), tally.waits.end());
  double sum = 0;
  for (const double wait : tally.waits) sum += wait;
  figures.push_back({"wait_mean", "", sum / static_cast<double>(tally.waits.size())});
  figures.push_back({"wait_p90", "", tally.waits[(tally.waits.size() - 1) * 9 / 10]});
  return figures;
}

}  // namespace

absl::StatusOr<std::vector<Figure>> KeyFigures(Store& store, const MunicipalityId& municipality, const LocationId& id,
                                               Date from, Date to) {
  if (!from.ok() || !to.ok() || to < from) return absl::InvalidArgumentError("to_date: before from_date");
  if (std::chrono::sys_days{to} - std::chrono::sys_days{from} > std::chrono::days{400}) {
    return absl::InvalidArgumentError("to_date: at most 400 days after from_date");
  }
  auto& parts = store.parts();
  Tally tally;
  std::vector<KnownLocationPtr> locations;
  const Instant now = parts.clock.Now();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    tally = {};
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    locations = (*town)->locations;
    if (!id.value.empty()) locations = {(*town)->Find(id)};
    if (locations == std::vector<KnownLocationPtr>{nullptr}) return absl::NotFoundError("location_id: unknown");
    for (const KnownLocationPtr& location : locations) {
      if (const absl::Status counted = CountAt(transaction, *location, from, to, now, tally); !counted.ok()) {
        return counted;
      }
    }
    const auto wishes = transaction.Run(kWishes, {municipality.value});
    if (!wishes.ok()) return wishes.status();
    tally.by_name["waiting_list"] = static_cast<double>(wishes->Int(0, 0));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  std::vector<Figure> figures = FiguresOf(tally, id.value.empty());
  AddNextFree(store, municipality, locations, now, figures);
  return figures;
}

}  // namespace amtslotse::booking
