// Redis through hiredis: a small pool of connections and commands by arguments (never by format string).
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct redisContext;

namespace amtslotse::rpc {

struct RedisSettings {
  std::string address;  // unix:/path or host:port
  std::string password;
  std::chrono::milliseconds timeout{500};  // connect and each command
};

// Nil, integer, text or a list of those. A Redis error is a Status.
struct RedisReply {
  std::variant<std::monostate, std::int64_t, std::string, std::vector<RedisReply>> value;
  bool nil() const { return std::holds_alternative<std::monostate>(value); }
  std::int64_t integer() const { return std::get<std::int64_t>(value); }
  const std::string& text() const { return std::get<std::string>(value); }
  const std::vector<RedisReply>& list() const { return std::get<std::vector<RedisReply>>(value); }
};

// Thread-safe. UNAVAILABLE when Redis cannot be reached or does not answer in time: the connection is dropped, the next
// command connects anew. A command whose answer was lost may have been carried out.
class Redis {
 public:
  explicit Redis(RedisSettings settings);
  ~Redis();

  // What is to be done while Redis works; runs at most once, and not where Redis cannot be reached.
  using Meanwhile = std::function<void()>;

  absl::StatusOr<RedisReply> Command(const std::vector<std::string_view>& arguments, const Meanwhile& meanwhile = {});
  // Runs a Lua script, one round trip.
  absl::StatusOr<RedisReply> Script(const std::string& script, const std::vector<std::string_view>& keys,
                                    const std::vector<std::string_view>& arguments, const Meanwhile& meanwhile = {});
  bool Alive();
  std::chrono::milliseconds timeout() const { return settings_.timeout; }

 private:
  struct Close {
    void operator()(redisContext* context) const;
  };
  using Connection = std::unique_ptr<redisContext, Close>;
  Connection TakeIdle();
  absl::StatusOr<Connection> ConnectAnew();
  absl::Status Lost(const redisContext& context);
  void GiveBack(Connection connection);

  RedisSettings settings_;
  std::mutex mutex_;
  std::vector<Connection> idle_;
};

// Subscriptions to channels, on a connection of their own. Next is for one thread; the others may be called from any.
class RedisSubscription {
 public:
  explicit RedisSubscription(const RedisSettings& settings);
  ~RedisSubscription();
  RedisSubscription(const RedisSubscription&) = delete;
  RedisSubscription& operator=(const RedisSubscription&) = delete;

  // False: there is no connection, or it was lost; make a new one.
  bool ok() const;
  // Do not wait for Redis: that a subscription stands is told by Next.
  void Subscribe(const std::string& channel);
  void Unsubscribe(const std::string& channel);
  // The channel that something was published on or that is subscribed from now on; nothing after the settings' timeout
  // without either.
  std::optional<std::string> Next();

 private:
  void Send(const char* command, const std::string& channel);

  redisContext* context_ = nullptr;
  std::mutex sending_;
};

}  // namespace amtslotse::rpc
