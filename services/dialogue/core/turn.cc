#include "services/dialogue/core/turn.h"

#include <fmt/format.h>

#include <algorithm>

namespace amtslotse::dialogue {

Message& Turn::Say(std::string what, std::string kind) {
  Message& message = replies.emplace_back();
  message.text = std::move(what);
  message.kind = std::move(kind);
  return message;
}

Message& Turn::Ask(std::string what, Awaiting awaiting, std::string prompt_kind) {
  StopWaiting();
  session.awaiting = awaiting;
  Message& message = Say(std::move(what), "question");
  message.prompt = Prompt{.kind = std::move(prompt_kind), .label = message.text, .fields = {}, .expires = {}};
  return message;
}

void Turn::Offer(std::string label, std::string action, std::string value, std::string description) {
  Option option{.id = fmt::format("{}.{}", session.prompt_number, session.options.size() + 1),
                .label = label,
                .action = std::move(action),
                .value = std::move(value)};
  replies.back().choices.push_back(
      {.id = option.id, .label = std::move(label), .description = std::move(description), .url = ""});
  session.options.push_back(std::move(option));
}

void Turn::OfferAgain() {
  for (const Option& option : offered_before) Offer(option.label, option.action, option.value);
}

std::string Turn::Key(std::string_view step) const {
  return fmt::format("{}:{}:{}", session.conversation_id, event_id, step);
}

void Turn::SayDown(const absl::Status&, std::string_view part) {
  Say(Text(fmt::format("down.{}", part), {{"telephone", town.municipality().telephone}}), "error");
}

void Turn::StopWaiting() {
  session.awaiting = Awaiting::kNothing;
  session.options.clear();
  ++session.prompt_number;
}

const nlu::Entity* Turn::Find(nlu::EntityKind kind) const {
  const auto found = std::find_if(understood.entities.begin(), understood.entities.end(),
                                  [&](const nlu::Entity& entity) { return entity.kind == kind; });
  return found == understood.entities.end() ? nullptr : &*found;
}

bool Turn::Wants(nlu::Act act) const {
  return std::any_of(understood.segments.begin(), understood.segments.end(), [&](const nlu::Segment& segment) {
    return segment.guesses.front().act == act && segment.band != nlu::Band::kDecline;
  });
}

}  // namespace amtslotse::dialogue
