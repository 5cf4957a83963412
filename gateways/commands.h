// What a written message is: a command to the channel, or something for the conversation.
#pragma once

#include <string>
#include <string_view>

#include "gateways/message.h"

namespace amtslotse::gateways {

inline constexpr std::size_t kMaxText = 4000;  // characters, of the dialogue's contract

// Whole messages only: "/stop", "/stop@erlenfurt_bot", "STOP", "Stopp!" end messages without a question; "/start"
// begins;
// "/loeschen", "Daten löschen" forget the conversation. "/hilfe" and "/termin" become words. Everything else is Said,
// cut to kMaxText; a blank text is SentUnsupported.
Content ReadText(std::string_view text);

// Without blanks around, full stops and exclamation marks behind, and without regard to case.
std::string Folded(std::string_view text);

}  // namespace amtslotse::gateways
