#include "knowledge/pull.h"

#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

// A server that has one file.
struct Server {
  std::string body;
  std::string etag = "\"1\"";
  int asked = 0;

  absl::StatusOr<Fetched> operator()(const FetchRequest& request) {
    ++asked;
    if (body.empty()) return absl::UnavailableError("Die Adresse antwortet mit Status 503.");
    Fetched fetched;
    fetched.etag = etag;
    fetched.not_modified = request.etag == etag;
    if (!fetched.not_modified) std::ofstream(request.path) << body;
    return fetched;
  }
};

class Pulling : public TownFixture {
 protected:
  Pulling() { server.body = Xzufi(ServiceXml("1", "Hund anmelden")); }

  StoredPull Saved(Pull pull = {}) {
    if (pull.url.empty()) pull.url = "https://feed.example/katalog.xml";
    auto saved = store.Save(town_id, pull, change);
    EXPECT_TRUE(saved.ok()) << saved.status();
    return *std::move(saved);
  }

  StoredPull Run(StoredPull pull, std::chrono::sys_seconds at) {
    pull.state = RunPull(
        pull, std::ref(server), folder.path(),
        [&](const LoadRequest& request) { return LoadFiles(*database, *catalogues, *entries, request); }, at);
    EXPECT_TRUE(store.Finish(pull, at).ok());
    return *store.Find(town_id, pull.pull.id);
  }

  PullStore store{*database};
  Server server;
  std::chrono::sys_seconds now = At(2026, 11, 21);
};

TEST_F(Pulling, ImportsOnceAndAsksConditionallyAfterwards) {
  StoredPull pull = Run(Saved(), now);
  EXPECT_EQ(pull.state.outcome, PullState::Outcome::kImported) << pull.state.message;
  EXPECT_EQ(pull.state.import_id, "1");
  EXPECT_EQ(Active()->services().size(), 1u);
  pull = Run(pull, now + std::chrono::hours(24));
  EXPECT_EQ(pull.state.outcome, PullState::Outcome::kUnchanged);
  EXPECT_EQ(pull.state.last, now + std::chrono::hours(24));
  EXPECT_EQ(pull.state.last_change, now);
  EXPECT_EQ(Active()->version(), 1);
}

TEST_F(Pulling, AnotherFileWithEqualContentChangesNothing) {
  StoredPull pull = Run(Saved(), now);
  server.etag = "\"2\"";
  pull = Run(pull, now);
  EXPECT_EQ(pull.state.outcome, PullState::Outcome::kUnchanged);
  EXPECT_EQ(pull.state.etag, "\"2\"");
  EXPECT_EQ(Active()->version(), 1);
}

TEST_F(Pulling, AFailureKeepsTheCatalogueAndSaysWhy) {
  StoredPull pull = Run(Saved(), now);
  server.etag = "\"2\"";
  server.body = "<kaputt";
  pull = Run(pull, now);
  EXPECT_EQ(pull.state.outcome, PullState::Outcome::kFailed);
  EXPECT_FALSE(pull.state.message.empty());
  EXPECT_EQ(pull.state.etag, "\"1\"");
  EXPECT_EQ(Active()->services().size(), 1u);
  server.body.clear();
  pull = Run(pull, now);
  EXPECT_NE(pull.state.message.find("503"), std::string::npos);
}

TEST_F(Pulling, IsDueByItsIntervalAndSoonerAfterAFailure) {
  Pull daily;
  daily.interval = std::chrono::hours(24);
  daily.url = "https://feed.example/x";
  Saved(daily);
  auto due = *store.TakeDue(now, std::chrono::seconds(10));
  ASSERT_TRUE(due.has_value());
  Run(*due, now);
  EXPECT_FALSE(store.TakeDue(now + std::chrono::hours(23), std::chrono::seconds(10))->has_value());
  due = *store.TakeDue(now + std::chrono::hours(24), std::chrono::seconds(10));
  ASSERT_TRUE(due.has_value());
  server.body.clear();
  Run(*due, now + std::chrono::hours(24));
  EXPECT_TRUE(
      store.TakeDue(now + std::chrono::hours(24) + std::chrono::minutes(15), std::chrono::seconds(10))->has_value());
}

TEST_F(Pulling, IsRunByOneHolderAtATimeAndTakenOverAfterItsLease) {
  Saved();
  ASSERT_TRUE(store.TakeDue(now, std::chrono::seconds(10))->has_value());
  EXPECT_FALSE(store.TakeDue(now + std::chrono::seconds(9), std::chrono::seconds(10))->has_value());
  EXPECT_TRUE(store.TakeDue(now + std::chrono::seconds(10), std::chrono::seconds(10))->has_value());
}

TEST_F(Pulling, APausedOneIsNotDue) {
  Pull paused;
  paused.url = "http://feed.example/x";
  paused.paused = true;
  Saved(paused);
  EXPECT_FALSE(store.TakeDue(now, std::chrono::seconds(10))->has_value());
}

TEST_F(Pulling, RefusesWhatIsNoUrlOrWasChangedMeanwhile) {
  for (const char* url : {"file:///etc/passwd", "ftp://x", "katalog.xml"}) {
    Pull pull;
    pull.url = url;
    EXPECT_EQ(store.Save(town_id, pull, change).status().code(), absl::StatusCode::kInvalidArgument) << url;
  }
  StoredPull pull = Saved();
  EXPECT_TRUE(store.Save(town_id, pull.pull, change).ok());
  EXPECT_EQ(store.Save(town_id, pull.pull, change).status().code(), absl::StatusCode::kAborted);
}

TEST_F(Pulling, AnotherUrlForgetsTheLastFile) {
  StoredPull pull = Run(Saved(), now);
  pull.pull.url = "https://other.example/katalog.xml";
  const auto saved = store.Save(town_id, pull.pull, change);
  ASSERT_TRUE(saved.ok());
  EXPECT_TRUE(saved->state.etag.empty());
}

}  // namespace
}  // namespace amtslotse::knowledge
