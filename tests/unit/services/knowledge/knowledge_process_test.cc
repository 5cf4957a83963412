// The knowledge program itself: two of them on one store, and one that fetches from a real HTTP server.
#include "tests/unit/services/knowledge/knowledge_process.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "tests/support/postgres_server.h"

namespace amtslotse::knowledge {
namespace {

using Stub = v1::Knowledge::StubInterface;
using Clock = std::chrono::steady_clock;

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kp-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

std::string Catalogue(const std::string& name) {
  return R"(<?xml version="1.0"?><x:transfer xmlns:x="http://xoev.de/schemata/xzufi/2_2_0"><x:nachrichtenkopf/><x:schreibe><x:leistung>)"
         R"(<x:id schemeAgencyID="T">1</x:id><x:modulText><x:inhalt languageCode="de">)" +
         name +
         R"(</x:inhalt><x:leikaTextmodul><code>03</code></x:leikaTextmodul></x:modulText></x:leistung></x:schreibe></x:transfer>)";
}

void MakeTown(KnowledgeProcess& process) {
  v1::SaveMunicipalityRequest save;
  save.mutable_municipality()->set_id("musterstadt");
  save.mutable_municipality()->set_name("Musterstadt");
  v1::SaveMunicipalityResponse saved;
  const grpc::Status status = process.Call(&Stub::SaveMunicipality, save, saved);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

std::string AnswerOf(KnowledgeProcess& process, const std::string& question) {
  v1::AskRequest ask;
  ask.set_municipality_id("musterstadt");
  ask.set_topic(question);
  ask.set_text(question);
  v1::AskResponse answer;
  const grpc::Status status = process.Call(&Stub::Ask, ask, answer);
  return status.ok() && answer.answers_size() > 0 ? answer.answers(0).short_text() : status.error_message();
}

// Asks until `condition` holds. Two seconds are promised where nothing else runs; a busy machine has thirty.
template <class Condition>
bool Soon(Condition condition) {
  const auto begin = Clock::now();
  while (!condition()) {
    if (Clock::now() - begin > std::chrono::seconds(30)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

TEST(TwoKnowledgeProcesses, WhatOnePublishesTheOtherSaysSoon) {
  const tests::PostgresServer server;
  const std::string store = "POSTGRES=" + const_cast<tests::PostgresServer&>(server).NewDatabase();
  const Folder one, two;
  KnowledgeProcess first(one.path, {store}), second(two.path, {store});
  MakeTown(first);
  EXPECT_EQ(AnswerOf(second, "wann ist wochenmarkt"), "");
  v1::SaveEntryRequest save;
  save.set_municipality_id("musterstadt");
  save.mutable_entry()->set_question("Wann ist Wochenmarkt?");
  save.mutable_entry()->set_answer("Mittwochs auf dem Rathausplatz.");
  save.mutable_entry()->set_state(v1::ENTRY_STATE_PUBLISHED);
  v1::SaveEntryResponse saved;
  ASSERT_TRUE(first.Call(&Stub::SaveEntry, save, saved).ok());
  EXPECT_EQ(AnswerOf(first, "wann ist wochenmarkt"), "Mittwochs auf dem Rathausplatz.");
  EXPECT_TRUE(Soon([&] { return AnswerOf(second, "wann ist wochenmarkt") == "Mittwochs auf dem Rathausplatz."; }));
  // And back: the second archives it, the first stops saying it.
  v1::SetEntryStateRequest archive;
  archive.set_municipality_id("musterstadt");
  archive.set_entry_id(saved.entry().id());
  archive.set_state(v1::ENTRY_STATE_ARCHIVED);
  archive.set_expected_version(saved.entry().version());
  v1::SetEntryStateResponse archived;
  ASSERT_TRUE(second.Call(&Stub::SetEntryState, archive, archived).ok());
  EXPECT_TRUE(Soon([&] { return AnswerOf(first, "wann ist wochenmarkt").empty(); }));
}

// One file with an ETag, as a town's content system would offer it.
class FeedServer {
 public:
  explicit FeedServer(std::string body) : body_(std::move(body)) {
    server_.Get("/katalog.xml", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard hold(lock_);
      ++asked;
      const std::string tag = "\"" + std::to_string(version_) + "\"";
      response.set_header("ETag", tag);
      if (request.get_header_value("If-None-Match") == tag) {
        ++not_modified;
        response.status = 304;
      } else {
        response.set_content(body_, "application/xml");
      }
    });
    server_.Get("/umgezogen.xml",
                [](const httplib::Request&, httplib::Response& response) { response.set_redirect("/katalog.xml"); });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;
  ~FeedServer() {
    server_.stop();
    thread_.join();
  }
  void Change(std::string body) {
    const std::lock_guard hold(lock_);
    body_ = std::move(body);
    ++version_;
  }
  std::string Url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }

  std::atomic<int> asked = 0, not_modified = 0;

 private:
  std::mutex lock_;
  std::string body_;
  int version_ = 1;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

class PullingProcess : public ::testing::Test {
 protected:
  PullingProcess() : feed(Catalogue("Hund anmelden")), process(folder.path, {}) { MakeTown(process); }

  v1::Pull Saved(const std::string& url) {
    v1::SavePullRequest save;
    save.set_municipality_id("musterstadt");
    save.mutable_pull()->set_url(url);
    save.mutable_pull()->set_interval_minutes(60);
    v1::SavePullResponse saved;
    EXPECT_TRUE(process.Call(&Stub::SavePull, save, saved).ok());
    return saved.pull();
  }
  v1::Pull Stored() {
    v1::ListPullsRequest list;
    list.set_municipality_id("musterstadt");
    v1::ListPullsResponse pulls;
    EXPECT_TRUE(process.Call(&Stub::ListPulls, list, pulls).ok());
    return pulls.pulls_size() == 1 ? pulls.pulls(0) : v1::Pull();
  }
  v1::Pull RunNow(const std::string& id) {
    v1::RunPullRequest run;
    run.set_municipality_id("musterstadt");
    run.set_pull_id(id);
    v1::RunPullResponse ran;
    EXPECT_TRUE(process.Call(&Stub::RunPull, run, ran).ok());
    return ran.pull();
  }
  std::string ServiceName() {
    v1::GetServiceRequest get;
    get.set_municipality_id("musterstadt");
    get.set_service_id("1");
    v1::GetServiceResponse service;
    return process.Call(&Stub::GetService, get, service).ok() ? service.service().name() : "";
  }

  Folder folder;
  FeedServer feed;
  KnowledgeProcess process;
};

TEST_F(PullingProcess, ImportsByItselfThenAsksConditionally) {
  const v1::Pull pull = Saved(feed.Url("/umgezogen.xml"));
  EXPECT_TRUE(Soon([&] { return Stored().last_outcome() == "imported"; })) << Stored().last_message();
  EXPECT_EQ(ServiceName(), "Hund anmelden");
  EXPECT_EQ(RunNow(pull.id()).last_outcome(), "unchanged");
  EXPECT_EQ(feed.not_modified, 1);
  feed.Change(Catalogue("Hunde anmelden"));
  EXPECT_EQ(RunNow(pull.id()).last_outcome(), "imported");
  EXPECT_EQ(ServiceName(), "Hunde anmelden");
}

TEST_F(PullingProcess, SaysWhyItFailedAndKeepsTheCatalogue) {
  const v1::Pull pull = Saved(feed.Url("/katalog.xml"));
  EXPECT_TRUE(Soon([&] { return Stored().last_outcome() == "imported"; }));
  feed.Change("<kaputt");
  const v1::Pull failed = RunNow(pull.id());
  EXPECT_EQ(failed.last_outcome(), "failed");
  EXPECT_NE(failed.last_message().find("katalog.xml"), std::string::npos) << failed.last_message();
  EXPECT_EQ(ServiceName(), "Hund anmelden");
}

TEST_F(PullingProcess, AnswersSeveralQuestionsAtOnceEachForItself) {
  Saved(feed.Url("/katalog.xml"));
  v1::AskRequest ask;
  ask.set_municipality_id("musterstadt");
  ask.set_topic("Raumschiff");
  ask.add_acts("overview");
  v1::AskRequest& dog = *ask.add_more();
  dog.set_topic("Hund anmelden");
  dog.add_acts("overview");
  v1::AskResponse answer;
  const auto finds_the_dog = [&] {
    return process.Call(&Stub::Ask, ask, answer).ok() && answer.more_size() == 1 &&
           answer.more(0).service().name() == "Hund anmelden";
  };
  EXPECT_TRUE(Soon(finds_the_dog));
  EXPECT_FALSE(answer.has_service());
  while (ask.more_size() < 8) ask.add_more();
  EXPECT_EQ(process.Call(&Stub::Ask, ask, answer).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(PullingProcess, ExportsWhatItHas) {
  Saved(feed.Url("/katalog.xml"));
  EXPECT_TRUE(Soon([&] { return ServiceName() == "Hund anmelden"; }));
  grpc::ClientContext context;
  process.Prepare(context, "musterstadt");
  v1::ExportRequest request;
  request.set_municipality_id("musterstadt");
  request.set_format("xzufi");
  const auto reader = process.stub().Export(&context, request);
  std::string text;
  for (v1::ExportResponse piece; reader->Read(&piece);) text += piece.data();
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_NE(text.find("Hund anmelden"), std::string::npos);
  EXPECT_NE(text.find("</xzufi:transfer>"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::knowledge
