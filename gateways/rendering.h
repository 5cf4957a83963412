// From neutral messages to what a channel can show.
#pragma once

#include <string>
#include <vector>

#include "gateways/channel.h"
#include "gateways/message.h"

namespace amtslotse::gateways {

// A message's text, cards, links and sources as one plain text; without choices and files.
std::string PlainText(const Message& message);

// The pieces that show the messages, in order. Messages that follow each other become one piece as far as the limits
// allow; choices end a piece. Choices become buttons, else a list, else numbered lines, whichever the channel can carry
// whole; a number is the choice's place in its message, as the dialogue understands it.
std::vector<Piece> Render(const std::vector<Message>& messages, const Capabilities& channel);

}  // namespace amtslotse::gateways
