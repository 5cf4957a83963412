// Sessions in Redis: sealed, expiring, one turn at a time.
//
// Begin takes the conversation's lease and reads; Commit writes if the lease and the version are still ours, and gives
// the lease back. A holder that dies loses the lease after kLease. One round trip each. The messages stand in a list
// beside the session, which a commit only lengthens: what a turn reads and writes does not grow with the conversation.
//
// Nobody holds a lease without knowing: what Redis reads only after its caller has given up (it hung) takes none, and a
// lease whose turn ended without Redis answering is given back as soon as Redis can be reached.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "keys/key_ring.h"
#include "services/dialogue/core/session.h"
#include "services/dialogue/lease_returns.h"
#include "services/rpc/metrics.h"
#include "services/rpc/redis.h"

namespace amtslotse::dialogue {

inline constexpr std::chrono::milliseconds kLease{8000};
// Catching up goes back this many commits.
inline constexpr int kKeptCommits = 20;

struct LeasedSession {
  std::string conversation_id;
  std::string municipality_id;
  std::string lease;               // random, names this holder
  std::uint64_t version = 0;       // 0: there is none yet
  std::optional<Session> session;  // nothing: new, expired or deleted
};

// Thread-safe. UNAVAILABLE when Redis is.
class SessionStore {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // All borrowed; `metrics` counts what is asked of Redis, null: nothing does.
  SessionStore(rpc::Redis& redis, const keys::KeyRing& keys, std::chrono::seconds lifetime,
               rpc::Metrics* metrics = nullptr, Clock clock = &std::chrono::steady_clock::now);

  // Waits for the lease until the deadline, then ABORTED. `meanwhile` is done while Redis works.
  absl::StatusOr<LeasedSession> Begin(const std::string& municipality_id, const std::string& conversation_id,
                                      std::chrono::system_clock::time_point deadline,
                                      rpc::Redis::Meanwhile meanwhile = {});
  // Writes the session and adds its messages. ABORTED when another holder was faster: begin again.
  absl::Status Commit(const LeasedSession& leased, const Session& session);
  // Gives the lease back without writing.
  void Abandon(const LeasedSession& leased);

  // Without a lease, for reading.
  absl::StatusOr<std::optional<Session>> Read(const std::string& municipality_id, const std::string& conversation_id);
  // The messages after a sequence number, as far back as they are kept; nothing when the conversation is gone.
  absl::StatusOr<std::optional<std::vector<Message>>> Messages(const std::string& municipality_id,
                                                               const std::string& conversation_id, std::uint64_t after);
  absl::StatusOr<std::uint64_t> Version(const std::string& municipality_id, const std::string& conversation_id);
  absl::Status Erase(const std::string& municipality_id, const std::string& conversation_id);

  // Begins its lifetime anew; does nothing to one that is gone.
  absl::Status KeepAlive(const std::string& municipality_id, const std::string& conversation_id);

  // The conversation of a peer: the stored one, or `fresh_id` from now on. `peer_hash` is a keyed hash.
  absl::StatusOr<std::string> ConversationOf(const std::string& municipality_id, const std::string& peer_hash,
                                             const std::string& fresh_id);

  bool Alive() { return redis_.Alive(); }

 private:
  rpc::Redis& redis_;
  const keys::KeyRing& keys_;
  std::chrono::seconds lifetime_;
  rpc::Metrics* metrics_;
  Clock clock_;
  std::atomic<std::int64_t> redis_ahead_{0};  // of our clock, in milliseconds; 0: not known yet
  LeaseReturns returns_;
};

}  // namespace amtslotse::dialogue
