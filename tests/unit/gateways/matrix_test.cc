#include <gmock/gmock.h>

#include "gateways/matrix/client_api.h"
#include "gateways/matrix/sync.h"

namespace amtslotse::gateways::matrix {
namespace {

using nlohmann::json;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kUs[] = "@amt:example.org";
constexpr char kRoom[] = "!r:example.org";

SendOutcome OutcomeOf(int status, const std::string& body, const std::map<std::string, std::string>& headers = {}) {
  return matrix::OutcomeOf(ReadAnswer(HttpAnswer{.status = status, .headers = headers, .body = body}));
}

TEST(ClientApi, FailuresAreClassed) {
  EXPECT_EQ(OutcomeOf(200, R"({"event_id":"$e"})").reference, "$e");
  EXPECT_EQ(OutcomeOf(401, R"({"errcode":"M_UNKNOWN_TOKEN"})").outcome, SendClass::kAuthBroken);
  EXPECT_EQ(OutcomeOf(403, R"({"errcode":"M_FORBIDDEN"})").outcome, SendClass::kBlocked);
  EXPECT_EQ(OutcomeOf(413, R"({"errcode":"M_TOO_LARGE"})").outcome, SendClass::kPermanent);
  EXPECT_EQ(OutcomeOf(500, R"({"errcode":"M_UNKNOWN"})").outcome, SendClass::kUnknown);
  EXPECT_EQ(OutcomeOf(502, "<html>").outcome, SendClass::kUnknown);
  EXPECT_EQ(matrix::OutcomeOf(ReadAnswer(absl::UnavailableError("no connection"))).outcome, SendClass::kRetry);
  EXPECT_EQ(matrix::OutcomeOf(ReadAnswer(absl::UnknownError("timeout"))).outcome, SendClass::kUnknown);
}

TEST(ClientApi, ALimitSaysHowLongToWaitInEitherWay) {
  const SendOutcome by_header = OutcomeOf(429, R"({"errcode":"M_LIMIT_EXCEEDED"})", {{"retry-after", "7"}});
  EXPECT_EQ(by_header.outcome, SendClass::kRetry);
  EXPECT_EQ(by_header.retry_after, std::chrono::seconds(7));
  EXPECT_EQ(OutcomeOf(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500})").retry_after,
            std::chrono::milliseconds(2500));
}

Sync Read(const json& joined, const json& invite = json::object()) {
  return ParseSync({{"next_batch", "s2"}, {"rooms", {{"join", {{kRoom, joined}}}, {"invite", invite}}}}, kUs);
}
json Said(const std::string& text, json more = json::object()) {
  json content{{"msgtype", "m.text"}, {"body", text}};
  content.update(more);
  return {{"type", "m.room.message"}, {"event_id", "$" + text}, {"sender", "@ada:example.org"}, {"content", content}};
}

TEST(ParsedSync, TextIsSaidNoticesAndOurOwnWordsAreNot) {
  json ours = Said("von uns");
  ours["sender"] = kUs;
  const Sync sync =
      Read({{"timeline", {{"events", {Said("Hallo"), Said("Programm", {{"msgtype", "m.notice"}}), ours}}}}});
  ASSERT_THAT(sync.events, SizeIs(1));
  EXPECT_EQ(std::get<gateways::Said>(sync.events[0].content).text, "Hallo");
  EXPECT_EQ(sync.next, "s2");
}

TEST(ParsedSync, AReplyIsReadWithoutItsQuoteAnEditIsStated) {
  const json reply =
      Said("> <@amt> früher\n> mehr\n\nund die Kosten?", {{"m.relates_to", {{"m.in_reply_to", {{"event_id", "$x"}}}}}});
  const json edit = Said("* neu", {{"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", "$x"}}}});
  const Sync sync = Read({{"timeline", {{"events", {reply, edit}}}}});
  ASSERT_THAT(sync.events, SizeIs(2));
  EXPECT_EQ(std::get<gateways::Said>(sync.events[0].content).text, "und die Kosten?");
  EXPECT_EQ(std::get<SentUnsupported>(sync.events[1].content).what, "edit");
}

TEST(ParsedSync, OnlyADirectInvitationIsOne) {
  const auto invitation = [](bool direct) {
    return json{{"invite_state",
                 {{"events",
                   {{{"type", "m.room.member"},
                     {"state_key", kUs},
                     {"content", {{"membership", "invite"}, {"is_direct", direct}}}}}}}}};
  };
  const Sync sync = Read(json::object(), {{"!a", invitation(true)}, {"!b", invitation(false)}});
  ASSERT_THAT(sync.invitations, SizeIs(2));
  EXPECT_TRUE(sync.invitations[0].direct);
  EXPECT_FALSE(sync.invitations[1].direct);
}

TEST(ParsedSync, AnEncryptedEventCannotBeReadAndWhoLeavesClosesTheConversation) {
  const json leave{{"type", "m.room.member"},
                   {"event_id", "$l"},
                   {"state_key", "@ada:example.org"},
                   {"content", {{"membership", "leave"}}}};
  const json sealed{{"type", "m.room.encrypted"},
                    {"event_id", "$e"},
                    {"sender", "@ada:example.org"},
                    {"content", {{"ciphertext", "x"}}}};
  const Sync sync = Read({{"timeline", {{"events", {sealed, leave}}}}});
  ASSERT_THAT(sync.events, SizeIs(2));
  EXPECT_TRUE(std::holds_alternative<CannotRead>(sync.events[0].content));
  EXPECT_TRUE(std::holds_alternative<Blocked>(sync.events[1].content));
}

json Member(const char* id, const std::string& who, const char* membership) {
  return {{"type", "m.room.member"}, {"event_id", id}, {"state_key", who}, {"content", {{"membership", membership}}}};
}
json Limited(std::vector<json> events) {
  return {{"timeline", {{"limited", true}, {"prev_batch", "t1"}, {"events", std::move(events)}}}};
}

TEST(ParsedSync, OfARoomJustJoinedWhatWasWrittenSinceTheInvitationIsAnswered) {
  const Sync sync = Read(Limited({Said("vor langer Zeit"), Member("$0", kUs, "leave"), Member("$1", kUs, "invite"),
                                  Said("schon da?"), Member("$2", kUs, "join")}));
  ASSERT_THAT(sync.events, SizeIs(1)) << "the words are greeting enough, and what is older was for others";
  EXPECT_EQ(std::get<gateways::Said>(sync.events[0].content).text, "schon da?");
  EXPECT_THAT(sync.gaps, IsEmpty());
}

TEST(ParsedSync, AnInvitationWithoutWordsIsGreeted) {
  const Sync sync = Read(Limited({Said("vor langer Zeit"), Member("$1", kUs, "invite"), Member("$2", kUs, "join")}));
  ASSERT_THAT(sync.events, SizeIs(1));
  EXPECT_TRUE(std::holds_alternative<GaveCommand>(sync.events[0].content));
}

TEST(ParsedSync, ANewNameOfOursIsNoComing) {
  json renamed = Member("$2", kUs, "join");
  renamed["unsigned"] = {{"prev_content", {{"membership", "join"}}}};
  const Sync sync = Read(Limited({Said("eins"), renamed}));
  ASSERT_THAT(sync.events, SizeIs(1));
  EXPECT_THAT(sync.gaps, SizeIs(1));
}

TEST(ParsedSync, WhatDidNotFitIsAGapAndOtherShapesDoNoHarm) {
  const Sync sync = Read({{"timeline", {{"limited", true}, {"prev_batch", "t1"}, {"events", json::array()}}}});
  ASSERT_THAT(sync.gaps, SizeIs(1));
  EXPECT_EQ(sync.gaps[0].before, "t1");
  EXPECT_THAT(ParseSync(json::array(), kUs).events, IsEmpty());
  EXPECT_THAT(ParseSync({{"rooms", {{"join", {{kRoom, 7}}}, {"invite", 1}}}}, kUs).events, IsEmpty());
}

}  // namespace
}  // namespace amtslotse::gateways::matrix
