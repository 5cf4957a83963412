#include "services/rpc/redis.h"

#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace amtslotse::rpc {
namespace {

constexpr std::size_t kMaxIdle = 64;

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using ReplyPointer = std::unique_ptr<redisReply, FreeReply>;

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
using ContextPointer = std::unique_ptr<redisContext, FreeContext>;

constexpr std::string_view kSentinel = "sentinel:";

absl::StatusOr<ContextPointer> OpenAt(const std::string& address, const RedisSettings& settings) {
  const timeval timeout{settings.timeout.count() / 1000, (settings.timeout.count() % 1000) * 1000};
  ContextPointer connection;
  if (address.starts_with("unix:")) {
    connection.reset(redisConnectUnixWithTimeout(address.c_str() + 5, timeout));
  } else {
    const auto colon = address.rfind(':');
    int port = 6379;
    if (colon != std::string::npos) std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    connection.reset(redisConnectWithTimeout(address.substr(0, colon).c_str(), port, timeout));
  }
  if (connection == nullptr || connection->err != 0)
    return absl::UnavailableError(
        fmt::format("redis: {}", connection == nullptr ? "out of memory" : connection->errstr));
  redisSetTimeout(connection.get(), timeout);
  if (!settings.password.empty()) {
    auto* reply = static_cast<redisReply*>(redisCommand(connection.get(), "AUTH %s", settings.password.c_str()));
    const bool accepted = reply != nullptr && reply->type != REDIS_REPLY_ERROR;
    freeReplyObject(reply);
    if (!accepted) return absl::UnavailableError("redis: the password was refused");
  }
  return connection;
}

std::string TextAt(const redisReply& list, std::size_t at) {
  if (list.type != REDIS_REPLY_ARRAY || list.elements <= at || list.element[at]->type != REDIS_REPLY_STRING) return "";
  return {list.element[at]->str, list.element[at]->len};
}

ReplyPointer Ask(redisContext& connection, const char* question, const std::string& name = "") {
  return ReplyPointer(static_cast<redisReply*>(redisCommand(&connection, question, name.c_str())));
}

std::string_view TakeUntil(std::string_view& rest, char end) {
  const std::string_view part = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

// The first sentinel that knows a master which says so itself: for some seconds after a failover they may still name
// the old one.
absl::StatusOr<ContextPointer> OpenMaster(const RedisSettings& settings) {
  std::string_view rest = std::string_view(settings.address).substr(kSentinel.size());
  const std::string name(TakeUntil(rest, '@'));
  const RedisSettings open{.address = "", .password = "", .timeout = settings.timeout};
  while (!rest.empty()) {
    const auto sentinel = OpenAt(std::string(TakeUntil(rest, ',')), open);
    if (!sentinel.ok()) continue;
    const ReplyPointer told = Ask(**sentinel, "SENTINEL get-master-addr-by-name %s", name);
    if (told == nullptr || TextAt(*told, 0).empty()) continue;
    auto master = OpenAt(fmt::format("{}:{}", TextAt(*told, 0), TextAt(*told, 1)), settings);
    if (!master.ok()) continue;
    const ReplyPointer role = Ask(**master, "ROLE");
    if (role != nullptr && TextAt(*role, 0) == "master") return master;
  }
  return absl::UnavailableError(fmt::format("redis: no sentinel names a master {} that answers", name));
}

absl::StatusOr<ContextPointer> Open(const RedisSettings& settings) {
  return settings.address.starts_with(kSentinel) ? OpenMaster(settings) : OpenAt(settings.address, settings);
}

RedisReply Decode(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_INTEGER: return {reply.integer};
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS: return {std::string(reply.str, reply.len)};
    case REDIS_REPLY_ARRAY: {
      std::vector<RedisReply> list;
      list.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i) list.push_back(Decode(*reply.element[i]));
      return {std::move(list)};
    }
    default: return {std::monostate()};
  }
}

}  // namespace

void Redis::Close::operator()(redisContext* context) const { redisFree(context); }
Redis::Redis(RedisSettings settings) : settings_(std::move(settings)) {}
Redis::~Redis() = default;

Redis::Connection Redis::TakeIdle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  Connection connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

absl::StatusOr<Redis::Connection> Redis::ConnectAnew() {
  auto opened = Open(settings_);
  if (!opened.ok()) return opened.status();
  return Connection(opened->release());
}

void Redis::GiveBack(Connection connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

absl::StatusOr<RedisReply> Redis::Command(const std::vector<std::string_view>& arguments, const Meanwhile& meanwhile) {
  std::vector<const char*> pointers;
  std::vector<std::size_t> sizes;
  for (const auto& argument : arguments) {
    pointers.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  bool idle = static_cast<bool>(meanwhile);
  const auto run = [&](redisContext* context) -> ReplyPointer {
    int sent = 0;
    void* reply = nullptr;
    if (redisAppendCommandArgv(context, static_cast<int>(arguments.size()), pointers.data(), sizes.data()) != REDIS_OK)
      return nullptr;
    while (sent == 0) {
      if (redisBufferWrite(context, &sent) != REDIS_OK) return nullptr;
    }
    if (std::exchange(idle, false)) meanwhile();
    return ReplyPointer(redisGetReply(context, &reply) == REDIS_OK ? static_cast<redisReply*>(reply) : nullptr);
  };
  Connection connection = TakeIdle();
  ReplyPointer reply;
  if (connection != nullptr) reply = run(connection.get());
  if (reply == nullptr) {
    // An idle connection that Redis closed (a restart) is replaced once; one that timed out is not tried again.
    if (connection != nullptr && connection->err == REDIS_ERR_IO && errno == EAGAIN) return Lost(*connection);
    auto fresh = ConnectAnew();
    if (!fresh.ok()) return fresh.status();
    connection = *std::move(fresh);
    reply = run(connection.get());
    if (reply == nullptr) return Lost(*connection);
  }
  if (reply->type == REDIS_REPLY_ERROR) {
    const std::string_view text(reply->str, reply->len);
    if (text.starts_with("READONLY")) {  // no longer the master: neither are the other connections
      const std::lock_guard lock(mutex_);
      idle_.clear();
    } else {
      GiveBack(std::move(connection));
    }
    if (text.starts_with("LOADING") || text.starts_with("READONLY") || text.starts_with("OOM"))
      return absl::UnavailableError(fmt::format("redis: {}", text));
    if (text.starts_with("NOSCRIPT")) return absl::NotFoundError("redis: no such script");
    return absl::InternalError(fmt::format("redis: {}", text));
  }
  GiveBack(std::move(connection));
  return Decode(*reply);
}

absl::StatusOr<RedisReply> Redis::Script(const std::string& script, const std::vector<std::string_view>& keys,
                                         const std::vector<std::string_view>& arguments, const Meanwhile& meanwhile) {
  // EVAL keeps one round trip and needs no hash; Redis caches the compiled script by its text.
  const std::string count = std::to_string(keys.size());
  std::vector<std::string_view> command{"EVAL", script, count};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return Command(command, meanwhile);
}

absl::Status Redis::Lost(const redisContext& context) {
  const std::string why = context.errstr;
  const std::lock_guard lock(mutex_);
  idle_.clear();  // the others are as dead
  return absl::UnavailableError(fmt::format("redis: {}", why));
}

RedisSubscription::RedisSubscription(const RedisSettings& settings) {
  if (auto opened = Open(settings); opened.ok()) context_ = opened->release();
}

RedisSubscription::~RedisSubscription() {
  if (context_ != nullptr) redisFree(context_);
}

bool RedisSubscription::ok() const { return context_ != nullptr && context_->err == 0; }

void RedisSubscription::Subscribe(const std::string& channel) { Send("SUBSCRIBE", channel); }
void RedisSubscription::Unsubscribe(const std::string& channel) { Send("UNSUBSCRIBE", channel); }

// Past hiredis' buffer, which belongs to the thread that reads.
void RedisSubscription::Send(const char* command, const std::string& channel) {
  const std::string bytes =
      fmt::format("*2\r\n${}\r\n{}\r\n${}\r\n{}\r\n", std::strlen(command), command, channel.size(), channel);
  const std::lock_guard lock(sending_);
  if (context_ == nullptr ||
      ::send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()))
    return;
  ::shutdown(context_->fd, SHUT_RDWR);  // half a command spoils the rest: whoever reads sees the end and connects anew
}

std::optional<std::string> RedisSubscription::Next() {
  void* raw = nullptr;
  const int result = redisGetReply(context_, &raw);
  const ReplyPointer reply(static_cast<redisReply*>(raw));
  if (result != REDIS_OK) {
    if (context_->err == REDIS_ERR_IO && errno == EAGAIN) {  // only the timeout: the connection goes on
      context_->err = 0;
      context_->errstr[0] = '\0';
    }
    return std::nullopt;
  }
  const std::string what = TextAt(*reply, 0);
  if (what != "message" && what != "subscribe") return std::nullopt;
  return TextAt(*reply, 1);
}

bool Redis::Alive() { return Command({"PING"}).ok(); }

}  // namespace amtslotse::rpc
