#include "booking/visit_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::booking {
namespace {

const std::string kVisitColumns = kAppointmentColumns + ", counter, arrived, called, finished";
constexpr int kExtra = 24;  // where the columns after kAppointmentColumns begin

constexpr sql::Statement kTickets{
    "SELECT key, place, state, services, minutes, counter, arrived, called, finished FROM ticket WHERE location = ?1 "
    "AND day = ?2 ORDER BY place"};
constexpr sql::Statement kTicketLocation{"SELECT location, day FROM ticket WHERE key = ?1 AND municipality = ?2"};
constexpr sql::Statement kAppointmentLocation{
    "SELECT location, start FROM appointment WHERE key = ?1 AND municipality = ?2 AND state BETWEEN 3 AND 7"};
constexpr sql::Statement kSetAppointment{
    "UPDATE appointment SET state = ?2, counter = ?3, arrived = ?4, called = ?5, finished = ?6 WHERE key = ?1 AND "
    "state BETWEEN 3 AND 7"};
constexpr sql::Statement kSetTicket{
    "UPDATE ticket SET state = ?2, counter = ?3, arrived = ?4, called = ?5, finished = ?6 WHERE key = ?1"};

std::optional<Instant> Moment(const sql::Rows& rows, std::size_t row, int column) {
  if (rows.IsNull(row, column)) return std::nullopt;
  return FromSeconds(rows.Int(row, column));
}

sql::Value OrNull(const std::optional<Instant>& moment) {
  return moment ? sql::Value(ToSeconds(*moment)) : sql::Value();
}

void ReadServices(const std::vector<BookedService>& services, Visit& visit) {
  for (const BookedService& service : services) {
    visit.service_names.push_back(service.name.empty() ? service.service.value : service.name);
    visit.minutes += service.minutes * service.quantity;
  }
}

absl::StatusOr<Visit> VisitOfAppointment(const sql::Rows& rows, std::size_t i, const KnownLocation& location,
                                         const KeyRing& keys) {
  const AppointmentRow row = AppointmentRowFrom(rows, i);
  const auto details = OpenDetails(row, keys);
  if (!details.ok()) return details.status();
  Visit visit;
  visit.id = fmt::format("a{}", row.key);
  visit.number = row.number;
  visit.state = row.state;
  visit.counter = rows.Text(i, kExtra);
  visit.arrived = Moment(rows, i, kExtra + 1);
  visit.called = Moment(rows, i, kExtra + 2);
  visit.finished = Moment(rows, i, kExtra + 3);
  ReadServices(ParseServices(row.services), visit);
  visit.appointment = AppointmentFrom(row, *details, location, keys);
  return visit;
}

Visit VisitOfTicket(const sql::Rows& rows, std::size_t i) {
  Visit visit;
  visit.id = fmt::format("t{}", rows.Int(i, 0));
  visit.number = fmt::format("W{}", rows.Int(i, 1));
  visit.walk_in = true;
  visit.state = static_cast<AppointmentState>(rows.Int(i, 2));
  ReadServices(ParseServices(rows.Text(i, 3)), visit);
  visit.minutes = static_cast<int>(rows.Int(i, 4));
  visit.counter = rows.Text(i, 5);
  visit.arrived = Moment(rows, i, 6);
  visit.called = Moment(rows, i, 7);
  visit.finished = Moment(rows, i, 8);
  return visit;
}

const char* Word(AppointmentState state) {
  switch (state) {
    case AppointmentState::kArrived: return "visit-arrived";
    case AppointmentState::kCalled: return "visit-called";
    case AppointmentState::kServed: return "visit-served";
    case AppointmentState::kMissed: return "visit-missed";
    default: return "visit-expected";
  }
}

}  // namespace

Instant TimeOf(const Visit& visit) {
  return visit.appointment ? visit.appointment->start : visit.arrived.value_or(Instant{});
}

absl::StatusOr<Today> ReadDay(const Pen& pen, const KnownLocationPtr& location, Date day) {
  static const std::string text = "SELECT " + kVisitColumns +
                                  " FROM appointment WHERE location = ?1 AND start >= ?2 AND start < ?3 AND state "
                                  "BETWEEN 3 AND 7 ORDER BY start, key";
  static const sql::Statement statement{text.c_str()};
  Today today{location, {}};
  const Date next{std::chrono::sys_days{day} + std::chrono::days{1}};
  const auto rows = pen.transaction.Run(statement, {location->key, ToSeconds(location->zone.At(day, TimeOfDay{0})),
                                                    ToSeconds(location->zone.At(next, TimeOfDay{0}))});
  if (!rows.ok()) return rows.status();
  for (std::size_t i = 0; i < rows->size(); ++i) {
    auto visit = VisitOfAppointment(*rows, i, *location, pen.keys);
    if (!visit.ok()) return visit.status();
    today.visits.push_back(*std::move(visit));
  }
  const auto tickets =
      pen.transaction.Run(kTickets, {location->key, std::chrono::sys_days{day}.time_since_epoch().count()});
  if (!tickets.ok()) return tickets.status();
  for (std::size_t i = 0; i < tickets->size(); ++i) today.visits.push_back(VisitOfTicket(*tickets, i));
  std::stable_sort(today.visits.begin(), today.visits.end(),
                   [](const Visit& a, const Visit& b) { return TimeOf(a) < TimeOf(b); });
  return today;
}

absl::Status WriteVisit(const Pen& pen, const MunicipalityId& municipality, const KnownLocation& location,
                        const Visit& visit, const Actor& actor) {
  const auto written = pen.transaction.Run(
      visit.walk_in ? kSetTicket : kSetAppointment,
      {std::stoll(visit.id.substr(1)), static_cast<std::int64_t>(visit.state), visit.counter,
       visit.walk_in ? sql::Value(ToSeconds(visit.arrived.value_or(pen.now))) : OrNull(visit.arrived),
       OrNull(visit.called), OrNull(visit.finished)});
  if (!written.ok()) return written.status();
  return Audit(pen, {municipality, actor, Word(visit.state), location.key, pen.now, visit.number, visit.counter});
}

absl::StatusOr<std::optional<VisitPlace>> PlaceOfVisit(Store::Parts& parts, sql::Transaction& transaction,
                                                       const MunicipalityId& municipality, const std::string& visit) {
  const bool good = visit.size() >= 2 && visit.size() < 20 && (visit[0] == 'a' || visit[0] == 't') &&
                    visit.find_first_not_of("0123456789", 1) == std::string::npos;
  if (!good) return std::nullopt;
  const bool ticket = visit[0] == 't';
  const auto row = transaction.Run(ticket ? kTicketLocation : kAppointmentLocation,
                                   {std::stoll(visit.substr(1)), municipality.value});
  if (!row.ok()) return row.status();
  if (row->empty()) return std::nullopt;
  const auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  const KnownLocationPtr location = (*town)->Find(row->Int(0, 0));
  const Date day = ticket ? Date{std::chrono::sys_days{std::chrono::days{row->Int(0, 1)}}}
                          : location->zone.DateOf(FromSeconds(row->Int(0, 1)));
  return VisitPlace{location, day};
}

}  // namespace amtslotse::booking
