// POST /conversations, …/messages, …/events, …/ratings; DELETE. A conversation is reached with its own token only.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "gateways/web/gateway.h"
#include "gateways/web/json.h"
#include "gateways/web/problem.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web {
namespace {

namespace dv1 = dialogue::v1;
using DialogueStub = dv1::Dialogue::StubInterface;
using namespace std::chrono_literals;

constexpr std::size_t kMaxCharacters = 4000;
constexpr std::size_t kMaxFormValues = 40;
constexpr std::size_t kMaxFormValue = 1000;  // bytes
constexpr std::chrono::milliseconds kWaitFor =
    14s;  // then a sign of life, which also shows whether the client is still there
constexpr std::chrono::milliseconds kTryAgain = 1s;

std::chrono::sys_seconds ThisSecond() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

bool GoodEventId(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

// The conversation of the path, when the request bears its token for this town.
bool Bears(const Shared& shared, const Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string header = request.Header("Authorization");
  if (!header.starts_with(kBearer)) return false;
  const auto token = shared.tokens.Check(std::string_view(header).substr(kBearer.size()), ThisSecond());
  return token.ok() && token->conversation_id == request.Variable("id") && token->municipality_id == request.town->id();
}

Handler WithToken(const Shared& shared, Reply (*handle)(const Shared&, const Request&)) {
  return [&shared, handle](const Request& request) {
    return Bears(shared, request) ? handle(shared, request) : Problem(shared.texts, request, 401);
  };
}

absl::Status Misses(const Shared& shared, const Request& request, std::string_view key) {
  return absl::InvalidArgumentError(shared.texts.Say(request.language, key));
}

// Of the query, or what a browser sends that lost the stream.
absl::StatusOr<std::uint64_t> AfterOf(const Shared& shared, const Request& request) {
  std::string text = request.Query("after");
  if (text.empty()) text = request.Header("Last-Event-ID");
  if (text.empty()) return 0;
  std::uint64_t after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (error != std::errc() || end != text.data() + text.size())
    return absl::InvalidArgumentError(shared.texts.Say(request.language, "problem.parameter", {{"name", "after"}}));
  return after;
}

Reply TooMany(const Shared& shared, const Request& request, std::chrono::seconds wait) {
  return Problem(shared.texts, request, 429).With("Retry-After", std::to_string(wait.count()));
}

Reply Start(const Shared& shared, const Request& request) {
  if (const auto wait = shared.conversations.Take(rpc::KeyedHash(shared.settings.token_secret, request.Subscriber()),
                                                  RateLimit::Clock::now());
      wait > 0s)
    return TooMany(shared, request, wait);
  dv1::StartConversationRequest start;
  start.mutable_key()->set_municipality_id(request.town->id());
  start.mutable_key()->set_channel("web");
  start.mutable_key()->set_account("web");
  start.set_data_level(dv1::DATA_LEVEL_BOOKING);
  start.set_language("de");
  if (!request.Body().empty()) {
    const auto body = ParseObject(request.Body());
    if (!body.ok()) return ProblemOf(shared.texts, request, body.status());
    if (const auto language = body->find("language");
        language != body->end() && language->is_string() && *language == "en")
      start.set_language("en");
  }
  // Without a peer every call begins another conversation; one that nobody learns of ends by itself.
  auto answer = rpc::Call(*shared.backends.dialogue, &DialogueStub::StartConversation, start, request.caller,
                          {.method = "Dialogue/StartConversation", .repeatable = true, .timeout = 5000ms},
                          &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  const std::string token = shared.tokens.Sign({.municipality_id = request.town->id(),
                                                .conversation_id = answer->conversation_id(),
                                                .expires = ThisSecond() + shared.settings.token_lifetime});
  dv1::SendResponse messages;
  messages.mutable_messages()->Swap(answer->mutable_messages());
  return JsonReply(fmt::format(R"({{"id":{},"token":{},{})", Quoted(answer->conversation_id()), Quoted(token),
                               ToJson(messages).substr(1)),
                   201);
}

absl::Status ReadForm(const Shared& shared, const Request& request, const nlohmann::json& form, dv1::Form& out) {
  if (!form.is_object() || form.size() > kMaxFormValues) return Misses(shared, request, "problem.form");
  for (const auto& [name, value] : form.items()) {
    if (!value.is_string() || value.get_ref<const std::string&>().size() > kMaxFormValue || name.size() > 64)
      return Misses(shared, request, "problem.form");
    (*out.mutable_values())[name] = value.get<std::string>();
  }
  return absl::OkStatus();
}

absl::StatusOr<dv1::SendRequest> ReadEvent(const Shared& shared, const Request& request) {
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return body.status();
  const auto text_of = [&](const char* name) {
    return body->contains(name) && (*body)[name].is_string() ? (*body)[name].get<std::string>() : std::string();
  };
  dv1::SendRequest send;
  send.set_municipality_id(request.town->id());
  send.set_conversation_id(request.Variable("id"));
  send.set_event_id(text_of("client_message_id"));
  if (!GoodEventId(send.event_id())) return Misses(shared, request, "problem.clientMessageId");
  if (body->contains("text") + body->contains("choice") + body->contains("form") != 1)
    return Misses(shared, request, "problem.oneOf");
  if (body->contains("form")) {
    if (const auto status = ReadForm(shared, request, (*body)["form"], *send.mutable_form()); !status.ok())
      return status;
  } else if (body->contains("choice")) {
    send.set_choice_id(text_of("choice"));
    if (send.choice_id().empty() || send.choice_id().size() > 64) return Misses(shared, request, "problem.choice");
  } else {
    send.set_text(text_of("text"));
    const bool blank = send.text().find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || Characters(send.text()) > kMaxCharacters)
      return Misses(shared, request, blank ? "problem.textEmpty" : "problem.textLong");
  }
  return send;
}

Reply Send(const Shared& shared, const Request& request) {
  if (const auto wait = shared.messages.Take(request.Variable("id"), RateLimit::Clock::now()); wait > 0s)
    return TooMany(shared, request, wait);
  const auto event = ReadEvent(shared, request);
  if (!event.ok()) return ProblemOf(shared.texts, request, event.status());
  const auto answer =
      rpc::Call(*shared.backends.dialogue, &DialogueStub::Send, *event, request.caller,
                {.method = "Dialogue/Send", .repeatable = true, .timeout = 15000ms}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return JsonReply(ToJson(*answer));
}

absl::StatusOr<dv1::GetMessagesResponse> MessagesAfter(const Shared& shared, const rpc::Caller& caller,
                                                       const std::string& town, const std::string& id,
                                                       std::uint64_t after) {
  dv1::GetMessagesRequest get;
  get.set_municipality_id(town);
  get.set_conversation_id(id);
  get.set_after(after);
  return rpc::Call(*shared.backends.dialogue, &DialogueStub::GetMessages, get, caller,
                   {.method = "Dialogue/GetMessages", .repeatable = true}, &shared.backends.metrics);
}

// One conversation's event stream: writes what comes, and a comment when nothing did.
class Events {
 public:
  Events(const Shared& shared, const Request& request, std::uint64_t after)
      : shared_(shared),
        request_id_(request.caller.request_id),
        town_(request.town->id()),
        id_(request.Variable("id")),
        after_(after),
        waiter_(shared.wake_ups, town_, id_),
        ends_(std::chrono::steady_clock::now() + shared.settings.stream_lifetime) {}

  // One round of at most kWatchFor; false ends the stream.
  bool Round(const Sink& sink) {
    if (!greeted_) {
      greeted_ = true;
      return sink("retry: 2000\n\n") && Catch(sink);
    }
    if (gone_ || shared_.stopping() || std::chrono::steady_clock::now() >= ends_) return false;
    return waiter_.Wait(behind_ ? kTryAgain : kWaitFor) || behind_ ? Catch(sink) : sink(": \n\n");
  }

 private:
  // What is new. While dialogue cannot be asked, it is asked again soon.
  bool Catch(const Sink& sink) {
    const rpc::Caller caller{
        .request_id = request_id_, .signed_actor = {}, .deadline = std::chrono::system_clock::now() + 5s};
    const auto messages = MessagesAfter(shared_, caller, town_, id_, after_);
    behind_ = !messages.ok();
    return messages.ok() ? Write(*messages, sink) : sink(": \n\n");
  }

  bool Write(const dv1::GetMessagesResponse& update, const Sink& sink) {
    for (const dv1::Message& message : update.messages()) {
      after_ = std::max(after_, message.sequence());
      if (!sink(fmt::format("id: {}\nevent: message\ndata: {}\n\n", message.sequence(), ToJson(message)))) return false;
    }
    gone_ = gone_ || update.gone();
    return !update.gone() || sink("event: gone\ndata: {}\n\n");
  }

  const Shared& shared_;
  const std::string request_id_, town_, id_;
  std::uint64_t after_;
  WakeUps::Waiter waiter_;
  const std::chrono::steady_clock::time_point ends_;
  bool greeted_ = false;
  bool behind_ = false;
  bool gone_ = false;
};

Reply Watch(const Shared& shared, const Request& request) {
  const auto after = AfterOf(shared, request);
  if (!after.ok()) return ProblemOf(shared.texts, request, after.status());
  Reply reply{.status = 200, .content_type = "text/event-stream", .body = {}, .headers = {}, .stream = {}};
  reply.stream = [events = std::make_shared<Events>(shared, request, *after)](const Sink& sink) {
    return events->Round(sink);
  };
  return reply.With("X-Accel-Buffering", "no");
}

Reply Catch(const Shared& shared, const Request& request) {
  if (request.Header("Accept").find("text/event-stream") != std::string::npos) return Watch(shared, request);
  const auto after = AfterOf(shared, request);
  if (!after.ok()) return ProblemOf(shared.texts, request, after.status());
  const auto messages = MessagesAfter(shared, request.caller, request.town->id(), request.Variable("id"), *after);
  if (!messages.ok()) return ProblemOf(shared.texts, request, messages.status());
  return JsonReply(ToJson(*messages));
}

Reply Delete(const Shared& shared, const Request& request) {
  dv1::DeleteConversationRequest erase;
  erase.set_municipality_id(request.town->id());
  erase.set_conversation_id(request.Variable("id"));
  const auto answer =
      rpc::Call(*shared.backends.dialogue, &DialogueStub::DeleteConversation, erase, request.caller,
                {.method = "Dialogue/DeleteConversation", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return {.status = 204, .content_type = {}, .body = {}, .headers = {}, .stream = {}};
}

Reply Rate(const Shared& shared, const Request& request) {
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return ProblemOf(shared.texts, request, body.status());
  const auto sequence = body->find("sequence");
  const auto helpful = body->find("helpful");
  const std::string comment =
      body->contains("comment") && (*body)["comment"].is_string() ? (*body)["comment"].get<std::string>() : "";
  if (sequence == body->end() || !sequence->is_number_unsigned() || helpful == body->end() || !helpful->is_boolean() ||
      Characters(comment) > 1000)
    return ProblemOf(shared.texts, request, Misses(shared, request, "problem.rating"));
  dv1::RateReplyRequest rate;
  rate.set_municipality_id(request.town->id());
  rate.set_conversation_id(request.Variable("id"));
  rate.set_sequence(sequence->get<std::uint64_t>());
  rate.set_helpful(helpful->get<bool>());
  rate.set_comment(comment);
  const auto answer = rpc::Call(*shared.backends.dialogue, &DialogueStub::RateReply, rate, request.caller,
                                {.method = "Dialogue/RateReply", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return {.status = 204, .content_type = {}, .body = {}, .headers = {}, .stream = {}};
}

}  // namespace

void AddConversationRoutes(Router& router, const Shared& shared) {
  router.Add("POST", "/api/v1/conversations", Needs::kTown,
             [&shared](const Request& request) { return Start(shared, request); });
  router.Add("POST", "/api/v1/conversations/{id}/messages", Needs::kTown, WithToken(shared, &Send));
  router.Add("GET", "/api/v1/conversations/{id}/messages", Needs::kTown, WithToken(shared, &Catch));
  router.Add("GET", "/api/v1/conversations/{id}/events", Needs::kTown, WithToken(shared, &Watch));
  router.Add("POST", "/api/v1/conversations/{id}/ratings", Needs::kTown, WithToken(shared, &Rate));
  router.Add("DELETE", "/api/v1/conversations/{id}", Needs::kTown, WithToken(shared, &Delete));
}

}  // namespace amtslotse::gateways::web
