#include "gateways/web/json_reader.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "amtslotse/booking/v1/booking.pb.h"
#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "amtslotse/staff/v1/staff.pb.h"
#include "gateways/web/json.h"

namespace amtslotse::gateways::web {
namespace {

using nlohmann::json;

template <class Message>
std::string Complaint(const char* text) {
  Message message;
  const absl::Status status = FromJson(json::parse(text), message);
  return std::string(status.message().data(), status.message().size());
}

TEST(FromJson, ReadsWhatToJsonWrites) {
  knowledge::v1::SaveEntryRequest request;
  request.mutable_entry()->set_question("Wo ist \"der\" Hafen?\n");
  request.mutable_entry()->add_variants("Kai");
  request.mutable_entry()->add_links()->set_url("https://erlenfurt.example");
  request.mutable_entry()->set_state(knowledge::v1::ENTRY_STATE_PUBLISHED);
  request.mutable_entry()->set_valid_to_unix(-1);
  request.set_expected_version(18'446'744'073'709'551'615ULL);
  knowledge::v1::SaveEntryRequest read;
  ASSERT_TRUE(FromJson(json::parse(ToJson(request)), read).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(request, read));
}

TEST(FromJson, ReadsAMapAsAnObject) {
  booking::v1::GetMessageTextsResponse texts;
  (*texts.mutable_defaults())["reminder.subject"] = "Ihr \"Termin\"";
  const std::string written = ToJson(texts);
  EXPECT_EQ(json::parse(written)["defaults"], (json{{"reminder.subject", "Ihr \"Termin\""}}));
  booking::v1::GetMessageTextsResponse read;
  ASSERT_TRUE(FromJson(json::parse(written), read).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(texts, read));
  EXPECT_EQ(Complaint<booking::v1::GetMessageTextsResponse>(R"({"defaults": []})"),
            "defaults: erwartet wird ein Objekt");
  EXPECT_EQ(Complaint<booking::v1::GetMessageTextsResponse>(R"({"defaults": {"a": 7}})"),
            "defaults.a: erwartet wird ein Text");
}

TEST(FromJson, NamesThePlaceOfAMistake) {
  using Entry = knowledge::v1::SaveEntryRequest;
  EXPECT_EQ(Complaint<Entry>(R"({"entry": {"question": 7}})"), "entry.question: erwartet wird ein Text");
  EXPECT_EQ(Complaint<Entry>(R"({"entry": {"links": {}}})"), "entry.links: erwartet wird eine Liste");
  EXPECT_EQ(Complaint<Entry>(R"({"entry": {"links": [7]}})"), "entry.links: erwartet wird ein Objekt");
  EXPECT_EQ(Complaint<Entry>(R"({"entry": {"state": "live"}})"), "entry.state: erwartet wird einer der festen Werte");
  EXPECT_EQ(Complaint<Entry>(R"({"entry": {"satte": "draft"}})"), "entry.satte: unbekannt");
  EXPECT_EQ(Complaint<Entry>(R"({"expectedVersion": -1})"), "expectedVersion: erwartet wird eine ganze Zahl");
  EXPECT_EQ(Complaint<Entry>(R"({"expectedVersion": 1.5})"), "expectedVersion: erwartet wird eine ganze Zahl");
  EXPECT_EQ(Complaint<Entry>(R"({"expectedVersion": "1"})"), "expectedVersion: erwartet wird eine ganze Zahl");
}

TEST(FromJson, RefusesNumbersOutOfRange) {
  using List = knowledge::v1::ListEntriesRequest;
  EXPECT_EQ(Complaint<List>(R"({"pageSize": 4294967295})"), "");
  EXPECT_NE(Complaint<List>(R"({"pageSize": 4294967296})"), "");
  EXPECT_NE(Complaint<List>(R"({"pageSize": -1})"), "");
  EXPECT_NE(Complaint<List>(R"({"overdueOnly": 1})"), "");
}

TEST(FromJson, RefusesTwoOfAOneof) {
  using Assign = knowledge::v1::AssignUnansweredRequest;
  EXPECT_EQ(Complaint<Assign>(R"({"entryId": "a"})"), "");
  EXPECT_NE(Complaint<Assign>(R"({"entryId": "a", "serviceId": "b"})"), "");
}

TEST(FromJson, TakesNullAsNothing) {
  staff::v1::Account account;
  ASSERT_TRUE(FromJson(json::parse(R"({"name": null, "roles": null})"), account).ok());
  EXPECT_TRUE(account.name().empty());
}

}  // namespace
}  // namespace amtslotse::gateways::web
