#include "services/messengers/answering.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateways/texts.h"
#include "gateways/typed_choice.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

using dialogue::v1::Dialogue;
using gateways::Message;
using gateways::TextId;
using std::chrono::milliseconds;

constexpr milliseconds kTurnTimeout{20000};
constexpr milliseconds kTypingAfter{700};
constexpr Millis kGroupNoticeEvery = 60 * 60 * 1000;
constexpr Millis kTroubleNoticeEvery = 10 * 60 * 1000;
constexpr int kTroubleAfterAttempts = 2;
constexpr int kMostInternalErrors = 5;
constexpr Millis kLongestPause = 15000;
constexpr Millis kReferenceMayCome = 3000;
constexpr Millis kReferencePause = 150;
constexpr Millis kToRead = 2000;        // who answers sooner has not read what they would answer
constexpr char kConsent[] = "consent";  // a message's text_kind

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Message Notice(TextId id) {
  Message message;
  message.set_author(Message::AUTHOR_NOTICE);
  message.set_text_kind("notice");
  message.set_text(gateways::Text(id));
  return message;
}

Outgoing ReplyTo(const std::string& event_id, std::vector<Message> messages) {
  return {.key = "e:" + event_id, .messages = std::move(messages), .delivery = {}};
}

Finished SayOnly(const std::string& event_id, TextId id) {
  Finished finished;
  finished.reply = ReplyTo(event_id, {Notice(id)});
  return finished;
}

Lanes::Time In(Millis pause) { return std::chrono::steady_clock::now() + milliseconds(pause); }

// What was typed under an unasked message and takes one of its choices is that choice, although the dialogue may have
// forgotten the conversation by then.
gateways::Inbound AsMeant(const WaitingEvent& waiting, const Peer& peer) {
  gateways::Inbound event = waiting.event;
  const auto* said = std::get_if<gateways::Said>(&event.content);
  if (said == nullptr || !peer.offer || waiting.received - peer.offer->shown < kToRead) return event;
  std::vector<std::string> labels;
  for (const auto& choice : peer.offer->message.choices()) labels.push_back(choice.label());
  const auto taken = gateways::TypedChoice(said->text, labels);
  if (!taken) return event;
  const auto& choice = peer.offer->message.choices(static_cast<int>(*taken));
  event.content = gateways::Chose{.choice_id = choice.id(), .label = choice.label(), .prompt = peer.prompt, .tap = ""};
  return event;
}

// Taken, by typing or by a tap, or replaced by newer choices.
bool EndsOffer(const Peer& peer, const gateways::Inbound& event, const Finished& finished) {
  if (!peer.offer) return false;
  if (finished.reply) {
    for (const Message& message : finished.reply->messages) {
      if (message.choices_size() > 0) return true;
    }
  }
  const auto* chose = std::get_if<gateways::Chose>(&event.content);
  if (chose == nullptr) return false;
  const auto& choices = peer.offer->message.choices();
  return std::any_of(choices.begin(), choices.end(),
                     [&](const auto& choice) { return choice.id() == chose->choice_id; });
}

// Faults that another attempt may heal.
bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kOutOfRange: return false;
    default: return true;
  }
}

// All calls for one event carry one id.
rpc::Caller NewCaller() {
  return {.request_id = rpc::CurrentRequestId(),
          .signed_actor = {},
          .deadline = std::chrono::system_clock::now() + kTurnTimeout};
}

}  // namespace

std::optional<Lanes::Time> Answering::Step(const PeerKey& key) {
  const auto waiting = at_.store.NextEvent(key);
  if (!waiting.ok()) {
    rpc::LogError("inbox_unreadable", {{"account", key.account}, {"why", rpc::ToString(waiting.status().message())}});
    return In(5000);
  }
  if (!waiting->has_value()) return std::nullopt;
  const WaitingEvent& next = **waiting;
  const rpc::RequestScope scope(rpc::RandomId());
  if (const Millis now = NowMillis(); next.due > now) return In(next.due - now);
  const auto peer = at_.store.FindPeer(key);
  if (!peer.ok()) {
    rpc::LogError("peer_unreadable", {{"account", key.account}, {"why", rpc::ToString(peer.status().message())}});
    return In(5000);
  }
  // A refusal may name someone who was forgotten meanwhile.
  const Peer known = peer->value_or(Peer{});
  if (const auto* failed = std::get_if<gateways::SendFailedLater>(&next.event.content)) {
    // The refusal may be faster than our noting what was accepted.
    if (!Refused(key, *failed) && NowMillis() - next.received < kReferenceMayCome) {
      (void)at_.store.PostponeEvent(key, next.event.event_id, NowMillis() + kReferencePause, std::nullopt, NowMillis());
      return In(kReferencePause);
    }
  }
  const gateways::Inbound event = AsMeant(next, known);
  auto finished = Handle(key, event, known);
  if (finished.ok()) finished->offer_over = EndsOffer(known, event, *finished);
  if (!finished.ok()) return Again(key, next, known, finished.status());
  if (const auto status = at_.store.Finish(key, next.event.event_id, *finished, NowMillis()); !status.ok()) {
    rpc::LogError("store_failed", {{"account", key.account}, {"why", rpc::ToString(status.message())}});
    return In(1000);
  }
  if (finished->reply) wake_outgoing_(key);
  rpc::LogDebug("event_answered", {{"account", key.account}});
  return std::chrono::steady_clock::now();
}

std::optional<Lanes::Time> Answering::Again(const PeerKey& key, const WaitingEvent& waiting, const Peer& peer,
                                            const absl::Status& why) {
  const bool internal = absl::IsInternal(why) || absl::IsUnknown(why) || absl::IsDataLoss(why);
  const Millis now = NowMillis();
  rpc::LogWarning("event_not_answered", {{"account", key.account},
                                         {"peer", key.peer.substr(0, 8)},
                                         {"code", absl::StatusCodeToString(why.code())},
                                         {"attempt", waiting.attempts}});
  if (!MayPass(why) || (internal && waiting.attempts >= kMostInternalErrors)) {
    Finished finished = SayOnly(waiting.event.event_id, TextId::kCannotAnswer);
    finished.dead = true;
    at_.counters.Unanswered();
    if (!at_.store.Finish(key, waiting.event.event_id, finished, now).ok()) return In(1000);
    wake_outgoing_(key);
    return std::chrono::steady_clock::now();
  }
  std::optional<Outgoing> notice;
  if (waiting.attempts >= kTroubleAfterAttempts && now - peer.noticed > kTroubleNoticeEvery)
    notice = Outgoing{.key = "t:" + waiting.event.event_id, .messages = {Notice(TextId::kTroubleNow)}, .delivery = {}};
  const Millis pause = std::min<Millis>(kLongestPause, 250LL << std::min(waiting.attempts, 10));
  (void)at_.store.PostponeEvent(key, waiting.event.event_id, now + pause, notice, now);
  if (notice) wake_outgoing_(key);
  return In(pause);
}

absl::StatusOr<Finished> Answering::Handle(const PeerKey& key, const gateways::Inbound& event, const Peer& peer) {
  using Result = absl::StatusOr<Finished>;
  dialogue::v1::SendRequest request;
  return std::visit(Overloaded{
                        [&](const gateways::Said& said) {
                          request.set_text(said.text);
                          return Converse(key, event, peer, request);
                        },
                        [&](const gateways::Chose& chose) { return Tap(key, event, peer, chose); },
                        [&](const gateways::SentUnsupported& sent) {
                          request.set_unsupported(sent.what);
                          return Converse(key, event, peer, request);
                        },
                        [&](const gateways::GaveCommand& gave) { return Command(key, event, peer, gave.command); },
                        [&](const gateways::SpokeInGroup&) -> Result {
                          if (NowMillis() - peer.noticed < kGroupNoticeEvery) return Finished{};
                          Finished finished = SayOnly(event.event_id, TextId::kWritePrivately);
                          finished.noticed = NowMillis();
                          return finished;
                        },
                        [&](const gateways::CannotRead&) -> Result {
                          if (peer.noticed != 0) return Finished{};
                          Finished finished = SayOnly(event.event_id, TextId::kEncrypted);
                          finished.noticed = NowMillis();
                          return finished;
                        },
                        [&](const gateways::Blocked&) -> Result {
                          if (auto status = Consent(peer, false, NewCaller()); !status.ok()) return status;
                          return Finished{};  // the flag was set when it was recorded
                        },
                        [&](const gateways::Unblocked&) -> Result { return Finished{}; },
                        [&](const gateways::Moved& moved) -> Result {
                          Finished finished;
                          finished.moved_to = moved.to;
                          return finished;
                        },
                        [&](const gateways::SendFailedLater&) -> Result { return Finished{}; },  // dealt with in Step
                    },
                    event.content);
}

// A send that was accepted and came to nothing: again as the channel still allows, or for the staff to see.
bool Answering::Refused(const PeerKey& key, const gateways::SendFailedLater& failed) {
  const auto known = at_.store.RefusedLater(key, failed.reference, failed.window_closed, failed.reason, NowMillis());
  rpc::LogWarning("send_failed_later", {{"account", key.account},
                                        {"peer", key.peer.substr(0, 8)},
                                        {"why", failed.reason},
                                        {"known", known.ok() && *known}});
  if (!known.ok() || !*known) return false;
  at_.counters.Sent(failed.window_closed ? "window_closed_later" : "failed_later");
  wake_outgoing_(key);
  if (const auto dead = at_.store.CountDead(key.account); dead.ok()) at_.counters.SetDead(*dead);
  return true;
}

absl::StatusOr<Finished> Answering::Tap(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                                        const gateways::Chose& chose) {
  const bool used = chose.choice_id == gateways::kUsedChoice;
  if (!chose.tap.empty()) {
    at_.hints.Post(
        [&adapter = at_.adapter, chose, text = used ? gateways::Text(TextId::kAlreadyChosen) : std::string()] {
          adapter.AcknowledgeTap(chose, text);
        });
  }
  if (used) return Finished{};
  dialogue::v1::SendRequest request;
  request.set_choice_id(chose.choice_id);
  auto finished = Converse(key, event, peer, std::move(request));
  if (!finished.ok() || chose.prompt.empty()) return finished;
  // Only the prompt of the last question shows what was taken; an older one's choices are just gone.
  const bool current = chose.prompt == peer.prompt;
  at_.hints.Post([&adapter = at_.adapter, address = peer.address, prompt = chose.prompt,
                  label = current ? chose.label : std::string()] { adapter.RetireChoices(address, prompt, label); });
  if (current) finished->prompt = "";
  return finished;
}

absl::StatusOr<Finished> Answering::Command(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                                            gateways::Command command) {
  switch (command) {
    case gateways::Command::kStart: {
      auto finished = Converse(key, event, peer, std::nullopt);
      if (finished.ok()) finished->stopped = false;
      return finished;
    }
    case gateways::Command::kStop: {
      if (auto status = Consent(peer, false, NewCaller()); !status.ok()) return status;
      Finished finished = SayOnly(event.event_id, TextId::kStopped);
      finished.stopped = true;  // also after a yes that came before it and was answered since
      return finished;
    }
    case gateways::Command::kForget: {
      if (auto status = Consent(peer, false, NewCaller()); !status.ok()) return status;
      if (!peer.conversation.empty()) {
        dialogue::v1::DeleteConversationRequest request;
        request.set_municipality_id(at_.account.settings.municipality_id);
        request.set_conversation_id(peer.conversation);
        const auto deleted = rpc::Call(at_.dialogue, &Dialogue::StubInterface::DeleteConversation, request, NewCaller(),
                                       {.method = "Dialogue/DeleteConversation", .repeatable = true}, &at_.metrics);
        if (!deleted.ok() && !absl::IsNotFound(deleted.status())) return deleted.status();
      }
      Finished finished = SayOnly(event.event_id, TextId::kForgotten);
      finished.forgets = true;
      finished.reply->forgets_peer = true;
      return finished;
    }
  }
  return Finished{};
}

absl::Status Answering::Consent(const Peer& peer, bool granted, const rpc::Caller& caller) {
  if (peer.conversation.empty()) return absl::OkStatus();
  dialogue::v1::SetConsentRequest request;
  request.set_municipality_id(at_.account.settings.municipality_id);
  request.set_conversation_id(peer.conversation);
  request.set_granted(granted);
  const auto set = rpc::Call(at_.dialogue, &Dialogue::StubInterface::SetConsent, request, caller,
                             {.method = "Dialogue/SetConsent", .repeatable = true}, &at_.metrics);
  // An expired conversation has no consent left.
  const bool settled = set.ok() || absl::IsNotFound(set.status()) || absl::IsUnimplemented(set.status());
  return settled ? absl::OkStatus() : set.status();
}

// Of a conversation that was begun although its begin never reached us (a crash between): the disclosure was not seen.
absl::StatusOr<std::vector<Message>> Answering::MissedGreeting(const std::string& conversation, std::uint64_t before,
                                                               bool whole, const rpc::Caller& caller) {
  dialogue::v1::GetMessagesRequest request;
  request.set_municipality_id(at_.account.settings.municipality_id);
  request.set_conversation_id(conversation);
  const auto all = rpc::Call(at_.dialogue, &Dialogue::StubInterface::GetMessages, request, caller,
                             {.method = "Dialogue/GetMessages", .repeatable = true}, &at_.metrics);
  if (!all.ok()) return all.status();
  std::vector<Message> missed;
  for (const Message& message : all->messages()) {
    if (message.author() == Message::AUTHOR_CITIZEN || message.sequence() >= before) break;
    if (whole || message.author() == Message::AUTHOR_NOTICE) missed.push_back(message);
  }
  return missed;
}

absl::StatusOr<Finished> Answering::Converse(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                                             std::optional<dialogue::v1::SendRequest> request) {
  const auto& settings = at_.account.settings;
  const rpc::Caller caller = NewCaller();
  const Hints::Ticket typing = at_.hints.PostAfter(
      kTypingAfter, [&adapter = at_.adapter, address = peer.address] { adapter.ShowTyping(address); });
  // Begun anew for every event: only so a conversation that expired between comes back with its data level.
  dialogue::v1::StartConversationRequest start;
  start.mutable_key()->set_municipality_id(settings.municipality_id);
  start.mutable_key()->set_channel(settings.channel);
  start.mutable_key()->set_account(settings.account);
  start.mutable_key()->set_peer(key.peer);
  start.set_language(event.language.empty() ? "de" : event.language);
  start.set_data_level(at_.books ? dialogue::v1::DATA_LEVEL_BOOKING : dialogue::v1::DATA_LEVEL_INFORMATION);
  const auto started = rpc::Call(
      at_.dialogue, &Dialogue::StubInterface::StartConversation, start, caller,
      {.method = "Dialogue/StartConversation", .repeatable = true, .timeout = milliseconds(5000)}, &at_.metrics);
  if (!started.ok()) return started.status();
  const bool missed = started->existing() && peer.conversation != started->conversation_id();
  const bool only_start = !request.has_value();
  if (only_start && started->existing() && !missed)
    request.emplace().set_text("Hallo");  // a second /start is greeted again
  std::vector<Message> replies;
  if (request) {
    request->set_municipality_id(settings.municipality_id);
    request->set_conversation_id(started->conversation_id());
    request->set_event_id(event.event_id);
    const auto sent = rpc::Call(at_.dialogue, &Dialogue::StubInterface::Send, *request, caller,
                                {.method = "Dialogue/Send", .repeatable = true, .timeout = kTurnTimeout}, &at_.metrics);
    if (!sent.ok()) return sent.status();
    replies.assign(sent->messages().begin(), sent->messages().end());
  }
  std::vector<Message> messages;
  if (missed) {
    auto greeting = MissedGreeting(started->conversation_id(), replies.empty() ? ~0ULL : replies.front().sequence(),
                                   only_start, caller);
    if (!greeting.ok()) return greeting.status();
    messages = *std::move(greeting);
  }
  for (const Message& message : started->messages()) {
    // Who came with a question gets its answer; of the greeting only what has to be said.
    if (only_start || message.author() == Message::AUTHOR_NOTICE) messages.push_back(message);
  }
  messages.insert(messages.end(), std::make_move_iterator(replies.begin()), std::make_move_iterator(replies.end()));
  Finished finished;
  finished.conversation = started->conversation_id();
  // Who said STOP once and now asks for reminders or offers, gets them.
  const bool agreed = std::any_of(messages.begin(), messages.end(),
                                  [](const Message& message) { return message.text_kind() == kConsent; });
  if (agreed) finished.stopped = false;
  if (!messages.empty()) finished.reply = ReplyTo(event.event_id, std::move(messages));
  return finished;
}

}  // namespace amtslotse::messengers
