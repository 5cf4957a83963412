// A store in a folder of its own, an adapter that records, a station around them.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>

#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/messengers/station.h"
#include "services/messengers/store.h"
#include "tests/support/fake_dialogue.h"

namespace amtslotse::messengers {

class StoreFixture : public testing::Test {
 protected:
  // In SQLite, or in the PostgreSQL database that is named.
  explicit StoreFixture(std::string postgres = "")
      : folder_(MakeFolder()),
        postgres_(std::move(postgres)),
        keys_(*keys::KeyRing::Parse(keys::KeyRing::NewFile(random_))) {
    Reopen();
  }
  ~StoreFixture() override {
    store_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // As a new process would.
  void Reopen() {
    store_.reset();
    database_.reset();
    database_ = NewDatabase();
    store_ = std::make_unique<Store>(*database_, keys_, random_);
    EXPECT_TRUE(store_->Prepare().ok());
  }

  std::unique_ptr<booking::sql::Database> NewDatabase() const {
    auto opened = postgres_.empty() ? booking::sql::OpenSqlite({.path = folder_ + "/store.sqlite"})
                                    : booking::sql::OpenPostgres({.connection = postgres_, .connections = 4});
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }

  static std::string MakeFolder() {
    std::string folder = (std::filesystem::temp_directory_path() / "amtslotse-messengers-XXXXXX").native();
    return ::mkdtemp(folder.data());
  }

  const std::string folder_;
  const std::string postgres_;
  keys::SystemRandomness random_;
  keys::KeyRing keys_;
  std::unique_ptr<booking::sql::Database> database_;
  std::unique_ptr<Store> store_;
};

struct SentPiece {
  std::string peer;
  gateways::Piece piece;
};

// Accepts everything unless told otherwise.
class RecordingAdapter final : public gateways::Adapter {
 public:
  using Answer = std::function<gateways::SendOutcome(const std::string& peer, const gateways::Piece& piece)>;

  const gateways::Capabilities& capabilities() const override { return capabilities_; }
  absl::Status Run(gateways::Receiver& receiver, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    ++runs_;
    changed_.notify_all();
    if (refused_) return absl::UnauthenticatedError("401");
    lock.unlock();
    receiver.Connected();
    lock.lock();
    changed_.wait(lock, stop, [] { return false; });
    return absl::OkStatus();
  }
  gateways::SendOutcome Send(const std::string& peer, const gateways::Piece& piece, const std::string&) override {
    std::unique_lock lock(mutex_);
    if (answer_) {
      auto outcome = answer_(peer, piece);
      if (outcome.outcome != gateways::SendClass::kSent) {
        ++failed_;
        changed_.notify_all();
        return outcome;
      }
    }
    sent_.push_back({peer, piece});
    changed_.notify_all();
    return {.reference = "m" + std::to_string(sent_.size())};
  }
  void RetireChoices(const std::string&, const std::string& prompt, const std::string& chosen) override {
    const std::lock_guard lock(mutex_);
    retired_.emplace_back(prompt, chosen);
    changed_.notify_all();
  }
  void AcknowledgeTap(const gateways::Chose& tap, std::string_view) override {
    const std::lock_guard lock(mutex_);
    taps_.push_back(tap.tap);
    changed_.notify_all();
  }

  // Waits until so many pieces were sent; what was sent.
  std::deque<SentPiece> Await(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(20), [&] { return sent_.size() >= count; }))
        << sent_.size() << " of " << count;
    return sent_;
  }
  template <class Condition>
  void AwaitThat(Condition&& condition) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(20), condition));
  }
  void SetAnswer(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  void SetRefused(bool refused) {
    const std::lock_guard lock(mutex_);
    refused_ = refused;
  }

  gateways::Capabilities capabilities_{
      .channel = "telegram", .unit = gateways::Unit::kUtf16, .text = 4096, .buttons = 100};
  std::vector<std::pair<std::string, std::string>> retired_;
  std::vector<std::string> taps_;
  int failed_ = 0;
  int runs_ = 0;

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<SentPiece> sent_;
  Answer answer_;
  bool refused_ = false;
};

}  // namespace amtslotse::messengers
