// Messages to citizens as RPCs: the outbox, whether they arrived, their wording.
#include <algorithm>

#include "booking/forwarding.h"
#include "booking/mail.h"
#include "booking/town_profile.h"
#include "services/booking/around_service.h"
#include "services/booking/convert.h"
#include "services/booking/staff_access.h"

namespace amtslotse::booking {
namespace {

const char* Word(Route route) {
  switch (route) {
    case Route::kEmail:
    case Route::kTown: return "email";
    case Route::kSms: return "sms";
    case Route::kConversation: return "conversation";
  }
  return "email";
}

const char* Word(MessageState state) {
  switch (state) {
    case MessageState::kWaiting: return "queued";
    case MessageState::kSent: return "sent";
    case MessageState::kFailed: return "failed";
  }
  return "failed";
}

void Encode(const Notification& in, v1::Notification* out) {
  out->set_id(std::to_string(in.id));
  out->set_kind(KindWord(in.kind));
  out->set_municipality_id(in.municipality.value);
  out->set_channel(Word(in.route));
  const Contact& contact = in.appointment.contact;
  out->mutable_contact()->set_name(contact.name);
  out->mutable_contact()->set_email(contact.email);
  out->mutable_contact()->set_telephone(contact.telephone);
  out->mutable_contact()->set_language(contact.language);
  out->set_conversation_ref(contact.conversation);
  Encode(in.appointment, out->mutable_appointment());
  out->set_message_id(in.message_id);
  if (in.kind != NotificationKind::kHoldEnding) out->set_link_token(in.token.value);
  out->set_attempt(static_cast<std::uint32_t>(in.attempts));
  out->set_staff_text(in.reason);
  out->set_answer_token(in.answer_token);
  if (in.kind == NotificationKind::kHoldEnding) out->set_hold_id(in.token.value);
  if (in.kind == NotificationKind::kOffer) {
    *out->mutable_wish()->mutable_offer() = out->appointment().slot();
    if (in.appointment.expires) out->mutable_wish()->set_offer_expires_unix(Unix(*in.appointment.expires));
  }
}

// The gateways keep what they lease in an outbox of their own and know it again by this id, so its fate counts whoever
// leased it last.
constexpr std::int64_t kAnyFence = 0;

// A message is the business of the office whose appointment it is about; one about no appointment, of who has the whole
// town.
absl::StatusOr<bool> OfTheirOffice(Store& store, const staff::v1::Actor& actor, const std::string& number) {
  if (actor.office_ids().empty()) return true;
  if (number.empty()) return false;
  const auto found = store.Lookup({actor.municipality_id()}, ByNumber{{number}});
  if (!found.ok()) return found.status();
  const auto* appointment = std::get_if<Appointment>(&*found);
  return appointment != nullptr && MayAt(actor, appointment->office).ok();
}

std::optional<std::int64_t> ParseId(const std::string& text) {
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(text);
}

void Encode(const TownProfile& profile, v1::MessageTexts* out) {
  out->set_sender_name(profile.sender_name);
  out->set_sender_address(profile.sender_address);
  out->set_reply_to(profile.reply_to);
  out->set_public_url(profile.public_url);
  for (const auto& [id, text] : profile.texts) (*out->mutable_texts())[id] = text;
}

}  // namespace

grpc::Status AroundService::LeaseNotifications(grpc::ServerContext* context,
                                               const v1::LeaseNotificationsRequest* request,
                                               v1::LeaseNotificationsResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/LeaseNotifications", [&](const rpc::Caller&) -> absl::Status {
    // "conversation/telegram": the channel stands in front of the reference.
    std::vector<std::string> prefixes;
    for (const std::string& channel : request->channels()) {
      if (!channel.starts_with("conversation/"))
        return absl::InvalidArgumentError("channels: expected conversation/… (booking sends the rest itself)");
      prefixes.push_back(channel.substr(channel.find('/') + 1) + "-");
    }
    const auto theirs = [&](const Notification& notification) {
      return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
        return notification.appointment.contact.conversation.starts_with(prefix);
      });
    };
    const auto lease = std::chrono::seconds{std::clamp(request->lease_seconds(), 10u, 3600u)};
    const auto claimed = around_.ClaimNotifications(static_cast<int>(std::clamp(request->limit(), 1u, 200u)), lease,
                                                    Route::kConversation, theirs);
    if (!claimed.ok()) return claimed.status();
    for (const Notification& notification : *claimed) Encode(notification, response->add_notifications());
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ReportNotification(grpc::ServerContext* context,
                                               const v1::ReportNotificationRequest* request,
                                               v1::ReportNotificationResponse*) {
  return rpc::Serve(*context, around_metrics_, "Booking/ReportNotification", [&](const rpc::Caller&) -> absl::Status {
    const auto id = ParseId(request->id());
    if (!id) return absl::InvalidArgumentError("id: unknown");
    if (request->outcome() == "sent") return around_.MarkSent(*id, kAnyFence);
    if (request->outcome() == "by_email") return around_.TryOtherWay(*id, kAnyFence, Route::kEmail, request->error());
    const std::string& error = request->error().empty() ? request->outcome() : request->error();
    return around_.MarkFailed(*id, kAnyFence, error, request->outcome() != "retry");
  });
}

grpc::Status AroundService::ForwardRequest(grpc::ServerContext* context, const v1::ForwardRequestRequest* request,
                                           v1::ForwardRequestResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/ForwardRequest", [&](const rpc::Caller&) -> absl::Status {
    // Whoever asks is told that it arrived: it must not lie here until somebody sets up a mail server. Said before the
    // request is looked at: dialogue asks with an empty one whether to ask for a name at all.
    if (!settings_.sending) return absl::FailedPreconditionError("no mail server or folder is set up");
    const auto outcome = Forward(around_, {.municipality = {request->municipality_id()},
                                           .key = {request->idempotency_key()},
                                           .to = request->to(),
                                           .subject = request->subject(),
                                           .text = request->text(),
                                           .name = request->name(),
                                           .reply_to = request->reply_to()});
    if (!outcome.ok()) return outcome.status();
    const auto* forwarded = std::get_if<Forwarded>(&*outcome);
    if (forwarded == nullptr) return absl::ResourceExhaustedError("too many requests to this town within an hour");
    response->set_received_unix(Unix(forwarded->received));
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ListOutbox(grpc::ServerContext* context, const v1::ListOutboxRequest* request,
                                       v1::ListOutboxResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/ListOutbox", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Staff(caller, request->municipality_id(), kDesk);
    if (!actor.ok()) return actor.status();
    OutboxQuery query{{request->municipality_id()}, std::nullopt, 50, 0};
    if (request->state() == "queued") query.state = MessageState::kWaiting;
    if (request->state() == "sent") query.state = MessageState::kSent;
    if (request->state() == "failed") query.state = MessageState::kFailed;
    if (request->page_size() > 0) query.limit = static_cast<int>(std::min(request->page_size(), 500u));
    const std::string& token = request->page_token();
    if (token.size() > 18 || token.find_first_not_of("0123456789") != std::string::npos)
      return absl::InvalidArgumentError("page_token: unknown");
    if (!token.empty()) query.before = std::stoll(token);
    const auto page = around_.ListOutbox(query);
    if (!page.ok()) return page.status();
    for (const OutboxLine& line : page->lines) {
      const auto theirs = OfTheirOffice(around_, *actor, line.number);
      if (!theirs.ok()) return theirs.status();
      if (!*theirs) continue;
      auto* item = response->add_items();
      item->set_id(std::to_string(line.id));
      item->set_kind(KindWord(line.kind));
      item->set_state(Word(line.state));
      item->set_attempts(static_cast<std::uint32_t>(line.attempts));
      item->set_last_error(line.last_error);
      item->set_created_unix(Unix(line.created));
      item->set_appointment_number(line.number);
      item->set_channel(Word(line.route));
      item->set_next_try_unix(Unix(line.next_try));
    }
    if (page->more) response->set_next_page_token(std::to_string(page->lines.back().id));
    response->set_failed(static_cast<std::uint32_t>(page->failed));
    response->set_queued(static_cast<std::uint32_t>(page->waiting));
    response->set_sending(settings_.sending);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ResendNotification(grpc::ServerContext* context,
                                               const v1::ResendNotificationRequest* request,
                                               v1::ResendNotificationResponse*) {
  return rpc::Serve(*context, around_metrics_, "Booking/ResendNotification",
                    [&](const rpc::Caller& caller) -> absl::Status {
                      const auto actor = Staff(caller, request->municipality_id(), kDesk);
                      if (!actor.ok()) return actor.status();
                      const auto id = ParseId(request->id());
                      if (!id) return absl::NotFoundError("id: unknown");
                      const auto page = around_.ListOutbox({{request->municipality_id()}, std::nullopt, 1, *id + 1});
                      if (!page.ok()) return page.status();
                      if (page->lines.empty() || page->lines[0].id != *id) return absl::NotFoundError("id: unknown");
                      const auto theirs = OfTheirOffice(around_, *actor, page->lines[0].number);
                      if (!theirs.ok()) return theirs.status();
                      if (!*theirs) return absl::PermissionDeniedError("another office's appointment");
                      const auto found = around_.Resend({request->municipality_id()}, *id, {actor->account_id()});
                      if (!found.ok()) return found.status();
                      return *found ? absl::OkStatus() : absl::NotFoundError("id: unknown");
                    });
}

grpc::Status AroundService::GetMessageTexts(grpc::ServerContext* context, const v1::GetMessageTextsRequest* request,
                                            v1::GetMessageTextsResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetMessageTexts",
                    [&](const rpc::Caller& caller) -> absl::Status {
                      if (const auto actor = Staff(caller, request->municipality_id(), kLead); !actor.ok())
                        return actor.status();
                      const auto profile = Profiles(around_).Get({request->municipality_id()});
                      if (!profile.ok()) return profile.status();
                      Encode(*profile, response->mutable_own());
                      for (const auto& [id, text] : DefaultTexts()) (*response->mutable_defaults())[id] = text;
                      response->set_sending(settings_.sending);
                      return absl::OkStatus();
                    });
}

grpc::Status AroundService::SaveMessageTexts(grpc::ServerContext* context, const v1::SaveMessageTextsRequest* request,
                                             v1::SaveMessageTextsResponse*) {
  return rpc::Serve(*context, around_metrics_, "Booking/SaveMessageTexts",
                    [&](const rpc::Caller& caller) -> absl::Status {
                      const auto actor = Staff(caller, request->municipality_id(), kLead);
                      if (!actor.ok()) return actor.status();
                      if (!actor->office_ids().empty())
                        return absl::PermissionDeniedError("the town's texts are for who leads the whole town");
                      TownProfile profile;
                      profile.sender_name = request->texts().sender_name();
                      profile.sender_address = request->texts().sender_address();
                      profile.reply_to = request->texts().reply_to();
                      profile.public_url = request->texts().public_url();
                      for (const auto& [id, text] : request->texts().texts()) profile.texts[id] = text;
                      return Profiles(around_).SetTexts({request->municipality_id()}, profile, {actor->account_id()});
                    });
}

}  // namespace amtslotse::booking
