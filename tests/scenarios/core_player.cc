#include "tests/scenarios/core_player.h"

#include <fmt/format.h>

#include "services/dialogue/core/texts.h"
#include "services/dialogue/session_codec.h"
#include "services/rpc/text.h"

namespace amtslotse::scenarios {
namespace {

Replies Decode(const std::vector<dialogue::Message>& messages) {
  Replies replies;
  for (const dialogue::Message& message : messages) {
    replies.text += message.text + "\n";
    for (const auto& card : message.cards)
      replies.text += fmt::format("[{}]\n{}\n", card.title, fmt::join(card.lines, "\n"));
    for (const auto& link : message.links) replies.text += fmt::format("Link: {} {}\n", link.label, link.url);
    for (const auto& source : message.sources) replies.text += fmt::format("Quelle: {} {}\n", source.title, source.url);
    for (const auto& file : message.files) replies.text += fmt::format("Datei: {}\n", file.name);
    if (!message.choices.empty()) replies.choices.clear();
    for (const auto& choice : message.choices) {
      replies.choices.push_back({choice.id, choice.label, choice.description});
      replies.text += fmt::format("Wahl: {} — {}\n", choice.label, choice.description);
    }
  }
  return replies;
}

}  // namespace

rpc::Caller CorePlayer::Caller() const {
  return {.request_id = rpc::RandomId(),
          .signed_actor = "",
          .deadline = std::chrono::system_clock::now() + std::chrono::seconds(10)};
}

std::chrono::sys_seconds CorePlayer::Now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + waited_;
}

absl::StatusOr<Replies> CorePlayer::Begin(const std::string& municipality_id) {
  session_ = {};
  session_.municipality_id = municipality_id;
  session_.conversation_id = "web-" + rpc::RandomId();
  session_.channel = "web";
  auto municipality = services_.GetMunicipality(municipality_id, Caller());
  if (!municipality.ok()) return municipality.status();
  dialogue::GrpcTown town(services_, *municipality, session_, Caller(), Now());
  return Decode(dialogue::Begin(session_, town, Now()));
}

absl::StatusOr<Replies> CorePlayer::Run(dialogue::Event event) {
  event.id = fmt::format("m{}", ++events_);
  auto municipality = services_.GetMunicipality(session_.municipality_id, Caller());
  if (!municipality.ok()) return municipality.status();
  // Between two events a session is always written and read.
  auto read = dialogue::ParseSession(dialogue::Serialize(session_));
  if (!read.ok()) return read.status();
  session_ = *std::move(read);
  dialogue::GrpcTown town(services_, *municipality, session_, Caller(), Now());
  Replies replies = Decode(dialogue::Handle(session_, event, town, Now()));
  if (std::exchange(expired_, false)) replies.text = dialogue::Text("session.expired") + "\n" + replies.text;
  return replies;
}

absl::StatusOr<Replies> CorePlayer::Say(const std::string& text) {
  return Run({.id = "", .content = dialogue::TextEvent{text}});
}
absl::StatusOr<Replies> CorePlayer::Tap(const std::string& choice_id) {
  return Run({.id = "", .content = dialogue::ChoiceEvent{choice_id}});
}
absl::StatusOr<Replies> CorePlayer::Send(const std::map<std::string, std::string>& form) {
  return Run({.id = "", .content = dialogue::FormEvent{form}});
}

absl::Status CorePlayer::Wait(int minutes) {
  waited_ += std::chrono::minutes(minutes);
  if (minutes <= 30) return absl::OkStatus();
  dialogue::Session fresh;
  fresh.municipality_id = session_.municipality_id;
  fresh.conversation_id = session_.conversation_id;
  fresh.channel = session_.channel;
  session_ = fresh;
  expired_ = true;
  return absl::OkStatus();
}

}  // namespace amtslotse::scenarios
