#pragma once

#include "booking/store_parts.h"
#include "booking/waiting_list.h"

// The waiting list's table; inside of the waiting list only.
namespace amtslotse::booking {

struct WishRow {
  std::int64_t key = 0;
  std::string municipality;
  WishState state = WishState::kWaiting;
  std::int64_t rank = 0;
  Instant created;
  WishCriteria criteria;
  int missed = 0;
  std::int64_t hold_key = 0;  // 0: nothing is offered
  Instant offer_ends;
  std::string number;
  Channel channel = Channel::kUnspecified;
  std::string token_hash;
  std::string sealed;
};

// Selects whole rows that `where` (a literal) is true of, with what follows it. Made once for each.
const sql::Statement& SelectWishes(const char* where);
WishRow WishRowFrom(const sql::Rows& rows, std::size_t row);
// From days, minutes and locations in five columns from `column` on; without services.
WishCriteria CriteriaFrom(const sql::Rows& rows, std::size_t row, int column);

std::string FormatItems(const std::vector<ServiceItem>& items);
std::string FormatLocations(const std::vector<LocationId>& locations);
inline std::int64_t DayNumber(Date date) { return std::chrono::sys_days{date}.time_since_epoch().count(); }

std::string WishContext(const std::string& municipality, const std::string& token_hash);
// The contact and the token of a wish.
struct WishDetails {
  Contact contact;
  LinkToken token;
};
std::string SealWish(const Pen& pen, const WishRow& row, const WishDetails& details);
absl::StatusOr<WishDetails> OpenWish(const WishRow& row, const KeyRing& keys);

// Whether a location and a start are what is wished for.
bool Suits(const WishCriteria& criteria, const KnownLocation& location, Instant start);
// Whether two wishes could want the same place.
bool Compete(const WishCriteria& one, const WishCriteria& other);

// The appointment row that keeps an offered place.
absl::StatusOr<std::optional<AppointmentRow>> FindHold(sql::Transaction& transaction, std::int64_t key);
// Its secret is made from the keys and never stored.
HoldId OfferHold(const KeyRing& keys, const std::string& number);

// When an offer made now ends: after the location's offer time, which does not run at night (20 to 8 local), and half
// an hour before the appointment at the latest.
Instant OfferEnd(const KnownLocation& location, Instant start, Instant now);

// Takes the place and writes the offer, its message and audit line; false when it is taken, was offered to this wish
// before, or the wish does not wait any more. Locks for the places must be held.
absl::StatusOr<std::optional<Places>> MakeOffer(const Pen& pen, const Town& town, const WishRow& wish,
                                                const LocationId& location, Instant start);

}  // namespace amtslotse::booking
