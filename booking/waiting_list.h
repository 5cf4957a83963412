#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/places.h"
#include "booking/store.h"

// The waiting list: who wants a time that is not free says so once, and is offered one when it appears. First come,
// first served among those it suits; an offered place is held for its citizen until the offer ends, and the same place
// is never offered to the same citizen twice. Three offers without an answer end a wish; an answer "no" costs nothing.
namespace amtslotse::booking {

struct WishCriteria {
  std::vector<ServiceItem> items;
  std::vector<LocationId> locations;  // empty: any that offers the combination
  Date from;
  Date to;                 // inclusive
  TimeOfDay from_time{0};  // the appointment starts in [from_time, to_time), local
  TimeOfDay to_time{24 * 60};
};

// The numbers are stored.
enum class WishState { kWaiting = 1, kOffered = 2, kBooked = 3, kLeft = 4, kEnded = 5 };

struct Offer {
  std::string id;  // names this offer, opens nothing
  LocationId location;
  std::string location_name;
  std::string location_address;
  std::string time_zone;
  Instant start;
  Instant end;
  Instant ends;  // when the offer does
};

struct Wish {
  std::int64_t id = 0;
  WishCriteria criteria;
  std::vector<std::string> service_names;
  WishState state = WishState::kWaiting;
  // Among those still waiting for times this one could get: 1 is next. 0 when it does not wait.
  int position = 0;
  std::optional<Offer> offer;
  Instant created;
  std::string number;  // of the appointment, once booked
};

struct JoinRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  WishCriteria criteria;
  Contact contact;  // a name, and a way to tell: e-mail, telephone or conversation
  Channel channel = Channel::kUnspecified;
};
struct Joined {
  Wish wish;
  LinkToken token;  // opens the wish
};
// Nothing could ever suit: no such location, service or date.
struct NothingSuits {};
using JoinOutcome = std::variant<Joined, DetailsMissing, NothingSuits, LimitReached>;

using WishOutcome = std::variant<Wish, NotFound>;

struct OfferGone {};  // ended, answered or another one
using AnswerOutcome = std::variant<Confirmed, Wish, OfferGone, NotFound>;

struct WishPage {
  std::vector<Wish> wishes;  // in the order of being served
  int total = 0;
  bool more = false;
};

class WaitingList {
 public:
  explicit WaitingList(Store& store) : store_(store) {}

  // Repeatable by its key. At most three wishes of one contact wait at a time.
  absl::StatusOr<JoinOutcome> Join(const JoinRequest& request);
  absl::StatusOr<WishOutcome> Look(const MunicipalityId& municipality, const LinkToken& token);
  // Ends a wish and gives back what is offered. Repeatable.
  absl::Status Leave(const MunicipalityId& municipality, const LinkToken& token);
  // Yes: the held place becomes an appointment. No: it goes to the next, the wish keeps its rank. Repeatable.
  absl::StatusOr<AnswerOutcome> Answer(const MunicipalityId& municipality, const LinkToken& token,
                                       const std::string& offer, bool accept);

  // For a job under a lease: offers that ended go back, then what is free is offered. Returns how many offers it made.
  absl::StatusOr<int> Run();

  // For staff: who waits at a location (any when empty), without names.
  absl::StatusOr<WishPage> List(const MunicipalityId& municipality, const LocationId& location, int offset, int limit);

 private:
  absl::Status EndOffers();
  absl::StatusOr<int> OfferIn(const MunicipalityId& municipality);

  Store& store_;
};

struct Pen;
struct Town;
// What a transaction that gives places back does with them first: offers them to the first whom they suit. The places
// are free, LocksFor(freed) is held. Returns what was taken again.
absl::StatusOr<std::vector<Places>> OfferFreed(const Pen& pen, const Town& town, const MunicipalityId& municipality,
                                               const Places& freed);

}  // namespace amtslotse::booking
