#include "booking/waiting_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booking/sql/selecting.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kLastMoment{30};
constexpr std::chrono::hours kMorning{8};
constexpr std::chrono::hours kEvening{20};

constexpr sql::Statement kWasOffered{"SELECT 1 FROM offered WHERE wish = ?1 AND location = ?2 AND start = ?3"};
constexpr sql::Statement kNoteOffered{"INSERT INTO offered (wish, location, start) VALUES (?1, ?2, ?3)"};
constexpr sql::Statement kOffer{"UPDATE wish SET hold_key = ?2, offer_ends = ?3 WHERE key = ?1"};
constexpr sql::Statement kUnreserve{"UPDATE wish SET state = 1 WHERE key = ?1"};
constexpr sql::Statement kReserve{"UPDATE wish SET state = 2 WHERE key = ?1 AND state = 1"};
constexpr sql::Statement kInsertHold{
    "INSERT INTO appointment (municipality, number, location, start, ends, occupied_to, state, is_public, occupies, "
    "occupies_until, attendees, services, place, channel, sequence, extensions, wrong_codes, created, changed, "
    "hold_hash) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1, 1, ?7, 1, ?8, ?9, ?10, 0, 3, 0, ?11, ?11, ?12) RETURNING key"};

Appointment OfferedAppointment(const Seat& seat, const std::string& number, const Contact& contact, Instant ends) {
  const Location& location = seat.location->location;
  Appointment offered;
  offered.number.value = number;
  offered.location = location.id;
  offered.office = location.office;
  offered.location_name = location.name;
  offered.location_address = location.address;
  offered.time_zone = location.time_zone;
  offered.start = seat.places.start;
  offered.end = seat.end;
  offered.services = seat.services;
  offered.contact = contact;
  offered.expires = ends;
  return offered;
}

const std::string kWishColumns =
    "key, municipality, state, rank, created, from_day, to_day, from_minute, to_minute, services, locations, missed, "
    "hold_key, offer_ends, number, channel, token_hash, sealed";

}  // namespace

const sql::Statement& SelectWishes(const char* where) {
  static sql::Selecting wishes("SELECT " + kWishColumns + " FROM wish WHERE ");
  return wishes.By(where);
}

WishCriteria CriteriaFrom(const sql::Rows& rows, std::size_t row, int column) {
  WishCriteria criteria;
  criteria.from = Date{std::chrono::sys_days{std::chrono::days{rows.Int(row, column)}}};
  criteria.to = Date{std::chrono::sys_days{std::chrono::days{rows.Int(row, column + 1)}}};
  criteria.from_time = TimeOfDay{rows.Int(row, column + 2)};
  criteria.to_time = TimeOfDay{rows.Int(row, column + 3)};
  const json locations = json::parse(rows.Text(row, column + 4), nullptr, false);
  for (const json& location : locations) criteria.locations.push_back({location});
  return criteria;
}

WishRow WishRowFrom(const sql::Rows& rows, std::size_t row) {
  WishRow wish;
  wish.key = rows.Int(row, 0);
  wish.municipality = rows.Text(row, 1);
  wish.state = static_cast<WishState>(rows.Int(row, 2));
  wish.rank = rows.Int(row, 3);
  wish.created = FromSeconds(rows.Int(row, 4));
  wish.criteria.from = Date{std::chrono::sys_days{std::chrono::days{rows.Int(row, 5)}}};
  wish.criteria.to = Date{std::chrono::sys_days{std::chrono::days{rows.Int(row, 6)}}};
  wish.criteria.from_time = TimeOfDay{rows.Int(row, 7)};
  wish.criteria.to_time = TimeOfDay{rows.Int(row, 8)};
  const json items = json::parse(rows.Text(row, 9), nullptr, false);
  for (const json& item : items) wish.criteria.items.push_back({ServiceId{item[0]}, item[1]});
  const json locations = json::parse(rows.Text(row, 10), nullptr, false);
  for (const json& location : locations) wish.criteria.locations.push_back({location});
  wish.missed = static_cast<int>(rows.Int(row, 11));
  wish.hold_key = rows.Int(row, 12);
  wish.offer_ends = FromSeconds(rows.Int(row, 13));
  wish.number = rows.Text(row, 14);
  wish.channel = static_cast<Channel>(rows.Int(row, 15));
  wish.token_hash = rows.Bytes(row, 16);
  wish.sealed = rows.Bytes(row, 17);
  return wish;
}

std::string FormatItems(const std::vector<ServiceItem>& items) {
  json list = json::array();
  for (const ServiceItem& item : items) list.push_back({item.service.value, item.quantity});
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string FormatLocations(const std::vector<LocationId>& locations) {
  json list = json::array();
  for (const LocationId& location : locations) list.push_back(location.value);
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string WishContext(const std::string& municipality, const std::string& token_hash) {
  return "wish/" + municipality + "/" + Base64Url(token_hash);
}

std::string SealWish(const Pen& pen, const WishRow& row, const WishDetails& details) {
  Details kept;
  kept.contact = details.contact;
  kept.token = details.token;
  return pen.keys.Seal(FormatDetails(kept), WishContext(row.municipality, row.token_hash), pen.random);
}

absl::StatusOr<WishDetails> OpenWish(const WishRow& row, const KeyRing& keys) {
  if (row.sealed.empty()) return WishDetails{};
  const auto plain = keys.Open(row.sealed, WishContext(row.municipality, row.token_hash));
  if (!plain.ok()) return plain.status();
  const auto details = ParseDetails(*plain);
  if (!details.ok()) return details.status();
  return WishDetails{details->contact, details->token};
}

bool Suits(const WishCriteria& criteria, const KnownLocation& location, Instant start) {
  const auto& wanted = criteria.locations;
  if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), location.location.id) == wanted.end()) return false;
  const Date date = location.zone.DateOf(start);
  const TimeOfDay time = location.zone.TimeOf(start);
  return criteria.from <= date && date <= criteria.to && criteria.from_time <= time && time < criteria.to_time;
}

bool Compete(const WishCriteria& one, const WishCriteria& other) {
  if (one.to < other.from || other.to < one.from) return false;
  if (one.to_time <= other.from_time || other.to_time <= one.from_time) return false;
  if (one.locations.empty() || other.locations.empty()) return true;
  return std::any_of(one.locations.begin(), one.locations.end(), [&](const LocationId& location) {
    return std::find(other.locations.begin(), other.locations.end(), location) != other.locations.end();
  });
}

absl::StatusOr<std::optional<AppointmentRow>> FindHold(sql::Transaction& transaction, std::int64_t key) {
  static const std::string text = "SELECT " + kAppointmentColumns + " FROM appointment WHERE key = ?1";
  static const sql::Statement statement{text.c_str()};
  const auto rows = transaction.Run(statement, {key});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return AppointmentRowFrom(*rows, 0);
}

HoldId OfferHold(const KeyRing& keys, const std::string& number) {
  return {number + "." + Base64Url(keys.TokenHash("offer-hold", number))};
}

Instant OfferEnd(const KnownLocation& location, Instant start, Instant now) {
  const TimeOfDay time = location.zone.TimeOf(now);
  const auto offer = location.location.rules.offer;
  const Date today = location.zone.DateOf(now);
  const Date next = Date{std::chrono::sys_days{today} + std::chrono::days{1}};
  Instant ends = now + offer;
  if (time < kMorning) ends = location.zone.At(today, kMorning) + offer;
  if (time >= kMorning && time + offer > kEvening) {  // what is left of the evening, the rest tomorrow
    const auto left = std::max<TimeOfDay>(TimeOfDay{0}, kEvening - time);
    ends = location.zone.At(next, kMorning) + (offer - left);
  }
  return std::min(ends, start - kLastMoment);
}

absl::StatusOr<std::optional<Places>> MakeOffer(const Pen& pen, const Town& town, const WishRow& wish,
                                                const LocationId& location, Instant start) {
  sql::Transaction& transaction = pen.transaction;
  const SeatOutcome found = FindSeat(town, location, wish.criteria.items, start, Audience::kPublic, pen.now);
  const auto* seat = std::get_if<Seat>(&found);
  if (seat == nullptr) return std::nullopt;
  const Instant ends = OfferEnd(*seat->location, start, pen.now);
  if (ends <= pen.now) return std::nullopt;
  const auto before = transaction.Run(kWasOffered, {wish.key, seat->places.location, ToSeconds(start)});
  if (!before.ok()) return before.status();
  if (!before->empty()) return std::nullopt;
  // First the wish: two transactions that free places at once both want to serve the first.
  const auto reserved = transaction.Run(kReserve, {wish.key});
  if (!reserved.ok()) return reserved.status();
  if (reserved->touched == 0) return std::nullopt;
  const auto taken = TakePlaces(transaction, seat->places, seat->run, /*overbook=*/false, pen.now);
  if (!taken.ok()) return taken.status();
  if (!*taken) {
    const auto undone = transaction.Run(kUnreserve, {wish.key});
    if (!undone.ok()) return undone.status();
    return std::nullopt;
  }
  const auto details = OpenWish(wish, pen.keys);
  if (!details.ok()) return details.status();
  const std::string number = NewNumber(pen.random).value;
  const std::string hold = OfferHold(pen.keys, number).value;
  const auto inserted =
      transaction.Run(kInsertHold, {wish.municipality, number, seat->places.location, ToSeconds(seat->places.start),
                                    ToSeconds(seat->end), ToSeconds(seat->places.occupied_to), ToSeconds(ends),
                                    FormatServices(seat->services), PlaceOf(seat->location->location),
                                    static_cast<std::int64_t>(wish.channel), ToSeconds(pen.now),
                                    sql::Blob{pen.keys.TokenHash("hold", hold.substr(number.size() + 1))}});
  if (!inserted.ok()) return inserted.status();
  const std::int64_t key = inserted->Int(0, 0);
  const auto offered = transaction.RunAll({{&kNoteOffered, {wish.key, seat->places.location, ToSeconds(start)}},
                                           {&kOffer, {wish.key, key, ToSeconds(ends)}}});
  if (!offered.ok()) return offered.status();
  const MunicipalityId municipality{wish.municipality};
  const Message message{NotificationKind::kOffer,
                        key,
                        OfferedAppointment(*seat, number, details->contact, ends),
                        details->token,
                        "",
                        "",
                        pen.now};
  absl::Status written = Enqueue(pen, municipality, message);
  if (written.ok()) written = Audit(pen, {municipality, {"system"}, "offer", seat->places.location, start, number, ""});
  if (!written.ok()) return written;
  return seat->places;
}

}  // namespace amtslotse::booking
