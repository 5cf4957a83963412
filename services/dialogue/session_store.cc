#include "services/dialogue/session_store.h"

#include <fmt/format.h>

#include <thread>
#include <utility>

#include "services/dialogue/session_codec.h"
#include "services/rpc/counted.h"
#include "services/rpc/text.h"
#include "services/rpc/wake_up.h"

namespace amtslotse::dialogue {
namespace {

std::string LeaseKey(const std::string& municipality, const std::string& conversation) {
  return fmt::format("lease:{}:{}", municipality, conversation);
}
std::string MessagesKey(const std::string& municipality, const std::string& conversation) {
  return fmt::format("messages:{}:{}", municipality, conversation);
}
// What a sealed text is sealed for, so that it opens nowhere else.
std::string Context(const char* what, const std::string& municipality, const std::string& conversation) {
  return fmt::format("{}|{}|{}", what, municipality, conversation);
}

// ARGV[3]: when the caller gives up, by Redis's clock. Each answer tells that clock.
const std::string kBegin = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if ARGV[3] ~= '' and now > tonumber(ARGV[3]) then return {0, '', '', now} end
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {0, '', '', now} end
local s = redis.call('HMGET', KEYS[1], 'v', 'd')
return {1, s[1] or '', s[2] or '', now})";

const std::string kCommit = R"(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 'd', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
if ARGV[6] ~= '' then
  redis.call('RPUSH', KEYS[3], ARGV[6])
  redis.call('LTRIM', KEYS[3], -tonumber(ARGV[7]), -1)
end
redis.call('PEXPIRE', KEYS[3], ARGV[5])
redis.call('PUBLISH', KEYS[1], ARGV[3])
return 1)";

absl::StatusOr<Session> OpenSession(const keys::KeyRing& keys, const std::string& sealed,
                                    const std::string& municipality, const std::string& conversation) {
  const auto plain = keys.Open(sealed, Context("session", municipality, conversation));
  if (!plain.ok()) return plain.status();
  return ParseSession(*plain);
}

std::int64_t Milliseconds(std::chrono::steady_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

SessionStore::SessionStore(rpc::Redis& redis, const keys::KeyRing& keys, std::chrono::seconds lifetime,
                           rpc::Metrics* metrics, Clock clock)
    : redis_(redis),
      keys_(keys),
      lifetime_(lifetime),
      metrics_(metrics),
      clock_(std::move(clock)),
      returns_(redis, metrics, kLease) {}

absl::StatusOr<LeasedSession> SessionStore::Begin(const std::string& municipality_id,
                                                  const std::string& conversation_id,
                                                  std::chrono::system_clock::time_point deadline,
                                                  rpc::Redis::Meanwhile meanwhile) {
  LeasedSession leased{.conversation_id = conversation_id,
                       .municipality_id = municipality_id,
                       .lease = rpc::RandomId(),
                       .version = 0,
                       .session = {}};
  const std::string session_key = rpc::ConversationChannel(municipality_id, conversation_id);
  const std::string lease_key = LeaseKey(municipality_id, conversation_id);
  const std::string lease_ms = std::to_string(kLease.count());
  for (auto pause = std::chrono::milliseconds(2);; pause = std::min(pause * 2, std::chrono::milliseconds(50))) {
    const std::int64_t sent = Milliseconds(clock_());
    const std::int64_t ahead = redis_ahead_;
    const std::string given_up = ahead == 0 ? "" : std::to_string(sent + ahead + redis_.timeout().count());
    const auto reply = rpc::Counted(metrics_, "Redis/begin_session", [&] {
      return redis_.Script(kBegin, {session_key, lease_key}, {leased.lease, lease_ms, given_up},
                           std::exchange(meanwhile, {}));
    });
    if (!reply.ok()) {
      returns_.Add(lease_key, leased.lease);
      return reply.status();
    }
    const auto& list = reply->list();
    redis_ahead_ = list[3].integer() - sent;
    if (list[0].integer() == 1) {
      if (!list[1].text().empty()) {
        leased.version = std::stoull(list[1].text());
        auto session = OpenSession(keys_, list[2].text(), municipality_id, conversation_id);
        if (!session.ok()) return session.status();
        leased.session = *std::move(session);
      }
      return leased;
    }
    if (std::chrono::system_clock::now() + pause >= deadline) return absl::AbortedError("the conversation is busy");
    std::this_thread::sleep_for(pause);
  }
}

absl::Status SessionStore::Commit(const LeasedSession& leased, const Session& session) {
  keys::SystemRandomness random;
  const std::string& municipality = leased.municipality_id;
  const std::string& conversation = leased.conversation_id;
  const std::string sealed = keys_.Seal(Serialize(session), Context("session", municipality, conversation), random);
  const std::string said =
      session.messages.empty()
          ? ""
          : keys_.Seal(Serialize(session.messages), Context("messages", municipality, conversation), random);
  const auto reply = rpc::Counted(metrics_, "Redis/commit_session", [&] {
    return redis_.Script(
        kCommit,
        {rpc::ConversationChannel(municipality, conversation), LeaseKey(municipality, conversation),
         MessagesKey(municipality, conversation)},
        {leased.lease, std::to_string(leased.version), std::to_string(leased.version + 1), sealed,
         std::to_string(std::chrono::milliseconds(lifetime_).count()), said, std::to_string(kKeptCommits)});
  });
  if (!reply.ok()) {
    returns_.Add(LeaseKey(municipality, conversation), leased.lease);
    return reply.status();
  }
  return reply->integer() == 1 ? absl::OkStatus() : absl::AbortedError("the conversation went on elsewhere");
}

void SessionStore::Abandon(const LeasedSession& leased) {
  returns_.Give(LeaseKey(leased.municipality_id, leased.conversation_id), leased.lease);
}

absl::StatusOr<std::optional<Session>> SessionStore::Read(const std::string& municipality_id,
                                                          const std::string& conversation_id) {
  const auto reply = rpc::Counted(metrics_, "Redis/read_session", [&] {
    return redis_.Command({"HGET", rpc::ConversationChannel(municipality_id, conversation_id), "d"});
  });
  if (!reply.ok()) return reply.status();
  if (reply->nil()) return std::nullopt;
  auto session = OpenSession(keys_, reply->text(), municipality_id, conversation_id);
  if (!session.ok()) return session.status();
  return *std::move(session);
}

absl::StatusOr<std::optional<std::vector<Message>>> SessionStore::Messages(const std::string& municipality_id,
                                                                           const std::string& conversation_id,
                                                                           std::uint64_t after) {
  static const std::string kRead = "return {redis.call('EXISTS', KEYS[1]), redis.call('LRANGE', KEYS[2], 0, -1)}";
  const auto reply = rpc::Counted(metrics_, "Redis/read_messages", [&] {
    return redis_.Script(
        kRead,
        {rpc::ConversationChannel(municipality_id, conversation_id), MessagesKey(municipality_id, conversation_id)},
        {});
  });
  if (!reply.ok()) return reply.status();
  if (reply->list()[0].integer() == 0) return std::nullopt;
  std::vector<Message> messages;
  for (const rpc::RedisReply& sealed : reply->list()[1].list()) {
    const auto plain = keys_.Open(sealed.text(), Context("messages", municipality_id, conversation_id));
    if (!plain.ok()) return plain.status();
    auto said = ParseMessages(*plain);
    if (!said.ok()) return said.status();
    for (Message& message : *said) {
      if (message.sequence > after) messages.push_back(std::move(message));
    }
  }
  return messages;
}

absl::StatusOr<std::uint64_t> SessionStore::Version(const std::string& municipality_id,
                                                    const std::string& conversation_id) {
  const auto reply = rpc::Counted(metrics_, "Redis/read_version", [&] {
    return redis_.Command({"HGET", rpc::ConversationChannel(municipality_id, conversation_id), "v"});
  });
  if (!reply.ok()) return reply.status();
  return reply->nil() ? 0 : std::stoull(reply->text());
}

absl::Status SessionStore::Erase(const std::string& municipality_id, const std::string& conversation_id) {
  static const std::string kErase = "redis.call('DEL', KEYS[1], KEYS[2]) redis.call('PUBLISH', KEYS[1], '0') return 1";
  return rpc::Counted(metrics_, "Redis/erase_session",
                      [&] {
                        return redis_.Script(kErase,
                                             {rpc::ConversationChannel(municipality_id, conversation_id),
                                              MessagesKey(municipality_id, conversation_id)},
                                             {});
                      })
      .status();
}

absl::Status SessionStore::KeepAlive(const std::string& municipality_id, const std::string& conversation_id) {
  static const std::string kKeep =
      "redis.call('PEXPIRE', KEYS[1], ARGV[1]) redis.call('PEXPIRE', KEYS[2], ARGV[1]) return 1";
  const std::string lifetime = std::to_string(std::chrono::milliseconds(lifetime_).count());
  return rpc::Counted(metrics_, "Redis/keep_session",
                      [&] {
                        return redis_.Script(kKeep,
                                             {rpc::ConversationChannel(municipality_id, conversation_id),
                                              MessagesKey(municipality_id, conversation_id)},
                                             {lifetime});
                      })
      .status();
}

absl::StatusOr<std::string> SessionStore::ConversationOf(const std::string& municipality_id,
                                                         const std::string& peer_hash, const std::string& fresh_id) {
  const std::string key = fmt::format("peer:{}:{}", municipality_id, peer_hash);
  const std::string lifetime = std::to_string(std::chrono::milliseconds(lifetime_).count());
  static const std::string kTake = R"(
local id = redis.call('GET', KEYS[1]) or ARGV[1]
redis.call('SET', KEYS[1], id, 'PX', ARGV[2])
return id)";
  const auto reply = rpc::Counted(metrics_, "Redis/find_conversation", [&] {
    return redis_.Script(kTake, {key}, {fresh_id, lifetime});
  });
  if (!reply.ok()) return reply.status();
  return reply->text();
}

}  // namespace amtslotse::dialogue
