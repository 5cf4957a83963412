#include "services/dialogue/dialogue_service.h"

#include <fmt/format.h>

#include "services/dialogue/conversation_figures.h"
#include "services/dialogue/core/texts.h"
#include "services/dialogue/deliveries.h"
#include "services/dialogue/encode.h"
#include "services/dialogue/hand_overs.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kMaxText = 16000;  // bytes of 4 000 characters

absl::Status CheckId(std::string_view name, const std::string& id) {
  const bool good =
      !id.empty() && id.size() <= 64 &&
      id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos;
  return good ? absl::OkStatus()
              : absl::InvalidArgumentError(fmt::format("{}: expected 1 to 64 of A-Z a-z 0-9 - _ .", name));
}

absl::StatusOr<Event> Decode(const v1::SendRequest& request) {
  Event event{.id = request.event_id(), .content = {}};
  switch (request.event_case()) {
    case v1::SendRequest::kText:
      if (request.text().empty() || request.text().size() > kMaxText)
        return absl::InvalidArgumentError("text: expected 1 to 4000 characters");
      event.content = TextEvent{request.text()};
      return event;
    case v1::SendRequest::kChoiceId: event.content = ChoiceEvent{request.choice_id()}; return event;
    case v1::SendRequest::kForm: {
      FormEvent form;
      for (const auto& [name, value] : request.form().values()) {
        if (name.size() > 64 || value.size() > 1000)
          return absl::InvalidArgumentError("form: a value has at most 1000 bytes");
        form.values[name] = value;
      }
      event.content = std::move(form);
      return event;
    }
    case v1::SendRequest::kUnsupported: event.content = UnsupportedEvent{request.unsupported()}; return event;
    default: return absl::InvalidArgumentError("event: missing");
  }
}

// The channel stands in the id, so that an expired conversation begins anew on its own channel.
std::string NewConversationId(const std::string& channel) { return fmt::format("{}-{}", channel, rpc::RandomId()); }
std::string ChannelOf(const std::string& conversation_id) {
  return conversation_id.substr(0, conversation_id.find('-'));
}

Session NewSession(const std::string& municipality_id, const std::string& conversation_id) {
  Session session;
  session.conversation_id = conversation_id;
  session.municipality_id = municipality_id;
  session.channel = ChannelOf(conversation_id);
  return session;
}

template <class Response>
void AddMessages(const std::vector<Message>& messages, Response& response) {
  for (const Message& message : messages) *response.add_messages() = Encode(message);
}

}  // namespace

DialogueService::DialogueService(SessionStore& sessions, Services& services, rpc::Metrics& metrics,
                                 std::string peer_key, std::function<std::chrono::sys_seconds()> clock)
    : sessions_(sessions),
      services_(services),
      metrics_(metrics),
      peer_key_(std::move(peer_key)),
      clock_(std::move(clock)) {}

grpc::Status DialogueService::StartConversation(grpc::ServerContext* context,
                                                const v1::StartConversationRequest* request,
                                                v1::StartConversationResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/StartConversation",
                    [&](const rpc::Caller& caller) { return Start(*request, caller, *response); });
}

absl::Status DialogueService::Start(const v1::StartConversationRequest& request, const rpc::Caller& caller,
                                    v1::StartConversationResponse& response) {
  const v1::ConversationKey& key = request.key();
  if (const auto status = CheckId("channel", key.channel()); !status.ok()) return status;
  if (key.channel().find('-') != std::string::npos) return absl::InvalidArgumentError("channel: no hyphen");
  auto municipality = services_.GetMunicipality(key.municipality_id(), caller);
  if (!municipality.ok()) return municipality.status();
  std::string conversation_id = NewConversationId(key.channel());
  if (!key.peer().empty()) {
    const std::string peer = rpc::KeyedHash(
        peer_key_, fmt::format("{}|{}|{}|{}", key.municipality_id(), key.channel(), key.account(), key.peer()));
    auto known = sessions_.ConversationOf(key.municipality_id(), peer, conversation_id);
    if (!known.ok()) return known.status();
    conversation_id = *known;
  }
  auto leased = sessions_.Begin(key.municipality_id(), conversation_id, caller.deadline);
  if (!leased.ok()) return leased.status();
  response.set_conversation_id(conversation_id);
  if (leased->session) {
    sessions_.Abandon(*leased);
    response.set_existing(true);
    return absl::OkStatus();
  }
  Session session = NewSession(key.municipality_id(), conversation_id);
  session.account = key.account();
  session.peer = key.peer();
  if (!request.language().empty()) session.language = request.language();
  if (request.data_level() == v1::DATA_LEVEL_INFORMATION) session.data_level = DataLevel::kInformation;
  const auto now = clock_();
  GrpcTown town(services_, *std::move(municipality), session, caller, now);
  AddMessages(dialogue::Begin(session, town, now), response);
  return sessions_.Commit(*leased, session);
}

grpc::Status DialogueService::Send(grpc::ServerContext* context, const v1::SendRequest* request,
                                   v1::SendResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/Send", [&](const rpc::Caller& caller) {
    absl::Status status = Turn(*request, caller, *response);
    if (absl::IsAborted(status)) {  // another holder committed between: its reply may be ours
      response->Clear();
      status = Turn(*request, caller, *response);
    }
    return status;
  });
}

absl::Status DialogueService::Turn(const v1::SendRequest& request, const rpc::Caller& caller,
                                   v1::SendResponse& response) {
  if (const auto status = CheckId("conversation_id", request.conversation_id()); !status.ok()) return status;
  if (const auto status = CheckId("event_id", request.event_id()); !status.ok()) return status;
  auto event = Decode(request);
  if (!event.ok()) return event.status();
  auto municipality = services_.GetMunicipality(request.municipality_id(), caller);
  if (!municipality.ok()) return municipality.status();
  const auto now = clock_();
  std::optional<Foreseen> foreseen;
  const auto foresee = [&, text = std::get_if<TextEvent>(&event->content)] {
    if (text != nullptr) foreseen = Foresee(services_, *municipality, text->text, caller, now);
  };
  auto leased = sessions_.Begin(request.municipality_id(), request.conversation_id(), caller.deadline, foresee);
  if (!leased.ok()) return leased.status();
  const bool expired = !leased->session.has_value();
  Session session =
      expired ? NewSession(request.municipality_id(), request.conversation_id()) : *std::move(leased->session);
  if (const HandledEvent* handled = FindHandled(session, request.event_id())) {
    sessions_.Abandon(*leased);
    return Repeat(request, *handled, response);
  }
  std::optional<std::string> answered;
  if (const auto* choice = std::get_if<ChoiceEvent>(&event->content)) {
    auto said = AnswerDelivery(services_, session, municipality->time_zone, choice->choice_id, caller);
    if (!said.ok()) {
      sessions_.Abandon(*leased);
      return said.status();
    }
    answered = *std::move(said);
  }
  GrpcTown town(services_, *std::move(municipality), session, caller, now, std::move(foreseen));
  const bool had_people = session.hand_over.has_value();
  std::vector<Message> replies;
  if (expired) {
    // A new conversation under the old id: the citizen is told, and what is sent is still answered.
    response.set_session_expired(true);
    Message notice;
    notice.author = Author::kNotice;
    notice.kind = "notice";
    notice.text = Text("session.expired");
    Append(session, notice, now);
    replies.push_back(session.messages.back());
  }
  for (Message& reply :
       answered ? AnswerWith(session, event->id, *answered, town, now) : Handle(session, *event, town, now))
    replies.push_back(std::move(reply));
  const std::string with_people = session.hand_over && services_.hand_overs != nullptr ? session.hand_over->id : "";
  if (const auto status = sessions_.Commit(*leased, session); !status.ok()) return status;
  // What was said, in which version and when, but not to whom nor to which words.
  for (const Message& reply : replies) {
    if (!reply.answer_version.empty())
      rpc::LogInfo("answered", {{"town", session.municipality_id}, {"version", reply.answer_version}});
  }
  // What is missed here is copied when staff open it.
  if (!with_people.empty())
    (void)services_.hand_overs->Follow(session.municipality_id, session.conversation_id, with_people);
  if (services_.figures != nullptr && !had_people)
    services_.figures->CountTurn(session, town.municipality(), replies, town.unanswered(),
                                 session.hand_over.has_value(), now);
  AddMessages(replies, response);
  return absl::OkStatus();
}

// The replies that were given the first time.
absl::Status DialogueService::Repeat(const v1::SendRequest& request, const HandledEvent& handled,
                                     v1::SendResponse& response) {
  const auto messages =
      sessions_.Messages(request.municipality_id(), request.conversation_id(), handled.first_sequence - 1);
  if (!messages.ok()) return messages.status();
  for (const Message& message : messages->value_or(std::vector<Message>())) {
    if (message.sequence <= handled.last_sequence) *response.add_messages() = Encode(message);
  }
  return absl::OkStatus();
}

grpc::Status DialogueService::GetMessages(grpc::ServerContext* context, const v1::GetMessagesRequest* request,
                                          v1::GetMessagesResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/GetMessages", [&](const rpc::Caller&) -> absl::Status {
    const auto messages = sessions_.Messages(request->municipality_id(), request->conversation_id(), request->after());
    if (!messages.ok()) return messages.status();
    response->set_gone(!messages->has_value());
    if (messages->has_value()) AddMessages(**messages, *response);
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::DeleteConversation(grpc::ServerContext* context,
                                                 const v1::DeleteConversationRequest* request,
                                                 v1::DeleteConversationResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/DeleteConversation", [&](const rpc::Caller&) -> absl::Status {
    const auto session = sessions_.Read(request->municipality_id(), request->conversation_id());
    if (session.ok() && *session && (*session)->hand_over && services_.hand_overs != nullptr) {
      if (auto gone = services_.hand_overs->Forget(request->municipality_id(), (*session)->hand_over->id); !gone.ok())
        return gone;
    }
    return sessions_.Erase(request->municipality_id(), request->conversation_id());
  });
}

}  // namespace amtslotse::dialogue
