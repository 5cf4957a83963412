#include "services/dialogue/lease_returns.h"

#include <utility>

#include "services/rpc/counted.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{50};

const std::string kGiveBack = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

}  // namespace

LeaseReturns::LeaseReturns(rpc::Redis& redis, rpc::Metrics* metrics, std::chrono::milliseconds lease)
    : redis_(redis), metrics_(metrics), lease_(lease), thread_([this] { Run(); }) {}

LeaseReturns::~LeaseReturns() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool LeaseReturns::Gave(const std::string& key, const std::string& lease) {
  return rpc::Counted(metrics_, "Redis/abandon_session", [&] { return redis_.Script(kGiveBack, {key}, {lease}); }).ok();
}

void LeaseReturns::Give(const std::string& key, const std::string& lease) {
  if (!Gave(key, lease)) Add(key, lease);
}

void LeaseReturns::Add(std::string key, std::string lease) {
  {
    const std::lock_guard lock(mutex_);
    lost_.push_back({std::move(key), std::move(lease), std::chrono::steady_clock::now() + lease_});
  }
  changed_.notify_all();
}

void LeaseReturns::Run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (lost_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const Lost first = lost_.front();
    lock.unlock();
    const bool done = Gave(first.key, first.lease) || std::chrono::steady_clock::now() >= first.expired;
    lock.lock();
    // Only this thread takes out, at the front.
    if (done)
      lost_.erase(lost_.begin());
    else
      changed_.wait_for(lock, kBetweenTries, [this] { return ending_; });
  }
}

}  // namespace amtslotse::dialogue
