// Appointments that must go somewhere else, many at once, and back.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booking/desk.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMoves = 500;

constexpr sql::Statement kBatchByKey{
    "SELECT key, moves FROM move_batch WHERE municipality = ?1 AND idempotency_key = ?2"};
constexpr sql::Statement kBatchById{"SELECT key, moves FROM move_batch WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kInsertBatch{
    "INSERT INTO move_batch (municipality, idempotency_key, created, actor, moves) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql::Statement kUndone{"UPDATE move_batch SET undone = ?3 WHERE municipality = ?1 AND key = ?2"};
constexpr sql::Statement kReinstate{
    "UPDATE appointment SET state = 3, occupies = 1, occupies_until = NULL, sequence = sequence + 1, changed = ?2, "
    "forget_at = ?4 "
    "WHERE key = ?1 AND state = 8 AND sequence = ?3"};

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
  for (const Step& step : steps) {
    list.push_back({step.number, step.cancel, step.from_location, step.from_start, step.to_location, step.to_start});
  }
  return list.dump();
}

std::vector<Step> ParseSteps(const std::string& text) {
  std::vector<Step> steps;
  for (const json& one : json::parse(text, nullptr, false)) {
    steps.push_back({one[0], one[1], one[2], one[3], one[4], one[5]});
  }
  return steps;
}

struct ReadBatch {
  std::int64_t id = 0;
  std::vector<Step> steps;
};

absl::StatusOr<std::optional<ReadBatch>> FindBatch(sql::Transaction& transaction, const sql::Statement& statement,
                                                   std::vector<sql::Value> values) {
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
      Step step{wish.number.value,    !wish.location, "", 0, wish.location ? wish.location->value : "",
                ToSeconds(wish.start)};
      if (*row) {
        step.from_location = (*town)->Find((*row)->location)->location.id.value;
        step.from_start = ToSeconds((*row)->start);
      }
      steps.push_back(step);
    }
    const auto inserted =
        transaction.Run(kInsertBatch, {municipality.value, key.value, ToSeconds(pen.now), actor.value, Format(steps)});
    if (!inserted.ok()) return inserted.status();
    known = FindBatch(transaction, kBatchByKey, {municipality.value, key.value});
    if (!known.ok()) return known.status();
    batch = *std::move(known);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return *std::move(batch);
}

// Of a RebookOutcome or a CancelOutcome.
template <typename Outcome>
MoveOutcome Narrowed(const Outcome& outcome) {
  return std::visit(
      [](const auto& value) -> MoveOutcome {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, TryLater>)
          return NotFound{};
        else
          return value;
      },
      outcome);
}

absl::StatusOr<MoveOutcome> RebookTo(Store& store, const MunicipalityId& municipality, const std::string& key,
                                     const std::string& number, const std::string& location, std::int64_t start,
                                     const std::string& words, const Actor& actor) {
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

absl::StatusOr<MoveOutcome> TakeStep(Store& store, const MunicipalityId& municipality, const IdempotencyKey& key,
                                     const Step& step, const std::string& words, const Actor& actor) {
  const std::string step_key = "move/" + key.value + "/" + step.number;
  if (!step.cancel) {
    return RebookTo(store, municipality, step_key, step.number, step.to_location, step.to_start, words, actor);
  }
  CancelRequest cancel;
  cancel.municipality = municipality;
  cancel.key = {step_key};
  cancel.access = ByNumber{{step.number}};
  cancel.actor = actor;
  cancel.reason = words;
  const auto cancelled = store.Cancel(cancel);
  if (!cancelled.ok()) return cancelled.status();
  return Narrowed(*cancelled);
}

// A cancelled appointment stands again, when there is room.
absl::StatusOr<MoveOutcome> ReinstateIn(Store::Parts& parts, sql::Transaction& transaction,
                                        const MunicipalityId& municipality, const std::string& number,
                                        const Actor& actor) {
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
  const auto run = RunOfSlots(*location, places.start, static_cast<int>((places.occupied_to - places.start) / slot),
                              Audience::kStaff);
  if (!run || places.start <= pen.now) return NotOffered{};
  const auto taken =
      TakePlaces(transaction, {places.location, places.start, places.occupied_to, false}, *run, false, pen.now);
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
  Message message{NotificationKind::kRebooked, now_row.key, back.appointment, details->token,
                  details->cancellation_code,  "",          pen.now,          true};
  absl::Status written = Enqueue(pen, municipality, message);
  if (written.ok()) written = EnqueueReminder(pen, municipality, message, location->location.rules);
  if (written.ok()) written = Audit(pen, {municipality, actor, "reinstate", places.location, places.start, number, ""});
  if (!written.ok()) return written;
  return back;
}

absl::StatusOr<MoveOutcome> TakeBack(Store& store, const MunicipalityId& municipality, std::int64_t batch,
                                     const Step& step, const Actor& actor) {
  const auto now = store.Lookup(municipality, ByNumber{{step.number}});
  if (!now.ok()) return now.status();
  const auto* appointment = std::get_if<Appointment>(&*now);
  if (appointment == nullptr) return NotFound{};
  auto& parts = store.parts();
  if (step.cancel) {
    return parts.WriteOutcome<MoveOutcome>(
        [&](sql::Transaction& transaction) {
          return ReinstateIn(parts, transaction, municipality, step.number, actor);
        },
        [](const MoveOutcome& one) { return std::holds_alternative<Rebooked>(one); });
  }
  const bool where_it_went =
      appointment->location.value == step.to_location && ToSeconds(appointment->start) == step.to_start;
  if (!where_it_went) return NotChangeable{appointment->state};  // never moved, or changed since
  const std::string key = fmt::format("undo/{}/{}", batch, step.number);
  return RebookTo(store, municipality, key, step.number, step.from_location, step.from_start, "", actor);
}

}  // namespace

absl::StatusOr<MoveBatch> Desk::Move(const MunicipalityId& municipality, const IdempotencyKey& key,
                                     const std::vector<MoveWish>& wishes, const std::string& words,
                                     const Actor& actor) {
  absl::Status valid = CheckKey(key);
  if (valid.ok() && key.value.size() > 150) valid = absl::InvalidArgumentError("idempotency_key: at most 150 bytes");
  if (valid.ok() && wishes.size() > kMostMoves) valid = absl::InvalidArgumentError("moves: at most 500");
  if (valid.ok() && words.size() > 1000) valid = absl::InvalidArgumentError("message: at most 1000 bytes");
  if (!valid.ok()) return valid;
  const auto begun = BeginBatch(store_.parts(), municipality, key, wishes, actor);
  if (!begun.ok()) return begun.status();
  MoveBatch batch{begun->id, {}};
  for (const Step& step : begun->steps) {
    auto outcome = TakeStep(store_, municipality, key, step, words, actor);
    if (!outcome.ok()) return outcome.status();
    batch.moves.push_back({{step.number}, *std::move(outcome)});
  }
  return batch;
}

absl::StatusOr<std::vector<std::string>> Desk::NumbersOf(const MunicipalityId& municipality, std::int64_t id) {
  std::vector<std::string> numbers;
  const absl::Status read = store_.parts().database.Read([&](sql::Transaction& transaction) -> absl::Status {
    numbers.clear();
    const auto batch = FindBatch(transaction, kBatchById, {municipality.value, id});
    if (!batch.ok() || !*batch) return batch.status();
    for (const Step& step : (*batch)->steps) numbers.push_back(step.number);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return numbers;
}

absl::StatusOr<std::optional<MoveBatch>> Desk::Undo(const MunicipalityId& municipality, std::int64_t id,
                                                    const Actor& actor) {
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
    auto outcome = TakeBack(store_, municipality, id, step, actor);
    if (!outcome.ok()) return outcome.status();
    batch.moves.push_back({{step.number}, *std::move(outcome)});
  }
  return batch;
}

}  // namespace amtslotse::booking
