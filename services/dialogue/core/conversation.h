// The entrance to the conversation: one event in, the replies out. Start reading here.
//
// The same session, event, time and answers of the town give the same new session and replies: nothing else is read.
// Effects (hold, confirm, cancel …) carry a key derived from conversation and event, so that an event that is handled
// again after a crash has its effects once.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "services/dialogue/core/session.h"
#include "services/dialogue/core/town.h"

namespace amtslotse::dialogue {

struct TextEvent {
  std::string text;
};
struct ChoiceEvent {
  std::string choice_id;
};
struct FormEvent {
  std::map<std::string, std::string> values;
};
struct UnsupportedEvent {
  std::string kind;  // photo, voice, location …
};
struct Event {
  std::string id;
  std::variant<TextEvent, ChoiceEvent, FormEvent, UnsupportedEvent> content;
};

// The greeting of a new conversation: what answers, what is kept, what can be asked.
std::vector<Message> Begin(Session& session, Town& town, std::chrono::sys_seconds now);

// Handles an event that has not been handled yet; the replies are also kept in the session. Never empty, unless staff
// have taken over: then the assistant is silent.
std::vector<Message> Handle(Session& session, const Event& event, Town& town, std::chrono::sys_seconds now);

// Answers an event with a text that was found elsewhere: the answer to a reminder or an offer.
std::vector<Message> AnswerWith(Session& session, const std::string& event_id, const std::string& text, Town& town,
                                std::chrono::sys_seconds now);

// Where the first replies of an event that was handled before stand; null for a new one. Valid as long as the session.
const HandledEvent* FindHandled(const Session& session, const std::string& event_id);

}  // namespace amtslotse::dialogue
