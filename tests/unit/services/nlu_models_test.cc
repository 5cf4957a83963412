#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "services/nlu/nightly.h"
#include "services/nlu/nlu_service.h"
#include "services/rpc/actor.h"
#include "tests/unit/nlu/small_town.h"

namespace amtslotse::nlu {
namespace {

const std::string kKey(32, 'k');

// The nlu process's service, and the real program as its training child.
class TrainingCalls : public SmallTown {
 protected:
  void SetUp() override {
    SmallTown::SetUp();
    TrainInto(Shipped(), {});
    Serve(1536);
  }
  void TearDown() override {
    server_->Shutdown();
    SmallTown::TearDown();
  }

  void Serve(long memory_mb) {
    if (server_) server_->Shutdown();
    models_ = *TownModels::Open(Shipped(), Towns());
    trainer_ = std::make_unique<Trainer>(*models_, TrainerSettings{AMTSLOTSE_NLU_PROGRAM, Texts(), memory_mb});
    service_ = std::make_unique<NluService>(NluParts{*models_, *trainer_, examples_, kKey, metrics_});
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::Nlu::NewStub(server_->InProcessChannel({}));
  }

  static void SignAs(grpc::ClientContext& context, staff::v1::Role role) {
    staff::v1::Actor actor;
    actor.set_account_id("anke");
    actor.set_municipality_id("erlenfurt");
    actor.add_roles(role);
    actor.set_expires_unix(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + 60);
    context.AddMetadata(rpc::kActorKey, rpc::SignActor(actor, kKey, {}));
  }

  static v1::TrainRequest Lesson(const std::string& key, const std::string& act = "fee") {
    v1::TrainRequest request;
    request.set_municipality_id("erlenfurt");
    request.set_idempotency_key(key);
    for (const char* text : {"abgabe kater", "abgabe für einen kater", "kater abgabe höhe"}) {
      auto* example = request.add_examples();
      example->set_act(act);
      example->set_text(text);
    }
    return request;
  }

  grpc::Status Train(const v1::TrainRequest& request, std::vector<v1::TrainResponse>& responses,
                     staff::v1::Role role = staff::v1::ROLE_EDITOR) {
    grpc::ClientContext context;
    SignAs(context, role);
    const auto reader = stub_->Train(&context, request);
    for (v1::TrainResponse response; reader->Read(&response);) responses.push_back(response);
    return reader->Finish();
  }

  rpc::Metrics metrics_;
  const Examples examples_{nullptr, "", metrics_};
  std::unique_ptr<TownModels> models_;
  std::unique_ptr<Trainer> trainer_;
  std::unique_ptr<NluService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Nlu::Stub> stub_;
};

TEST_F(TrainingCalls, ACandidateIsTrainedListedActivatedAndRolledBack) {
  std::vector<v1::TrainResponse> responses;
  const grpc::Status status = Train(Lesson("1"), responses);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_GE(responses.size(), 2u) << "steps and the result";
  const auto& last = responses.back();
  ASSERT_EQ(last.verdict(), v1::VERDICT_NOT_WORSE);
  EXPECT_FALSE(last.activated());
  EXPECT_EQ(last.candidate().own_examples(), 3u);
  EXPECT_NE(models_->Active("erlenfurt")->version(), last.candidate().version());

  grpc::ClientContext activating;
  SignAs(activating, staff::v1::ROLE_EDITOR);
  v1::ActivateModelRequest activate;
  activate.set_municipality_id("erlenfurt");
  activate.set_version(last.candidate().version());
  v1::ActivateModelResponse activated;
  ASSERT_TRUE(stub_->ActivateModel(&activating, activate, &activated).ok());
  EXPECT_TRUE(activated.active().active());
  v1::UnderstandRequest question;
  question.set_municipality_id("erlenfurt");
  question.set_text("abgabe kater");
  v1::UnderstandResponse understood;
  grpc::ClientContext asking;
  ASSERT_TRUE(stub_->Understand(&asking, question, &understood).ok());
  EXPECT_EQ(understood.model_version(), last.candidate().version());
  EXPECT_EQ(understood.segments(0).guesses(0).act(), "fee");

  grpc::ClientContext listing;
  SignAs(listing, staff::v1::ROLE_EDITOR);
  v1::ListModelsRequest list;
  list.set_municipality_id("erlenfurt");
  v1::ListModelsResponse models;
  ASSERT_TRUE(stub_->ListModels(&listing, list, &models).ok());
  ASSERT_EQ(models.models_size(), 2);
  EXPECT_TRUE(models.models(0).active());
  EXPECT_TRUE(models.models(1).shipped());

  grpc::ClientContext returning;
  SignAs(returning, staff::v1::ROLE_EDITOR);
  activate.clear_version();
  ASSERT_TRUE(stub_->ActivateModel(&returning, activate, &activated).ok());
  EXPECT_TRUE(activated.active().shipped());
}

TEST_F(TrainingCalls, TheSameKeyGetsTheSameResultWithoutTrainingAgain) {
  std::vector<v1::TrainResponse> first;
  std::vector<v1::TrainResponse> second;
  ASSERT_TRUE(Train(Lesson("1"), first).ok());
  ASSERT_TRUE(Train(Lesson("1"), second).ok());
  ASSERT_EQ(second.size(), 1u) << "no steps";
  EXPECT_EQ(second.back().candidate().version(), first.back().candidate().version());
}

TEST_F(TrainingCalls, IsActiveAtOnceWhenAskedForAndNotWorse) {
  v1::TrainRequest request = Lesson("1");
  request.set_activate(true);
  std::vector<v1::TrainResponse> responses;
  ASSERT_TRUE(Train(request, responses).ok());
  EXPECT_TRUE(responses.back().activated());
  EXPECT_EQ(models_->Active("erlenfurt")->version(), responses.back().candidate().version());
}

TEST_F(TrainingCalls, GoOnWhereTheActiveModelIsDamaged) {
  v1::TrainRequest request = Lesson("1");
  request.set_activate(true);
  std::vector<v1::TrainResponse> responses;
  ASSERT_TRUE(Train(request, responses).ok());
  const std::string version = responses.back().candidate().version();
  std::ofstream(std::filesystem::path(Towns()) / "erlenfurt" / version / "acts.linear", std::ios::app) << "x";
  request.set_idempotency_key("2");
  const grpc::Status again = Train(request, responses);
  ASSERT_TRUE(again.ok()) << again.error_message();
  EXPECT_EQ(responses.back().candidate().version(), version);
  EXPECT_TRUE(responses.back().activated());
  EXPECT_TRUE(Understander::Load(models_->ActiveDirectory("erlenfurt")).ok());
}

TEST_F(TrainingCalls, NeedAnEditor) {
  std::vector<v1::TrainResponse> responses;
  EXPECT_EQ(Train(Lesson("1"), responses, staff::v1::ROLE_LOCATION_STAFF).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  grpc::ClientContext nobody;
  v1::ListModelsRequest list;
  list.set_municipality_id("erlenfurt");
  v1::ListModelsResponse models;
  EXPECT_EQ(stub_->ListModels(&nobody, list, &models).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TrainingCalls, RefuseAnUnknownAct) {
  std::vector<v1::TrainResponse> responses;
  EXPECT_EQ(Train(Lesson("1", "dance"), responses).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(TrainingCalls, WhatTheTownAnswersIsNoLongerOutOfScope) {
  v1::TrainRequest request = Lesson("1", "");
  request.clear_examples();
  for (const char* text : {"wie wird das spiel", "wer erzählt das wetter", "was kostet ein pass"}) {
    v1::Example* example = request.add_examples();
    example->set_text(text);
    if (std::string_view(text).find("pass") != std::string_view::npos) continue;
    ASSERT_EQ(models_->Active("erlenfurt")->Understand(text, {}).segments[0].guesses[0].act, Act::kOutOfScope) << text;
  }
  std::vector<v1::TrainResponse> responses;
  ASSERT_TRUE(Train(request, responses).ok());
  EXPECT_EQ(responses.back().candidate().own_examples(), 2u) << "what is in scope already teaches nothing";
  ASSERT_EQ(responses.back().verdict(), v1::VERDICT_NOT_WORSE);
  ASSERT_TRUE(models_->Activate("erlenfurt", responses.back().candidate().version()).ok());
  for (const char* text : {"wie wird das spiel", "wer erzählt das wetter"})
    EXPECT_NE(models_->Active("erlenfurt")->Understand(text, {}).segments[0].guesses[0].act, Act::kOutOfScope) << text;
}

#ifndef AMTSLOTSE_SANITIZED  // such processes are given no bound
TEST_F(TrainingCalls, AChildWithoutEnoughMemoryLeavesTheActiveModel) {
  Serve(64);
  std::vector<v1::TrainResponse> responses;
  const grpc::Status status = Train(Lesson("1"), responses);
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(models_->Active("erlenfurt")->version() == (*Understander::Load(Shipped()))->version());
  EXPECT_EQ(models_->List("erlenfurt").size(), 1u) << "nothing half done is left";
}
#endif

// The niceness of this process's children, as the system tells it.
std::vector<int> NicenessOfChildren() {
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string text;
    if (!std::getline(file, text)) continue;
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    const std::vector<std::string> each{std::istream_iterator<std::string>(fields), {}};
    if (each.size() > 16 && each[1] == std::to_string(::getpid())) found.push_back(std::stoi(each[16]));
  }
  return found;
}

TEST_F(TrainingCalls, TheChildLeavesTheProcessorToWhoeverAsks) {
  const TrainingOrder order{"erlenfurt", "", {{"fee", "abgabe kater"}}, false, 1};
  std::vector<int> niceness;
  EXPECT_EQ(trainer_
                ->Train(order,
                        [&](const std::string& step, double fraction) {
                          if (fraction == 0 && step == "Anfangen") return true;  // the child has not spoken yet
                          niceness = NicenessOfChildren();
                          return false;
                        })
                .status()
                .code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(niceness, std::vector<int>{15});
}

TEST_F(TrainingCalls, AreGivenUpWithTheCaller) {
  TrainingOrder order{"erlenfurt", "", {{"fee", "abgabe kater"}}, false, 1};
  EXPECT_EQ(trainer_->Train(order, [](const std::string&, double) { return false; }).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(models_->List("erlenfurt").size(), 1u);
}

TEST_F(TrainingCalls, OneAtATime) {
  TrainingOrder order{"erlenfurt", "", {{"fee", "abgabe kater"}}, false, 1};
  absl::Status second;
  const auto first = trainer_->Train(order, [&](const std::string&, double) {
    std::thread([&] {
      second = trainer_->Train(order, [](const std::string&, double) { return true; }).status();
    }).join();
    return true;
  });
  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(second.code(), absl::StatusCode::kAborted);
}

TEST_F(TrainingCalls, OneAtATimeAlsoOfTwoProcessesOnOneFolder) {
  const auto other_models = *TownModels::Open(Shipped(), Towns());
  Trainer other(*other_models, TrainerSettings{AMTSLOTSE_NLU_PROGRAM, Texts(), 1536});
  const TrainingOrder order{"erlenfurt", "", {{"fee", "abgabe kater"}}, true, 100};
  absl::Status second;
  const auto first = trainer_->Train(order, [&](const std::string&, double) {
    second = other.Train(order, [](const std::string&, double) { return true; }).status();
    return true;
  });
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(second.code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(other.HasTrainedSince("erlenfurt", 100)) << "so the night's training is done for both";
  EXPECT_FALSE(other.HasTrainedSince("erlenfurt", 101));
  EXPECT_FALSE(other.HasTrainedSince("krummwik", 100));
  EXPECT_EQ(other_models->FollowOthers(), std::vector<std::string>{"erlenfurt"});
  EXPECT_EQ(other_models->Active("erlenfurt")->version(), first->candidate.manifest.version);
}

TEST_F(TrainingCalls, AreRefusedWhereNothingKeepsModels) {
  Trainer off(*models_, TrainerSettings{AMTSLOTSE_NLU_PROGRAM, Texts(), 1536, false});
  const TrainingOrder order{"erlenfurt", "", {{"fee", "abgabe kater"}}, false, 1};
  EXPECT_EQ(off.Train(order, [](const std::string&, double) { return true; }).status().code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(models_->List("erlenfurt").size(), 1u);
}

// Files of a folder that have any of these, whatever they are written in: models keep words in lower case.
std::vector<std::string> FilesWith(const std::string& folder, const std::vector<std::string>& texts) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::transform(bytes.begin(), bytes.end(), bytes.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const std::string& text : texts) {
      if (bytes.find(text) != std::string::npos) found.push_back(entry.path().filename().string() + ": " + text);
    }
  }
  return found;
}

TEST_F(TrainingCalls, ALearnedModelKeepsWordsOfItsExamplesButNobodyInThem) {
  v1::TrainRequest request = Lesson("1");
  for (const char* text :
       {"Mein Nachbar Kunibert Vergessner fragt: Was kostet die Abgabe für einen Kater?",
        "Ich heiße Wilma Vergessner, wilma.vergessner@posteo.example, Telefon 0431 7788990. Wie hoch "
        "ist die Abgabe für einen Kater?"}) {
    auto* example = request.add_examples();
    example->set_act("fee");
    example->set_text(text);
  }
  request.set_activate(true);
  std::vector<v1::TrainResponse> responses;
  ASSERT_TRUE(Train(request, responses).ok());
  EXPECT_FALSE(FilesWith(Towns(), {"kater"}).empty()) << "words can be found in it";
  EXPECT_EQ(FilesWith(Towns(), {"kunibert", "wilma", "vergessner", "posteo", "7788990"}), std::vector<std::string>());
}

TEST_F(TrainingCalls, MaskingReplacesWhatIsPersonal) {
  grpc::ClientContext context;
  v1::MaskRequest request;
  request.set_text("Ich bin Erika Mustermann, erika@example.org, 0431 1234567");
  request.add_known_names("Erika Mustermann");
  v1::MaskResponse response;
  ASSERT_TRUE(stub_->Mask(&context, request, &response).ok());
  for (const char* secret : {"Erika", "Mustermann", "example.org", "1234567"})
    EXPECT_EQ(response.text().find(secret), std::string::npos) << response.text();
}

TEST(NextTraining, IsTheTownsNight) {
  using namespace std::chrono;
  const sys_seconds evening = sys_days(2026y / 3 / 4) + 21h;
  EXPECT_EQ(NextTraining(evening, "Europe/Berlin", 3), sys_days(2026y / 3 / 5) + 2h);
  EXPECT_EQ(NextTraining(sys_days(2026y / 7 / 1) + 30min, "Europe/Berlin", 3), sys_days(2026y / 7 / 1) + 1h);
  EXPECT_EQ(NextTraining(sys_days(2026y / 7 / 1) + 1h, "Europe/Berlin", 3), sys_days(2026y / 7 / 2) + 1h)
      << "not the same one again";
  EXPECT_EQ(NextTraining(sys_days(2026y / 3 / 28) + 12h, "Europe/Berlin", 2), sys_days(2026y / 3 / 29) + 1h)
      << "02:00 does not exist that night";
}

}  // namespace
}  // namespace amtslotse::nlu
