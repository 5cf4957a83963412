// XMPP's stanzas as neutral events, and ours as XML.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateways/message.h"
#include "gateways/xmpp/stream.h"

namespace amtslotse::gateways::xmpp {

// Who we are: citizens write to node@domain.
struct Self {
  std::string domain;
  std::string node;
  std::string Jid() const { return node + "@" + domain; }
};

// Without its resource.
std::string Bare(std::string_view jid);

// A message or presence from a person; nothing when it is of no interest to the conversation.
std::optional<Inbound> ParseStanza(const Element& stanza, const Self& self);

// What a stanza wants from us at once, whatever the conversation does: answers to queries, subscriptions, receipts.
// Empty: nothing. A receipt only says that the message was recorded: send it then.
std::string ProtocolAnswer(const Element& stanza, const Self& self);
std::string Receipt(const Element& message, const Self& self);
// The message could not be taken; its sender may try again.
std::string TryLater(const Element& message, const Self& self);

std::string OpenStream(const std::string& domain);
std::string Handshake(const std::string& stream_id, const std::string& secret);
// `url`: of a file (XEP-0066), empty: none.
std::string ChatMessage(const Self& self, const std::string& to, const std::string& id, std::string_view text,
                        const std::string& url);
std::string Composing(const Self& self, const std::string& to);
// Comes back to ourselves once the server has dealt with everything sent before it.
std::string Echo(const Self& self, const std::string& id);
// A place for a file (XEP-0363).
std::string SlotRequest(const Self& self, const std::string& service, const std::string& id, const File& file);

}  // namespace amtslotse::gateways::xmpp
