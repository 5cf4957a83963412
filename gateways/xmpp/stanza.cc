#include "gateways/xmpp/stanza.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "gateways/commands.h"
#include "gateways/json_reading.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::xmpp {
namespace {

constexpr char kDiscoInfo[] = "http://jabber.org/protocol/disco#info";
constexpr char kPing[] = "urn:xmpp:ping";
constexpr char kReceipts[] = "urn:xmpp:receipts";

std::string Language(const Element& stanza) {
  const std::string code = stanza.Attribute("lang").substr(0, 2);
  const bool good =
      code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return good ? code : "";
}

// XMPP has no ids that hold beyond a stream: one of ours, the same when a client sends its unconfirmed message again.
std::string IdOf(const Element& message, const std::string& peer, const std::string& body) {
  const std::string id = message.Attribute("id");
  return EventId("xm", id.empty() ? rpc::RandomId() : peer + "\n" + id + "\n" + body);
}

bool IsEncrypted(const Element& message) {
  static constexpr std::array<std::string_view, 4> kSpaces{"eu.siacs.conversations.axolotl", "urn:xmpp:omemo:2",
                                                           "urn:xmpp:openpgp:0", "jabber:x:encrypted"};
  return std::any_of(message.children.begin(), message.children.end(), [](const Element& child) {
    return std::find(kSpaces.begin(), kSpaces.end(), child.space) != kSpaces.end();
  });
}

// Who invites into a group; empty: this is no invitation.
std::string Inviter(const Element& message) {
  if (const Element* room = message.Child("x", "http://jabber.org/protocol/muc#user")) {
    const Element* invitation = room->Child("invite");
    return invitation == nullptr ? "" : Bare(invitation->Attribute("from"));
  }
  return message.Child("x", "jabber:x:conference") != nullptr ? Bare(message.Attribute("from")) : "";
}

std::optional<Content> ContentOf(const Element& message, const std::string& body) {
  if (IsEncrypted(message)) return CannotRead{};
  if (body.empty()) return std::nullopt;  // typing, receipts, markers
  if (message.Child("replace", "urn:xmpp:message-correct:0") != nullptr) return SentUnsupported{"edit"};
  if (message.Child("x", "jabber:x:oob") != nullptr) return SentUnsupported{"file"};
  if (message.Child("reactions") != nullptr) return std::nullopt;
  if (body.starts_with("geo:")) return SentUnsupported{"location"};
  return ReadText(body);
}

std::optional<Inbound> FromMessage(const Element& message, Inbound event) {
  const std::string type = message.Attribute("type");
  if (type == "error" || type == "headline") return std::nullopt;
  const Element* body = message.Child("body");
  const std::string text = body == nullptr ? "" : body->text;
  event.event_id = IdOf(message, event.peer, text);
  event.language = Language(message);
  if (const std::string inviter = Inviter(message); !inviter.empty()) {
    event.peer = inviter;
    event.content = SpokeInGroup{};
    return event;
  }
  if (type == "groupchat" || message.Child("x", "http://jabber.org/protocol/muc#user") != nullptr) return std::nullopt;
  auto content = ContentOf(message, text);
  if (!content) return std::nullopt;
  event.content = *std::move(content);
  return event;
}

std::string Presence(const Self& self, const std::string& to, std::string_view type) {
  return fmt::format("<presence from='{}' to='{}'{}/>", Escaped(self.Jid()), Escaped(to),
                     type.empty() ? "" : fmt::format(" type='{}'", type));
}

std::string AnswerToQuery(const Element& query, const Self& self) {
  const std::string type = query.Attribute("type");
  if (type != "get" && type != "set") return {};
  const auto frame = [&](std::string_view kind, std::string_view inside) {
    return fmt::format("<iq type='{}' id='{}' from='{}' to='{}'>{}</iq>", kind, Escaped(query.Attribute("id")),
                       Escaped(query.Attribute("to").empty() ? self.domain : query.Attribute("to")),
                       Escaped(query.Attribute("from")), inside);
  };
  if (type == "get" && query.Child("ping", kPing) != nullptr) return frame("result", "");
  if (type == "get" && query.Child("query", kDiscoInfo) != nullptr)
    return frame(
        "result",
        fmt::format("<query xmlns='{}'><identity category='client' type='bot' name='Amtslotse'/><feature var='{}'/>"
                    "<feature var='{}'/><feature var='{}'/></query>",
                    kDiscoInfo, kDiscoInfo, kPing, kReceipts));
  return frame("error",
               "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
}

}  // namespace

std::string Bare(std::string_view jid) { return std::string(jid.substr(0, jid.find('/'))); }

std::optional<Inbound> ParseStanza(const Element& stanza, const Self& self) {
  Inbound event;
  event.peer = Bare(stanza.Attribute("from"));
  const std::string to = Bare(stanza.Attribute("to"));
  if (event.peer.empty() || event.peer.size() > 3071 || event.peer == self.domain || event.peer == self.Jid())
    return std::nullopt;
  if (to != self.Jid() && to != self.domain) return std::nullopt;
  if (stanza.name == "message") return FromMessage(stanza, std::move(event));
  if (stanza.name == "presence" && stanza.Attribute("type") == "unsubscribe") {
    event.event_id = EventId("xm", rpc::RandomId());
    event.content = Blocked{};
    return event;
  }
  return std::nullopt;
}

std::string ProtocolAnswer(const Element& stanza, const Self& self) {
  const std::string from = stanza.Attribute("from");
  const std::string to = Bare(stanza.Attribute("to"));
  if (from.empty()) return {};
  if (stanza.name == "iq") return AnswerToQuery(stanza, self);
  if (stanza.name == "presence" && to == self.Jid()) {
    const std::string type = stanza.Attribute("type");
    if (type == "subscribe") return Presence(self, Bare(from), "subscribed") + Presence(self, Bare(from), "");
    if (type == "unsubscribe") return Presence(self, Bare(from), "unsubscribed");
    if (type == "probe") return Presence(self, from, "");
  }
  const bool person_writes =
      stanza.name == "message" && stanza.Attribute("type") != "error" && stanza.Child("body") != nullptr;
  if (person_writes && to != self.Jid() && to != self.domain)
    return fmt::format(
        "<message type='error' id='{}' from='{}' to='{}'><error type='cancel'>"
        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
        Escaped(stanza.Attribute("id")), Escaped(stanza.Attribute("to")), Escaped(from));
  return {};
}

std::string Receipt(const Element& message, const Self& self) {
  const std::string id = message.Attribute("id");
  if (message.name != "message" || id.empty() || message.Child("request", kReceipts) == nullptr) return {};
  return fmt::format("<message from='{}' to='{}' type='chat'><received xmlns='{}' id='{}'/></message>",
                     Escaped(self.Jid()), Escaped(message.Attribute("from")), kReceipts, Escaped(id));
}

std::string TryLater(const Element& message, const Self& self) {
  if (message.name != "message") return {};
  return fmt::format(
      "<message type='error' id='{}' from='{}' to='{}'><error type='wait'>"
      "<internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
      Escaped(message.Attribute("id")), Escaped(self.Jid()), Escaped(message.Attribute("from")));
}

std::string OpenStream(const std::string& domain) {
  return fmt::format(
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
      "xmlns:stream='http://etherx.jabber.org/streams' to='{}'>",
      Escaped(domain));
}

std::string Handshake(const std::string& stream_id, const std::string& secret) {
  const std::string text = stream_id + secret;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);  // XEP-0114 knows no other
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return fmt::format("<handshake>{}</handshake>", hex);
}

std::string ChatMessage(const Self& self, const std::string& to, const std::string& id, std::string_view text,
                        const std::string& url) {
  const std::string file = url.empty() ? "" : fmt::format("<x xmlns='jabber:x:oob'><url>{}</url></x>", Escaped(url));
  return fmt::format(
      "<message type='chat' from='{}' to='{}' id='{}' xml:lang='de'><body>{}</body>{}"
      "<active xmlns='http://jabber.org/protocol/chatstates'/></message>",
      Escaped(self.Jid()), Escaped(to), Escaped(id), Escaped(text), file);
}

std::string Composing(const Self& self, const std::string& to) {
  return fmt::format(
      "<message type='chat' from='{}' to='{}'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
      Escaped(self.Jid()), Escaped(to));
}

std::string Echo(const Self& self, const std::string& id) {
  return fmt::format("<iq type='get' id='{}' from='{}' to='{}'><ping xmlns='{}'/></iq>", Escaped(id),
                     Escaped(self.domain), Escaped(self.domain), kPing);
}

std::string SlotRequest(const Self& self, const std::string& service, const std::string& id, const File& file) {
  return fmt::format(
      "<iq type='get' id='{}' from='{}' to='{}'><request xmlns='urn:xmpp:http:upload:0' filename='{}' size='{}' "
      "content-type='{}'/></iq>",
      Escaped(id), Escaped(self.Jid()), Escaped(service), Escaped(file.name()), file.content().size(),
      Escaped(file.media_type()));
}

}  // namespace amtslotse::gateways::xmpp
