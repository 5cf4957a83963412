// XMPP's stream and stanzas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateways/xmpp/capabilities.h"
#include "gateways/xmpp/stanza.h"

namespace amtslotse::gateways::xmpp {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr char kOpen[] =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
    "xmlns:stream='http://etherx.jabber.org/streams' id='s1'>";
const Self kSelf{.domain = "amt.example", .node = "amt"};

std::vector<Element> Read(const std::string& xml) {
  StreamReader reader;
  EXPECT_TRUE(reader.Feed(kOpen + xml).ok());
  return reader.Take();
}
std::optional<Inbound> EventOf(const std::string& xml) {
  const auto stanzas = Read(xml);
  EXPECT_THAT(stanzas, SizeIs(1));
  return ParseStanza(stanzas.at(0), kSelf);
}
std::string Chat(const std::string& inside, const std::string& more = "type='chat' id='a1'") {
  return "<message from='ada@example.org/tel' to='amt@amt.example' " + more + ">" + inside + "</message>";
}

TEST(Stream, StanzasComeWholeHoweverTheBytesAreCut) {
  const std::string xml =
      std::string(kOpen) + Chat("<body>Gr&#xF6;ße 🙂 &lt;b&gt;</body>") + "\n" + Chat("<body>zwei</body>");
  for (std::size_t step : {1, 2, 7, 100}) {
    StreamReader reader;
    std::vector<Element> all;
    for (std::size_t i = 0; i < xml.size(); i += step) {
      ASSERT_TRUE(reader.Feed(xml.substr(i, step)).ok());
      for (Element& stanza : reader.Take()) all.push_back(std::move(stanza));
    }
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(all[0].Child("body")->text, "Größe 🙂 <b>");
    EXPECT_EQ(reader.id(), "s1");
  }
}

TEST(Stream, WhatMayNotBeInAStreamEndsIt) {
  EXPECT_FALSE(StreamReader().Feed("<!DOCTYPE a [<!ENTITY b 'c'>]><stream:stream xmlns:stream='x'>").ok());
  EXPECT_FALSE(StreamReader().Feed("HTTP/1.1 400 Bad Request\r\n").ok());
  EXPECT_FALSE(StreamReader().Feed("<html>").ok());
  StreamReader deep;
  ASSERT_TRUE(deep.Feed(kOpen).ok());
  std::string nested;
  for (int i = 0; i < kMaxDepth + 1; ++i) nested += "<a>";
  EXPECT_FALSE(deep.Feed(nested).ok());
  StreamReader huge;
  ASSERT_TRUE(huge.Feed(kOpen).ok());
  EXPECT_FALSE(huge.Feed("<message><body>" + std::string(kMaxStanza + 1, 'x')).ok());
}

TEST(Stanza, AMessageIsSaidByItsBarePerson) {
  const auto event = EventOf(Chat("<body>Hallo</body>", "type='chat' id='a1' xml:lang='de-DE'"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->peer, "ada@example.org");
  EXPECT_EQ(event->language, "de");
  EXPECT_EQ(std::get<Said>(event->content).text, "Hallo");
  EXPECT_EQ(event->event_id, EventOf(Chat("<body>Hallo</body>"))->event_id) << "sent again: the same";
  EXPECT_NE(event->event_id, EventOf(Chat("<body>Hallo</body>", "type='chat' id='a2'"))->event_id);
  EXPECT_NE(EventOf(Chat("<body>ja</body>", ""))->event_id, EventOf(Chat("<body>ja</body>", ""))->event_id)
      << "no id, no repetition";
}

TEST(Stanza, WhatIsNotWrittenToUsIsOfNoInterest) {
  EXPECT_FALSE(EventOf(Chat("<composing xmlns='http://jabber.org/protocol/chatstates'/>")));
  EXPECT_FALSE(EventOf(Chat("<body>x</body>", "type='error'")));
  EXPECT_FALSE(EventOf(Chat("<body>x</body>", "type='headline'")));
  EXPECT_FALSE(EventOf(Chat("<body>x</body>", "type='groupchat'")));
  EXPECT_FALSE(EventOf("<message from='ada@example.org' to='other@amt.example'><body>x</body></message>"));
  EXPECT_FALSE(EventOf("<message from='amt.example' to='amt@amt.example'><body>x</body></message>"));
  EXPECT_FALSE(EventOf("<message to='amt@amt.example'><body>x</body></message>"));
}

TEST(Stanza, EncryptedCorrectedAndFilesGetStatedAnswers) {
  EXPECT_TRUE(std::holds_alternative<CannotRead>(
      EventOf(Chat("<encrypted xmlns='eu.siacs.conversations.axolotl'/><body>I sent you an OMEMO message</body>"))
          ->content));
  EXPECT_EQ(std::get<SentUnsupported>(
                EventOf(Chat("<body>neu</body><replace xmlns='urn:xmpp:message-correct:0' id='a0'/>"))->content)
                .what,
            "edit");
  EXPECT_EQ(std::get<SentUnsupported>(
                EventOf(Chat("<body>https://u</body><x xmlns='jabber:x:oob'><url>https://u</url></x>"))->content)
                .what,
            "file");
}

TEST(Stanza, AnInvitationPointsTheInviterToPrivateChat) {
  const auto event = EventOf(
      "<message from='raum@conf.example' to='amt@amt.example'><x xmlns='http://jabber.org/protocol/muc#user'>"
      "<invite from='ada@example.org/tel'/></x></message>");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->peer, "ada@example.org");
  EXPECT_TRUE(std::holds_alternative<SpokeInGroup>(event->content));
}

TEST(Stanza, SubscriptionsAreGrantedAndLeavingTakesTheConversationAway) {
  const auto subscribe = Read("<presence from='ada@example.org' to='amt@amt.example' type='subscribe'/>").at(0);
  EXPECT_THAT(ProtocolAnswer(subscribe, kSelf), HasSubstr("type='subscribed'"));
  const auto leaves = EventOf("<presence from='ada@example.org' to='amt@amt.example' type='unsubscribe'/>");
  ASSERT_TRUE(leaves);
  EXPECT_TRUE(std::holds_alternative<Blocked>(leaves->content));
}

TEST(Stanza, QueriesAreAnsweredAndUnknownOnesRefused) {
  EXPECT_THAT(
      ProtocolAnswer(
          Read("<iq type='get' id='1' from='a@b' to='amt@amt.example'><ping xmlns='urn:xmpp:ping'/></iq>").at(0),
          kSelf),
      HasSubstr("type='result'"));
  EXPECT_THAT(
      ProtocolAnswer(
          Read("<iq type='get' id='1' from='a@b' to='amt@amt.example'><vCard xmlns='vcard-temp'/></iq>").at(0), kSelf),
      HasSubstr("service-unavailable"));
  EXPECT_EQ(ProtocolAnswer(Read("<iq type='result' id='1' from='a@b' to='amt@amt.example'/>").at(0), kSelf), "");
}

TEST(Stanza, TextIsEscapedAndWhatXmlCannotCarryIsReplaced) {
  const std::string text = "Größe \"ß\" <b>&amp;</b> 'x' 🙂\n\x01\xff";
  const std::string xml = ChatMessage(kSelf, "ada@example.org", "out-1", text, "");
  const auto stanzas = Read(xml);
  ASSERT_THAT(stanzas, SizeIs(1));
  EXPECT_EQ(stanzas[0].Child("body")->text, "Größe \"ß\" <b>&amp;</b> 'x' 🙂\n\uFFFD\uFFFD");
}

TEST(Stanza, TheHandshakeIsTheHashOfStreamIdAndSecret) {
  EXPECT_EQ(Handshake("3BF96D32", "secret"), "<handshake>b09ea9b3b7f586be8a08d0a3dd7466f110aeb136</handshake>");
}

}  // namespace
}  // namespace amtslotse::gateways::xmpp
