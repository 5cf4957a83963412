// The neutral message at the edge of a channel: what an adapter makes of a channel's events, and what it gets to send.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "amtslotse/dialogue/v1/dialogue.pb.h"

namespace amtslotse::gateways {

// --- in ---

// Written text, at most 4 000 characters.
struct Said {
  std::string text;
};
// The id of what stands where used choices stood.
inline constexpr char kUsedChoice[] = "-";

// An offered choice was tapped.
struct Chose {
  std::string choice_id;  // as it was offered; may be stale or forged, the dialogue judges
  std::string label;      // as the channel shows it, may be empty
  std::string prompt;     // the channel's name of the message that carried the choices, may be empty
  std::string tap;        // what the channel wants acknowledged, may be empty
};
// Photo, voice, location, an edit …: gets a stated answer, nothing of it is kept.
struct SentUnsupported {
  std::string what;
};
// What is meant for the channel itself rather than for the conversation.
enum class Command : std::uint8_t { kStart, kStop, kForget };
struct GaveCommand {
  Command command;
};
// Someone addressed the account in a group: gets a pointer to private chat, nothing else.
struct SpokeInGroup {};
// The conversation cannot be read (end-to-end encrypted room).
struct CannotRead {};
// The citizen closed the conversation to us, or opened it again.
struct Blocked {};
struct Unblocked {};
// The channel gave the peer another address.
struct Moved {
  std::string to;
};
// What became of an earlier send, told later.
struct SendFailedLater {
  std::string reference;
  bool window_closed = false;
  std::string reason;
};

using Content = std::variant<Said, Chose, SentUnsupported, GaveCommand, SpokeInGroup, CannotRead, Blocked, Unblocked,
                             Moved, SendFailedLater>;

struct Inbound {
  std::string event_id;  // unique within the account, 1..64 of A-Z a-z 0-9 - _ .; the same when delivered again
  std::string peer;      // where answers go, in clear; sealed at rest, hashed in logs
  std::string language;  // two letters, a hint, may be empty
  Content content;
};

// JSON for the inbox. Reading ignores unknown members; nothing when the text is no Inbound.
std::string ToJson(const Inbound& event);
std::optional<Inbound> InboundFromJson(const std::string& text);

// --- out ---

using Message = dialogue::v1::Message;
using File = dialogue::v1::File;

struct Button {
  std::string label;
  std::string description;
  std::string choice_id;
  std::string url;  // a link instead of an answer
};

// One call of the channel: a text with or without buttons, or a file.
struct Piece {
  std::string text;
  std::vector<Button> buttons;
  bool as_list = false;         // the channel's list instead of its buttons
  bool outside_window = false;  // the time for free messages is over: text only, by the channel's own means
  std::optional<File> file;
};

}  // namespace amtslotse::gateways
