#include "nlu/models/town_models.h"

#include <atomic>
#include <thread>

#include "tests/unit/nlu/small_town.h"

namespace amtslotse::nlu {
namespace {

namespace fs = std::filesystem;

class ModelsOfTowns : public SmallTown {
 protected:
  void SetUp() override {
    SmallTown::SetUp();
    shipped_version_ = TrainInto(Shipped(), {});
    models_ = *TownModels::Open(Shipped(), Towns());
  }

  // A model of its own, adopted; `text` makes it differ.
  std::string Learn(const std::string& text, Verdict verdict = Verdict::kNotWorse) {
    const std::string directory = *models_->CandidateDirectory("erlenfurt");
    TrainInto(directory, {{"fee", text}}, ++now_);
    Comparison comparison;
    comparison.verdict = verdict;
    comparison.own_examples = 1;
    EXPECT_TRUE(WriteReport(directory, comparison).ok());
    const auto model = models_->Adopt("erlenfurt", directory);
    EXPECT_TRUE(model.ok()) << model.status();
    return model.ok() ? model->manifest.version : "";
  }

  std::string ActiveVersion() const { return models_->Active("erlenfurt")->version(); }

  std::string shipped_version_;
  std::unique_ptr<TownModels> models_;
  std::int64_t now_ = 0;
};

TEST_F(ModelsOfTowns, BeginWithTheShippedOne) {
  EXPECT_EQ(ActiveVersion(), shipped_version_);
  const auto list = models_->List("erlenfurt");
  ASSERT_EQ(list.size(), 1u);
  EXPECT_TRUE(list[0].shipped && list[0].active);
}

TEST_F(ModelsOfTowns, ANewOneServesOnlyAfterItsActivation) {
  const std::string version = Learn("abgabe für den kater");
  EXPECT_NE(version, shipped_version_);
  EXPECT_EQ(ActiveVersion(), shipped_version_);
  const auto active = models_->Activate("erlenfurt", version);
  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_TRUE(active->active);
  EXPECT_EQ(active->own_examples, 1u);
  EXPECT_EQ(ActiveVersion(), version);
  EXPECT_EQ(models_->Active("krummwik")->version(), shipped_version_) << "another town keeps its own";
}

TEST_F(ModelsOfTowns, ARunningCallKeepsTheModelItBeganWith) {
  const auto before = models_->Active("erlenfurt");
  ASSERT_TRUE(models_->Activate("erlenfurt", Learn("abgabe für den kater")).ok());
  EXPECT_EQ(before->Understand("was kostet das", {}).segments.size(), 1u);
}

TEST_F(ModelsOfTowns, RollbackReturnsToTheOneBefore) {
  const std::string first = Learn("abgabe für den kater");
  const std::string second = Learn("abgabe für die ente");
  ASSERT_TRUE(models_->Activate("erlenfurt", first).ok());
  ASSERT_TRUE(models_->Activate("erlenfurt", second).ok());
  ASSERT_TRUE(models_->Activate("erlenfurt", "").ok());
  EXPECT_EQ(ActiveVersion(), first);
  ASSERT_TRUE(models_->Activate("erlenfurt", "").ok());
  EXPECT_EQ(ActiveVersion(), shipped_version_);
  EXPECT_EQ(models_->Activate("erlenfurt", "").status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ModelsOfTowns, TheActiveOneServesAfterARestart) {
  const std::string version = Learn("abgabe für den kater");
  ASSERT_TRUE(models_->Activate("erlenfurt", version).ok());
  const auto again = TownModels::Open(Shipped(), Towns());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->Active("erlenfurt")->version(), version);
}

TEST_F(ModelsOfTowns, WhatAnotherProcessOnTheFolderActivatesIsTakenOver) {
  const auto other = *TownModels::Open(Shipped(), Towns());
  const std::string version = Learn("abgabe für den kater");
  EXPECT_TRUE(other->FollowOthers().empty()) << "trained only";
  ASSERT_TRUE(models_->Activate("erlenfurt", version).ok());
  EXPECT_TRUE(models_->FollowOthers().empty()) << "its own switch";
  EXPECT_EQ(other->Active("erlenfurt")->version(), shipped_version_);
  EXPECT_EQ(other->FollowOthers(), std::vector<std::string>{"erlenfurt"});
  EXPECT_EQ(other->Active("erlenfurt")->version(), version);
  ASSERT_TRUE(other->Activate("erlenfurt", "").ok()) << "back again, from the other side";
  EXPECT_EQ(models_->FollowOthers(), std::vector<std::string>{"erlenfurt"});
  EXPECT_EQ(ActiveVersion(), shipped_version_);
}

TEST_F(ModelsOfTowns, ADamagedOneOfAnotherProcessIsLeftAloneAndTriedAgain) {
  const auto other = *TownModels::Open(Shipped(), Towns());
  const std::string version = Learn("abgabe für den kater");
  ASSERT_TRUE(models_->Activate("erlenfurt", version).ok());
  const fs::path file = fs::path(Towns()) / "erlenfurt" / version / "acts.linear";
  fs::rename(file, file.string() + ".away");
  EXPECT_TRUE(other->FollowOthers().empty());
  EXPECT_EQ(other->Active("erlenfurt")->version(), shipped_version_);
  fs::rename(file.string() + ".away", file);
  int calls = 1;
  while (other->FollowOthers().empty() && calls < 1000) ++calls;
  EXPECT_LE(calls, 100);
  EXPECT_EQ(other->Active("erlenfurt")->version(), version);
}

TEST_F(ModelsOfTowns, AWorseOneIsNotActivated) {
  const std::string version = Learn("abgabe für den kater", Verdict::kWorse);
  EXPECT_EQ(models_->Activate("erlenfurt", version).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ActiveVersion(), shipped_version_);
}

TEST_F(ModelsOfTowns, ADamagedOneIsNotActivatedAndDoesNotStopAStart) {
  const std::string good = Learn("abgabe für den kater");
  const std::string damaged = Learn("abgabe für die ente");
  ASSERT_TRUE(models_->Activate("erlenfurt", good).ok());
  std::ofstream(fs::path(Towns()) / "erlenfurt" / damaged / "acts.linear", std::ios::app) << "x";
  EXPECT_EQ(models_->Activate("erlenfurt", damaged).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ActiveVersion(), good);
  std::ofstream(fs::path(Towns()) / "erlenfurt" / good / "acts.linear", std::ios::app) << "x";
  const auto again = TownModels::Open(Shipped(), Towns());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->Active("erlenfurt")->version(), shipped_version_);
  EXPECT_EQ((*again)->unusable().size(), 1u);
}

TEST_F(ModelsOfTowns, ADamagedOneIsNamedAndGivesWayWhenTheSameIsLearnedAgain) {
  const std::string version = Learn("abgabe für den kater");
  const fs::path town = fs::path(Towns()) / "erlenfurt";
  std::ofstream(town / version / "acts.linear", std::ios::app) << "x";
  auto list = models_->List("erlenfurt");
  ASSERT_EQ(list.size(), 2u) << "the damaged and the shipped one";
  EXPECT_TRUE(list[0].damaged);
  EXPECT_EQ(list[0].manifest.version, version);
  EXPECT_EQ(list[0].verdict, Verdict::kWorse) << "none to activate";

  const std::string directory = *models_->CandidateDirectory("erlenfurt");
  ASSERT_EQ(TrainInto(directory, {{"fee", "abgabe für den kater"}}, now_), version);
  ASSERT_TRUE(WriteReport(directory, {}).ok());
  const auto again = models_->Adopt("erlenfurt", directory);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replaced_damaged);
  EXPECT_TRUE(fs::exists(town / "damaged" / "acts.linear")) << "set aside";
  list = models_->List("erlenfurt");
  ASSERT_EQ(list.size(), 2u);
  EXPECT_FALSE(list[0].damaged);
  EXPECT_TRUE(models_->Activate("erlenfurt", version).ok());
}

TEST_F(ModelsOfTowns, UnknownNamesAreRefused) {
  EXPECT_EQ(models_->Activate("erlenfurt", "0123456789abcdef").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(models_->Activate("erlenfurt", "../../etc").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(models_->CandidateDirectory("../x").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(models_->Active("../x")->version(), shipped_version_);
}

TEST_F(ModelsOfTowns, OldOnesAreRemovedButNotTheLastTwoActive) {
  const std::string first = Learn("abgabe nummer eins");
  ASSERT_TRUE(models_->Activate("erlenfurt", first).ok());
  for (std::size_t i = 0; i < TownModels::kKept + 2; ++i) Learn(std::string(i + 3, 'x') + " abgabe");
  const auto list = models_->List("erlenfurt");
  EXPECT_EQ(list.size(), TownModels::kKept + 2) << "kept, the active one and the shipped one";
  EXPECT_TRUE(
      std::any_of(list.begin(), list.end(), [&](const StoredModel& model) { return model.manifest.version == first; }));
}

// Run under the thread sanitizer.
TEST_F(ModelsOfTowns, SwitchWhileOthersUnderstandAndOneTrains) {
  const std::string version = Learn("abgabe für den kater");
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto model = models_->Active("erlenfurt");
        if (model->Understand("was kostet ein pass und wann ist offen", {}).segments.empty()) ++wrong;
      }
    });
  }
  threads.emplace_back([&] { TrainInto((folder_ / "beside").string(), {{"fee", "abgabe für das huhn"}}); });
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(models_->Activate("erlenfurt", version).ok());
    EXPECT_TRUE(models_->Activate("erlenfurt", "").ok());
  }
  threads.back().join();
  threads.pop_back();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(ModelsOfTowns, AComparisonNamesWhatChanges) {
  const std::string directory = *models_->CandidateDirectory("erlenfurt");
  const std::vector<LabelledText> own = {
      {"fee", "abgabe kater"}, {"fee", "abgabe kater groß"}, {"fee", "abgabe für einen kater"}};
  TrainInto(directory, own);
  const auto candidate = Understander::Load(directory);
  ASSERT_TRUE(candidate.ok());
  const auto tests = ReadTestSet(Texts());
  ASSERT_TRUE(tests.ok());
  const Comparison comparison = Compare(*models_->Active("erlenfurt"), **candidate, *tests, own);
  EXPECT_EQ(comparison.own_examples, 3u);
  EXPECT_EQ(comparison.cases, 5u);
  for (const ChangedAnswer& change : comparison.changed) EXPECT_NE(change.before, change.after);
  ASSERT_TRUE(WriteReport(directory, comparison).ok());
  const auto read = ReadReport(directory);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->changed, comparison.changed);
  EXPECT_EQ(read->verdict, comparison.verdict);
}

TEST_F(ModelsOfTowns, TheSameModelIsUnchanged) {
  const auto active = models_->Active("erlenfurt");
  EXPECT_EQ(Compare(*active, *active, *ReadTestSet(Texts()), {}).verdict, Verdict::kUnchanged);
}

}  // namespace
}  // namespace amtslotse::nlu
