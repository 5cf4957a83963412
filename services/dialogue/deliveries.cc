#include "services/dialogue/deliveries.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "keys/randomness.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/texts.h"
#include "services/rpc/text.h"

namespace amtslotse::dialogue {
namespace {

namespace bv = booking::v1;
using BookingStub = bv::Booking::StubInterface;

constexpr std::size_t kLongestReference = 800;
constexpr std::chrono::milliseconds kOften{3000};
constexpr std::size_t kCheck = 4;  // characters that tell one offer from another

std::string Context(const std::string& municipality_id, const std::string& conversation_id) {
  return fmt::format("reference|{}|{}", municipality_id, conversation_id);
}

rpc::Caller NewCaller() {
  return {.request_id = rpc::RandomId(),
          .signed_actor = {},
          .deadline = std::chrono::system_clock::now() + std::chrono::seconds(10)};
}

// Which offer a button meant: another may stand by now.
std::string CheckOf(const bv::Slot& slot) {
  return rpc::KeyedHash("offer", fmt::format("{}|{}", slot.location_id(), slot.begin_unix())).substr(0, kCheck);
}

absl::StatusOr<std::string> AnswerReminder(Services& services, const std::string& municipality_id,
                                           const std::string& token, bool coming, const rpc::Caller& caller) {
  bv::AnswerReminderRequest ask;
  ask.set_municipality_id(municipality_id);
  ask.mutable_key()->set_answer_token(token);
  ask.set_coming(coming);
  const auto answer = rpc::Call(*services.booking, &bv::Booking::StubInterface::AnswerReminder, ask, caller,
                                {.method = "Booking/AnswerReminder", .repeatable = true}, &services.metrics);
  if (!answer.ok()) return answer.status();
  if (answer->refusal() == bv::REFUSAL_ALREADY_CANCELLED) return Text("appointment.already_cancelled");
  if (answer->refusal() == bv::REFUSAL_PAST) return Text("appointment.past");
  if (answer->refusal() != bv::REFUSAL_UNSPECIFIED) return Text("choice.stale");
  return Text(coming ? "remind.coming" : "remind.cancelled");
}

absl::StatusOr<std::string> Extend(Services& services, Session& session, const std::string& hold_id,
                                   const std::string& zone, const rpc::Caller& caller) {
  bv::ExtendHoldRequest ask;
  ask.set_municipality_id(session.municipality_id);
  ask.set_hold_id(hold_id);
  const auto answer = rpc::Call(*services.booking, &bv::Booking::StubInterface::ExtendHold, ask, caller,
                                {.method = "Booking/ExtendHold", .repeatable = true}, &services.metrics);
  if (!answer.ok()) return answer.status();
  if (answer->refusal() == bv::REFUSAL_CANNOT_EXTEND) return Text("book.no_more_time");
  if (answer->refusal() != bv::REFUSAL_UNSPECIFIED) return Text("deliver.hold_over");
  const std::chrono::sys_seconds expires{std::chrono::seconds(answer->expires_unix())};
  if (session.booking && session.booking->held && session.booking->held->hold_id == hold_id)
    session.booking->held->expires = expires;
  return Text("deliver.extended", {{"until", LocalClock(expires, zone)}});
}

absl::StatusOr<std::string> AnswerOffer(Services& services, const std::string& municipality_id,
                                        const std::string& token, const std::string& check, bool accept,
                                        const rpc::Caller& caller) {
  bv::GetWishRequest look;
  look.set_municipality_id(municipality_id);
  look.set_link_token(token);
  const auto wish = rpc::Call(*services.booking, &bv::Booking::StubInterface::GetWish, look, caller,
                              {.method = "Booking/GetWish", .repeatable = true}, &services.metrics);
  if (!wish.ok()) return wish.status();
  if (!wish->wish().has_offer() || CheckOf(wish->wish().offer()) != check) return Text("waiting.offer_gone");
  bv::AnswerOfferRequest ask;
  ask.set_municipality_id(municipality_id);
  ask.set_link_token(token);
  ask.set_offer_id(wish->wish().offer_id());
  ask.set_accept(accept);
  const auto answer = rpc::Call(*services.booking, &bv::Booking::StubInterface::AnswerOffer, ask, caller,
                                {.method = "Booking/AnswerOffer", .repeatable = true}, &services.metrics);
  if (!answer.ok()) return answer.status();
  if (answer->refusal() != bv::REFUSAL_UNSPECIFIED) return Text("waiting.offer_gone");
  if (!accept) return Text("waiting.passed");
  const auto& slot = answer->appointment().slot();
  return Text("waiting.accepted", {{"date", LongDate(slot.local_begin())},
                                   {"time", ClockTime(slot.local_begin())},
                                   {"place", slot.location_name()},
                                   {"number", answer->appointment().number()},
                                   {"code", answer->cancellation_code()}});
}

}  // namespace

std::string MakeReference(const keys::KeyRing& keys, const Session& session) {
  keys::SystemRandomness random;
  const std::string plain = nlohmann::json::array({session.account, session.peer})
                                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string text =
      session.conversation_id + "." +
      keys::Base64Url(keys.Seal(plain, Context(session.municipality_id, session.conversation_id), random));
  return text.size() <= kLongestReference ? text : std::string();
}

std::optional<Reference> OpenReference(const keys::KeyRing& keys, const std::string& municipality_id,
                                       const std::string& text) {
  const std::size_t dot = text.find('.');
  const std::size_t hyphen = text.find('-');
  if (dot == std::string::npos || hyphen == std::string::npos || hyphen > dot) return std::nullopt;
  Reference reference{
      .conversation_id = text.substr(0, dot), .channel = text.substr(0, hyphen), .account = {}, .peer = {}};
  const auto sealed = keys::FromBase64Url(text.substr(dot + 1));
  if (!sealed) return std::nullopt;
  const auto plain = keys.Open(*sealed, Context(municipality_id, reference.conversation_id));
  if (!plain.ok()) return std::nullopt;
  const auto parts = nlohmann::json::parse(*plain, nullptr, false);
  if (!parts.is_array() || parts.size() != 2) return std::nullopt;
  reference.account = parts[0];
  reference.peer = parts[1];
  return reference;
}

Message MessageOf(const bv::Notification& notification) {
  const auto& appointment = notification.appointment();
  const std::string& begin = appointment.slot().local_begin();
  const auto say = [&](const char* id) {
    return Text(id, {{"date", LongDate(begin)},
                     {"time", ClockTime(begin)},
                     {"place", appointment.slot().location_name()},
                     {"number", appointment.number()},
                     {"reason", notification.staff_text()}});
  };
  Message message;
  message.kind = "notice";
  if (notification.kind() == "reminder") {
    message.text = say("deliver.reminder");
    message.choices.push_back(
        {.id = "ry." + notification.answer_token(), .label = Text("deliver.coming"), .description = "", .url = ""});
    message.choices.push_back(
        {.id = "rn." + notification.answer_token(), .label = Text("deliver.not_coming"), .description = "", .url = ""});
  } else if (notification.kind() == "offer") {
    message.text = say("deliver.offer");
    const std::string rest = notification.link_token() + CheckOf(appointment.slot());
    message.choices.push_back({.id = "oy." + rest, .label = Text("deliver.accept"), .description = "", .url = ""});
    message.choices.push_back({.id = "on." + rest, .label = Text("deliver.pass"), .description = "", .url = ""});
  } else if (notification.kind() == "hold_ending") {
    message.text = say("deliver.hold_ending");
    message.urgent = true;
    message.choices.push_back(
        {.id = "he." + notification.hold_id(), .label = Text("deliver.extend"), .description = "", .url = ""});
  } else if (notification.kind() == "rebooked") {
    message.text = say("deliver.rebooked");
  } else if (notification.kind() == "cancelled") {
    message.text = say("deliver.cancelled");
  } else {
    message.text = say("deliver.confirmed");
  }
  return message;
}

absl::StatusOr<std::optional<std::string>> AnswerDelivery(Services& services, Session& session, const std::string& zone,
                                                          const std::string& choice_id, const rpc::Caller& caller) {
  const std::string& municipality_id = session.municipality_id;
  const std::string kind = choice_id.substr(0, 3);
  const std::string rest = choice_id.size() > 3 ? choice_id.substr(3) : "";
  absl::StatusOr<std::string> said = std::string();
  if (kind == "ry." || kind == "rn.") {
    said = AnswerReminder(services, municipality_id, rest, kind == "ry.", caller);
  } else if ((kind == "oy." || kind == "on.") && rest.size() > kCheck) {
    said = AnswerOffer(services, municipality_id, rest.substr(0, rest.size() - kCheck),
                       rest.substr(rest.size() - kCheck), kind == "oy.", caller);
  } else if (kind == "he.") {
    said = Extend(services, session, rest, zone, caller);
  } else {
    return std::nullopt;
  }
  if (!said.ok()) return said.status();
  return *std::move(said);
}

WebDeliveries::WebDeliveries(Services& services, SessionStore& sessions, const keys::KeyRing& keys)
    : services_(services),
      sessions_(sessions),
      keys_(keys),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void WebDeliveries::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wait;
  while (!stop.stop_requested()) {
    bv::LeaseNotificationsRequest lease;
    lease.add_channels("conversation/web");
    lease.set_limit(50);
    lease.set_lease_seconds(300);
    const auto leased = rpc::Call(*services_.booking, &bv::Booking::StubInterface::LeaseNotifications, lease,
                                  NewCaller(), {.method = "Booking/LeaseNotifications"}, &services_.metrics);
    if (leased.ok()) {
      for (const auto& notification : leased->notifications()) Show(notification);
    }
    std::unique_lock lock(mutex);
    wait.wait_for(lock, stop, kOften, [] { return false; });
  }
}

void WebDeliveries::Show(const bv::Notification& notification) {
  bv::ReportNotificationRequest report;
  report.set_municipality_id(notification.municipality_id());
  report.set_id(notification.id());
  report.set_outcome("by_email");
  report.set_error("der Chat ist nicht mehr offen");
  const auto reference = OpenReference(keys_, notification.municipality_id(), notification.conversation_ref());
  if (reference) {
    auto leased = sessions_.Begin(notification.municipality_id(), reference->conversation_id,
                                  std::chrono::system_clock::now() + std::chrono::seconds(5));
    if (!leased.ok()) return;  // comes again when its lease ends
    if (leased->session) {
      Session session = *std::move(leased->session);
      Append(session, MessageOf(notification),
             std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
      if (!sessions_.Commit(*leased, session).ok()) return;
      report.set_outcome("sent");
    } else {
      sessions_.Abandon(*leased);
    }
  }
  (void)rpc::Call(*services_.booking, &bv::Booking::StubInterface::ReportNotification, report, NewCaller(),
                  {.method = "Booking/ReportNotification", .repeatable = true}, &services_.metrics);
}

}  // namespace amtslotse::dialogue
