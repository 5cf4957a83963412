#include "booking/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "booking/folding.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMoves = 500;
constexpr int kFound = 50;

constexpr sql::Statement kBatchByKey{"SELECT key, moves FROM move_batch WHERE municipality = ?1 AND idempotency_key = ?2"};
constexpr sql::Statement kBatchById{"SELECT key, moves FROM move_batch WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kInsertBatch{
    "INSERT INTO move_batch (municipality, idempotency_key, created, actor, moves) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql::Statement kUndone{"UPDATE move_batch SET undone = ?3 WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kReinstate{
    "UPDATE appointment SET state = 3, occupies = 1, occupies_until = NULL, sequence = sequence + 1, changed = ?2, forget_at = ?4 "
    "WHERE key = ?1 AND state = 8 AND sequence = ?3"};
constexpr sql::Statement kFeed{
    "INSERT INTO feed (municipality, location, token_hash, created) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (municipality, location) DO UPDATE SET token_hash = ?3, created = ?4"};
constexpr sql::Statement kFeedLocation{"SELECT location, token_hash FROM feed WHERE municipality = ?1"};

const sql::Statement& Appointments(const char* where) {
  static std::mutex mutex;
  static std::map<std::string, std::pair<std::string, sql::Statement>> made;
  const std::lock_guard guard(mutex);
  auto [entry, fresh] = made.try_emplace(where);
  if (fresh) {
    entry->second.first = "SELECT " + kAppointmentColumns + " FROM appointment WHERE " + where;
    entry->second.second = {entry->second.first.c_str()};
  }
  return entry->second.second;
}

absl::StatusOr<std::vector<Appointment>> OpenAll(const Pen& pen, const Town& town, const sql::Rows& rows) {
  std::vector<Appointment> appointments;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const AppointmentRow row = AppointmentRowFrom(rows, i);
    const auto details = OpenDetails(row, pen.keys);
    if (!details.ok()) return details.status();
    appointments.push_back(AppointmentFrom(row, *details, *town.Find(row.location), pen.keys));
  }
  return appointments;
}

// Where an appointment was before a batch and where it was to go.
struct Step {
  std::string number;
  bool cancel = false;
  std::string from_location;
  std::int64_t from_start = 0;
  std::string to_location;
  std::int64_t to_start = 0;
};

std::string Format(const std::vector<Step>& steps) {
  json list = json::array();
  for (const Step& step : steps) list.push_back({step.number, step.cancel, step.from_location, step.from_start, step.to_location, step.to_start});
  return list.dump();
}

std::vector<Step> ParseSteps(const std::string& text) {
  std::vector<Step> steps;
  for (const json& one : json::parse(text, nullptr, false)) steps.push_back({one[0], one[1], one[2], one[3], one[4], one[5]});
  return steps;
}

struct ReadBatch {
  std::int64_t id = 0;
  std::vector<Step> steps;
};

absl::StatusOr<std::optional<ReadBatch>> FindBatch(sql::Transaction& transaction, const sql::Statement& statement, std::vector<sql::Value> values) {
  const auto rows = transaction.Run(statement, std::move(values));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return ReadBatch{rows->Int(0, 0), ParseSteps(rows->Text(0, 1))};
}

// Writes down what is about to happen, once.
absl::StatusOr<ReadBatch> BeginBatch(Store::Parts& parts, const MunicipalityId& municipality, const IdempotencyKey& key,
                                     const std::vector<MoveWish>& wishes, const Actor& actor) {
  std::optional<ReadBatch> batch;
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    auto known = FindBatch(transaction, kBatchByKey, {municipality.value, key.value});
    if (!known.ok()) return known.status();
    batch = *std::move(known);
    if (batch) return absl::OkStatus();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    std::vector<Step> steps;
    for (const MoveWish& wish : wishes) {
      const auto row = FindByNumber(transaction, municipality, wish.number.value);
      if (!row.ok()) return row.status();
      Step step{wish.number.value, !wish.location, "", 0, wish.location ? wish.location->value : "", ToSeconds(wish.start)};
      if (*row) {
        step.from_location = (*town)->Find((*row)->location)->location.id.value;
        step.from_start = ToSeconds((*row)->start);
      }
      steps.push_back(step);
    }
    const auto inserted = transaction.Run(kInsertBatch, {municipality.value, key.value, ToSeconds(pen.now), actor.value, Format(steps)});
    if (!inserted.ok()) return inserted.status();
    known = FindBatch(transaction, kBatchByKey, {municipality.value, key.value});
    if (!known.ok()) return known.status();
    batch = *std::move(known);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return *std::move(batch);
}

MoveOutcome Narrowed(const RebookOutcome& outcome) {
  return std::visit([](const auto& value) -> MoveOutcome {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, TryLater>) return NotFound{};
    else return value;
  }, outcome);
}

MoveOutcome Narrowed(const CancelOutcome& outcome) {
  return std::visit([](const auto& value) -> MoveOutcome {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, TryLater>) return NotFound{};
    else return value;
  }, outcome);
}

absl::StatusOr<MoveOutcome> RebookTo(Store& store, const MunicipalityId& municipality, const std::string& key, const std::string& number,
                                     const std::string& location, std::int64_t start, const std::string& words, const Actor& actor) {
  RebookRequest rebook;
  rebook.municipality = municipality;
  rebook.key = {key};
  rebook.access = ByNumber{{number}};
  rebook.location = {location};
  rebook.start = FromSeconds(start);
  rebook.audience = Audience::kStaff;
  rebook.actor = actor;
  rebook.reason = words;
  const auto outcome = store.Rebook(rebook);
  if (!outcome.ok()) return outcome.status();
  return Narrowed(*outcome);
}

// A cancelled appointment stands again, when there is room.
absl::StatusOr<MoveOutcome> ReinstateIn(Store::Parts& parts, sql::Transaction& transaction, const MunicipalityId& municipality,
                                        const std::string& number, const Actor& actor) {
  auto row = FindByNumber(transaction, municipality, number);
  if (!row.ok()) return row.status();
  if (!*row) return NotFound{};
  if ((*row)->state != AppointmentState::kCancelled) return NotChangeable{(*row)->state};
  const Places places{(*row)->location, (*row)->start, (*row)->occupied_to, (*row)->is_public};
  if (const absl::Status locked = transaction.Lock(LocksFor(places)); !locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  const KnownLocationPtr location = (*town)->Find(places.location);
  const auto slot = std::chrono::minutes{location->location.slot_minutes};
  const auto run = RunOfSlots(*location, places.start, static_cast<int>((places.occupied_to - places.start) / slot), Audience::kStaff);
  if (!run || places.start <= pen.now) return NotOffered{};
  const auto taken = TakePlaces(transaction, {places.location, places.start, places.occupied_to, false}, *run, false, pen.now);
  if (!taken.ok()) return taken.status();
  if (!*taken) return SlotTaken{};
  const auto stands = transaction.Run(kReinstate, {(*row)->key, ToSeconds(pen.now), std::int64_t{(*row)->sequence},
                                                   ToSeconds((*row)->ends + location->location.rules.retention)});
  if (!stands.ok()) return stands.status();
  if (stands->touched != 1) return absl::AbortedError("the appointment changed");
  static constexpr sql::Statement kStaffPlace{"UPDATE appointment SET is_public = 0 WHERE key = ?1"};
  if (const auto staff = transaction.Run(kStaffPlace, {(*row)->key}); !staff.ok()) return staff.status();
  AppointmentRow now_row = **row;
  now_row.state = AppointmentState::kConfirmed;
  ++now_row.sequence;
  const auto details = OpenDetails(now_row, pen.keys);
  if (!details.ok()) return details.status();
  const Rebooked back{AppointmentFrom(now_row, *details, *location, pen.keys)};
  Message message{NotificationKind::kRebooked, now_row.key, back.appointment, details->token, details->cancellation_code, "", pen.now, true};
  absl::Status written = Enqueue(pen, municipality, message);
  if (written.ok()) written = EnqueueReminder(pen, municipality, message, location->location.rules);
  if (written.ok()) written = Audit(pen, {municipality, actor, "reinstate", places.location, places.start, number, ""});
  if (!written.ok()) return written;
  return back;
}

bool Overlap(const FreeSlot& slot, const FreeSlot& other) {
  return slot.location == other.location && slot.start < other.end && other.start < slot.end;
}

// The first free time that is left when the others have theirs.
std::optional<FreeSlot> FirstLeft(const std::vector<FreeSlot>& free, const std::vector<FreeSlot>& given, const ProposeQuery& query) {
  for (const FreeSlot& slot : free) {
    const bool closed = slot.location == query.location && query.from && query.to && slot.start < *query.to && slot.end > *query.from;
    if (closed) continue;
    const auto used = std::count_if(given.begin(), given.end(), [&](const FreeSlot& other) { return Overlap(slot, other); });
    if (used < slot.places) return slot;
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<FreeSlot>> FreeFor(Store& store, const ProposeQuery& query, const Appointment& appointment, Instant now) {
  SlotQuery slots;
  slots.municipality = query.municipality;
  for (const BookedService& service : appointment.services) slots.items.push_back({service.service, service.quantity});
  slots.locations = {appointment.location};
  for (const LocationId& other : query.others) slots.locations.push_back(other);
  slots.audience = Audience::kStaff;
  slots.as_soon_as_possible = true;
  slots.max_results = 500;
  slots.after = std::max(query.earliest.value_or(now), now);
  const auto outcome = store.FreeSlots(slots);
  if (!outcome.ok()) return outcome.status();
  if (const auto* found = std::get_if<SlotsFound>(&*outcome)) return found->slots;
  return std::vector<FreeSlot>{};
}

std::string Cell(std::string text) {
  // A spreadsheet would take it for a formula.
  if (!text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos) text.insert(0, "'");
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c == '\n' || c == '\r' ? ' ' : c);
  return quoted + "\"";
}

}  // namespace

absl::StatusOr<std::vector<Appointment>> Desk::Between(const MunicipalityId& municipality, const LocationId& location, Instant from, Instant to) {
  std::vector<Appointment> found;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    if (known == nullptr) return absl::NotFoundError("location_id: unknown");
    const auto rows = transaction.Run(Appointments("location = ?1 AND start >= ?2 AND start < ?3 AND state BETWEEN 3 AND 7 ORDER BY start, key"),
                                      {known->key, ToSeconds(from), ToSeconds(to)});
    if (!rows.ok()) return rows.status();
    auto opened = OpenAll(pen, **town, *rows);
    if (opened.ok()) found = *std::move(opened);
    return opened.status();
  });
  if (!read.ok()) return read;
  return found;
}

absl::StatusOr<std::vector<MoveProposal>> Desk::Propose(const ProposeQuery& query) {
  if (query.numbers.size() > kMostMoves) return absl::InvalidArgumentError("appointment_ids: at most 500");
  const Instant now = store_.parts().clock.Now();
  std::vector<MoveProposal> proposals;
  if (query.from && query.to) {
    auto inside = Between(query.municipality, query.location, std::max(*query.from, now), *query.to);
    if (!inside.ok()) return inside.status();
    for (Appointment& appointment : *inside) {
      if (appointment.state == AppointmentState::kConfirmed) proposals.push_back({std::move(appointment), std::nullopt, "", true, false});
    }
  }
  for (const AppointmentNumber& number : query.numbers) {
    const auto found = store_.Lookup(query.municipality, ByNumber{number});
    if (!found.ok()) return found.status();
    const auto* appointment = std::get_if<Appointment>(&*found);
    if (appointment != nullptr && appointment->state == AppointmentState::kConfirmed && appointment->start > now) {
      proposals.push_back({*appointment, std::nullopt, "", false, false});
    }
  }
  std::stable_sort(proposals.begin(), proposals.end(),
                   [](const MoveProposal& a, const MoveProposal& b) { return a.appointment.start < b.appointment.start; });
  const auto calendars = store_.Calendars(query.municipality);
  if (!calendars.ok()) return calendars.status();
  std::vector<FreeSlot> given;
  for (MoveProposal& proposal : proposals) {
    proposal.reachable = RouteOf(NotificationKind::kRebooked, proposal.appointment.contact, /*by_staff=*/true).has_value();
    const auto free = FreeFor(store_, query, proposal.appointment, now);
    if (!free.ok()) return free.status();
    proposal.slot = FirstLeft(*free, given, query);
    if (!proposal.slot) continue;
    given.push_back(*proposal.slot);
    for (const Location& location : *calendars) {
      if (location.id == proposal.slot->location) proposal.location_name = location.name;
    }
  }
  return proposals;
}

absl::StatusOr<MoveBatch> Desk::Move(const MunicipalityId& municipality, const IdempotencyKey& key, const std::vector<MoveWish>& wishes,
                                     const std::string& words, const Actor& actor) {
  absl::Status valid = CheckKey(key);
  if (valid.ok() && key.value.size() > 150) valid = absl::InvalidArgumentError("idempotency_key: at most 150 bytes");
  if (valid.ok() && wishes.size() > kMostMoves) valid = absl::InvalidArgumentError("moves: at most 500");
  if (valid.ok() && words.size() > 1000) valid = absl::InvalidArgumentError("message: at most 1000 bytes");
  if (!valid.ok()) return valid;
  const auto begun = BeginBatch(store_.parts(), municipality, key, wishes, actor);
  if (!begun.ok()) return begun.status();
  MoveBatch batch{begun->id, {}};
  for (const Step& step : begun->steps) {
    const std::string step_key = "move/" + key.value + "/" + step.number;
    absl::StatusOr<MoveOutcome> outcome = NotFound{};
    if (step.cancel) {
      CancelRequest cancel;
      cancel.municipality = municipality;
      cancel.key = {step_key};
      cancel.access = ByNumber{{step.number}};
      cancel.actor = actor;
      cancel.reason = words;
      const auto cancelled = store_.Cancel(cancel);
      outcome = cancelled.ok() ? absl::StatusOr<MoveOutcome>(Narrowed(*cancelled)) : cancelled.status();
    } else {
      outcome = RebookTo(store_, municipality, step_key, step.number, step.to_location, step.to_start, words, actor);
    }
    if (!outcome.ok()) return outcome.status();
    batch.moves.push_back({{step.number}, *std::move(outcome)});
  }
  return batch;
}

absl::StatusOr<std::optional<MoveBatch>> Desk::Undo(const MunicipalityId& municipality, std::int64_t id, const Actor& actor) {
  auto& parts = store_.parts();
  std::optional<ReadBatch> read;
  const absl::Status noted = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    auto found = FindBatch(transaction, kBatchById, {municipality.value, id});
    if (!found.ok()) return found.status();
    read = *std::move(found);
    return transaction.Run(kUndone, {municipality.value, id, ToSeconds(parts.clock.Now())}).status();
  });
  if (!noted.ok()) return noted;
  if (!read) return std::nullopt;
  MoveBatch batch{id, {}};
  for (const Step& step : read->steps) {
    const auto now = store_.Lookup(municipality, ByNumber{{step.number}});
    if (!now.ok()) return now.status();
    const auto* appointment = std::get_if<Appointment>(&*now);
    absl::StatusOr<MoveOutcome> outcome = NotFound{};
    if (appointment != nullptr && step.cancel) {
      outcome = parts.WriteOutcome<MoveOutcome>(
          [&](sql::Transaction& transaction) { return ReinstateIn(parts, transaction, municipality, step.number, actor); },
          [](const MoveOutcome& one) { return std::holds_alternative<Rebooked>(one); });
    } else if (appointment != nullptr && appointment->location.value == step.to_location && ToSeconds(appointment->start) == step.to_start) {
      outcome = RebookTo(store_, municipality, fmt::format("undo/{}/{}", id, step.number), step.number, step.from_location, step.from_start, "", actor);
    } else if (appointment != nullptr) {
      outcome = NotChangeable{appointment->state};  // never moved, or changed since
    }
    if (!outcome.ok()) return outcome.status();
    batch.moves.push_back({{step.number}, *std::move(outcome)});
  }
  return batch;
}

absl::StatusOr<std::vector<Appointment>> Desk::Search(const MunicipalityId& municipality, const std::string& text, const Actor& actor) {
  if (text.empty() || text.size() > 400) return absl::InvalidArgumentError("query: expected 1 to 400 bytes");
  std::vector<Appointment> found;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    found.clear();
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const auto add = [&](const char* where, const sql::Value& value) -> absl::Status {
      const auto rows = transaction.Run(Appointments(where), {municipality.value, value, ToSeconds(pen.now) - 86400, std::int64_t{kFound}});
      if (!rows.ok()) return rows.status();
      auto opened = OpenAll(pen, **town, *rows);
      if (!opened.ok()) return opened.status();
      found.insert(found.end(), opened->begin(), opened->end());
      return absl::OkStatus();
    };
    absl::Status done = absl::OkStatus();
    const auto number = ParseNumber(text);
    const auto code = ParseCancellationCode(text);
    if (number) done = add("municipality = ?1 AND number = ?2 AND ?3 > 0 AND state <> 9 LIMIT ?4", number->value);
    if (done.ok() && code) done = add("municipality = ?1 AND code_hash = ?2 AND ?3 > 0 AND state <> 9 LIMIT ?4", pen.keys.SearchHash("code", municipality.value, *code));
    const std::string surname = FoldedSurname(text);
    if (done.ok() && found.empty() && !surname.empty()) {
      done = add("municipality = ?1 AND surname_hash = ?2 AND start > ?3 AND state BETWEEN 3 AND 8 ORDER BY start LIMIT ?4",
                 pen.keys.SearchHash("surname", municipality.value, surname));
    }
    if (!done.ok()) return done;
    return Audit(pen, {municipality, actor, "search", 0, pen.now, number ? number->value : "", fmt::format("{}", found.size())});
  });
  if (!written.ok()) return written;
  return found;
}

absl::StatusOr<CallerOutcome> Desk::Book(const CallerRequest& request) {
  HoldRequest hold;
  hold.municipality = request.municipality;
  hold.key = {"desk-hold/" + request.key.value};
  hold.location = request.location;
  hold.items = request.items;
  hold.start = request.start;
  hold.channel = request.channel;
  hold.audience = Audience::kStaff;
  hold.actor = request.actor;
  hold.overbook = request.overbook;
  const auto held = store_.Hold(hold);
  if (!held.ok()) return held.status();
  if (std::holds_alternative<SlotTaken>(*held)) return SlotTaken{};
  if (const auto* refused = std::get_if<NotOffered>(&*held)) return *refused;
  if (const auto* unknown = std::get_if<UnknownLocation>(&*held)) return *unknown;
  const auto* place = std::get_if<Held>(&*held);
  if (place == nullptr) return absl::InternalError("a proof of work was asked of staff");
  ConfirmRequest confirm;
  confirm.municipality = request.municipality;
  confirm.key = {"desk-confirm/" + request.key.value};
  confirm.hold = place->hold;
  confirm.contact = request.contact;
  confirm.needs = request.needs;
  confirm.attendees = request.attendees;
  confirm.actor = request.actor;
  confirm.exempt_from_limit = request.exempt_from_limit;
  const auto confirmed = store_.Confirm(confirm);
  if (!confirmed.ok()) return confirmed.status();
  if (const auto* done = std::get_if<Confirmed>(&*confirmed)) return *done;
  // The form stays open: what is corrected holds anew under its own key.
  if (const absl::Status released = store_.Release({request.municipality, place->hold}); !released.ok()) return released;
  if (const auto* missing = std::get_if<DetailsMissing>(&*confirmed)) return *missing;
  if (const auto* limit = std::get_if<LimitReached>(&*confirmed)) return *limit;
  return HoldGone{};
}

absl::StatusOr<std::optional<Slip>> Desk::PrintSlip(const MunicipalityId& municipality, const AppointmentNumber& number, const Actor& actor) {
  std::optional<Slip> slip;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    slip.reset();
    const Pen pen = parts.PenFor(transaction);
    const auto row = FindByNumber(transaction, municipality, number.value);
    if (!row.ok() || !*row) return row.status();
    const auto details = OpenDetails(**row, pen.keys);
    if (!details.ok()) return details.status();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    slip = Slip{AppointmentFrom(**row, *details, *(*town)->Find((*row)->location), pen.keys), details->cancellation_code, details->token};
    return Audit(pen, {municipality, actor, "slip", (*row)->location, (*row)->start, number.value, ""});
  });
  if (!written.ok()) return written;
  return slip;
}

absl::Status Desk::NoteExport(const MunicipalityId& municipality, const LocationId& location, const Actor& actor) {
  auto& parts = store_.parts();
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    return Audit(pen, {municipality, actor, "export", known == nullptr ? 0 : known->key, pen.now, "", ""});
  });
}

absl::StatusOr<std::string> Desk::NewFeed(const MunicipalityId& municipality, const LocationId& location, const Actor& actor) {
  auto& parts = store_.parts();
  std::string secret;
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr known = (*town)->Find(location);
    if (known == nullptr) return absl::NotFoundError("location_id: unknown");
    secret = NewToken(pen.random);
    const auto kept = transaction.Run(kFeed, {municipality.value, known->key, sql::Blob{pen.keys.TokenHash("feed", secret)}, ToSeconds(pen.now)});
    if (!kept.ok()) return kept.status();
    return Audit(pen, {municipality, actor, "feed", known->key, pen.now, "", ""});
  });
  if (!written.ok()) return written;
  return secret;
}

absl::StatusOr<std::optional<LocationId>> Desk::FeedLocation(const MunicipalityId& municipality, const std::string& secret) {
  auto& parts = store_.parts();
  std::optional<LocationId> location;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kFeedLocation, {municipality.value});
    if (!rows.ok()) return rows.status();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const KnownLocationPtr known = (*town)->Find(rows->Int(i, 0));
      if (known != nullptr && EqualInConstantTime(parts.keys.TokenHash("feed", secret), rows->Bytes(i, 1))) location = known->location.id;
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return location;
}

std::string FormatAppointments(const std::vector<Appointment>& appointments) {
  std::string text = "\xEF\xBB\xBFTerminnummer;Datum;Beginn;Ende;Standort;Name;Leistungen;Personen;Stand\r\n";
  for (const Appointment& appointment : appointments) {
    const auto zone = Zone::Find(appointment.time_zone);
    if (!zone.ok()) continue;
    const Date date = zone->DateOf(appointment.start);
    const auto clock = [&](Instant instant) { return fmt::format("{:02}:{:02}", zone->TimeOf(instant).count() / 60, zone->TimeOf(instant).count() % 60); };
    std::string services;
    for (const BookedService& service : appointment.services) {
      services += (services.empty() ? "" : ", ") + (service.quantity > 1 ? fmt::format("{} × ", service.quantity) : "") +
                  (service.name.empty() ? service.service.value : service.name);
    }
    const char* state = appointment.state == AppointmentState::kServed   ? "erledigt"
                        : appointment.state == AppointmentState::kMissed ? "nicht erschienen"
                                                                         : "gebucht";
    text += fmt::format("{};{:02}.{:02}.{};{};{};{};{};{};{};{}\r\n", appointment.number.value, static_cast<unsigned>(date.day()),
                        static_cast<unsigned>(date.month()), static_cast<int>(date.year()), clock(appointment.start), clock(appointment.end),
                        Cell(appointment.location_name), Cell(appointment.contact.name), Cell(services), appointment.attendee_count, state);
  }
  return text;
}

}  // namespace amtslotse::booking
