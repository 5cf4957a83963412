// The waiting list's own work, under a lease: ending offers, offering what is free.
#include <set>

#include "booking/waiting_rows.h"

namespace amtslotse::booking {
namespace {

constexpr int kMissedOffers = 3;
constexpr int kPage = 500;
constexpr int kSlotsPerWish = 100;

constexpr sql::Statement kEndedOffers{
    "SELECT key, hold_key, missed, municipality FROM wish WHERE state = 2 AND offer_ends <= ?1 LIMIT 200"};
constexpr sql::Statement kWasBooked{
    "UPDATE wish SET state = 3, number = ?3, sealed = NULL, person_hash = NULL WHERE key = ?1 AND hold_key = ?2 AND "
    "state = 2"};
// Without an answer to the end of the queue; the third time it ends.
constexpr sql::Statement kToTheEnd{
    "UPDATE wish SET state = 1, hold_key = NULL, missed = missed + 1, rank = (SELECT max(rank) + 1 FROM wish) "
    "WHERE key = ?1 AND hold_key = ?2 AND state = 2"};
constexpr sql::Statement kGivenUp{
    "UPDATE wish SET state = 5, hold_key = NULL, sealed = NULL, person_hash = NULL WHERE key = ?1 AND hold_key = ?2 "
    "AND state = 2"};
// Days are compared a day late: it may still be yesterday somewhere.
constexpr sql::Statement kPast{
    "UPDATE wish SET state = 5, sealed = NULL, person_hash = NULL WHERE state = 1 AND to_day < ?1"};
constexpr sql::Statement kForgotten{"DELETE FROM wish WHERE state > 2 AND to_day < ?1"};
constexpr sql::Statement kForgottenOffers{"DELETE FROM offered WHERE start < ?1"};
constexpr sql::Statement kTowns{"SELECT DISTINCT municipality FROM wish WHERE state = 1"};

SlotQuery QueryFor(const MunicipalityId& municipality, const WishCriteria& wanted) {
  SlotQuery query;
  query.municipality = municipality;
  query.items = wanted.items;
  query.locations = wanted.locations;
  query.from_date = wanted.from;
  query.to_date = wanted.to;
  query.from_time = wanted.from_time;
  query.to_time = wanted.to_time;
  query.as_soon_as_possible = true;
  query.max_results = kSlotsPerWish;
  return query;
}

std::string TextOf(const WishCriteria& wanted) {
  return FormatItems(wanted.items) + FormatLocations(wanted.locations) + std::to_string(DayNumber(wanted.from)) + "-" +
         std::to_string(DayNumber(wanted.to)) + "/" + std::to_string(wanted.from_time.count()) + "-" +
         std::to_string(wanted.to_time.count());
}

absl::StatusOr<bool> OfferOne(Store::Parts& parts, const MunicipalityId& municipality, const WishRow& wish,
                              const FreeSlot& slot) {
  bool offered = false;
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    offered = false;
    const auto places = parts.ExpectedPlaces(transaction, municipality, slot.location, wish.criteria.items, slot.start);
    if (!places.ok() || !*places) return places.status();
    if (const absl::Status locked = transaction.Lock(LocksFor(**places)); !locked.ok()) return locked;
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const auto made = MakeOffer(parts.PenFor(transaction), **town, wish, slot.location, slot.start);
    offered = made.ok() && made->has_value();
    return made.status();
  });
  if (!written.ok()) return written;
  return offered;
}

}  // namespace

absl::Status WaitingList::EndOffers() {
  auto& parts = store_.parts();
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const std::int64_t now = ToSeconds(parts.clock.Now());
    const auto ended = transaction.Run(kEndedOffers, {now});
    if (!ended.ok()) return ended.status();
    for (std::size_t i = 0; i < ended->size(); ++i) {
      const auto hold = FindHold(transaction, ended->Int(i, 1));
      if (!hold.ok()) return hold.status();
      std::vector<sql::Value> values{ended->Int(i, 0), ended->Int(i, 1)};
      // Confirmed by the citizen, or moved or cancelled since: it was an appointment.
      const bool booked = *hold && !(*hold)->IsWaitingForItsCitizen() && (*hold)->state != AppointmentState::kExpired;
      if (booked) values.push_back((*hold)->number);
      const auto written = transaction.Run(booked                                  ? kWasBooked
                                           : ended->Int(i, 2) + 1 >= kMissedOffers ? kGivenUp
                                                                                   : kToTheEnd,
                                           values);
      if (!written.ok()) return written.status();
    }
    const std::int64_t today = now / 86400;
    if (const auto past = transaction.Run(kPast, {today - 1}); !past.ok()) return past.status();
    if (const auto forgotten = transaction.Run(kForgotten, {today - 30}); !forgotten.ok()) return forgotten.status();
    return transaction.Run(kForgottenOffers, {now - 86400}).status();
  });
}

absl::StatusOr<std::vector<Places>> OfferFreed(const Pen& pen, const Town& town, const MunicipalityId& municipality,
                                               const Places& freed) {
  std::vector<Places> offered;
  const KnownLocationPtr known = town.Find(freed.location);
  if (known == nullptr || known->retired || freed.start <= pen.now) return offered;
  const Date day = known->zone.DateOf(freed.start);
  std::vector<Instant> starts;
  for (const SlotCapacity& slot : SlotsOfDay(known->location, known->zone, day)) {
    if (freed.start <= slot.start && slot.start < freed.occupied_to) starts.push_back(slot.start);
  }
  Instant free_from = freed.start;
  std::int64_t rank = INT64_MIN;
  std::int64_t key = 0;
  while (free_from < freed.occupied_to) {
    const auto waiting =
        pen.transaction.Run(SelectWishes("municipality = ?1 AND state = 1 AND from_day <= ?2 AND to_day >= ?2 AND "
                                         "(rank > ?3 OR (rank = ?3 AND key > ?4)) ORDER BY rank, key LIMIT 50"),
                            {municipality.value, DayNumber(day), rank, key});
    if (!waiting.ok()) return waiting.status();
    if (waiting->empty()) break;
    for (std::size_t i = 0; i < waiting->size() && free_from < freed.occupied_to; ++i) {
      const WishRow wish = WishRowFrom(*waiting, i);
      rank = wish.rank;
      key = wish.key;
      for (const Instant start : starts) {
        if (start < free_from || !Suits(wish.criteria, *known, start)) continue;
        const auto made = MakeOffer(pen, town, wish, known->location.id, start);
        if (!made.ok()) return made.status();
        if (!*made) continue;
        offered.push_back(**made);
        free_from = (*made)->occupied_to;
        break;
      }
    }
  }
  return offered;
}

absl::StatusOr<int> WaitingList::OfferIn(const MunicipalityId& municipality) {
  const sql::Statement& next_page = SelectWishes(
      "municipality = ?1 AND state = 1 AND (rank > ?2 OR (rank = ?2 AND key > ?3)) ORDER BY rank, key LIMIT ?4");
  auto& parts = store_.parts();
  std::set<std::string> nothing_for;
  std::int64_t rank = INT64_MIN;
  std::int64_t key = 0;
  int made = 0;
  for (;;) {
    std::vector<WishRow> wishes;
    const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
      wishes.clear();
      const auto rows = transaction.Run(next_page, {municipality.value, rank, key, std::int64_t{kPage}});
      if (!rows.ok()) return rows.status();
      for (std::size_t i = 0; i < rows->size(); ++i) wishes.push_back(WishRowFrom(*rows, i));
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    if (wishes.empty()) return made;
    rank = wishes.back().rank;
    key = wishes.back().key;
    for (const WishRow& wish : wishes) {
      const std::string criteria = TextOf(wish.criteria);
      if (nothing_for.contains(criteria)) continue;
      const auto found = store_.FreeSlots(QueryFor(municipality, wish.criteria));
      if (!found.ok()) return found.status();
      const auto* slots = std::get_if<SlotsFound>(&*found);
      if (slots == nullptr) {
        nothing_for.insert(criteria);
        continue;
      }
      for (const FreeSlot& slot : slots->slots) {
        const auto offered = OfferOne(parts, municipality, wish, slot);
        if (!offered.ok()) return offered.status();
        if (!*offered) continue;
        ++made;
        break;
      }
    }
  }
}

absl::StatusOr<int> WaitingList::Run() {
  if (const absl::Status ended = EndOffers(); !ended.ok()) return ended;
  auto& parts = store_.parts();
  std::vector<std::string> towns;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    towns.clear();
    const auto rows = transaction.Run(kTowns, {});
    if (!rows.ok()) return rows.status();
    for (std::size_t i = 0; i < rows->size(); ++i) towns.push_back(rows->Text(i, 0));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  int made = 0;
  for (const std::string& town : towns) {
    const auto offered = OfferIn({town});
    if (!offered.ok()) return offered.status();
    made += *offered;
  }
  return made;
}

}  // namespace amtslotse::booking
