#include <fmt/format.h>

#include <utility>

#include "booking/hold_row.h"
#include "booking/proof_of_work.h"
#include "booking/store_parts.h"

// Hold, extend, release.
namespace amtslotse::booking {
namespace {

constexpr int kMaxExtensions = 3;
constexpr std::chrono::minutes kWarnBefore{2};

constexpr sql::Statement kExtend{
    "UPDATE appointment SET occupies = 1, occupies_until = ?2, state = ?3, extensions = extensions + 1, changed = ?4 "
    "WHERE key = ?1 AND occupies = ?5 AND state = ?6"};
constexpr sql::Statement kGiveUp{
    "UPDATE appointment SET occupies = 0, occupies_until = NULL, state = 9, hold_hash = NULL, changed = ?2 "
    "WHERE key = ?1 AND occupies = 1 AND state IN (1, 2)"};

constexpr sql::Statement kProofUsed{"SELECT 1 FROM used_proof WHERE id = ?1"};
constexpr sql::Statement kUseProof{"INSERT INTO used_proof (id, until) VALUES (?1, ?2)"};
constexpr std::chrono::minutes kProofGoodFor{20};

std::string Fingerprint(const HoldRequest& request, const std::vector<ServiceItem>& items) {
  std::string text = fmt::format("hold/{}/{}", request.location.value, ToSeconds(request.start));
  for (const ServiceItem& item : items) text += fmt::format("/{}x{}", item.service.value, item.quantity);
  return text;
}

Held HeldFrom(const HoldId& hold, const AppointmentNumber& number, const LocationId& location, Instant start,
              Instant end, Instant expires) {
  return {hold, number, location, start, end, expires, expires - kWarnBefore};
}

absl::Status CheckHold(const HoldRequest& request) {
  if (request.attendee_count < 1 || request.attendee_count > 50) {
    return absl::InvalidArgumentError("attendee_count: expected 1..50");
  }
  if (request.overbook && request.audience != Audience::kStaff) {
    return absl::InvalidArgumentError("overbook: staff only");
  }
  return CheckKey(request.key);
}

std::string ProofPurpose(const MunicipalityId& municipality, const LocationId& location) {
  return "hold/" + municipality.value + "/" + location.value;
}

// Staff are known; conversations in messengers cannot run a script and are limited by their own channel
// (docs/decisions).
bool CanSolve(const HoldRequest& request) {
  return request.audience == Audience::kPublic &&
         (request.channel == Channel::kUnspecified || request.channel == Channel::kWeb);
}

bool ProofIsNeeded(Store::Parts& parts, const KnownLocation& location, Instant now) {
  switch (location.location.rules.proof_of_work) {
    case ProofOfWork::kNever: return false;
    case ProofOfWork::kWhenUnusual: return parts.hold_rate.IsUnusual(location.key, now);
    case ProofOfWork::kAlways: return true;
  }
  return true;
}

// Uses the request's proof up. False when there is none that is good.
absl::StatusOr<bool> UseProof(const Pen& pen, const HoldRequest& request) {
  const auto proof =
      CheckProofOfWork(pen.keys, request.proof_of_work, ProofPurpose(request.municipality, request.location), pen.now);
  if (!proof) return false;
  const auto used = pen.transaction.Run(kProofUsed, {proof->id});
  if (!used.ok()) return used.status();
  if (!used->empty()) return false;
  if (const absl::Status kept = pen.transaction.Later(kUseProof, {proof->id, ToSeconds(proof->expires)}); !kept.ok()) {
    return kept;
  }
  return true;
}

// Gives up a hold that is not confirmed; its places come back at once.
absl::Status GiveUp(const Pen& pen, const AppointmentRow& row, bool lock) {
  const Places places{row.location, row.start, row.occupied_to, row.is_public};
  if (lock) {
    if (const absl::Status locked = pen.transaction.Lock(LocksFor(places)); !locked.ok()) return locked;
  }
  const absl::StatusOr<sql::Rows> marked = pen.transaction.Run(kGiveUp, {row.key, ToSeconds(pen.now)});
  if (!marked.ok()) return marked.status();
  if (marked->touched == 0) return absl::OkStatus();
  if (const absl::Status given = GiveBackPlaces(pen.transaction, places); !given.ok()) return given;
  return Audit(pen, {{row.municipality}, {"citizen"}, "release", row.location, row.start, row.number, ""});
}

// Warns in the conversation, when there is one, two minutes before this end. An extension brings its own warning.
absl::Status Warn(const Pen& pen, const KnownLocation& location, const AppointmentRow& row, const Details& details,
                  const Held& held) {
  if (details.contact.conversation.empty()) return absl::OkStatus();
  Appointment appointment = AppointmentFrom(row, details, location, pen.keys);
  appointment.expires = held.expires;
  return Enqueue(
      pen, {row.municipality},
      {NotificationKind::kHoldEnding, row.key, std::move(appointment), {held.hold.value}, "", "", held.warn_at});
}

// What is kept of a hold: what was entered for its predecessor, and where it is warned of.
absl::StatusOr<Details> DetailsOfHold(const HoldRequest& request, const std::optional<AppointmentRow>& replaced,
                                      const KeyRing& keys) {
  Details details;
  if (replaced && !replaced->sealed.empty()) {
    absl::StatusOr<Details> entered = OpenDetails(*replaced, keys);
    if (!entered.ok()) return entered.status();
    details = *std::move(entered);
    details.confirmation_code.clear();
    details.token.value.clear();
  }
  if (!request.conversation.empty()) details.contact.conversation = request.conversation;
  return details;
}

// Takes the places and writes the hold with them.
absl::StatusOr<Held> WriteHold(const Pen& pen, const HoldRequest& request, const Seat& seat,
                               const std::optional<AppointmentRow>& replaced, NewRow& made) {
  absl::StatusOr<Details> details = DetailsOfHold(request, replaced, pen.keys);
  if (!details.ok()) return details.status();
  const std::string secret = NewToken(pen.random);
  made.row = RowOfHold(pen, request, seat);
  AppointmentRow& row = made.row;
  row.key = made.key.number();
  row.hold_hash = pen.keys.TokenHash("hold", secret);
  if (!request.conversation.empty() || (replaced && !replaced->sealed.empty())) {
    row.sealed = pen.keys.Seal(FormatDetails(*details), SealingContext(row), pen.random);
  }
  absl::Status written = Take(pen.transaction, seat.places, seat.run, request.overbook);
  if (written.ok()) written = InsertHold(pen, made);
  if (!written.ok()) return written;
  written = Audit(pen, {request.municipality, request.actor, request.overbook ? "overbook" : "hold", row.location,
                        row.start, row.number, ""});
  if (!written.ok()) return written;
  const Held held =
      HeldFrom({row.number + "." + secret}, {row.number}, request.location, row.start, row.ends, *row.occupies_until);
  if (const absl::Status warned = Warn(pen, *seat.location, row, *details, held); !warned.ok()) return warned;
  return held;
}

// A hold by the calendar last seen, when nothing speaks against writing it without having looked.
struct Guess {
  TownPtr town;
  Seat seat;
  bool looks_full = false;
};

std::optional<Guess> GuessFor(Store::Parts& parts, const HoldRequest& request, const std::vector<ServiceItem>& items,
                              Instant now) {
  TownPtr town = parts.calendars.LastSeen(request.municipality);
  if (town == nullptr) return std::nullopt;
  SeatOutcome found = FindSeat(*town, request.location, items, request.start, request.audience, now);
  auto* seat = std::get_if<Seat>(&found);
  if (seat == nullptr) return std::nullopt;
  const bool looks_full = parts.full_slots.Any(seat->places.location, seat->run);
  return Guess{std::move(town), std::move(*seat), looks_full};
}

bool CanBeWrittenAtOnce(Store::Parts& parts, const HoldRequest& request, const Guess& guess, Instant now) {
  return !guess.looks_full && !request.replaces && !request.overbook &&
         !(CanSolve(request) && ProofIsNeeded(parts, *guess.seat.location, now));
}

// In one round trip. The tables refuse it, and HoldIn decides, where a slot is full or holds what has expired, the
// calendars have changed or the key was used.
absl::StatusOr<HoldOutcome> HoldAtOnce(Store::Parts& parts, sql::Transaction& transaction, const HoldRequest& request,
                                       const std::string& fingerprint, const Guess& guess, NewRow& made) {
  if (const absl::Status locked = transaction.Lock(LocksFor(guess.seat.places)); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const absl::StatusOr<Held> held = WriteHold(pen, request, guess.seat, std::nullopt, made);
  if (!held.ok()) return held.status();
  const absl::Status kept =
      RememberAsOf(pen, guess.town->version, request.municipality, request.key, fingerprint, *held);
  if (!kept.ok()) return kept;
  return *held;
}

// Whether the slots are full as of now and nothing can be released; looked at without waiting for anybody. A repeat of
// what was held before is not told here.
absl::StatusOr<bool> IsRefused(Store::Parts& parts, sql::Transaction& transaction, const HoldRequest& request,
                               const Guess& guess) {
  const Instant now = parts.clock.Now();
  const auto seen =
      transaction.RunAll({LookCall(guess.seat.places, now), RecallCall(request.municipality, request.key)});
  if (!seen.ok()) return seen.status();
  const sql::Rows& version_and_first = (*seen)[1];
  if (version_and_first.empty() || version_and_first.Int(0, 0) != guess.town->version) return false;
  return version_and_first.IsNull(0, 1) && IsFull((*seen)[0], guess.seat.run, guess.seat.places.is_public);
}

absl::StatusOr<HoldOutcome> HoldIn(Store::Parts& parts, sql::Transaction& transaction, const HoldRequest& request,
                                   const std::vector<ServiceItem>& items, NewRow& made) {
  const auto expected = parts.ExpectedPlaces(transaction, request.municipality, request.location, items, request.start);
  if (!expected.ok()) return expected.status();
  if (!*expected) return UnknownLocation{request.location};
  std::optional<AppointmentRow> replaced;
  std::vector<sql::LockKey> locks = LocksFor(**expected);
  if (request.replaces) {
    auto found = FindBySecret(parts.PenFor(transaction), request.municipality, Secret::kHold, request.replaces->value);
    if (!found.ok()) return found.status();
    replaced = *std::move(found);
    const bool open = replaced && (replaced->IsWaitingForItsCitizen() || replaced->state == AppointmentState::kExpired);
    if (!open) replaced.reset();  // what became an appointment is nobody's to replace
    if (replaced) {
      const auto more = LocksFor({replaced->location, replaced->start, replaced->occupied_to});
      locks.insert(locks.end(), more.begin(), more.end());
    }
  }
  if (const absl::Status locked = transaction.Lock(std::move(locks)); !locked.ok()) return locked;

  const Pen pen = parts.PenFor(transaction);
  const std::string fingerprint = Fingerprint(request, items);
  const auto seen = transaction.RunAll({LookCall(**expected, pen.now), RecallCall(request.municipality, request.key)});
  if (!seen.ok()) return seen.status();
  const auto first = Recalled((*seen)[1], pen, request.municipality, request.key, fingerprint);
  if (!first.ok()) return first.status();
  if (*first) return std::get<Held>(**first);
  const absl::StatusOr<TownPtr> town = parts.calendars.Given((*seen)[1], transaction, request.municipality);
  if (!town.ok()) return town.status();
  SeatOutcome found = FindSeat(**town, request.location, items, request.start, request.audience, pen.now);
  if (const auto* unknown = std::get_if<UnknownLocation>(&found)) return *unknown;
  if (const auto* refused = std::get_if<NotOffered>(&found)) return *refused;
  const Seat& seat = std::get<Seat>(found);
  if (seat.places.occupied_to != (*expected)->occupied_to) return absl::AbortedError("the calendar changed");
  if (CanSolve(request) && ProofIsNeeded(parts, *seat.location, pen.now)) {
    const auto proven = UseProof(pen, request);
    if (!proven.ok()) return proven.status();
    if (!*proven) return ProofOfWorkNeeded{};
  }

  const bool giving_up = replaced && replaced->IsWaitingForItsCitizen();
  if (giving_up) {
    if (const absl::Status given = GiveUp(pen, *replaced, /*lock=*/false); !given.ok()) return given;
  }
  const auto looked = giving_up ? Look(transaction, seat.places, pen.now) : (*seen)[0];
  if (!looked.ok()) return looked.status();
  const auto room = MakeRoom(transaction, seat.places, seat.run, *looked, pen.now);
  if (!room.ok()) return room.status();
  if (!*room && !request.overbook) return SlotTaken{};
  const absl::StatusOr<Held> held = WriteHold(pen, request, seat, replaced, made);
  if (!held.ok()) return held.status();
  const absl::Status kept = Remember(pen, request.municipality, request.key, fingerprint, *held);
  if (!kept.ok()) return kept;
  return *held;
}

absl::StatusOr<HoldOutcome> HoldByGuess(Store::Parts& parts, sql::Transaction& transaction, const HoldRequest& request,
                                        const std::vector<ServiceItem>& items, const Guess& guess, NewRow& made) {
  if (CanBeWrittenAtOnce(parts, request, guess, parts.clock.Now())) {
    return HoldAtOnce(parts, transaction, request, Fingerprint(request, items), guess, made);
  }
  // Where others wait for a lock, as on PostgreSQL, a refusal need not.
  if (guess.looks_full && !request.replaces && !request.overbook && parts.database.is_postgres()) {
    const auto refused = IsRefused(parts, transaction, request, guess);
    if (!refused.ok()) return refused.status();
    if (*refused) return SlotTaken{};
  }
  return HoldIn(parts, transaction, request, items, made);
}

absl::StatusOr<ExtendOutcome> ExtendIn(Store::Parts& parts, sql::Transaction& transaction,
                                       const ExtendRequest& request) {
  auto found = FindBySecret(parts.PenFor(transaction), request.municipality, Secret::kHold, request.hold.value);
  if (!found.ok()) return found.status();
  if (!*found) return HoldGone{};
  const Places places{(*found)->location, (*found)->start, (*found)->occupied_to, (*found)->is_public};
  if (const absl::Status locked = transaction.Lock(LocksFor(places)); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const auto town = parts.calendars.Now(transaction, request.municipality);
  if (!town.ok()) return town.status();
  found = FindBySecret(pen, request.municipality, Secret::kHold, request.hold.value);
  if (!found.ok()) return found.status();
  if (!*found) return HoldGone{};
  const AppointmentRow& row = **found;
  const auto regained = Regain(pen, **town, row);
  if (!regained.ok()) return regained.status();
  if (!*regained) return HoldGone{};
  if (row.extensions >= kMaxExtensions) return NoFurtherExtension{};

  const KnownLocationPtr location = (*town)->Find(row.location);
  const bool awaiting = !row.confirm_hash.empty();
  const Instant expires =
      pen.now + (awaiting ? location->location.rules.await_confirmation : location->location.rules.hold);
  const auto state = awaiting ? AppointmentState::kAwaitingConfirmation : AppointmentState::kHeld;
  const auto updated =
      transaction.Run(kExtend, {row.key, ToSeconds(expires), static_cast<std::int64_t>(state), ToSeconds(pen.now),
                                std::int64_t{row.occupies}, static_cast<std::int64_t>(row.state)});
  if (!updated.ok()) return updated.status();
  if (updated->touched != 1) return absl::AbortedError("the hold changed");
  const absl::Status audited =
      Audit(pen, {request.municipality, {"citizen"}, "extend", row.location, row.start, row.number, ""});
  if (!audited.ok()) return audited;
  const Held held = HeldFrom(request.hold, {row.number}, location->location.id, row.start, row.ends, expires);
  if (awaiting || row.sealed.empty()) return held;
  const auto details = OpenDetails(row, pen.keys);
  if (!details.ok()) return details.status();
  if (const absl::Status warned = Warn(pen, *location, row, *details, held); !warned.ok()) return warned;
  return held;
}

}  // namespace

absl::StatusOr<HoldOutcome> Store::Hold(const HoldRequest& request) {
  const absl::StatusOr<std::vector<ServiceItem>> items = Normalise(request.items);
  if (!items.ok()) return items.status();
  if (const absl::Status valid = CheckHold(request); !valid.ok()) return valid;
  if (request.audience == Audience::kPublic) {
    const TownPtr town = parts_->calendars.LastSeen(request.municipality);
    const KnownLocationPtr known = town == nullptr ? nullptr : town->Find(request.location);
    if (known != nullptr) parts_->hold_rate.Note(known->key, parts_->clock.Now());
  }
  const std::optional<Guess> guess = GuessFor(*parts_, request, *items, parts_->clock.Now());
  auto key = parts_->new_keys.Next(parts_->database);
  if (!key.ok()) return key.status();
  NewRow made{*std::move(key), {}};
  bool first = true;
  auto outcome = parts_->WriteOutcome<HoldOutcome>(
      [&](sql::Transaction& transaction) -> absl::StatusOr<HoldOutcome> {
        if (!std::exchange(first, false) || !guess) return HoldIn(*parts_, transaction, request, *items, made);
        return HoldByGuess(*parts_, transaction, request, *items, *guess, made);
      },
      [](const HoldOutcome& ended) { return std::holds_alternative<Held>(ended); });
  if (guess && outcome.ok()) {
    const Places& places = guess->seat.places;
    if (std::holds_alternative<Held>(*outcome)) parts_->full_slots.Took(places.location, guess->seat.run);
    if (std::holds_alternative<SlotTaken>(*outcome)) parts_->full_slots.Refused(places.location, places.start);
  }
  const auto* held = outcome.ok() ? std::get_if<Held>(&*outcome) : nullptr;
  if (held != nullptr && !made.key.is_null() && held->number.value == made.row.number) {
    parts_->recent_holds.Keep(std::move(made.row));
  }
  return outcome;
}

absl::StatusOr<Challenge> Store::NewChallenge(const MunicipalityId& municipality, const LocationId& location) {
  Challenge made;
  const Instant now = parts_->clock.Now();
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto town = parts_->calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    if (known == nullptr || known->retired) return absl::NotFoundError("location: there is none of this id");
    made.needed = ProofIsNeeded(*parts_, *known, now);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  made.json = FormatProofOfWork(
      NewProofOfWork(parts_->keys, parts_->random, ProofPurpose(municipality, location), now + kProofGoodFor));
  return made;
}

bool Store::AsksForProof(const MunicipalityId& municipality, const LocationId& location) {
  const TownPtr town = parts_->calendars.LastSeen(municipality);
  const KnownLocationPtr known = town == nullptr ? nullptr : town->Find(location);
  return known != nullptr && ProofIsNeeded(*parts_, *known, parts_->clock.Now());
}

absl::StatusOr<ExtendOutcome> Store::Extend(const ExtendRequest& request) {
  parts_->recent_holds.Forget(request.municipality, NumberIn(request.hold.value).value_or(""));
  return parts_->WriteOutcome<ExtendOutcome>(
      [&](sql::Transaction& transaction) { return ExtendIn(*parts_, transaction, request); },
      [](const ExtendOutcome& outcome) { return std::holds_alternative<Held>(outcome); });
}

absl::Status Store::Release(const ReleaseRequest& request) {
  parts_->recent_holds.Forget(request.municipality, NumberIn(request.hold.value).value_or(""));
  return parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts_->PenFor(transaction);
    const auto row = FindBySecret(pen, request.municipality, Secret::kHold, request.hold.value);
    if (!row.ok() || !*row) return row.status();
    return GiveUp(pen, **row, /*lock=*/true);
  });
}

}  // namespace amtslotse::booking
