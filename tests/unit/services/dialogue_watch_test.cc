#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "services/dialogue/dialogue_service.h"
#include "services/rpc/address.h"
#include "tests/support/redis_server.h"

namespace amtslotse::dialogue {
namespace {

// The dialogue process without the rest of the town, which waiting does not need.
class OpenChats : public testing::Test {
 protected:
  OpenChats() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    stub = v1::Dialogue::NewStub(server->InProcessChannel({}));
  }
  ~OpenChats() override {
    watchers.StopAll();
    server->Shutdown();
  }
  static keys::KeyRing Keys() {
    keys::SeededRandomness random(7);
    return *keys::KeyRing::Parse(keys::KeyRing::NewFile(random));
  }
  void Write(const std::string& text) {
    auto leased = store.Begin("erlenfurt", "web-1", std::chrono::system_clock::now() + std::chrono::seconds(2));
    ASSERT_TRUE(leased.ok()) << leased.status();
    Session session = leased->session.value_or(Session{});
    Message message;
    message.text = text;
    Append(session, message, {});
    ASSERT_TRUE(store.Commit(*leased, session).ok());
  }
  std::unique_ptr<grpc::ClientReader<v1::WatchMessagesResponse>> Watch(grpc::ClientContext& context, std::uint64_t after) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::WatchMessagesRequest request;
    request.set_municipality_id("erlenfurt");
    request.set_conversation_id("web-1");
    request.set_after(after);
    return stub->WatchMessages(&context, request);
  }

  tests::RedisServer redis_server;
  rpc::Redis redis{{.address = redis_server.address(), .password = ""}};
  keys::KeyRing keys = Keys();
  SessionStore store{redis, keys, std::chrono::seconds(1800)};
  rpc::Metrics metrics;
  std::shared_ptr<grpc::Channel> nowhere = rpc::Connect("unix:/nonexistent");
  Services services{{nowhere, nowhere, nowhere, nowhere}, "", metrics};
  Watchers watchers{store, {.address = redis_server.address(), .password = ""}};
  DialogueService service{store, services, watchers, metrics, "key", [] { return std::chrono::sys_seconds(); }};
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::Dialogue::Stub> stub;
};

TEST_F(OpenChats, GetWhatIsThereAndThenWhatComes) {
  Write("eins");
  grpc::ClientContext context;
  const auto stream = Watch(context, 0);
  v1::WatchMessagesResponse update;
  ASSERT_TRUE(stream->Read(&update));
  EXPECT_EQ(update.messages(0).text(), "eins");
  Write("zwei");
  ASSERT_TRUE(stream->Read(&update));
  ASSERT_EQ(update.messages_size(), 1);
  EXPECT_EQ(update.messages(0).text(), "zwei");
}

TEST_F(OpenChats, GetOnlyWhatIsNew) {
  Write("eins");
  Write("zwei");
  grpc::ClientContext context;
  const auto stream = Watch(context, 1);
  v1::WatchMessagesResponse update;
  ASSERT_TRUE(stream->Read(&update));
  ASSERT_EQ(update.messages_size(), 1);
  EXPECT_EQ(update.messages(0).text(), "zwei");
}

TEST_F(OpenChats, AreToldWhenTheConversationIsDeleted) {
  Write("eins");
  grpc::ClientContext context;
  const auto stream = Watch(context, 0);
  v1::WatchMessagesResponse update;
  ASSERT_TRUE(stream->Read(&update));
  ASSERT_TRUE(store.Erase("erlenfurt", "web-1").ok());
  ASSERT_TRUE(stream->Read(&update));
  EXPECT_TRUE(update.gone());
  EXPECT_FALSE(stream->Read(&update));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(OpenChats, GoOnWhenRedisWasAwayForAMoment) {
  Write("eins");
  grpc::ClientContext context;
  const auto stream = Watch(context, 0);
  v1::WatchMessagesResponse update;
  ASSERT_TRUE(stream->Read(&update));
  redis_server.Stop();
  redis_server.Start();
  Write("neu eins");  // Redis came back empty
  Write("neu zwei");
  ASSERT_TRUE(stream->Read(&update));
  EXPECT_TRUE(update.gone() || update.messages(0).text() == "neu zwei");
}

TEST_F(OpenChats, EndWhenTheProcessStops) {
  Write("eins");
  grpc::ClientContext context;
  const auto stream = Watch(context, 0);
  v1::WatchMessagesResponse update;
  ASSERT_TRUE(stream->Read(&update));
  watchers.StopAll();
  EXPECT_FALSE(stream->Read(&update));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace amtslotse::dialogue
