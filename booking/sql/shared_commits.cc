#include "booking/sql/shared_commits.h"

#include <algorithm>

namespace amtslotse::booking::sql {
namespace {

constexpr std::size_t kMostMembers = 32;
// Whoever waits longer for a lock waits alone.
constexpr const char* kNoLongWaits = "SET lock_timeout = '100ms'";

}  // namespace

SharedCommits::SharedCommits(const std::string& connection, int at_once)
    : at_once_(at_once), pool_(connection, std::max(at_once, 1), kNoLongWaits) {}

std::vector<SharedCommits::Member*> SharedCommits::NextMembers() {
  std::vector<Member*> members;
  while (!waiting_.empty() && members.size() < kMostMembers) {
    waiting_.front()->taken = true;
    members.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return members;
}

std::optional<absl::Status> SharedCommits::Commit(const Writes& writes) {
  if (at_once_ == 0) return std::nullopt;
  Member self{.writes = &writes, .told = {}, .taken = false, .done = false, .outcome = std::nullopt};
  std::unique_lock guard(mutex_);
  waiting_.push_back(&self);
  while (!self.done) {
    if (self.taken || running_ >= at_once_) {
      self.told.wait(guard);
      continue;
    }
    ++running_;
    const std::vector<Member*> members = NextMembers();
    guard.unlock();
    const std::optional<absl::Status> outcome = Send(members);
    guard.lock();
    --running_;
    for (Member* member : members) {
      member->outcome = outcome;
      member->done = true;
      if (member != &self) member->told.notify_one();
    }
    if (!waiting_.empty()) waiting_.front()->told.notify_one();
  }
  return self.outcome;
}

std::optional<absl::Status> SharedCommits::Send(const std::vector<Member*>& members) {
  auto connection = pool_.Take();
  if (!connection.ok()) return std::nullopt;
  OrderedLocks locks;
  for (const Member* member : members) Add(locks, member->writes->locks);
  QueueLocks(**connection, locks);
  for (const Member* member : members) QueueCalls(**connection, member->writes->calls);
  const absl::Status sent = (*connection)->Flush().status();
  pool_.GiveBack(*std::move(connection));
  if (sent.ok() || absl::IsUnavailable(sent)) return sent;
  if (members.size() == 1 && !absl::IsDeadlineExceeded(sent)) return sent;
  return std::nullopt;
}

}  // namespace amtslotse::booking::sql
