#include <fmt/format.h>

#include <algorithm>

#include "booking/folding.h"
#include "booking/store_parts.h"
#include "nlu/text/fold.h"

// From a hold to an appointment.
namespace amtslotse::booking {
namespace {

constexpr int kMaxWrongCodes = 5;

// A row that is not as it was read gets no state, which the table refuses: the transaction cannot commit and is run
// again. (It is still there: a hold that somebody released is deleted a day later at the earliest, see tidy.cc.)
constexpr sql::Statement kAwait{
    "UPDATE appointment SET state = CASE WHEN occupies = ?11 AND state = ?12 THEN 2 END, occupies = 1, "
    "occupies_until = ?2, changed = ?3, token_hash = ?4, confirm_hash = ?5, sealed = ?6, surname_hash = ?7, "
    "email_hash = ?8, telephone_hash = ?9, attendees = ?10, "
    "wrong_codes = 0 WHERE key = ?1"};
constexpr sql::Statement kConfirm{
    "UPDATE appointment SET state = CASE WHEN occupies = ?11 AND state = ?12 THEN 3 END, occupies = 1, "
    "occupies_until = NULL, changed = ?2, token_hash = ?3, code_hash = ?4, sealed = ?5, surname_hash = ?6, "
    "email_hash = ?7, telephone_hash = ?8, attendees = ?9, forget_at = ?10 WHERE key = ?1"};
constexpr sql::Statement kWrongCode{"UPDATE appointment SET wrong_codes = wrong_codes + 1 WHERE key = ?1"};
constexpr sql::Statement kPersonLoad{
    "SELECT CAST(coalesce(sum(attendees), 0) AS BIGINT) FROM appointment WHERE (email_hash = ?1 OR telephone_hash = "
    "?2) "
    "AND key <> ?3 AND occupies = 1 AND ends > ?4 AND (occupies_until IS NULL OR occupies_until > ?4)"};

std::vector<sql::LockKey> PersonLocks(const PersonHashes& hashes) {
  std::vector<sql::LockKey> locks;
  for (const sql::Value* value : {&hashes.email, &hashes.telephone}) {
    if (!value->is_null()) locks.push_back({sql::LockKey::Kind::kPerson, value->number()});
  }
  return locks;
}

// What a confirmation works on.
struct Confirmation {
  Pen pen;
  const MunicipalityId& municipality;
  const KnownLocation& location;
  const AppointmentRow& row;
  Details details;
  Actor actor;
};

// Nothing when within the limit.
absl::StatusOr<std::optional<LimitReached>> OverLimit(const Confirmation& c, const PersonHashes& hashes,
                                                      int attendees) {
  const int limit = c.location.location.rules.person_limit;
  if (limit == 0 || (hashes.email.is_null() && hashes.telephone.is_null())) return std::nullopt;
  const auto load =
      c.pen.transaction.Run(kPersonLoad, {hashes.email, hashes.telephone, c.row.key, ToSeconds(c.pen.now)});
  if (!load.ok()) return load.status();
  if (load->Int(0, 0) + attendees <= limit) return std::nullopt;
  return LimitReached{limit};
}

absl::StatusOr<Confirmed> WriteConfirmed(Confirmation c) {
  std::string secret;
  if (c.details.token.value.empty()) {
    secret = NewToken(c.pen.random);
    c.details.token.value = c.row.number + "." + secret;
  } else {
    secret = c.details.token.value.substr(c.details.token.value.find('.') + 1);
  }
  c.details.cancellation_code = NewCancellationCode(c.pen.random);
  c.details.confirmation_code.clear();
  const PersonHashes hashes = HashesOf(c.pen.keys, c.row.municipality, c.details.contact);
  absl::Status written = c.pen.transaction.Later(
      kConfirm, {c.row.key, ToSeconds(c.pen.now), sql::Blob{c.pen.keys.TokenHash("token", secret)},
                 c.pen.keys.SearchHash("code", c.row.municipality, c.details.cancellation_code),
                 sql::Blob{c.pen.keys.Seal(FormatDetails(c.details), SealingContext(c.row), c.pen.random)},
                 hashes.surname, hashes.email, hashes.telephone, std::int64_t{c.row.attendees},
                 ToSeconds(ForgetAt(c.location.location.rules, AppointmentState::kConfirmed, c.row.ends)),
                 std::int64_t{c.row.occupies}, static_cast<std::int64_t>(c.row.state)});
  if (!written.ok()) return written;

  AppointmentRow row = c.row;
  row.state = AppointmentState::kConfirmed;
  row.changed = c.pen.now;
  Confirmed confirmed{AppointmentFrom(row, c.details, c.location, c.pen.keys), c.details.cancellation_code,
                      c.details.token};
  Message message{NotificationKind::kConfirmed,
                  row.key,
                  confirmed.appointment,
                  confirmed.token,
                  confirmed.cancellation_code,
                  "",
                  c.pen.now};
  written = Enqueue(c.pen, c.municipality, message);
  if (written.ok()) written = EnqueueReminder(c.pen, c.municipality, message, c.location.location.rules);
  if (written.ok()) {
    written = Audit(c.pen, {c.municipality, c.actor, "confirm", row.location, row.start, row.number, ""});
  }
  if (!written.ok()) return written;
  return confirmed;
}

absl::StatusOr<AwaitingConfirmation> WriteAwaiting(Confirmation c) {
  const std::string secret = NewToken(c.pen.random);
  c.details.token.value = c.row.number + "." + secret;
  c.details.confirmation_code = NewConfirmationCode(c.pen.random);
  const PersonHashes hashes = HashesOf(c.pen.keys, c.row.municipality, c.details.contact);
  const Instant expires = c.pen.now + c.location.location.rules.await_confirmation;
  absl::Status written = c.pen.transaction.Later(
      kAwait, {c.row.key, ToSeconds(expires), ToSeconds(c.pen.now), sql::Blob{c.pen.keys.TokenHash("token", secret)},
               sql::Blob{c.pen.keys.TokenHash("confirm/" + c.row.number, c.details.confirmation_code)},
               sql::Blob{c.pen.keys.Seal(FormatDetails(c.details), SealingContext(c.row), c.pen.random)},
               hashes.surname, hashes.email, hashes.telephone, std::int64_t{c.row.attendees},
               std::int64_t{c.row.occupies}, static_cast<std::int64_t>(c.row.state)});
  if (!written.ok()) return written;
  AppointmentRow row = c.row;
  row.state = AppointmentState::kAwaitingConfirmation;
  row.occupies_until = expires;
  const Message message{NotificationKind::kConfirm,
                        row.key,
                        AppointmentFrom(row, c.details, c.location, c.pen.keys),
                        c.details.token,
                        c.details.confirmation_code,
                        "",
                        c.pen.now};
  written = Enqueue(c.pen, c.municipality, message);
  if (written.ok()) written = Audit(c.pen, {c.municipality, c.actor, "await", row.location, row.start, row.number, ""});
  if (!written.ok()) return written;
  return AwaitingConfirmation{{row.number}, expires};
}

std::string Fingerprint(const ConfirmRequest& request) {
  return fmt::format("confirm/{}/{}/{}/{}", request.hold.value, request.contact.name, request.contact.email,
                     request.contact.telephone);
}

// What a confirmation begins with: one look at the first result, the row and the calendar; then the locks it needs.
struct Opening {
  std::optional<KeptResult> first;
  std::optional<AppointmentRow> row;
  TownPtr town;
  bool looked = true;  // else the row is as this process wrote it, and the storage has to say whether it is so still
};

struct Sought {
  const MunicipalityId& municipality;
  const IdempotencyKey& key;
  const std::string& fingerprint;
  Secret secret;
  const std::string& text;
  const Contact* contact;  // null: the one that was kept
};

// A row that has its places needs no lock on them: only it itself is written, and only as it was read. One that lost
// them takes places again.
absl::Status LockFor(Store::Parts& parts, sql::Transaction& transaction, const Sought& sought, Opening& opening) {
  const AppointmentRow& row = *opening.row;
  std::vector<sql::LockKey> locks;
  if (!row.occupies) locks = LocksFor({row.location, row.start, row.occupied_to});
  if (opening.town->limits_persons) {
    const auto kept = OpenDetails(row, parts.keys);
    if (!kept.ok()) return kept.status();
    const Contact& contact = sought.contact != nullptr ? *sought.contact : kept->contact;
    const auto person = PersonLocks(HashesOf(parts.keys, sought.municipality.value, contact));
    locks.insert(locks.end(), person.begin(), person.end());
  }
  if (locks.empty()) return absl::OkStatus();
  if (const absl::Status locked = transaction.Lock(std::move(locks)); !locked.ok()) return locked;
  auto again = FindBySecret(parts.PenFor(transaction), sought.municipality, sought.secret, sought.text);
  if (!again.ok()) return again.status();
  if (*again && (*again)->occupies != row.occupies) return absl::AbortedError("the hold changed");
  opening.row = *std::move(again);
  return absl::OkStatus();
}

absl::StatusOr<Opening> Open(Store::Parts& parts, sql::Transaction& transaction, const Sought& sought) {
  const Pen pen = parts.PenFor(transaction);
  const sql::Call look = RecallWithRowCall(sought.municipality, sought.key, NumberIn(sought.text).value_or(""));
  const auto seen = transaction.Run(*look.statement, look.parameters);
  if (!seen.ok()) return seen.status();
  Opening opening;
  auto first = Recalled(*seen, pen, sought.municipality, sought.key, sought.fingerprint);
  if (!first.ok()) return first.status();
  opening.first = *std::move(first);
  std::optional<AppointmentRow> row = RowBeside(*seen);
  if (opening.first || !row || !Opens(pen, *row, sought.secret, sought.text)) return opening;
  opening.row = std::move(row);
  auto town = parts.calendars.Given(*seen, transaction, sought.municipality);
  if (!town.ok()) return town.status();
  opening.town = *std::move(town);
  if (const absl::Status locked = LockFor(parts, transaction, sought, opening); !locked.ok()) return locked;
  return opening;
}

// Without a look, for who confirms where it was held. Limits per person need one.
std::optional<Opening> Remembered(Store::Parts& parts, const Pen& pen, const ConfirmRequest& request) {
  const std::string number = NumberIn(request.hold.value).value_or("");
  TownPtr town = parts.calendars.LastSeen(request.municipality);
  if (number.empty() || town == nullptr || town->limits_persons) return std::nullopt;
  std::optional<AppointmentRow> row = parts.recent_holds.Take(request.municipality, number, pen.now);
  if (!row || !Opens(pen, *row, Secret::kHold, request.hold.value) || town->Find(row->location) == nullptr) {
    return std::nullopt;
  }
  return Opening{std::nullopt, std::move(row), std::move(town), /*looked=*/false};
}

absl::Status RememberBy(const Pen& pen, const Opening& opening, const ConfirmRequest& request,
                        const std::string& fingerprint, const KeptResult& result) {
  if (opening.looked) return Remember(pen, request.municipality, request.key, fingerprint, result);
  return RememberAsOf(pen, opening.town->version, *opening.row, request.key, fingerprint, result);
}

// What was entered now, or for the hold that this one replaced.
absl::StatusOr<Details> DetailsFor(const ConfirmRequest& request, const AppointmentRow& row, const KeyRing& keys) {
  Details details{request.contact, request.needs, request.attendees, "", {}, ""};
  if (request.contact.name.empty() && !row.sealed.empty()) {
    auto kept = OpenDetails(row, keys);
    if (!kept.ok()) return kept.status();
    details = *std::move(kept);
  }
  details.contact.name = Trimmed(nlu::Nfc(details.contact.name));
  details.contact.email = Trimmed(details.contact.email);
  details.contact.telephone = Trimmed(details.contact.telephone);
  details.token.value.clear();
  return details;
}

// One who comes alone is who books.
bool AllNamed(const std::vector<Attendee>& attendees, int expected) {
  if (expected > 1 && attendees.size() < static_cast<std::size_t>(expected)) return false;
  return std::none_of(attendees.begin(), attendees.end(),
                      [](const Attendee& attendee) { return FoldName(attendee.name).empty(); });
}

// By message where the location asks for it and there is an address that could be another's; else at once: who books in
// a conversation is reached there.
absl::StatusOr<ConfirmOutcome> WriteAndRemember(Confirmation confirmation, const Opening& opening,
                                                const ConfirmRequest& request) {
  const Pen pen = confirmation.pen;
  const std::string fingerprint = Fingerprint(request);
  const Contact& contact = confirmation.details.contact;
  const auto route = RouteOf(NotificationKind::kConfirm, contact, /*by_staff=*/false);
  const bool by_message = confirmation.location.location.rules.confirm_by_message && confirmation.row.is_public &&
                          !request.reached && route && *route != Route::kConversation;
  if (by_message) {
    const auto awaiting = WriteAwaiting(std::move(confirmation));
    if (!awaiting.ok()) return awaiting.status();
    const absl::Status kept = RememberBy(pen, opening, request, fingerprint, *awaiting);
    if (!kept.ok()) return kept;
    return *awaiting;
  }
  const auto confirmed = WriteConfirmed(std::move(confirmation));
  if (!confirmed.ok()) return confirmed.status();
  const absl::Status kept = RememberBy(pen, opening, request, fingerprint, *confirmed);
  if (!kept.ok()) return kept;
  return *confirmed;
}

absl::StatusOr<ConfirmOutcome> ConfirmOpened(Store::Parts& parts, sql::Transaction& transaction,
                                             const ConfirmRequest& request, Opening& opening) {
  AppointmentRow& row = *opening.row;
  const Pen pen = parts.PenFor(transaction);
  const KnownLocationPtr location = opening.town->Find(row.location);
  auto details = DetailsFor(request, row, parts.keys);
  if (!details.ok()) return details.status();
  // Staff know whom they speak with: a name is enough.
  const bool by_staff = request.actor.value != "citizen";
  const Demands demands = by_staff ? Demands{} : DemandsOf(location->location, ItemsOf(row));
  auto missing = MissingFields(demands, details->contact);
  if (demands.attendees && !AllNamed(details->attendees, row.attendees)) missing.push_back(Field::kAttendees);
  if (!missing.empty()) return DetailsMissing{missing};
  row.attendees = std::max(row.attendees, static_cast<int>(details->attendees.size()));

  Confirmation confirmation{pen, request.municipality, *location, row, *std::move(details), request.actor};
  if (!request.exempt_from_limit && location->location.rules.person_limit > 0) {
    const auto over =
        OverLimit(confirmation, HashesOf(pen.keys, row.municipality, confirmation.details.contact), row.attendees);
    if (!over.ok()) return over.status();
    if (*over) return **over;
  }
  const auto regained = Regain(pen, *opening.town, row);
  if (!regained.ok()) return regained.status();
  if (!*regained) return HoldGone{};
  return WriteAndRemember(std::move(confirmation), opening, request);
}

absl::StatusOr<ConfirmOutcome> ConfirmIn(Store::Parts& parts, sql::Transaction& transaction,
                                         const ConfirmRequest& request) {
  auto opening = Open(parts, transaction,
                      {request.municipality, request.key, Fingerprint(request), Secret::kHold, request.hold.value,
                       request.contact.name.empty() ? nullptr : &request.contact});
  if (!opening.ok()) return opening.status();
  if (opening->first) {
    if (const auto* confirmed = std::get_if<Confirmed>(&*opening->first)) return *confirmed;
    return std::get<AwaitingConfirmation>(*opening->first);
  }
  if (!opening->row) return HoldGone{};
  return ConfirmOpened(parts, transaction, request, *opening);
}

absl::StatusOr<ConfirmByCodeOutcome> ConfirmedBefore(const Pen& pen, const Town& town, const AppointmentRow& row) {
  const auto details = OpenDetails(row, pen.keys);
  if (!details.ok()) return details.status();
  return Confirmed{AppointmentFrom(row, *details, *town.Find(row.location), pen.keys), details->cancellation_code,
                   details->token};
}

absl::StatusOr<ConfirmByCodeOutcome> ActivateIn(Store::Parts& parts, sql::Transaction& transaction,
                                                const ConfirmByCodeRequest& request) {
  const bool by_token = !request.token.value.empty();
  const std::string fingerprint = "activate/" + request.token.value + "/" + request.hold.value + "/" + request.code;
  const auto opening = Open(parts, transaction,
                            {request.municipality, request.key, fingerprint, by_token ? Secret::kToken : Secret::kHold,
                             by_token ? request.token.value : request.hold.value, nullptr});
  if (!opening.ok()) return opening.status();
  if (opening->first) return std::get<Confirmed>(*opening->first);
  if (!opening->row || opening->row->confirm_hash.empty() || opening->row->wrong_codes >= kMaxWrongCodes) {
    return HoldGone{};
  }
  const AppointmentRow& row = *opening->row;
  const Pen pen = parts.PenFor(transaction);
  if (!by_token && !EqualInConstantTime(pen.keys.TokenHash("confirm/" + row.number, request.code), row.confirm_hash)) {
    const auto counted = transaction.Run(kWrongCode, {row.key});
    if (!counted.ok()) return counted.status();
    return WrongCode{kMaxWrongCodes - row.wrong_codes - 1};
  }
  // The link was opened and now the code is entered, or the link opened once more: it stands already.
  if (row.state == AppointmentState::kConfirmed) return ConfirmedBefore(pen, *opening->town, row);
  const auto regained = Regain(pen, *opening->town, row);
  if (!regained.ok()) return regained.status();
  if (!*regained) return HoldGone{};
  auto details = OpenDetails(row, pen.keys);
  if (!details.ok()) return details.status();
  const auto confirmed = WriteConfirmed(
      {pen, request.municipality, *opening->town->Find(row.location), row, *std::move(details), Actor{"citizen"}});
  if (!confirmed.ok()) return confirmed.status();
  const absl::Status kept = Remember(pen, request.municipality, request.key, fingerprint, *confirmed);
  if (!kept.ok()) return kept;
  return *confirmed;
}

}  // namespace

absl::StatusOr<ConfirmOutcome> Store::Confirm(const ConfirmRequest& request) {
  absl::Status valid = CheckKey(request.key);
  if (valid.ok()) valid = CheckTexts(request.contact, request.needs, request.attendees);
  if (!valid.ok()) return valid;
  return parts_->WriteOutcome<ConfirmOutcome>(
      [&](sql::Transaction& transaction) -> absl::StatusOr<ConfirmOutcome> {
        // Each is handed out once: where the storage refuses it, the next attempt looks.
        auto remembered = Remembered(*parts_, parts_->PenFor(transaction), request);
        if (remembered) return ConfirmOpened(*parts_, transaction, request, *remembered);
        return ConfirmIn(*parts_, transaction, request);
      },
      [](const ConfirmOutcome& outcome) {
        return std::holds_alternative<Confirmed>(outcome) || std::holds_alternative<AwaitingConfirmation>(outcome);
      });
}

absl::StatusOr<ConfirmByCodeOutcome> Store::ConfirmByCode(const ConfirmByCodeRequest& request) {
  if (const absl::Status valid = CheckKey(request.key); !valid.ok()) return valid;
  return parts_->WriteOutcome<ConfirmByCodeOutcome>(
      [&](sql::Transaction& transaction) { return ActivateIn(*parts_, transaction, request); },
      [](const ConfirmByCodeOutcome& outcome) {
        return std::holds_alternative<Confirmed>(outcome) || std::holds_alternative<WrongCode>(outcome);
      });
}

}  // namespace amtslotse::booking
