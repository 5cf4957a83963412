#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fake_town.h"

namespace amtslotse::gateways::web {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Begun {
  std::string id;
  std::multimap<std::string, std::string> headers;  // Host and Authorization
};

Begun Begin(FakeTown& town, const std::string& host = "erlenfurt.example") {
  const json answer = json::parse(town.Ask("POST", "/api/v1/conversations", "", {{"Host", host}}).body);
  return {answer["id"], {{"Host", host}, {"Authorization", "Bearer " + answer["token"].get<std::string>()}}};
}

json Body(const Reply& reply) { return json::parse(reply.body); }

TEST(Conversations, BeginWithAnIdATokenAndTheGreeting) {
  FakeTown town;
  const Reply reply = town.Ask("POST", "/api/v1/conversations");
  EXPECT_EQ(reply.status, 201);
  const json body = Body(reply);
  EXPECT_EQ(body["id"], "web-1");
  EXPECT_FALSE(body["token"].get<std::string>().empty());
  EXPECT_EQ(body["messages"][0]["text"], "Guten Tag aus erlenfurt");
  EXPECT_EQ(body["messages"][0]["author"], "assistant");
  EXPECT_EQ(body["messages"][0]["sequence"], 1);
}

TEST(Conversations, AnswerTextChoicesAndForms) {
  FakeTown town;
  const Begun begun = Begin(town);
  const std::string path = "/api/v1/conversations/" + begun.id + "/messages";
  const Reply reply = town.Ask("POST", path, R"({"text":"Hallo Ämter","client_message_id":"1"})", begun.headers);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Body(reply)["messages"][0]["text"], "Sie sagten: Hallo Ämter");
  town.Ask("POST", path, R"({"choice":"c7","client_message_id":"2"})", begun.headers);
  EXPECT_EQ(town.dialogue.last.choice_id(), "c7");
  town.Ask("POST", path, R"({"form":{"name":"Ida"},"client_message_id":"3"})", begun.headers);
  EXPECT_EQ(town.dialogue.last.form().values().at("name"), "Ida");
  EXPECT_EQ(town.dialogue.last.municipality_id(), "erlenfurt");
}

TEST(Conversations, RefuseWhatIsNoMessageInWords) {
  FakeTown town;
  const Begun begun = Begin(town);
  const std::string path = "/api/v1/conversations/" + begun.id + "/messages";
  const std::string deep = R"({"client_message_id":"1","form":)" + std::string(40, '[') + std::string(40, ']') + "}";
  const std::string lengthy = json{{"client_message_id", "1"}, {"text", std::string(4001, 'a')}}.dump();
  for (const std::string& body :
       {std::string("{"), std::string("[]"), std::string("\xff\xfe"), deep, lengthy, std::string(R"({"text":"a"})"),
        std::string(R"({"client_message_id":"1"})"),
        std::string(R"({"client_message_id":"1","text":"a","choice":"b"})"),
        std::string(R"({"client_message_id":"1","text":" \n "})"), std::string(R"({"client_message_id":"1","text":7})"),
        std::string(R"({"client_message_id":"a b","text":"a"})"),
        std::string(R"({"client_message_id":"1","form":{"a":1}})")}) {
    const Reply reply = town.Ask("POST", path, body, begun.headers);
    EXPECT_EQ(reply.status, 400) << body.substr(0, 60);
    EXPECT_EQ(reply.content_type, "application/problem+json; charset=utf-8");
    EXPECT_FALSE(Body(reply)["detail"].get<std::string>().empty());
  }
  EXPECT_EQ(town.dialogue.sent, 0);
}

TEST(Conversations, FourThousandCharactersAreCountedAsCharacters) {
  FakeTown town;
  const Begun begun = Begin(town);
  std::string umlauts;
  for (int i = 0; i < 4000; ++i) umlauts += "ä";
  const std::string body = json{{"client_message_id", "1"}, {"text", umlauts}}.dump();
  EXPECT_EQ(town.Ask("POST", "/api/v1/conversations/" + begun.id + "/messages", body, begun.headers).status, 200);
}

TEST(Conversations, AreReachedWithTheirOwnTokenOnly) {
  FakeTown town;
  const Begun one = Begin(town);
  const Begun two = Begin(town);
  const std::string body = R"({"text":"a","client_message_id":"1"})";
  EXPECT_EQ(town.Ask("POST", "/api/v1/conversations/" + one.id + "/messages", body, two.headers).status, 401);
  EXPECT_EQ(town.Ask("POST", "/api/v1/conversations/" + one.id + "/messages", body).status, 401);
  EXPECT_EQ(town.Ask("DELETE", "/api/v1/conversations/" + one.id, "", two.headers).status, 401);
  EXPECT_EQ(town.Ask("GET", "/api/v1/conversations/" + one.id + "/events", "", two.headers).status, 401);
  EXPECT_EQ(town.dialogue.deleted, 0);
}

TEST(Conversations, ATokenOfAnotherTownOpensNothing) {
  FakeTown town;
  Begun begun = Begin(town, "krummwik.example");
  begun.headers.erase("Host");
  begun.headers.emplace("Host", "erlenfurt.example");
  EXPECT_EQ(town.Ask("GET", "/api/v1/conversations/" + begun.id + "/messages", "", begun.headers).status, 401);
}

TEST(Conversations, TooManyMessagesAreRefusedWithAWait) {
  FakeTown town({.token_secret = std::string(32, 'k'), .messages_per_minute = 15});
  const Begun begun = Begin(town);
  int refused = 0;
  Reply last;
  for (int i = 0; i < 8; ++i) {
    const std::string body = json{{"text", "a"}, {"client_message_id", std::to_string(i)}}.dump();
    last = town.Ask("POST", "/api/v1/conversations/" + begun.id + "/messages", body, begun.headers);
    refused += last.status == 429;
  }
  EXPECT_EQ(refused, 3);  // a third of the minute's messages may come at once
  EXPECT_FALSE(HeaderOf(last, "Retry-After").empty());
}

TEST(Conversations, AreDeletedAtOnce) {
  FakeTown town;
  const Begun begun = Begin(town);
  EXPECT_EQ(town.Ask("DELETE", "/api/v1/conversations/" + begun.id, "", begun.headers).status, 204);
  EXPECT_EQ(town.dialogue.deleted, 1);
}

TEST(Conversations, CatchUpSaysWhenAllIsGone) {
  FakeTown town;
  const Begun begun = Begin(town);
  const json body = Body(town.Ask("GET", "/api/v1/conversations/" + begun.id + "/messages?after=3", "", begun.headers));
  EXPECT_TRUE(body["gone"].get<bool>());
  EXPECT_TRUE(body["messages"].empty());
}

TEST(Events, CarryMessagesWithTheirNumberAndTheEnd) {
  FakeTown town;
  const Begun begun = Begin(town);
  const Reply reply = town.Ask("GET", "/api/v1/conversations/" + begun.id + "/events?after=4", "", begun.headers);
  EXPECT_EQ(reply.content_type, "text/event-stream");
  auto& waiting = town.dialogue.waiting[5];
  waiting.set_sequence(5);
  waiting.set_author(dialogue::v1::Message::AUTHOR_STAFF);
  waiting.set_text("Hier ist ein Mensch.");
  std::string stream;
  while (reply.stream([&](std::string_view bytes) { return stream += bytes, true; })) town.gateway->WakeStreams();
  EXPECT_THAT(
      stream,
      HasSubstr("id: 5\nevent: message\ndata: {\"sequence\":5,\"author\":\"staff\",\"text\":\"Hier ist ein Mensch.\""));
  EXPECT_THAT(stream, HasSubstr("event: gone\n"));
}

TEST(Events, EndWhenTheClientIsGone) {
  FakeTown town;
  const Begun begun = Begin(town);
  const Reply reply = town.Ask("GET", "/api/v1/conversations/" + begun.id + "/events", "", begun.headers);
  EXPECT_FALSE(reply.stream([](std::string_view) { return false; }));
}

TEST(Towns, AreFoundByHostNameAndByTheWidgetsHeader) {
  FakeTown town;
  EXPECT_EQ(Body(town.Ask("GET", "/api/v1/municipality", "", {{"Host", "KRUMMWIK.example"}}))["id"], "krummwik");
  EXPECT_EQ(Body(town.Ask("GET", "/api/v1/municipality", "", {{"X-Amtslotse-Municipality", "krummwik"}}))["id"],
            "krummwik");
  const Reply unknown = town.Ask("GET", "/api/v1/municipality", "", {{"Host", "nirgends.example"}});
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("keine Kommune eingerichtet"));
}

TEST(Towns, AreRememberedAndOutliveKnowledge) {
  FakeTown town;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(town.Ask("GET", "/api/v1/municipality").status, 200);
  EXPECT_EQ(town.knowledge.asked_for_town, 1);
  town.knowledge.away = true;
  EXPECT_EQ(town.Ask("GET", "/api/v1/municipality").status, 200);
  EXPECT_EQ(town.Ask("GET", "/api/v1/municipality", "", {{"Host", "krummwik.example"}}).status, 503);
}

TEST(Embedding, IsForOriginsTheTownAllows) {
  FakeTown town;
  const Reply allowed = town.Ask("POST", "/api/v1/conversations", "", {{"Origin", "https://partner.example"}});
  EXPECT_EQ(allowed.status, 201);
  EXPECT_EQ(HeaderOf(allowed, "Access-Control-Allow-Origin"), "https://partner.example");
  const Reply foreign = town.Ask("POST", "/api/v1/conversations", "", {{"Origin", "https://fremd.example"}});
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(HeaderOf(foreign, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(town.Ask("POST", "/api/v1/conversations", "", {{"Origin", "http://erlenfurt.example:8080"}}).status, 201);
}

TEST(Faults, OfServicesComeInWordsWithoutTheirOwn) {
  FakeTown town;
  const Reply missing = town.Ask("GET", "/api/v1/services/nix");
  EXPECT_EQ(missing.status, 404);
  const Reply unimplemented = town.Ask("GET", "/api/v1/locations");
  EXPECT_EQ(unimplemented.status, 501);
  EXPECT_EQ(town.Ask("GET", "/api/v1/gibt-es-nicht").status, 404);
  const Reply method = town.Ask("PUT", "/api/v1/search");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(HeaderOf(method, "Allow"), "GET");
  const Reply english = town.Ask("GET", "/api/v1/gibt-es-nicht", "", {{"Accept-Language", "en-GB"}});
  EXPECT_EQ(Body(english)["title"], "Not found");
}

TEST(Faults, BadParametersAreNamed) {
  FakeTown town;
  for (const char* path :
       {"/api/v1/services?pageSize=0", "/api/v1/services?pageSize=abc", "/api/v1/search?limit=99",
        "/api/v1/search?kind=alles", "/api/v1/slots?from=gestern", "/api/v1/responsibility?ars=01",
        "/api/v1/responsibility?service=pass", "/api/v1/responsibility?service=pass&ars=010990001001&plz=24201",
        "/api/v1/responsibility?service=pass&ags=01099001&place=Kiel"}) {
    const Reply reply = town.Ask("GET", path);
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_THAT(reply.body, HasSubstr("„")) << path;
  }
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
  FakeTown town;
  std::ifstream file("gateways/web/api/openapi.json");
  const json document = json::parse(file);
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> described;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      if (method == "parameters") continue;
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
      described.insert(upper + " /api/v1" + path);
      EXPECT_FALSE(operation["responses"].empty()) << path;
    }
  }
  std::set<std::string> served;
  for (const Route& route : town.gateway->router().routes()) {
    if (route.pattern.starts_with(kApi)) served.insert(route.method + " " + route.pattern);
  }
  EXPECT_EQ(described, served);
}

void CollectReferences(const json& node, std::set<std::string>& references) {
  if (node.is_object() && node.contains("$ref")) references.insert(node["$ref"].get<std::string>());
  if (node.is_structured())
    for (const auto& each : node) CollectReferences(each, references);
}

TEST(OpenApi, ReferencesExist) {
  std::ifstream file("gateways/web/api/openapi.json");
  const json document = json::parse(file);
  std::set<std::string> references;
  CollectReferences(document, references);
  for (const std::string& reference : references)
    EXPECT_TRUE(document.contains(json::json_pointer(reference.substr(1)))) << reference;
}

}  // namespace
}  // namespace amtslotse::gateways::web
