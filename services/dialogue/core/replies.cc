#include "services/dialogue/core/replies.h"

#include <algorithm>
#include <optional>

namespace amtslotse::dialogue {

void SayOnce(std::vector<Message>& replies) {
  for (std::size_t i = 1; i < replies.size();) {
    const bool said =
        std::any_of(replies.begin(), replies.begin() + static_cast<std::ptrdiff_t>(i), [&](const Message& before) {
          return before.cards.size() == replies[i].cards.size() && before.text.ends_with(replies[i].text);
        });
    if (!said) {
      ++i;
      continue;
    }
    if (!replies[i].choices.empty()) replies[i - 1].choices = std::move(replies[i].choices);
    replies.erase(replies.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

namespace {

// "Was meinen Sie?" or "Worum geht es?", which another part of the message has told.
bool IsOvertaken(const Message& question, const std::optional<ServiceRef>& service) {
  if (!service || !question.prompt) return false;
  const auto names_it = [&](const Choice& choice) { return choice.label == service->name; };
  return question.text == Text("answer.no_service_yet") ||
         (question.text == Text("answer.which_service") &&
          std::any_of(question.choices.begin(), question.choices.end(), names_it));
}

}  // namespace

void DropOvertaken(Turn& turn) {
  const auto& options = turn.session.options;
  const auto dead = [&](const Choice& choice) {
    return choice.url.empty() &&
           std::none_of(options.begin(), options.end(), [&](const Option& option) { return option.id == choice.id; });
  };
  auto& replies = turn.replies;
  for (std::size_t i = 0; i + 1 < replies.size();) {
    if (IsOvertaken(replies[i], turn.session.service)) {
      replies.erase(replies.begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    if (replies[i].kind != "question") std::erase_if(replies[i].choices, dead);
    ++i;
  }
}

void SayFirst(Turn& turn, const std::string& notice) {
  turn.Say(notice, "notice");
  std::rotate(turn.replies.begin(), turn.replies.end() - 1, turn.replies.end());
}

}  // namespace amtslotse::dialogue
