#include "booking/reminders.h"

#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr std::size_t kSecret = 16;  // characters of base64url: 96 bits

constexpr sql::Statement kDetails{"UPDATE appointment SET sealed = ?2, changed = ?3 WHERE key = ?1"};
constexpr sql::Statement kDrop{"UPDATE outbox SET state = 2 WHERE appointment = ?1 AND kind = 5 AND state = 1"};

std::string SecretOf(const KeyRing& keys, const MunicipalityId& municipality, const AppointmentNumber& number) {
  return Base64Url(keys.TokenHash("answer/" + municipality.value, number.value)).substr(0, kSecret);
}

absl::Status WriteConsent(Store::Parts& parts, const Pen& pen, Opened& opened, bool wanted,
                          const std::string& conversation) {
  auto& [row, details] = opened;
  details.contact.wants_reminders = wanted;
  if (!conversation.empty()) details.contact.conversation = conversation;
  const auto written = pen.transaction.Run(
      kDetails,
      {row.key, sql::Blob{pen.keys.Seal(FormatDetails(details), SealingContext(row), pen.random)}, ToSeconds(pen.now)});
  if (!written.ok()) return written.status();
  if (const auto dropped = pen.transaction.Run(kDrop, {row.key}); !dropped.ok()) return dropped.status();
  const MunicipalityId municipality{row.municipality};
  const auto town = parts.calendars.Now(pen.transaction, municipality);
  if (!town.ok()) return town.status();
  const KnownLocationPtr location = (*town)->Find(row.location);
  const Message message{NotificationKind::kReminder,
                        row.key,
                        AppointmentFrom(row, details, *location, pen.keys),
                        details.token,
                        details.cancellation_code,
                        "",
                        pen.now};
  if (const absl::Status queued = EnqueueReminder(pen, municipality, message, location->location.rules); !queued.ok()) {
    return queued;
  }
  return Audit(
      pen,
      {municipality, {"citizen"}, wanted ? "reminders-on" : "reminders-off", row.location, row.start, row.number, ""});
}

}  // namespace

std::string AnswerToken(const KeyRing& keys, const MunicipalityId& municipality, const AppointmentNumber& number) {
  return number.value + "." + SecretOf(keys, municipality, number);
}

std::optional<AppointmentNumber> AnsweredNumber(const KeyRing& keys, const MunicipalityId& municipality,
                                                const std::string& token) {
  const std::optional<std::string> number = NumberIn(token);
  if (!number) return std::nullopt;
  AppointmentNumber answered{*number};
  if (!EqualInConstantTime(token.substr(number->size() + 1), SecretOf(keys, municipality, answered))) {
    return std::nullopt;
  }
  return answered;
}

absl::StatusOr<LookupOutcome> Reminders::Look(const MunicipalityId& municipality, const std::string& answer_token) {
  const auto number = AnsweredNumber(store_.parts().keys, municipality, answer_token);
  if (!number) return NotFound{};
  return store_.Lookup(municipality, ByNumber{*number});
}

absl::StatusOr<ReminderOutcome> Reminders::Answer(const MunicipalityId& municipality, const std::string& answer_token,
                                                  bool coming) {
  const auto found = Look(municipality, answer_token);
  if (!found.ok()) return found.status();
  const auto* appointment = std::get_if<Appointment>(&*found);
  if (appointment == nullptr) return NotFound{};
  if (!coming) {
    // Its own key for each state of the appointment: the answer to an old reminder cancels no moved appointment twice.
    CancelRequest cancel;
    cancel.municipality = municipality;
    cancel.key = {"reminder/" + appointment->number.value};
    cancel.access = ByNumber{appointment->number};
    const auto outcome = store_.Cancel(cancel);
    if (!outcome.ok()) return outcome.status();
    return std::visit([](const auto& value) -> ReminderOutcome { return value; }, *outcome);
  }
  if (appointment->state != AppointmentState::kConfirmed) return NotChangeable{appointment->state};
  auto& parts = store_.parts();
  const absl::Status noted = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const KnownLocationPtr location = (*town)->Find(appointment->location);
    return Audit(pen, {municipality,
                       {"citizen"},
                       "coming",
                       location == nullptr ? 0 : location->key,
                       appointment->start,
                       appointment->number.value,
                       ""});
  });
  if (!noted.ok()) return noted;
  return WillCome{*appointment};
}

absl::StatusOr<LookupOutcome> Reminders::Set(const MunicipalityId& municipality, const Access& access, bool wanted,
                                             const std::string& conversation) {
  auto& parts = store_.parts();
  LookupOutcome outcome = NotFound{};
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    auto opened = OpenByAccess(pen, municipality, access);
    if (!opened.ok()) return opened.status();
    outcome = NotFound{};
    if (const auto* later = std::get_if<TryLater>(&*opened)) outcome = *later;
    if (std::holds_alternative<NotFound>(*opened)) return CountWrongTry(pen, municipality, access);
    auto* found = std::get_if<Opened>(&*opened);
    if (found == nullptr || found->row.state != AppointmentState::kConfirmed) return absl::OkStatus();
    if (absl::Status set = WriteConsent(parts, pen, *found, wanted, conversation); !set.ok()) return set;
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    outcome = AppointmentFrom(found->row, found->details, *(*town)->Find(found->row.location), parts.keys);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return outcome;
}

}  // namespace amtslotse::booking
