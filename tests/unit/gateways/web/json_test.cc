#include "gateways/web/json.h"

#include <gtest/gtest.h>

#include "amtslotse/dialogue/v1/dialogue.pb.h"

namespace amtslotse::gateways::web {
namespace {

TEST(Json, FollowsTheProtosNamesAndLeavesOutWhatIsEmpty) {
  dialogue::v1::SendResponse response;
  auto* message = response.add_messages();
  message->set_sequence(3);
  message->set_author(dialogue::v1::Message::AUTHOR_STAFF);
  message->set_text("Zeile \"eins\"\nzwei <b>");
  message->mutable_prompt()->set_expires_unix(1'800'000'000);
  auto* file = message->add_files();
  file->set_media_type("text/calendar");
  file->set_content("BEGIN");
  EXPECT_EQ(ToJson(response),
            R"({"messages":[{"sequence":3,"author":"staff","text":"Zeile \"eins\"\nzwei \u003cb>",)"
            R"("files":[{"mediaType":"text/calendar","content":"QkVHSU4="}],"prompt":{"expiresUnix":1800000000}}]})");
}

TEST(Json, OutermostListsAlwaysStand) { EXPECT_EQ(ToJson(dialogue::v1::GetMessagesResponse()), R"({"messages":[]})"); }

TEST(Json, ControlCharactersAreEscaped) { EXPECT_EQ(Quoted(std::string_view("a\x01\t\0", 4)), R"("a\u0001\t\u0000")"); }

TEST(Json, RefusesWhatIsTooDeepBrokenOrNoObject) {
  EXPECT_TRUE(ParseObject(R"({"a":{"b":["c"]}})").ok());
  EXPECT_FALSE(ParseObject(std::string(60'000, '[')).ok());
  EXPECT_FALSE(ParseObject(R"({"a":[[[[[[[[[[1]]]]]]]]]]})").ok());
  EXPECT_FALSE(ParseObject("[1]").ok());
  EXPECT_FALSE(ParseObject("").ok());
  EXPECT_FALSE(ParseObject("{\"a\":\"\xc3\"}").ok());
}

}  // namespace
}  // namespace amtslotse::gateways::web
