#include <fmt/format.h>

#include "booking/store_parts.h"
#include "booking/waiting_list.h"

// Rebook and cancel.
namespace amtslotse::booking {
namespace {

constexpr sql::Statement kMove{
    "UPDATE appointment SET location = ?2, start = ?3, ends = ?4, occupied_to = ?5, is_public = ?6, services = ?7, "
    "place = ?8, sequence = sequence + 1, changed = ?9, forget_at = ?10 WHERE key = ?1 AND sequence = ?11 AND state = "
    "3"};
constexpr sql::Statement kCancel{
    "UPDATE appointment SET state = 8, occupies = 0, occupies_until = NULL, sequence = sequence + 1, changed = ?2, "
    "forget_at = ?4 WHERE key = ?1 AND sequence = ?3 AND occupies = 1"};

Places PlacesOf(const AppointmentRow& row) { return {row.location, row.start, row.occupied_to, row.is_public}; }

// A moment inside of the location's window, so that nobody can watch for their buyer's place.
std::chrono::seconds RandomDelay(const ReturnDelay& delay, Randomness& random) {
  const std::chrono::seconds min = delay.min;
  const std::chrono::seconds span = std::chrono::seconds{delay.max} - min;
  return min + std::chrono::seconds{random.Below(static_cast<std::uint64_t>(span.count()) + 1)};
}

// What of `places` is outside of `except`.
std::vector<Places> Without(const std::vector<Places>& places, const Places& except) {
  std::vector<Places> rest;
  for (const Places& old : places) {
    if (except.location != old.location || except.start >= old.occupied_to || old.start >= except.occupied_to) {
      rest.push_back(old);
      continue;
    }
    if (old.start < except.start) rest.push_back({old.location, old.start, except.start, old.is_public});
    if (except.occupied_to < old.occupied_to) {
      rest.push_back({old.location, except.occupied_to, old.occupied_to, old.is_public});
    }
  }
  return rest;
}

// Keeps places that were just given back out of sight for the location's delay, except those that are taken again.
absl::Status KeepOutOfSight(const Pen& pen, const Location& location, const Places& old,
                            const std::vector<Places>& taken_again) {
  const std::chrono::seconds delay = RandomDelay(location.rules.return_delay, pen.random);
  if (delay.count() == 0) return absl::OkStatus();
  std::vector<Places> parts{old};
  for (const Places& except : taken_again) parts = Without(parts, except);
  for (const Places& part : parts) {
    if (const absl::Status withheld = WithholdPlaces(pen.transaction, part, pen.now + delay); !withheld.ok()) {
      return withheld;
    }
  }
  return absl::OkStatus();
}

bool Changeable(const AppointmentRow& row, Instant now) {
  return row.state == AppointmentState::kConfirmed && row.start > now;
}

absl::Status WriteMove(const Pen& pen, const AppointmentRow& old, const Seat& seat) {
  const Location& location = seat.location->location;
  const auto moved = pen.transaction.Run(
      kMove, {old.key, seat.places.location, ToSeconds(seat.places.start), ToSeconds(seat.end),
              ToSeconds(seat.places.occupied_to), std::int64_t{seat.places.is_public}, FormatServices(seat.services),
              PlaceOf(location), ToSeconds(pen.now),
              ToSeconds(ForgetAt(location.rules, AppointmentState::kConfirmed, seat.end)), std::int64_t{old.sequence}});
  if (!moved.ok()) return moved.status();
  return moved->touched == 1 ? absl::OkStatus() : absl::AbortedError("the appointment changed");
}

absl::Status TellAboutMove(const Pen& pen, const RebookRequest& request, const Appointment& appointment,
                           const AppointmentRow& row, const Details& details, const Seat& seat) {
  Message message{NotificationKind::kRebooked, row.key,        appointment, details.token,
                  details.cancellation_code,   request.reason, pen.now,     request.actor.value != "citizen"};
  absl::Status written = Enqueue(pen, request.municipality, message);
  if (written.ok()) written = EnqueueReminder(pen, request.municipality, message, seat.location->location.rules);
  if (!written.ok()) return written;
  written = Audit(pen, {request.municipality, request.actor, "rebook-from", row.location, row.start, row.number, ""});
  if (!written.ok()) return written;
  return Audit(pen, {request.municipality, request.actor, "rebook-to", seat.places.location, seat.places.start,
                     row.number, request.reason});
}

// The appointment under its own locks and those of where it shall go.
absl::StatusOr<AccessOutcome> OpenLocked(Store::Parts& parts, sql::Transaction& transaction,
                                         const MunicipalityId& municipality, const Access& access,
                                         const std::optional<Places>& target) {
  const auto before = OpenByAccess(parts.PenFor(transaction), municipality, access);
  if (!before.ok()) return before;
  const auto* opened = std::get_if<Opened>(&*before);
  if (opened == nullptr) return before;
  std::vector<sql::LockKey> locks = LocksFor(PlacesOf(opened->row));
  if (target) {
    const auto more = LocksFor(*target);
    locks.insert(locks.end(), more.begin(), more.end());
  }
  if (const absl::Status locked = transaction.Lock(std::move(locks)); !locked.ok()) return locked;
  auto again = OpenByAccess(parts.PenFor(transaction), municipality, access);
  if (!again.ok()) return again;
  const auto* same = std::get_if<Opened>(&*again);
  if (same != nullptr && same->row.sequence != opened->row.sequence) {
    return absl::AbortedError("the appointment moved while its day was locked");
  }
  return again;
}

template <typename Outcome>
std::optional<Outcome> Refusal(const AccessOutcome& access, Instant now) {
  if (const auto* later = std::get_if<TryLater>(&access)) return *later;
  if (std::holds_alternative<NotFound>(access)) return NotFound{};
  const AppointmentRow& row = std::get<Opened>(access).row;
  if (!Changeable(row, now)) return NotChangeable{row.state};
  return std::nullopt;
}

absl::StatusOr<RebookOutcome> RebookIn(Store::Parts& parts, sql::Transaction& transaction, const RebookRequest& request,
                                       const std::vector<ServiceItem>& wanted) {
  const std::string fingerprint =
      fmt::format("rebook/{}/{}/{}", Fingerprint(request.access), request.location.value, ToSeconds(request.start));
  const auto first = Recall(parts.PenFor(transaction), request.municipality, request.key, fingerprint);
  if (!first.ok()) return first.status();
  if (*first) return std::get<Rebooked>(**first);

  std::vector<ServiceItem> items = wanted;
  if (items.empty()) {
    const auto before = OpenByAccess(parts.PenFor(transaction), request.municipality, request.access);
    if (!before.ok()) return before.status();
    if (const auto* opened = std::get_if<Opened>(&*before)) items = ItemsOf(opened->row);
  }
  const auto target = parts.ExpectedPlaces(transaction, request.municipality, request.location, items, request.start);
  if (!target.ok()) return target.status();
  auto access = OpenLocked(parts, transaction, request.municipality, request.access, *target);
  if (!access.ok()) return access.status();
  const Pen pen = parts.PenFor(transaction);
  if (auto refused = Refusal<RebookOutcome>(*access, pen.now)) {
    const absl::Status counted = std::holds_alternative<NotFound>(*access)
                                     ? CountWrongTry(pen, request.municipality, request.access)
                                     : absl::OkStatus();
    if (!counted.ok()) return counted;
    return *refused;
  }
  if (!*target) return UnknownLocation{request.location};
  auto& [row, details] = std::get<Opened>(*access);
  const auto town = parts.calendars.Now(transaction, request.municipality);
  if (!town.ok()) return town.status();
  const SeatOutcome found = FindSeat(**town, request.location, items, request.start, request.audience, pen.now);
  if (const auto* unknown = std::get_if<UnknownLocation>(&found)) return *unknown;
  if (const auto* refused = std::get_if<NotOffered>(&found)) return *refused;
  const Seat& seat = std::get<Seat>(found);
  if (seat.places.occupied_to > (*target)->occupied_to) return absl::AbortedError("the calendar changed");

  // First free, then take: an appointment may move by one slot into its own places.
  if (const absl::Status freed = GiveBackPlaces(transaction, PlacesOf(row)); !freed.ok()) return freed;
  const auto taken = TakePlaces(transaction, seat.places, seat.run, request.overbook, pen.now);
  if (!taken.ok()) return taken.status();
  if (!*taken) return SlotTaken{};
  auto offered = OfferFreed(pen, **town, request.municipality, PlacesOf(row));
  if (!offered.ok()) return offered.status();
  offered->push_back(seat.places);
  const absl::Status hidden = KeepOutOfSight(pen, (*town)->Find(row.location)->location, PlacesOf(row), *offered);
  if (!hidden.ok()) return hidden;
  if (const absl::Status moved = WriteMove(pen, row, seat); !moved.ok()) return moved;

  AppointmentRow now_row = row;
  now_row.location = seat.places.location;
  now_row.start = seat.places.start;
  now_row.ends = seat.end;
  now_row.services = FormatServices(seat.services);
  now_row.place = PlaceOf(seat.location->location);
  now_row.changed = pen.now;
  ++now_row.sequence;
  const Rebooked rebooked{AppointmentFrom(now_row, details, *seat.location, parts.keys)};
  absl::Status written = TellAboutMove(pen, request, rebooked.appointment, row, details, seat);
  if (written.ok()) written = Remember(pen, request.municipality, request.key, fingerprint, rebooked);
  if (!written.ok()) return written;
  return rebooked;
}

absl::StatusOr<CancelOutcome> CancelIn(Store::Parts& parts, sql::Transaction& transaction,
                                       const CancelRequest& request) {
  const std::string fingerprint = "cancel/" + Fingerprint(request.access);
  const auto first = Recall(parts.PenFor(transaction), request.municipality, request.key, fingerprint);
  if (!first.ok()) return first.status();
  if (*first) return std::get<Cancelled>(**first);
  auto access = OpenLocked(parts, transaction, request.municipality, request.access, std::nullopt);
  if (!access.ok()) return access.status();
  const Pen pen = parts.PenFor(transaction);
  if (auto refused = Refusal<CancelOutcome>(*access, pen.now)) {
    const absl::Status counted = std::holds_alternative<NotFound>(*access)
                                     ? CountWrongTry(pen, request.municipality, request.access)
                                     : absl::OkStatus();
    if (!counted.ok()) return counted;
    return *refused;
  }
  auto& [row, details] = std::get<Opened>(*access);
  const auto town = parts.calendars.Now(transaction, request.municipality);
  if (!town.ok()) return town.status();
  const KnownLocationPtr location = (*town)->Find(row.location);
  const auto marked =
      transaction.Run(kCancel, {row.key, ToSeconds(pen.now), std::int64_t{row.sequence},
                                ToSeconds(ForgetAt(location->location.rules, AppointmentState::kCancelled, row.ends))});
  if (!marked.ok()) return marked.status();
  if (marked->touched != 1) return absl::AbortedError("the appointment changed");
  absl::Status written = GiveBackPlaces(transaction, PlacesOf(row));
  if (!written.ok()) return written;
  const auto offered = OfferFreed(pen, **town, request.municipality, PlacesOf(row));
  if (!offered.ok()) return offered.status();
  written = KeepOutOfSight(pen, location->location, PlacesOf(row), *offered);

  row.state = AppointmentState::kCancelled;
  row.changed = pen.now;
  ++row.sequence;
  const Cancelled cancelled{AppointmentFrom(row, details, *location, parts.keys)};
  if (written.ok() && request.notify) {
    written = Enqueue(pen, request.municipality,
                      {NotificationKind::kCancelled, row.key, cancelled.appointment, details.token, "", request.reason,
                       pen.now, request.actor.value != "citizen"});
  }
  if (written.ok()) {
    written = Audit(
        pen, {request.municipality, request.actor, "cancel", row.location, row.start, row.number, request.reason});
  }
  if (written.ok()) written = Remember(pen, request.municipality, request.key, fingerprint, cancelled);
  if (!written.ok()) return written;
  return cancelled;
}

}  // namespace

absl::StatusOr<RebookOutcome> Store::Rebook(const RebookRequest& request) {
  if (const absl::Status valid = CheckKey(request.key); !valid.ok()) return valid;
  std::vector<ServiceItem> items;
  if (!request.items.empty()) {
    auto normal = Normalise(request.items);
    if (!normal.ok()) return normal.status();
    items = *std::move(normal);
  }
  return parts_->WriteOutcome<RebookOutcome>(
      [&](sql::Transaction& transaction) { return RebookIn(*parts_, transaction, request, items); },
      [](const RebookOutcome& outcome) {
        return std::holds_alternative<Rebooked>(outcome) || std::holds_alternative<NotFound>(outcome);
      });
}

absl::StatusOr<CancelOutcome> Store::Cancel(const CancelRequest& request) {
  if (const absl::Status valid = CheckKey(request.key); !valid.ok()) return valid;
  return parts_->WriteOutcome<CancelOutcome>(
      [&](sql::Transaction& transaction) { return CancelIn(*parts_, transaction, request); },
      [](const CancelOutcome& outcome) {
        return std::holds_alternative<Cancelled>(outcome) || std::holds_alternative<NotFound>(outcome);
      });
}

}  // namespace amtslotse::booking
